"""What lies in a folder, wherever that is; and those of the disk, where nothing but a regular file is opened."""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from grader.errors import SubmissionError
from grader.intake.names import is_junk, shown

MAX_ENTRIES = 10_000
"""Files and folders that one hand-in may hold."""

_CHUNK = 1 << 16

Read = Callable[[int], bytes | None]
"""Give the bytes of a file, or None when there are more than so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What lies directly in a folder, on the disk or in an archive, without junk."""

    word: str
    """What a sentence calls it: a folder or an archive."""
    entries: Mapping[str, Read]
    """How each of them is read, by name; reading what is no file says so."""
    folders: Sequence[str] = ()
    """Which of them are folders."""
    notes: Sequence[str] = ()
    """What there is to say about it before anything is read."""


def on_disk(path: Path) -> Folder:
    """List a folder of the disk."""
    with readable(path), os.scandir(path) as listing:
        entries = list(itertools.islice(listing, MAX_ENTRIES + 1))
        folders = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    if len(entries) > MAX_ENTRIES:
        raise SubmissionError(f"The folder holds more than {MAX_ENTRIES} files. Hand in the program without them.")
    names = sorted(entry.name for entry in entries if not is_junk(entry.name))
    return Folder(
        word="folder",
        entries={name: partial(content, path / name) for name in names},
        folders=[name for name in folders if not is_junk(name)],
    )


def content(path: Path, most: int) -> bytes | None:
    """Return the bytes of a regular file, None if more than `most`; a link or pipe is refused before it is opened."""
    with readable(path):
        _check_regular(path.lstat(), path.name)
        with open(path, "rb", opener=_open) as opened:
            status = os.fstat(opened.fileno())
            _check_regular(status, path.name)
            return counted(opened, most) if status.st_size <= most else None


def counted(opened: IO[bytes], most: int) -> bytes | None:
    """Read to the end, None if that is more than `most` bytes away; in chunks, since a large read takes all at once."""
    chunks: list[bytes] = []
    size = 0
    while size <= most and (chunk := opened.read(_CHUNK)):
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks) if size <= most else None


@contextlib.contextmanager
def readable(path: Path) -> Iterator[None]:
    """Make a sentence for the student of what the system says when a path cannot be read."""
    try:
        yield
    except OSError as error:
        why = error.strerror or "it is not there any more"
        raise SubmissionError(f"{shown(path.name)} cannot be read ({why}). Hand it in again.") from error


def no_file(name: str, kind: str) -> SubmissionError:
    """Return what is said of a name that stands for something else than a file."""
    return SubmissionError(f"{shown(name)} is {kind}, not a file. Hand in the file itself.")


_FLAGS = ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY")
"""Never wait for a pipe, never follow a link put there meanwhile; whichever of them the system has."""


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | sum(getattr(os, name, 0) for name in _FLAGS))


_ODD_KINDS: Sequence[tuple[Callable[[int], bool], str]] = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)


def _check_regular(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise no_file(name, next((kind for is_kind, kind in _ODD_KINDS if is_kind(status.st_mode)), "a device"))
