"""What a rubric file is before it means anything: words, lists and mappings with their places; and its faults."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from grader.errors import Fault

LARGEST_RUBRIC = 1 << 20
"""Bytes of a rubric file."""
LARGEST_MODULE = 1 << 20
"""Bytes of a reference or mistakes file."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file and, where there is one, the dotted path to it: `exercises[2].checks[0].rtol`."""

    line: int
    column: int
    path: str = ""


NOWHERE = Spot(0, 0)


@dataclass(frozen=True, slots=True)
class Word:
    """A scalar as it is written; `plain` when it has no quotes and is no block of text."""

    line: int
    column: int
    text: str
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    column: int
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping, in file order; a key may stand in it twice."""

    line: int
    column: int
    entries: tuple[tuple[Word, Node], ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that has its fault already and is not looked at again."""

    line: int
    column: int


Node: TypeAlias = Word | Items | Fields | Broken

INVALID: Final = object()
"""What stands for a value that could not be read; its fault is kept."""


class Faults:
    """The faults of one file and of those it names, each kept once."""

    def __init__(self, path: str) -> None:
        """Begin with none, for the file at `path`."""
        self._path = path
        self._found: dict[Fault, None] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)

    @property
    def found(self) -> tuple[Fault, ...]:
        """All of them."""
        return tuple(self._found)

    def add(self, spot: Spot, message: str, path: str | None = None) -> object:
        """Keep a fault at a spot of the rubric, or of the file at `path`, and return the mark of an invalid value."""
        text = f"{spot.path}: {message}" if spot.path else message
        self._found[Fault(spot.line, spot.column, text, self._path if path is None else path)] = None
        return INVALID

    def refuse(self, node: Node, path: str, message: str) -> object:
        """Keep a fault at a node, unless the node has one already."""
        return INVALID if isinstance(node, Broken) else self.add(spot_of(node, path), message)


class UnreadableError(Exception):
    """A file that cannot be taken as text; `spot` tells where, with line 0 for the file as a whole."""

    def __init__(self, message: str, spot: Spot = NOWHERE) -> None:
        """Keep the place beside the message."""
        self.spot = spot
        super().__init__(message)


def spot_of(node: Node, path: str) -> Spot:
    """Return where a node stands."""
    return Spot(node.line, node.column, path)


# --- bytes ---------------------------------------------------------------------------------------------------------


def read_bytes(path: Path, largest: int) -> bytes:
    """Return the content of a regular file of at most `largest` bytes."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):  # asked first: to open a pipe would wait for ever
            with path.open("rb") as file:
                content = file.read(largest + 1)
    except FileNotFoundError:
        raise UnreadableError("there is no such file" + _similar(path)) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is no file name"
        raise UnreadableError(f"the file cannot be read: {reason}") from None
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "not a regular file"
        raise UnreadableError(f"expected a file; this is {kind}")
    if len(content) > largest:
        raise UnreadableError(f"the file is larger than {largest} bytes")
    return content


def decode(content: bytes) -> str:
    """Return bytes as text when they are UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        message = f"the file is not UTF-8 text: byte 0x{content[error.start]:02x}"
        raise UnreadableError(message, place_after(before)) from None


def _similar(path: Path) -> str:
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except (OSError, ValueError):
        return ""
    return "".join(f"; did you mean {name!r}?" for name in get_close_matches(path.name, names, 1))


def place_after(before: str) -> Spot:
    """Return line and column of what follows `before`, lines counted as editors do."""
    lines = re.split("\r\n|\r|\n", before)
    return Spot(len(lines), len(lines[-1]) + 1)
