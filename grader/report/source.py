"""A student's own source, cell by cell, with its syntax marked; plain data, escaped by the template."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.model import Submission
from grader.report.printable import (
    SOURCE_CELLS_SHOWN,
    SOURCE_CHARACTERS_TONED,
    SOURCE_LINE,
    SOURCE_LINES_SHOWN,
    first_and_last,
    left_out,
    many_lines,
    one_line,
)

if TYPE_CHECKING:
    from pygments.token import _TokenType

_CUT = "..."
_TONES = (
    ("Comment", "comment"),
    ("Literal.String", "string"),
    ("Literal.Number", "number"),
    ("Keyword", "keyword"),
    ("Operator.Word", "keyword"),
    ("Name.Function", "name"),
    ("Name.Class", "name"),
    ("Name.Decorator", "name"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of source in one tone; the empty tone is plain text."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One cell: its label, its line numbers as a column of text, and its source."""

    label: str
    numbers: str
    pieces: tuple[Piece, ...]


def listings(submission: Submission) -> tuple[Listing, ...]:
    """Return what the student handed in, main file first; a budget of lines covers all of it together."""
    room = SOURCE_LINES_SHOWN
    shown: list[Listing] = []
    cells = list(_cells(submission))
    for label, text in cells[:SOURCE_CELLS_SHOWN]:
        lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
        shown.append(_listing(label, lines, room))
        room = max(room - len(lines), 0)
    if more := len(cells) - len(shown):
        shown.append(Listing(label=left_out(more, "cell"), numbers="", pieces=()))
    return tuple(shown)


def _cells(submission: Submission) -> Iterator[tuple[str, str]]:
    main = () if submission.main is None else (submission.main,)
    for module in (*main, *submission.modules):
        for cell in module.cells:
            label = cell.label or module.name
            yield label if module.name in label else f"{module.name}, {label}", cell.text


def _listing(label: str, lines: list[str], room: int) -> Listing:
    head, tail = first_and_last(len(lines), room)
    dropped = len(lines) - head - tail
    note, gap = ([left_out(dropped, "line")], [_CUT]) if dropped else ([], [])
    kept = [*lines[:head], *note, *lines[len(lines) - tail :]]
    numbers = [*_counted(1, head), *gap, *_counted(len(lines) - tail + 1, tail)]
    text = "\n".join(many_lines(line, SOURCE_LINE).replace("\n", " ").rstrip() for line in kept)
    return Listing(label=one_line(label), numbers="\n".join(numbers), pieces=tuple(_pieces(text)))


def _counted(first: int, count: int) -> Iterator[str]:
    return map(str, range(first, first + count))


def _pieces(text: str) -> Iterator[Piece]:
    if len(text) > SOURCE_CHARACTERS_TONED:
        yield Piece("", text)
        return
    from pygments.lexers.python import PythonLexer

    tokens = PythonLexer(stripnl=False, ensurenl=False).get_tokens(text)
    toned = ((_tone(kind), value) for kind, value in tokens)
    for tone, run in itertools.groupby(toned, key=lambda token: token[0]):
        yield Piece(tone, "".join(value for _, value in run))


@functools.cache
def _tone(kind: _TokenType) -> str:
    """Return the tone of a kind of token; `Token.Literal.String.Doc` lies in `Token.Literal.String`."""
    name = f"{kind}."
    return next((tone for parent, tone in _TONES if name.startswith(f"Token.{parent}.")), "")
