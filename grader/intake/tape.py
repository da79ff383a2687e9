"""What a tar archive lists, walked header by header; packed by gzip, bzip2 or xz it is unpacked in memory first.

`tarfile` reads one header here, and no more: its own walk recurses for every long name, keeps all that global headers
ever said and copies it for each member, and until Python 3.13 takes the square of the length of an extended header;
archives of a megabyte keep it busy for as long as they like. This walk goes forwards and remembers one name.
"""

from __future__ import annotations

import bz2
import lzma
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Protocol

from grader.errors import SubmissionError
from grader.intake.member import FOLDER, LINK, ODD, TOO_DENSE, Bounds, Member, UnpackError, allowed

_BLOCK = tarfile.BLOCKSIZE
_LARGEST_HEADER = 1 << 16
"""Bytes that are looked at of a header that says more of the next member, a long name for instance."""
_XZ_MEMORY = 128 << 20
_BAD_END = "is cut off or damaged"


def members(content: bytes, bounds: Bounds) -> Iterator[Member]:
    """Yield what the archive holds, in its order; UnpackError where it cannot be told how it goes on."""
    raw, is_whole = _unpacked(content, bounds)
    yield from _walk(raw)
    if not is_whole:
        raise UnpackError(_BAD_END)


# --- unpacking -----------------------------------------------------------------------------------------------------


class _Stream(Protocol):
    @property
    def eof(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


_STREAMS: Mapping[bytes, Callable[[], _Stream]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(wbits=31),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY),
}
"""How a packed archive begins, and what unpacks it."""


def _unpacked(content: bytes, bounds: Bounds) -> tuple[bytes, bool]:
    """Return the archive itself, and whether it came to its end."""
    stream = next((make() for mark, make in _STREAMS.items() if content.startswith(mark)), None)
    if stream is None:
        return content, True
    most = allowed(bounds.size, len(content))
    try:
        raw = stream.decompress(content, most + 1)
    except (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError) as error:
        raise UnpackError(_BAD_END) from error
    if len(raw) > most:
        too_large = TOO_DENSE if most < bounds.size else f"unpacks to more than {bounds.size >> 20} MiB"
        raise SubmissionError(f"The archive {too_large}. Hand in the program without its data and output.")
    return raw, stream.eof


# --- headers -------------------------------------------------------------------------------------------------------


def _walk(raw: bytes) -> Iterator[Member]:
    position = 0
    said: Mapping[str, str] = {}
    while info := _header(raw, position):
        start = _start(raw, position, info)
        size = _size(info, said)
        is_there = 0 <= size <= len(raw) - start
        if info.type in _MORE:
            said = {**said, **_MORE[info.type](raw[start : start + max(0, min(size, _LARGEST_HEADER))])}
        else:
            why = _why_not(info) if is_there else "the archive is cut off or damaged there"
            yield Member(name=said.get("path", info.name), why=why, read=partial(_content, raw, start, size))
            said = {}
        if not is_there:
            raise UnpackError(_BAD_END)
        position = start + -(-size // _BLOCK) * _BLOCK


def _header(raw: bytes, position: int) -> tarfile.TarInfo | None:
    """Return what the header at a place says; None at the end, which blocks of zeros mark."""
    block = raw[position : position + _BLOCK]
    if not block.strip(b"\0"):
        return None
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError) as error:
        raise UnpackError(_BAD_END) from error


def _start(raw: bytes, position: int, info: tarfile.TarInfo) -> int:
    """Return where the bytes of a member begin; the list of holes of a file with holes goes on behind its header."""
    start = position + _BLOCK
    goes_on = info.type == tarfile.GNUTYPE_SPARSE and raw[position + 482]
    while goes_on:
        goes_on = any(raw[start + 504 : start + 505])
        start += _BLOCK
    return start


def _size(info: tarfile.TarInfo, said: Mapping[str, str]) -> int:
    if info.type in _EMPTY:
        return 0
    told = said.get("size", "") if info.type not in _MORE else ""
    return int(told) if re.fullmatch("[0-9]{1,18}", told) else info.size


def _why_not(info: tarfile.TarInfo) -> str:
    if info.type in (tarfile.SYMTYPE, tarfile.LNKTYPE):
        return LINK
    if info.isdir():
        return FOLDER
    return "" if info.type in _PLAIN else ODD


def _content(raw: bytes, start: int, size: int, most: int) -> bytes | None:
    return raw[start : start + size] if size <= most else None


# --- headers that say more of the next member ----------------------------------------------------------------------


def _long_name(content: bytes) -> dict[str, str]:
    return {"path": _decoded(content.partition(b"\0")[0])}


def _records(content: bytes) -> dict[str, str]:
    """Return the name and the size in an extended header: records of `length keyword=value`, each ending its line."""
    found: dict[str, str] = {}
    position = 0
    while (length := content[position : position + 9].partition(b" ")[0]).isdigit() and int(length):
        record = content[position : position + int(length)]
        keyword, _, value = record[len(length) + 1 : -1].partition(b"=")
        if keyword in (b"path", b"size"):
            found[keyword.decode()] = _decoded(value)
        position += int(length)
    return found


def _nothing(_: bytes) -> dict[str, str]:
    return {}


def _decoded(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


_MORE: Mapping[bytes, Callable[[bytes], dict[str, str]]] = {
    tarfile.GNUTYPE_LONGNAME: _long_name,
    tarfile.GNUTYPE_LONGLINK: _nothing,
    tarfile.XHDTYPE: _records,
    tarfile.SOLARIS_XHDTYPE: _records,
    tarfile.XGLTYPE: _nothing,
}
"""What a header says that only goes before another, by its type."""
_EMPTY = {tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE}
"""Types without bytes of their own, whatever size the header gives."""
_PLAIN = {tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE}
