"""What one student's page shows, as plain data: every word chosen, every sum done, every text made printable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from grader.model import Difference, Entry, ExerciseGrade, Grade, Isolation, Outcome, Rubric, Verdict
from grader.report.markup import Block, Span, blocks, coded, spans
from grader.report.printable import NAME, NOTE, NOTES_SHOWN, PRINTED, WARNING, WARNINGS_SHOWN, many_lines, one_line
from grader.report.source import Listing, listings
from grader.report.wording import (
    VERDICTS,
    Digits,
    Mark,
    format_index,
    format_points,
    format_ratio,
    mark_of,
    out_of,
    percent,
    side_by_side,
)

_FIRST_SHOWN = 3
_NAMES_SHOWN = 3
_HASH_SHOWN = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassResult:
    """A class, graded: the input of every report."""

    rubric: Rubric
    isolation: Isolation
    grades: tuple[Grade, ...]
    fingerprint: str
    """What it ran on: `Python 3.11.7, NumPy 2.4.6`."""
    seed: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what it says, for the small print."""

    term: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry that is off, as a row."""

    index: str
    yours: Digits
    expected: Digits
    error: str
    ratio: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesView:
    """The worst entries of a difference."""

    caption: str
    rows: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """One check; of a hidden one the message, the numbers and the printed text stay empty."""

    name: str
    mark: Mark
    points: str
    hidden: bool
    lead: tuple[Span, ...]
    """First line of the message."""
    rest: str
    """Its further lines, to be shown with their columns kept."""
    hint: tuple[Span, ...]
    entries: EntriesView | None
    printed: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseView:
    """One exercise: its heading, what was asked, and its checks."""

    anchor: str
    id: str
    heading: str
    mark: Mark
    points: str
    statement: tuple[Block, ...]
    checks: tuple[CheckView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstView:
    """An exercise worth a look before the others: what it lost, and on which checks."""

    anchor: str
    heading: str
    lost: str
    checks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentView:
    """One student's page."""

    title: str
    course: str
    name: str
    id: str
    points: str
    possible: str
    percent: int
    complete: bool
    needs_a_human: bool
    notes: tuple[str, ...]
    first: tuple[FirstView, ...]
    exercises: tuple[ExerciseView, ...]
    listings: tuple[Listing, ...]
    facts: tuple[Fact, ...]


def student_view(grade: Grade, result: ClassResult) -> StudentView:
    """Return what the page of `grade` shows; of `result` it takes the assignment alone, never another's work."""
    exercises = tuple(_exercise(number, exercise) for number, exercise in enumerate(grade.exercises, start=1))
    return StudentView(
        title=one_line(result.rubric.title),
        course=one_line(result.rubric.course),
        name=display_name(grade),
        id=one_line(grade.submission.id),
        points=format_points(grade.points, grade.points_possible),
        possible=format_points(grade.points_possible),
        percent=percent(grade.points, grade.points_possible),
        complete=grade.complete,
        needs_a_human=bool(grade.needs_a_human),
        notes=notes_of(grade),
        first=_look_at_first(grade, exercises),
        exercises=exercises,
        listings=listings(grade.submission),
        facts=facts_of(result),
    )


def display_name(grade: Grade) -> str:
    """Return the name a person reads: the one handed in, or else the id."""
    return one_line(grade.submission.name or grade.submission.id)


def notes_of(grade: Grade) -> tuple[str, ...]:
    """Return what is to be said about the submission as a whole, each note once."""
    submission = grade.submission
    every = dict.fromkeys(filter(None, (submission.fault, *submission.notes, *grade.notes)))
    return tuple(many_lines(note, NOTE) for note in list(every)[:NOTES_SHOWN])


def facts_of(result: ClassResult) -> tuple[Fact, ...]:
    """Return what somebody needs to run it again."""
    return (
        Fact("Isolation", result.isolation),
        Fact("Seed", str(result.seed)),
        Fact("Ran on", one_line(result.fingerprint)),
        Fact("Rubric", f"{one_line(result.rubric.id)}, sha256 {result.rubric.sha256[:_HASH_SHOWN]}"),
    )


def heading_of(exercise_id: str, title: str) -> str:
    """Return `Exercise 3: Fit the clean data`."""
    label = f"Exercise {one_line(exercise_id)}"
    return f"{label}: {one_line(title)}" if title else label


def lines_of(outcome: Outcome) -> list[str]:
    """Return the message of a check, line by line; a hidden check tells none."""
    return many_lines(outcome.message).split("\n") if outcome.message and not outcome.hidden else []


def _exercise(number: int, exercise: ExerciseGrade) -> ExerciseView:
    return ExerciseView(
        anchor=f"exercise-{number}",
        id=one_line(exercise.id),
        heading=heading_of(exercise.id, exercise.title),
        mark=mark_of(exercise.points, exercise.points_possible),
        points=out_of(exercise.points, exercise.points_possible),
        statement=blocks(exercise.statement),
        checks=tuple(map(_check, exercise.outcomes)),
    )


def _check(outcome: Outcome) -> CheckView:
    lead, *rest = lines_of(outcome) or [""]
    told = not outcome.hidden
    return CheckView(
        name=one_line(outcome.check, NAME),
        mark=VERDICTS[outcome.verdict],
        points=out_of(outcome.points, outcome.points_possible),
        hidden=outcome.hidden,
        lead=coded(lead),
        rest="\n".join(rest),
        hint=spans(outcome.hint) if outcome.verdict is not Verdict.PASSED else (),
        entries=_entries(outcome.difference) if outcome.difference is not None and told else None,
        printed=many_lines(outcome.printed, PRINTED) if told else "",
        warnings=tuple(many_lines(text, WARNING) for text in outcome.warnings[:WARNINGS_SHOWN]) if told else (),
    )


def _entries(difference: Difference) -> EntriesView | None:
    if not difference.entries:
        return None
    return EntriesView(caption=caption_of(difference), rows=tuple(map(entry_view, difference.entries)))


def caption_of(difference: Difference) -> str:
    """Return where the entries are from and how many are off: `Case noisy, part 1: 2 of 12 entries are off`."""
    names = {"case": difference.case, "part": difference.path}
    place = [f"{word} {one_line(name)}" for word, name in names.items() if name]
    entries = "entry is" if difference.total == 1 else "entries are"
    count = f"{difference.outside:,} of {difference.total:,} {entries} off"
    shown = len(difference.entries)
    worst = f", the {shown} worst are shown" if shown < difference.outside else ""
    sentence = f"{', '.join(place)}: {count}{worst}" if place else count + worst
    return sentence[0].upper() + sentence[1:]


def entry_view(entry: Entry) -> EntryView:
    """Return one entry that is off as a row of text."""
    yours, expected = side_by_side(entry.got, entry.want)
    return EntryView(
        index=format_index(entry.index),
        yours=yours,
        expected=expected,
        error=f"{entry.error:.3g}",
        ratio=format_ratio(entry),
    )


def _look_at_first(grade: Grade, views: tuple[ExerciseView, ...]) -> tuple[FirstView, ...]:
    losses = sorted(_losses(grade, views), key=lambda loss: -loss[0])
    return tuple(
        FirstView(anchor=view.anchor, heading=view.heading, lost=_lost(lost), checks=_unpassed(view))
        for lost, view in losses[:_FIRST_SHOWN]
    )


def _losses(grade: Grade, views: tuple[ExerciseView, ...]) -> Iterator[tuple[Decimal, ExerciseView]]:
    for exercise, view in zip(grade.exercises, views, strict=True):
        if exercise.points is not None and exercise.points < exercise.points_possible:
            yield exercise.points_possible - exercise.points, view


def _lost(points: Decimal) -> str:
    text = format_points(points)
    return f"{text} point open" if text == "1" else f"{text} points open"


def _unpassed(view: ExerciseView) -> str:
    names = [check.name for check in view.checks if check.mark is not VERDICTS[Verdict.PASSED]]
    more = len(names) - _NAMES_SHOWN
    return "; ".join(names[:_NAMES_SHOWN]) + (f"; and {more} more" if more > 0 else "")
