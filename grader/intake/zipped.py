"""What a zip archive lists, and the bytes of one of its files, with nothing believed that its headers say of sizes.

`zipfile` reads the list of an archive in one go, so the bytes it may ask for at once are counted. Only files stored as
they are or deflated are read: the other packings of the format can give 80 MB for 4 kB in one step.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial

from grader.intake.folder import counted
from grader.intake.member import FOLDER, LINK, ODD, TOO_DENSE, Bounds, Member, UnpackError, allowed

MARKS = (b"PK\x03\x04", b"PK\x05\x06")
"""How a zip archive begins; the second is one of an empty one."""

_LISTED = b"PK\x01\x02"
"""How every entry of the list begins."""
_LISTED_BYTES = 256
"""Bytes that an entry of the list takes, on average of all of them, at the most."""
_AT_ONCE = 1 << 17
"""Bytes that may be asked for at once, however few members there may be."""
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF_8 = 0x800
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HEADER = 30
"""Bytes that stand before a file in the archive, at the least."""
_DAMAGED = "is damaged"
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)
"""What `zipfile` raises on an archive that is damaged, or made to be."""


def members(content: bytes, bounds: Bounds) -> Iterator[Member]:
    """Yield what the archive lists, in its order."""
    # Before the list is read: what it makes of an entry takes ten times its bytes.
    if content.count(_LISTED) > bounds.members:
        raise bounds.too_many()
    try:
        packed = zipfile.ZipFile(_Counted(content, max(_AT_ONCE, bounds.members * _LISTED_BYTES)))
    except _BROKEN as error:
        raise UnpackError(_DAMAGED) from error
    listed = packed.infolist()
    shared = _overlapping(listed)
    for number, info in enumerate(listed):
        why = "files that overlap in the archive are not read" if number in shared else _why_not(info)
        yield Member(name=_name(info), why=why, read=partial(_content, packed, info))


class _Counted(io.BytesIO):
    """The bytes of an archive, which gives no more than so many at once."""

    def __init__(self, content: bytes, most: int) -> None:
        super().__init__(content)
        self._size, self._most = len(content), most

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self._size - self.tell() if size is None or size < 0 else size
        if wanted > self._most:
            raise zipfile.BadZipFile
        return super().read(wanted)


def _name(info: zipfile.ZipInfo) -> str:
    """Return a name as it was meant: many programs write UTF-8 and do not say so."""
    if info.flag_bits & _UTF_8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode()
    except UnicodeDecodeError:
        return info.orig_filename


def _why_not(info: zipfile.ZipInfo) -> str:
    mode = info.external_attr >> 16
    if info.orig_filename.endswith("/") or stat.S_ISDIR(mode):
        return FOLDER
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return LINK if stat.S_ISLNK(mode) else ODD
    if info.flag_bits & _ENCRYPTED:
        return "what a password protects cannot be read"
    return "" if info.compress_type in _READ else "such a packing is not read"


def _overlapping(listed: Sequence[zipfile.ZipInfo]) -> set[int]:
    """Return which of the listed files lie, in part, where another lies."""
    spans = sorted(
        (info.header_offset, info.header_offset + _HEADER + len(info.orig_filename) + info.compress_size, number)
        for number, info in enumerate(listed)
    )
    shared: set[int] = set()
    farthest, before = 0, -1
    for start, end, number in spans:
        if start < farthest:
            shared |= {before, number}
        if end > farthest:
            farthest, before = end, number
    return shared


def _content(packed: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | None:
    """Return the bytes of one file, None if there are more than `most`; they are counted as they come."""
    limit = allowed(most, info.compress_size)
    try:
        with packed.open(info) as opened:
            found = counted(opened, limit)
    except _BROKEN as error:
        raise UnpackError(_DAMAGED) from error
    if found is None and limit < most:
        raise UnpackError(TOO_DENSE)
    if found is not None and len(found) != info.file_size:
        raise UnpackError(_DAMAGED)
    return found
