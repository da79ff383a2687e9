"""Grades as plain text for a terminal: no colours, no control characters, no line wider than asked."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence

from grader.model import Difference, ExerciseGrade, Grade, Outcome, Verdict
from grader.report.markup import plain
from grader.report.printable import NAME, TERMINAL_ENTRIES_SHOWN, one_line
from grader.report.roster import RowView, row_view, summary_of
from grader.report.view import ClassResult, Fact, caption_of, display_name, entry_view, heading_of, lines_of, notes_of
from grader.report.wording import FULL, NONE, SOME, UNKNOWN, VERDICTS, Mark, out_of

_NARROWEST = 40
_STEP = "  "
_GAP = "  "
_ELLIPSIS = "..."
_SHORTEST_ID = 8
_BAR = 10


def to_text(grade: Grade, *, width: int = 80, ascii_only: bool = False) -> str:
    """Return the report of one submission: what is right in a line, what is not with its reason and its hint."""
    width = max(width, _NARROWEST)
    lines = [*_heading(grade), *_right(grade), *_wrong(grade, ascii_only=ascii_only)]
    return "".join(f"{line}\n" for text, indent in lines for line in _fitted(text, indent, width))


def _heading(grade: Grade) -> Iterator[tuple[str, str]]:
    yield f"{display_name(grade)}: {out_of(grade.points, grade.points_possible)} points", ""
    if not grade.complete:
        yield "Some checks could not be graded. A person has to look at this submission.", _STEP
    for note in notes_of(grade):
        yield f"Note: {note}", _STEP


def _right(grade: Grade) -> Iterator[tuple[str, str]]:
    full = [one_line(exercise.id) for exercise in grade.exercises if _is_right(exercise)]
    if full and len(full) == len(grade.exercises):
        yield "Every check passed.", ""
    elif full:
        yield f"Full marks: {'exercise' if len(full) == 1 else 'exercises'} {', '.join(full)}", ""


def _is_right(exercise: ExerciseGrade) -> bool:
    return all(outcome.verdict is Verdict.PASSED for outcome in exercise.outcomes)


def _wrong(grade: Grade, *, ascii_only: bool) -> Iterator[tuple[str, str]]:
    symbol = _symbols(ascii_only=ascii_only)
    for exercise in grade.exercises:
        if _is_right(exercise):
            continue
        yield "", ""
        points = out_of(exercise.points, exercise.points_possible)
        yield f"{heading_of(exercise.id, exercise.title)} ({points})", ""
        for outcome in exercise.outcomes:
            yield from _check(outcome, symbol(VERDICTS[outcome.verdict]))


def _symbols(*, ascii_only: bool) -> Callable[[Mark], str]:
    return (lambda mark: mark.plain) if ascii_only else (lambda mark: mark.symbol)


def _check(outcome: Outcome, symbol: str) -> Iterator[tuple[str, str]]:
    points = out_of(outcome.points, outcome.points_possible)
    verdict = VERDICTS[outcome.verdict].word + (f", {points}" if points else "")
    yield f"{symbol} {one_line(outcome.check, NAME)}: {verdict}", _STEP
    if outcome.verdict is Verdict.PASSED:
        return
    for line in lines_of(outcome):
        yield line, _STEP * 3
    if outcome.difference is not None and not outcome.hidden:
        yield from ((line, _STEP * 2) for line in _entries(outcome.difference))
    if outcome.hint:
        yield f"Hint: {plain(outcome.hint)}", _STEP * 3


def _entries(difference: Difference) -> Iterator[str]:
    rows = [entry_view(entry) for entry in difference.entries[:TERMINAL_ENTRIES_SHOWN]]
    if rows and difference.total > 1:  # a single number stands in the message already
        yield f"{_STEP}{caption_of(difference)}:"
        head = ("entry", "yours", "expected", "error / allowed")
        table = [head, *((row.index, str(row.yours), str(row.expected), row.ratio) for row in rows)]
        yield from (f"{_STEP * 2}{line}" for line in _aligned(table))


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield _GAP.join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip()


def _fitted(text: str, indent: str, width: int) -> Iterator[str]:
    """Break a line between words; one that starts with a blank has columns to keep and is cut instead."""
    for line in text.split("\n"):
        if line.startswith(" "):
            yield _cut(indent + line, width)
        else:
            hanging = indent + (_STEP if indent == _STEP else "")
            yield from textwrap.wrap(line, width, initial_indent=indent, subsequent_indent=hanging) or [""]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - len(_ELLIPSIS)] + _ELLIPSIS


def class_table(result: ClassResult, *, width: int = 80, ascii_only: bool = False) -> str:
    """Return the class as an aligned table: id, points, a symbol for each exercise (or a bar), status."""
    width = max(width, _NARROWEST)
    rows = [row_view(grade, result) for grade in result.grades]
    table = _table(rows, width, ascii_only=ascii_only)
    symbol = _symbols(ascii_only=ascii_only)
    legend = [f"{symbol(mark)} {mark.word}" for mark in (FULL, SOME, NONE, UNKNOWN)]
    facts = (*summary_of(result), Fact("Isolation", result.isolation))
    summary = [f"{fact.term}: {fact.text}" for fact in facts]
    return "".join(f"{line}\n" for line in (*table, "", *_packed(legend, width), *_packed(summary, width)))


def _packed(terms: Sequence[str], width: int) -> Iterator[str]:
    """Put terms side by side and never break one: textwrap leaves a no-break space alone."""
    joined = "   ".join(term.replace(" ", "\xa0") for term in terms)
    return (line.replace("\xa0", " ") for line in textwrap.wrap(joined, width))


def _table(rows: Sequence[RowView], width: int, *, ascii_only: bool) -> Iterator[str]:
    points = _right_aligned(["points", *(row.points for row in rows)])
    status = ["status", *(row.status.word for row in rows)]
    room = width - len(points[0]) - max(map(len, status)) - 3 * len(_GAP)
    earned = _earned(rows, room - _SHORTEST_ID, ascii_only=ascii_only)
    names = [_cut(name, room - max(map(len, earned))) for name in ("id", *(row.id for row in rows))]
    yield from _aligned(list(zip(names, points, earned, status, strict=True)))


def _earned(rows: Sequence[RowView], room: int, *, ascii_only: bool) -> list[str]:
    symbol = _symbols(ascii_only=ascii_only)
    marks = ["exercises", *("".join(symbol(cell.mark) if cell else " " for cell in row.cells) for row in rows)]
    if max(map(len, marks)) <= room:
        return marks
    return ["of all", *(_bar(row.percent, ascii_only=ascii_only) for row in rows)]


def _bar(percent: int, *, ascii_only: bool) -> str:
    full = percent * _BAR // 100
    on, off = ("#", ".") if ascii_only else ("█", "░")
    return on * full + off * (_BAR - full)


def _right_aligned(column: Sequence[str]) -> list[str]:
    size = max(map(len, column))
    return [cell.rjust(size) for cell in column]
