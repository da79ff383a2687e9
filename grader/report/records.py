"""Grades for other programs: `results.json` and `grades.csv`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias, Union

from grader.model import ExerciseGrade, Grade, Outcome
from grader.report.printable import ID, NOTE, many_lines, one_line
from grader.report.view import ClassResult, notes_of
from grader.report.wording import status_of

Json: TypeAlias = Union[bool, int, float, str, "list[Json]", "dict[str, Json]", None]

SCHEMA = "grader/results/1"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a cell a formula; the last four are the wide forms that East Asian keyboards give."""


def to_json(result: ClassResult) -> str:
    """Return `results.json`, one submission a line; it is the teacher's file and tells hidden checks in full."""
    head: dict[str, Json] = {
        "schema": SCHEMA,
        "assignment": one_line(result.rubric.id, ID),
        "rubric_sha256": result.rubric.sha256,
        "points_possible": number(result.rubric.points),
        "isolation": str(result.isolation),
    }
    tail: dict[str, Json] = {"seed": result.seed, "fingerprint": one_line(result.fingerprint)}
    submissions = ",\n".join(map(_dump, map(_submission, result.grades)))
    return f'{{{_members(head)}, "submissions": [\n{submissions}\n], {_members(tail)}}}\n'


def _dump(value: Json) -> str:
    return json.dumps(value, allow_nan=False)


def _members(mapping: Mapping[str, Json]) -> str:
    return ", ".join(f"{_dump(key)}: {_dump(value)}" for key, value in mapping.items())


def number(points: Decimal | None) -> int | float | None:
    """Return points as a number: whole ones without a fraction, unknown ones as None."""
    if points is None:
        return None
    return int(points) if points == points.to_integral_value() else float(points)


def _submission(grade: Grade) -> Json:
    return {
        "id": one_line(grade.submission.id, ID),
        "points": number(grade.points),
        "points_possible": number(grade.points_possible),
        "complete": grade.complete,
        "seconds": round(grade.seconds, 3),
        "exercises": [_exercise(exercise) for exercise in grade.exercises],
        "name": one_line(grade.submission.name),
        "notes": list(notes_of(grade)),
        "needs_a_human": many_lines(grade.needs_a_human, NOTE),
    }


def _exercise(exercise: ExerciseGrade) -> Json:
    return {
        "id": one_line(exercise.id, ID),
        "points": number(exercise.points),
        "points_possible": number(exercise.points_possible),
        "checks": [_check(outcome) for outcome in exercise.outcomes],
    }


def _check(outcome: Outcome) -> Json:
    return {
        "name": one_line(outcome.check),
        "verdict": str(outcome.verdict),
        "points": number(outcome.points),
        "points_possible": number(outcome.points_possible),
        "message": many_lines(outcome.message),
        "hidden": outcome.hidden,
        "hint": many_lines(outcome.hint),
    }


def to_csv(result: ClassResult) -> str:
    """Return `grades.csv`: a row for each submission, a column for each exercise; unknown points are empty."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    exercises = [exercise.id for exercise in result.rubric.exercises]
    writer.writerow(map(guarded, ["id", "points", "points_possible", "status", *exercises]))
    writer.writerows(_row(grade, exercises) for grade in result.grades)
    return table.getvalue()


def _row(grade: Grade, exercises: list[str]) -> Iterator[str | int | float | None]:
    earned = {exercise.id: exercise.points for exercise in grade.exercises}
    yield guarded(grade.submission.id)
    yield number(grade.points)
    yield number(grade.points_possible)
    yield guarded(status_of(grade))
    yield from (number(earned.get(exercise)) for exercise in exercises)


def guarded(text: str) -> str:
    """Return text for a cell that no spreadsheet takes for a formula."""
    shown = one_line(text, ID)
    return f"'{shown}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else shown
