"""Text of others made fit to be shown: nothing invisible, nothing that moves the cursor, nothing without end."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of a text is shown: at most so many characters, at most so many lines."""

    characters: int
    lines: int = 1


ID = Limit(255)
"""As long as a file name may be: an id names a file, so no sound one is ever cut."""
NAME = Limit(120)
REASON = Limit(400)
NOTE = Limit(1_000, 12)
MESSAGE = Limit(2_000, 24)
WARNING = Limit(600, 6)
PRINTED = Limit(4_000, 60)
SOURCE_LINE = Limit(200)
WARNINGS_SHOWN = 5
NOTES_SHOWN = 20
SOURCE_LINES_SHOWN = 1_000
SOURCE_CELLS_SHOWN = 200
SOURCE_CHARACTERS_TONED = 60_000
"""Longer sources are shown in one tone: an ordinary lexer takes seconds for what is written to slow it down."""
TERMINAL_ENTRIES_SHOWN = 3

_TAB = 4
_UNPRINTABLE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks, overrides and isolates
    "\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb"  # invisible, or a line break in disguise
    "\ud800-\udfff\ufffe\uffff"  # no characters at all
    "\U000e0000-\U000e007f"  # tags: a whole invisible alphabet
    "]"
)


def printable(text: str) -> str:
    r"""Return the text on one line, every control, direction and invisible character written out like `\x1b`."""
    return _UNPRINTABLE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 1 << 8:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 1 << 16 else f"\\U{code:08x}"


def one_line(text: str, limit: Limit = NAME) -> str:
    """Return a name or a label: short, printable, and without line breaks."""
    return printable(_cut_characters(text, limit.characters, " "))


def many_lines(text: str, limit: Limit = MESSAGE) -> str:
    """Return a text of several lines, shortened in the middle and printable; line ends are kept, tabs are blanks."""
    cut = _cut_lines(text.replace("\r\n", "\n").rstrip("\n"), limit.lines)
    lines = _cut_characters(cut, limit.characters, "\n").split("\n")
    return "\n".join(printable(line.expandtabs(_TAB)) for line in lines)


def first_and_last(count: int, shown: int) -> tuple[int, int]:
    """Return how many of `count` lines are kept at the head and at the tail, when no more than `shown` may be."""
    if count <= shown:
        return count, 0
    tail = shown // 3
    return shown - tail, tail


def left_out(count: int, what: str) -> str:
    """Return the note that stands where something is cut: `[... 1,200 lines left out ...]`."""
    return f"[... {count:,} {what}{'' if count == 1 else 's'} left out ...]"


def _cut_lines(text: str, shown: int) -> str:
    lines = text.split("\n")
    head, tail = first_and_last(len(lines), shown)
    if head == len(lines):
        return text
    kept = [*lines[:head], left_out(len(lines) - head - tail, "line"), *lines[len(lines) - tail :]]
    return "\n".join(kept)


def _cut_characters(text: str, shown: int, join: str) -> str:
    head, tail = first_and_last(len(text), shown)
    if head == len(text):
        return text
    return join.join((text[:head], left_out(len(text) - head - tail, "character"), text[len(text) - tail :]))
