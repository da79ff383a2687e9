"""Kinds that need no expected value: what every well-behaved answer keeps to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.checks.values import RIGHT, Single, wrong
from grader.compare import Shapes, compare, describe
from grader.model import Answer, Finding, Returned, Tolerance, Value

_SAME = Tolerance(rtol=1e-9)
"""Two calls of one function on the same objects: more than rounding, less than any change that matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finite(Single):
    """Every number of the answer is finite, and there is at least one."""

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse a reference that is not finite itself."""
        return ("the reference's own answer is not finite",) if any(_not_finite(want) for want in wants) else ()

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Look at every number, whatever the shape."""
        for answer in answers:
            message = _not_finite(answer.got.value)
            if message:
                return wrong(answer, message)
        return RIGHT


def _not_finite(value: Value) -> str:
    arrays = list(_arrays(value))
    total = sum(array.size for array in arrays)
    if not total:
        return f"numbers are expected; {describe(value)} is returned."
    bad = sum(int((~np.isfinite(array)).sum()) for array in arrays)
    return f"{bad} of {total} values are not finite numbers (nan or inf)." if bad else ""


def _arrays(value: Value) -> Iterator[NDArray[np.number]]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, tuple | list):
        for item in value:
            yield from _arrays(item)
    elif isinstance(value, int | float | complex | np.ndarray) and not isinstance(value, bool):
        array = np.asarray(value)
        if array.dtype.kind in "iufc":
            yield array


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged(Single):
    """The arguments are left as they were: a second call on the same objects gives the same, and they hold the same.

    Both returns and the arguments afterwards are compared outside, so nothing rests on what the student's
    process says about itself but the values.
    """

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:  # noqa: ARG002 - the expected values play no part
        """Accept any expected values."""
        return ()

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Compare the second return with the first and the arguments with what was sent."""
        for answer in answers:
            changed = _changed_argument(answer)
            if changed is not None or not _same_again(answer.got):
                return wrong(answer, _changed_words(changed))
        return RIGHT


def _changed_argument(answer: Answer) -> int | None:
    after = answer.got.arguments
    if after is None or len(after) != len(answer.arguments):
        return None
    pairs = zip(answer.arguments, after, strict=True)
    return next((position for position, (sent, kept) in enumerate(pairs) if not same(sent, kept)), None)


def _same_again(got: Returned) -> bool:
    return got.again is None or (isinstance(got.again, Returned) and same(got.value, got.again.value))


def _changed_words(changed: int | None) -> str:
    if changed is None:
        return "a second call with the same arguments gives another result."
    return (
        f"argument {changed + 1} is changed in place; whoever calls it finds other numbers there afterwards. "
        "Work on a copy."
    )


def same(one: Value, other: Value) -> bool:
    """Whether two values agree in kind, shape and (within rounding) numbers; NaN agrees with NaN."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(part, other[key]) for key, part in one.items())
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(same(mine, theirs) for mine, theirs in zip(one, other, strict=True))
    if isinstance(one, np.ndarray | float | complex) and isinstance(other, np.ndarray | float | complex):
        return _same_arrays(np.asarray(one), np.asarray(other))
    return not isinstance(one, np.ndarray) and not isinstance(other, np.ndarray) and one == other


def _same_arrays(one: NDArray[np.generic], other: NDArray[np.generic]) -> bool:
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    if one.tobytes() == other.tobytes():
        return True  # to the bit, as it mostly is
    return one.dtype.kind in "fc" and _same_numbers(one, other)


def _same_numbers(one: NDArray[np.generic], other: NDArray[np.generic]) -> bool:
    finite = np.isfinite(one)
    if not np.array_equal(one[~finite], other[~finite], equal_nan=True) or not np.array_equal(
        finite, np.isfinite(other)
    ):
        return False
    return compare(other[finite], one[finite], _SAME, Shapes.STRICT) is None
