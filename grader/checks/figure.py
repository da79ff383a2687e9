"""The kind that reads a figure: points and lines which a function drew on an Axes, against the reference's drawing.

The drawing arrives as inert marks (`sandbox.inside.figure`): `{"points": (k, 2) array, "lines": [(j, 2) arrays],
"contours": [(level, [(j, 2) arrays])]}`, all in data coordinates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.checks.values import Single
from grader.model import Answer, Finding, Value

Points: TypeAlias = NDArray[np.float64]

LEVEL_SLACK = 1e-9
"""How far a contour's level may be from the one asked for."""
MIN_SHARE = 0.25
"""Share of the reference's line that must be drawn, as length of the pieces that lie on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Single):
    """Points and lines that the function draws on a Matplotlib Axes are where the reference's are.

    Points count from `scatter` and from `plot` with markers; lines from `plot`, `axline`, `axhline`, `axvline`,
    line collections and `contour` at `level`. A line is found where drawn pieces lie within `within` (a share of
    the reference drawing's extent) of it and cover a quarter of its length. Further decoration does no harm.
    With both `markers` (the points) and `lines` each is half of the credit.
    """

    markers: bool = True
    lines: bool = True
    level: float = 0.5
    within: float = 0.02

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse a reference that draws nothing of what is looked for."""
        found: list[str] = []
        for want in wants:
            if self.markers and not len(_points(want)):
                found.append("the reference draws no points")
            if self.lines and not _lines(want, self.level):
                found.append("the reference draws no lines")
        return tuple(found)

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Find every point and every line of the reference in the drawing."""
        answer = answers[0]
        got, want = answer.got.value, answer.want
        slack = self.within * _extent(want, self.level)
        missing = [
            *([_missing_points(_points(got), _points(want), slack)] if self.markers else []),
            *([_missing_lines(_lines(got, self.level), _lines(want, self.level), slack)] if self.lines else []),
        ]
        found = sum(not text for text in missing)
        return Finding(credit=Decimal(found) / len(missing), message=" ".join(text for text in missing if text))


def _points(marks: Value) -> Points:
    value = marks.get("points") if isinstance(marks, dict) else None
    return _pairs(value)


def _lines(marks: Value, level: float) -> list[Points]:
    if not isinstance(marks, dict):
        return []
    drawn = list(_listed(marks.get("lines")))
    for contour in _listed(marks.get("contours")):
        match contour:
            case (float(at), [*pieces]) if abs(at - level) <= LEVEL_SLACK:
                drawn.extend(pieces)
    return [line for line in map(_pairs, drawn) if len(line) > 1]


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _pairs(value: Value) -> Points:
    """Return the finite (x, y) rows of a value; none when it is anything else."""
    if not isinstance(value, np.ndarray) or value.ndim != 2 or value.shape[1] != 2 or value.dtype.kind not in "iuf":  # noqa: PLR2004
        return np.zeros((0, 2))
    rows = value.astype(np.float64)
    return rows[np.isfinite(rows).all(axis=1)]


def _extent(marks: Value, level: float) -> float:
    """Return the larger side of the box around a drawing, one where it has none."""
    drawn = [_points(marks), *_lines(marks, level)]
    everything = np.concatenate(drawn)
    return (float(np.ptp(everything, axis=0).max()) if len(everything) else 0.0) or 1.0


def _missing_points(got: Points, want: Points, slack: float) -> str:
    near = [len(got) and bool((np.abs(got - point).max(axis=1) <= slack).any()) for point in want]
    lost = len(want) - sum(map(bool, near))
    return _lost_words(lost, len(want), "point", drawn=len(got) > 0)


def _missing_lines(got: list[Points], want: list[Points], slack: float) -> str:
    lost = sum(not _drawn(line, got, slack) for line in want)
    return _lost_words(lost, len(want), "line", drawn=bool(got))


def _lost_words(lost: int, total: int, what: str, *, drawn: bool) -> str:
    if not lost:
        return ""
    if not drawn:
        return f"no {what} is found in the figure."
    if total == 1:
        return f"the {what} is not found where it is expected."
    return f"{lost} of the {total} {what}s {'is' if lost == 1 else 'are'} not found where expected."


def _drawn(line: Points, got: list[Points], slack: float) -> bool:
    """Whether pieces of what was drawn lie on this line and cover enough of it."""
    start, end = line[0], line[-1]
    length = float(np.linalg.norm(end - start))
    if length == 0.0:
        return False
    along = (end - start) / length
    on_it = sum(_length_on(piece, start, along, slack) for piece in got)
    return on_it >= MIN_SHARE * length


def _length_on(piece: Points, start: Points, along: Points, slack: float) -> float:
    """Return how much of a polyline runs within `slack` of the straight line through `start` along `along`."""
    offset = piece - start
    distance = np.abs(offset[:, 0] * along[1] - offset[:, 1] * along[0])
    near = distance <= slack
    steps = np.linalg.norm(np.diff(piece, axis=0), axis=1)
    return float(steps[near[:-1] & near[1:]].sum())
