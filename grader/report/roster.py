"""What the class page and the class table show, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from grader.model import ZERO, Exercise, ExerciseGrade, Grade
from grader.report.printable import REASON, one_line
from grader.report.view import ClassResult, Fact, display_name, facts_of, heading_of
from grader.report.wording import STATUSES, Mark, Status, format_points, mark_of, percent, status_of

_UNKNOWN_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """What one submission earned in one exercise."""

    points: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One submission in the class list; `reason` is why a person should look at it."""

    id: str
    name: str
    href: str
    points: str
    percent: int
    status: Mark
    cells: tuple[CellView | None, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """One exercise over the whole class."""

    id: str
    heading: str
    possible: str
    mean: str
    full: str
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """The class page."""

    title: str
    course: str
    summary: tuple[Fact, ...]
    remark: str
    facts: tuple[Fact, ...]
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]

    @property
    def waiting(self) -> tuple[RowView, ...]:
        """The submissions that a person should look at."""
        return tuple(row for row in self.rows if row.reason)


def class_view(result: ClassResult) -> ClassView:
    """Return what the class page shows."""
    return ClassView(
        title=one_line(result.rubric.title),
        course=one_line(result.rubric.course),
        summary=summary_of(result),
        remark=_remark(result.grades),
        facts=facts_of(result),
        columns=tuple(_column(exercise, result.grades) for exercise in result.rubric.exercises),
        rows=tuple(row_view(grade, result) for grade in result.grades),
    )


def summary_of(result: ClassResult) -> tuple[Fact, ...]:
    """Return the figures of the class: number, mean and median over the submissions whose points are known."""
    known = [grade.points for grade in result.grades if grade.points is not None]
    waiting = sum(status_of(grade) is not Status.GRADED for grade in result.grades)
    return (
        Fact("Submissions", str(len(result.grades))),
        Fact("Mean", format_points(mean(known))),
        Fact("Median", format_points(median(known))),
        Fact("Points possible", format_points(result.rubric.points)),
        Fact("Need a human", str(waiting)),
    )


def _remark(grades: Sequence[Grade]) -> str:
    known = sum(grade.complete for grade in grades)
    if known == len(grades):
        return ""
    return f"Mean and median are over the {known} submissions whose points are known."


def mean(points: Sequence[Decimal]) -> Decimal | None:
    """Return the arithmetic mean, None of nothing."""
    return sum(points, ZERO) / len(points) if points else None


def median(points: Sequence[Decimal]) -> Decimal | None:
    """Return the middle value, or the mean of the two middle ones."""
    ordered, middle = sorted(points), len(points) // 2
    return mean(ordered[middle : middle + 1] if len(points) % 2 else ordered[max(middle - 1, 0) : middle + 1])


def row_view(grade: Grade, result: ClassResult) -> RowView:
    """Return one submission as a row; an exercise that was left out has no cell."""
    exercises = {exercise.id: exercise for exercise in grade.exercises}
    return RowView(
        id=one_line(grade.submission.id),
        name=display_name(grade),
        href=f"reports/{quote(grade.submission.id, safe='', errors='replace')}.html",
        points=format_points(grade.points, grade.points_possible),
        percent=percent(grade.points, grade.points_possible),
        status=STATUSES[status_of(grade)],
        cells=tuple(_cell(exercises.get(exercise.id)) for exercise in result.rubric.exercises),
        reason=_reason(grade),
    )


def _cell(exercise: ExerciseGrade | None) -> CellView | None:
    if exercise is None:
        return None
    points, possible = exercise.points, exercise.points_possible
    return CellView(points=format_points(points, possible), mark=mark_of(points, possible))


def _reason(grade: Grade) -> str:
    if grade.needs_a_human:
        return one_line(grade.needs_a_human.replace("\n", " "), REASON)
    unknown = [exercise.id for exercise in grade.exercises if exercise.points is None]
    more = f" and {len(unknown) - _UNKNOWN_SHOWN} more" if len(unknown) > _UNKNOWN_SHOWN else ""
    return one_line(f"not graded: exercise {', '.join(unknown[:_UNKNOWN_SHOWN])}{more}", REASON) if unknown else ""


def _column(exercise: Exercise, grades: Sequence[Grade]) -> ColumnView:
    earned = [found.points for grade in grades for found in grade.exercises if found.id == exercise.id]
    known = [points for points in earned if points is not None]
    full = sum(points >= exercise.points for points in known)
    return ColumnView(
        id=one_line(exercise.id),
        heading=heading_of(exercise.id, exercise.title),
        possible=format_points(exercise.points),
        mean=format_points(mean(known), exercise.points),
        full=f"{full} of {len(known)}",
        percent=percent(full, len(known)),
    )
