"""The kind for answers that are right up to something: a factor, a sign, an order, the names of groups.

What is open is taken out of the expected array: it is turned, step by step, towards the array that came, and then
the two are compared as usual. No code of a student's plays a part. Steps that a permutation or a sign stands between
are found from what these leave alone (the mean, the norm), and fitted once more when the permutation is known.
"""

from __future__ import annotations

import enum
import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.checks.values import RIGHT, Laddered, aligned, differs, factor_of, told_once, wrong
from grader.compare import Leaf, Numbers, Shapes, allowed, describe, numbers_apart, unsound_tolerance
from grader.model import Answer, Difference, Finding, Mismatch, Tolerance, Value

MAX_ITEMS = 1000
"""Rows, columns or entries in any order; every one is held against every other."""


class UpTo(enum.StrEnum):
    """What an answer may differ in and still be the same."""

    POSITIVE_FACTOR = "positive_factor"
    FACTOR = "factor"
    CONSTANT = "constant"
    COLUMN_SIGN = "column_sign"
    PHASE = "phase"
    ORDER = "order"
    ROW_ORDER = "row_order"
    COLUMN_ORDER = "column_order"
    LABELS = "labels"
    TRANSPOSE = "transpose"


_FACTORS = frozenset({UpTo.POSITIVE_FACTOR, UpTo.FACTOR})
_SIGNS = frozenset({UpTo.COLUMN_SIGN, UpTo.PHASE})
_ORDERS = frozenset({UpTo.ORDER, UpTo.ROW_ORDER, UpTo.COLUMN_ORDER})
_OF_COLUMNS = _SIGNS | {UpTo.COLUMN_ORDER, UpTo.TRANSPOSE}

_WORDS: Mapping[UpTo, str] = {
    UpTo.POSITIVE_FACTOR: "a positive factor",
    UpTo.FACTOR: "a factor",
    UpTo.CONSTANT: "an added constant",
    UpTo.COLUMN_SIGN: "the sign of each column",
    UpTo.PHASE: "the phase of each column",
    UpTo.ORDER: "the order of the entries",
    UpTo.ROW_ORDER: "the order of the rows",
    UpTo.COLUMN_ORDER: "the order of the columns",
    UpTo.LABELS: "the names of the groups",
    UpTo.TRANSPOSE: "a transpose",
}

_HIDDEN = "which entries belong together cannot be told"
_CLASHES: tuple[tuple[frozenset[UpTo], frozenset[UpTo], str], ...] = (
    (frozenset({UpTo.LABELS}), frozenset(UpTo) - {UpTo.LABELS}, "labels are names, without size, sign or order"),
    (frozenset({UpTo.FACTOR}), frozenset({UpTo.POSITIVE_FACTOR}), "a factor may be positive anyway"),
    (frozenset({UpTo.FACTOR}), _SIGNS, "the sign would be open twice; take `positive_factor`"),
    (frozenset({UpTo.PHASE}), frozenset({UpTo.COLUMN_SIGN}), "a phase may be a sign anyway"),
    (frozenset({UpTo.ORDER}), _ORDERS - {UpTo.ORDER}, "any order of all entries contains it"),
    (frozenset({UpTo.ROW_ORDER}), frozenset({UpTo.COLUMN_ORDER}), _HIDDEN),
    (_SIGNS, frozenset({UpTo.ORDER, UpTo.ROW_ORDER, UpTo.CONSTANT}), _HIDDEN),
)
"""Of each line, one of the first and one of the second do not go together, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Same(Laddered):
    """The reference's array up to what `up_to` lists, each case on its own; what is listed together is open together.

    positive_factor, factor: times one number that is not zero; constant: plus one number; column_sign: times 1 or -1
    for each column; phase: times a complex number of size 1 for each column (a vector is one column); order: all
    entries in any order; row_order, column_order: rows or columns in any order, each expected one used once; labels:
    numbers that only name groups, so that any other names do; transpose: rows for columns. They are applied to the
    expected array in this order: transpose, factor, constant, order, sign or phase. `ladder` as with close.
    """

    up_to: tuple[UpTo, ...]

    def __post_init__(self) -> None:
        """Refuse a list that is empty, says something twice, or leaves open what cannot be told."""
        Laddered.__post_init__(self)
        if not self.up_to or len(self.free) < len(self.up_to):
            raise ValueError("`up_to` must name at least one thing that is open, each once")
        for one in self.up_to:
            for first, second, why in _CLASHES:
                for other in self.up_to if one in first else ():
                    if other in second:
                        raise ValueError(f"`up_to` must not hold both {one} and {other}: {why}")

    @property
    def free(self) -> frozenset[UpTo]:
        """What is open, as a set."""
        return frozenset(self.up_to)

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse expected values that leave the answer open, or are not one array of finite numbers."""
        return told_once(self._fault(want) for want in wants)

    def _fault(self, want: Value) -> str:
        if isinstance(want, tuple | list | dict):
            return f"the reference gives {describe(want)}; kind same judges one array or number (take `parts`)"
        array = np.asarray(want)
        if array.dtype.kind not in "iufc" or not array.size:
            return f"the reference gives {describe(want)}, which holds no numbers"
        tolerance = Tolerance(atol=1.0) if UpTo.LABELS in self.free else self.tolerance
        openness = (says(array, self.free) for says in _OPEN)
        return next(filter(None, openness), "") or unsound_tolerance(_scale(array, self.free), tolerance)

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Turn each case's expected array towards what came, and compare the two."""
        return self.climbed(answers, self._judged)

    def _judged(self, answers: Sequence[Answer], tolerance: Tolerance) -> Finding:
        up_to = f"compared up to {' and '.join(_WORDS[each] for each in self.up_to)}:"
        for answer in answers:
            apart = self._apart(answer, tolerance)
            if isinstance(apart, Difference):
                numbers = apart.mismatch is Mismatch.NUMBERS
                return replace(differs(answer, apart), message=up_to if numbers else "")
            if apart:
                return wrong(answer, f"{up_to} {apart}")
        return RIGHT

    def _apart(self, answer: Answer, tolerance: Tolerance) -> Difference | str:
        """Return what keeps the two apart; empty where nothing does."""
        sides = [_side(each, self.shapes, self.free) for each in _oriented(answer, self.free)]
        leaves = [side for side in sides if isinstance(side, Leaf)]
        if not leaves:
            return next(side for side in sides if isinstance(side, Difference))
        if UpTo.LABELS in self.free:
            return _grouped_apart(leaves[0])
        return _nearest(leaves, tolerance, self.free) or ""


# --- expected values that leave the answer open --------------------------------------------------------------------


def _scale(array: Numbers, free: frozenset[UpTo]) -> Numbers:
    """Return what sets the scale of the tolerance: where a constant is open, the size of the numbers says nothing."""
    if UpTo.CONSTANT not in free:
        return array
    # The mean of equal numbers is not always that number.
    return array - array.mean() if (array != array.flat[0]).any() else np.zeros(array.shape)


def _too_few(array: Numbers, free: frozenset[UpTo]) -> str:
    fitted = bool(free & _FACTORS) + (UpTo.CONSTANT in free)
    if array.size > fitted:
        return ""
    return f"the expected value has {array.size} entries and {fitted} numbers are open, so that anything fits"


def _without_size(array: Numbers, free: frozenset[UpTo]) -> str:
    if not free & _FACTORS or np.any(_scale(array, free)):
        return ""
    if UpTo.CONSTANT in free:
        return "the expected entries are all equal, so that no factor can be told"
    return "the expected value is zero, so that no factor can be told"


def _all_apart(array: Numbers, free: frozenset[UpTo]) -> str:
    alone = UpTo.LABELS in free and len(np.unique(array)) == array.size
    return "each expected label occurs once, so that any different numbers fit" if alone else ""


def _without_columns(array: Numbers, free: frozenset[UpTo]) -> str:
    wanting = sorted(each for each in free & _OF_COLUMNS if array.ndim > 2 or (each not in _SIGNS and array.ndim < 2))  # noqa: PLR2004
    return f"{wanting[0]} needs a matrix; the reference gives {describe(array)}" if wanting else ""


def _too_many(array: Numbers, free: frozenset[UpTo]) -> str:
    count = len(_items(array.shape, free)) if free & _ORDERS else 0
    return f"{count} items are too many to match in any order; the most is {MAX_ITEMS}" if count > MAX_ITEMS else ""


_OPEN = (_without_columns, _too_few, _without_size, _all_apart, _too_many)


# --- the two arrays ------------------------------------------------------------------------------------------------


def _oriented(answer: Answer, free: frozenset[UpTo]) -> Iterator[Answer]:
    """Yield an answer with the expected array as it stands, and transposed where that is open."""
    yield answer
    if UpTo.TRANSPOSE in free and isinstance(answer.want, np.ndarray):
        yield replace(answer, want=answer.want.T)


def _side(answer: Answer, shapes: Shapes, free: frozenset[UpTo]) -> Leaf | Difference:
    """Lay what came beside the expected array; a phase may make complex what is real in the reference."""
    side = aligned(answer, shapes)
    if isinstance(side, Leaf) or UpTo.PHASE not in free:
        return side
    turnable = aligned(replace(answer, want=_as_complex(answer.want)), shapes)
    return side if isinstance(turnable, Difference) else turnable


def _as_complex(want: Value) -> Value:
    if isinstance(want, np.ndarray) and want.dtype.kind in "iuf":
        return want.astype(np.complex128)
    return complex(want) if isinstance(want, int | float) and not isinstance(want, bool) else want


def _nearest(leaves: list[Leaf], tolerance: Tolerance, free: frozenset[UpTo]) -> Difference | None:
    """Return None where some transformation of the expected array fits, else the difference of the best one."""
    best: Difference | None = None
    for leaf in leaves:
        for want, limit in _candidates(leaf, tolerance, free):
            difference = numbers_apart(replace(leaf, want=want), limit)
            if difference is None:
                return None
            if best is None or difference.outside < best.outside:
                best = difference
    return best


def _candidates(
    leaf: Leaf, tolerance: Tolerance, free: frozenset[UpTo]
) -> Iterator[tuple[Numbers, NDArray[np.float64]]]:
    """Yield the expected array turned towards what came, with what is allowed at each of its entries."""
    if not leaf.want.size:
        yield leaf.want, np.zeros(leaf.want.shape)
        return
    places = _items(leaf.want.shape, free)
    back = np.argsort(places, axis=None).reshape(leaf.want.shape)
    got, want = leaf.got.ravel()[places], leaf.want.ravel()[places]
    with np.errstate(over="ignore", invalid="ignore"):
        limit = allowed(_scale(want, free), tolerance)
        for line in _lines(want, got, free):
            expected = _turned(Expected(line.of(want), abs(line.factor) * limit), got, free)
            yield expected.want.ravel()[back], expected.limit.ravel()[back]


@dataclass(frozen=True, slots=True)
class Expected:
    """Expected items, one in each row, and what is allowed at each entry."""

    want: Numbers
    limit: NDArray[np.float64]


def _turned(expected: Expected, got: Numbers, free: frozenset[UpTo]) -> Expected:
    """Put the items in the order of what came, turn them, and fit factor and constant to what they have become."""
    turn = next((_TURNS[each] for each in free & _SIGNS), _unturned)
    if free & _ORDERS:
        order = _order(expected, got, turn)
        expected = Expected(expected.want[order], expected.limit[order])
    expected = replace(expected, want=turn(expected.want, got, expected.limit))
    line = _fitted(expected.want, got, free)
    if not _usable(line, free):
        return expected
    return Expected(line.of(expected.want), abs(line.factor) * expected.limit)


# --- items: rows, columns or entries -------------------------------------------------------------------------------


Places: TypeAlias = NDArray[np.intp]
"""Places in a flat array: an item in each row."""

_ITEMS: Mapping[UpTo, Callable[[Places], Places]] = {
    UpTo.ORDER: lambda places: places.reshape(-1, 1),
    UpTo.ROW_ORDER: lambda places: places.reshape((*places.shape, 1)[0], -1),
}


def _items(shape: tuple[int, ...], free: frozenset[UpTo]) -> Places:
    """Return where the rows or entries of an array lie that may change places; else its columns."""
    places = np.arange(math.prod(shape)).reshape(shape)
    taken = next((items(places) for each, items in _ITEMS.items() if each in free), None)
    return np.atleast_2d(places.T) if taken is None else taken


def _order(expected: Expected, got: Numbers, turn: Turn) -> NDArray[np.intp]:
    """Assign an expected item to every one that came; where none fits, the nearest of those that are left."""

    def away(item: Numbers) -> NDArray[np.float64]:
        return np.abs(item - turn(expected.want, item[None], expected.limit))

    order = matching(np.array([(away(item) <= expected.limit).all(axis=1) for item in got]))
    left = sorted(set(range(len(order))) - set(order.tolist()))
    for item in np.flatnonzero(order < 0):
        order[item] = left.pop(int(away(got[item])[left].max(axis=1).argmin()))
    return order


def matching(fits: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return a largest assignment of rows to columns that fit, a column for each row or -1 (augmenting paths)."""
    column_of = np.full(len(fits), -1)
    row_of = np.full(fits.shape[1], -1)
    for start in range(len(fits)):
        via = np.full(fits.shape[1], -1)
        waiting = deque([start])
        while waiting:
            row = waiting.popleft()
            fresh = np.flatnonzero(fits[row] & (via < 0))
            via[fresh] = row
            free = fresh[row_of[fresh] < 0]
            if len(free):
                _augment(int(free[0]), via, column_of, row_of)
                break
            waiting.extend(row_of[fresh].tolist())
    return column_of


def _augment(column: int, via: NDArray[np.intp], column_of: NDArray[np.intp], row_of: NDArray[np.intp]) -> None:
    """Hand the columns along the path back to its start on, so that one more row has one."""
    while column >= 0:
        row = int(via[column])
        row_of[column] = row
        column_of[row], column = column, int(column_of[row])


# --- signs and phases ----------------------------------------------------------------------------------------------

Turn: TypeAlias = Callable[[Numbers, Numbers, NDArray[np.float64]], Numbers]
"""Turns expected items (n, d) towards items that came, (n, d) or one for all, under what is allowed."""


def _unturned(want: Numbers, got: Numbers, limit: NDArray[np.float64]) -> Numbers:  # noqa: ARG001 - a Turn like others
    return want


def _signed(want: Numbers, got: Numbers, limit: NDArray[np.float64]) -> Numbers:
    """Give each item the sign under which its worst entry is nearest to what is allowed."""
    plus, minus = ((np.abs(got - sign * want) - limit).max(axis=1, keepdims=True) for sign in (1, -1))
    turned: Numbers = np.where(plus <= minus, want, -want)
    return turned


def _phased(want: Numbers, got: Numbers, limit: NDArray[np.float64]) -> Numbers:  # noqa: ARG001 - a Turn like others
    """Multiply each item by the complex number of size one that brings it nearest (least squares)."""
    inner = (np.conj(_unit(want)) * _unit(got)).sum(axis=1, keepdims=True)
    size = np.abs(inner)
    turned: Numbers = want * np.where(size > 0, inner / np.where(size > 0, size, 1.0), 1.0)
    return turned


def _unit(items: Numbers) -> Numbers:
    """Scale each item to a largest entry of one, which keeps products clear of overflow."""
    size = np.abs(items).max(axis=1, keepdims=True)
    return np.divide(items, np.where(size > 0, size, 1.0))


_TURNS: Mapping[UpTo, Turn] = {UpTo.COLUMN_SIGN: _signed, UpTo.PHASE: _phased}


# --- factor and constant -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """What all entries are multiplied by, and what is added to them."""

    factor: float = 1.0
    constant: complex | float = 0.0

    def of(self, want: Numbers) -> Numbers:
        """Return factor * want + constant."""
        return np.add(self.factor * want, self.constant)


def _lines(want: Numbers, got: Numbers, free: frozenset[UpTo]) -> list[Line]:
    """Return the lines worth trying; the plain comparison where there is none, so that there is a difference."""
    if not free & (_SIGNS | _ORDERS):
        lines = [_fitted(want, got, free)]
    else:
        # Norm and mean do not change when entries change places or columns their signs.
        factor = _norm_ratio(_scale(want, free), _scale(got, free)) if free & _FACTORS else 1.0
        lines = [_through_means(sign * factor, want, got, free) for sign in (1.0, -1.0)]
        lines = lines if UpTo.FACTOR in free else lines[:1]
    return [line for line in lines if _usable(line, free)] or [Line()]


def _fitted(want: Numbers, got: Numbers, free: frozenset[UpTo]) -> Line:
    """Return the line that brings want nearest to got (least squares), as far as it is open."""
    if not free & _FACTORS:
        return _through_means(1.0, want, got, free)
    factor = factor_of(Leaf(path="", got=_scale(got, free), want=_scale(want, free)))
    return _through_means(0.0 if factor is None else factor, want, got, free)


def _through_means(factor: float, want: Numbers, got: Numbers, free: frozenset[UpTo]) -> Line:
    if UpTo.CONSTANT not in free:
        return Line(factor)
    return Line(factor, (got.mean() - factor * want.mean()).item())


def _usable(line: Line, free: frozenset[UpTo]) -> bool:
    sound = bool(line.factor) and bool(np.isfinite(line.factor)) and bool(np.isfinite(line.constant))
    return sound and (line.factor > 0 or UpTo.FACTOR in free)


def _norm_ratio(want: Numbers, got: Numbers) -> float:
    sizes = [float(np.abs(array).max()) for array in (want, got)]
    if 0.0 in sizes:
        return 0.0
    below, above = (float(np.linalg.norm(array / size)) for array, size in zip((want, got), sizes, strict=True))
    return sizes[1] / sizes[0] * above / below


# --- labels --------------------------------------------------------------------------------------------------------


def _grouped_apart(leaf: Leaf) -> str:
    """Say of two entries that are grouped otherwise than expected; empty where some renaming gives what is expected."""
    got, want = leaf.got.ravel().tolist(), leaf.want.ravel().tolist()
    named: dict[complex, int] = {}
    meant: dict[complex, int] = {}
    for place, (mine, theirs) in enumerate(zip(got, want, strict=True)):
        before = meant.setdefault(theirs, place)
        if got[before] != mine:
            return f"{_places(before, place, leaf)} have different labels; they belong to one group."
        before = named.setdefault(mine, place)
        if want[before] != theirs:
            return f"{_places(before, place, leaf)} have the same label; they belong to different groups."
    return ""


def _places(first: int, second: int, leaf: Leaf) -> str:
    one, other = ([int(axis) for axis in np.unravel_index(place, leaf.want.shape)] for place in (first, second))
    return f"the entries at {one} and {other}"
