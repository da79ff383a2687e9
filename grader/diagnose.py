"""Why is it wrong? Named causes, each tested by recomputing the wrong answer from the expected one.

A cause is a row of `_ROWS` with a sentence in `SENTENCES`. It is named only where its recomputation gives every number
of every case within the tolerance, where no other cause of its rank does so too, and where enough different numbers
with enough digits speak for it: zeros, ones and a single round number fit too much. A sentence says what relates the
two answers, never a number of the expected one.

Ranks: 0 nothing is computed, 1 one plain step, 2 and 3 a step with more freedom (a size, a fill, an order),
4 something fitted, 5 and 6 right but for a part.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.compare import Numbers, allowed
from grader.model import Tolerance, Value

MAX_NUMBERS = 50_000
"""Expected numbers of all cases together beyond which nothing is said; as many may have come."""
MAX_CASES = 200
"""Cases beyond which nothing is said."""
MAX_ORDERED = 256
"""Rows or numbers at most whose order is looked for."""
MAX_MATCHES = 1_000_000
"""Comparisons at most that looking for an order may take."""
MAX_AXES = 3
"""Axes that are tried one by one."""
MAX_DECIMALS = 8
"""Decimals that an answer may be rounded to."""
MIN_WITHIN = 4
"""Numbers at least that an array has within its edge."""
MAX_COUNTED = 200
"""Numbers of one case that are counted as evidence; more add nothing."""

_NEAR = 0.05
"""Factors farther than this from the ratio of the largest entries are not worth computing with."""
_FLOAT32_SLACK = 64 * float(np.finfo(np.float32).eps)

_Array: TypeAlias = NDArray[Any]
_Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One case: the numbers that came, the numbers that are expected, what the function was called with.

    Where shapes are meant loosely `got` comes in the shape of `want` if it fits (`compare.leaves`), else as it is.
    """

    got: Numbers
    want: Numbers
    arguments: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What turns the expected answer into the one that came: a key of `SENTENCES`, and a sentence for the student."""

    name: str
    says: str


def diagnose(pairs: Sequence[Pair], tolerance: Tolerance) -> Cause | None:
    """Name the one cause that explains every number of every case, the simplest first; None where none is sure."""
    with np.errstate(all="ignore"):
        cases = _cases(pairs, tolerance)
        for _, rows in groupby(_ROWS if cases else (), key=lambda row: row.rank):
            explaining = [(row, words) for row in rows if (words := _explained(row, cases)) is not None]
            if len(explaining) > 1:
                return None
            for row, words in explaining:
                if _enough(row, cases):
                    return Cause(name=row.name, says=SENTENCES[row.name].format(words))
    return None


# --- cases ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    got: _Array
    want: _Array
    arguments: tuple[_Array | None, ...]
    tolerance: Tolerance
    wrong: _Mask | None
    """Where the numbers differ; None where the shapes do."""
    place: int = 0

    @property
    def differs(self) -> bool:
        return self.wrong is None or bool(self.wrong.any())


def _cases(pairs: Sequence[Pair], tolerance: Tolerance) -> tuple[_Case, ...]:
    """Return the cases, those that differ first; none where there is nothing to diagnose, or too much."""
    numbers = [sum(map(np.size, side)) for side in ([pair.got for pair in pairs], [pair.want for pair in pairs])]
    if len(pairs) > MAX_CASES or max(numbers) > MAX_NUMBERS:
        return ()
    cases = [_case(pair, tolerance) for pair in pairs]
    usable = sorted((case for case in cases if case is not None), key=lambda case: not case.differs)
    if len(usable) < len(cases) or not any(case.differs for case in usable):
        return ()
    return tuple(replace(case, place=place) for place, case in enumerate(usable))


def _case(pair: Pair, tolerance: Tolerance) -> _Case | None:
    got, want = (_numbers(side) for side in (pair.got, pair.want))
    if got is None or want is None or not got.size or not want.size:
        return None
    got, want = _widened(got), _widened(want)
    wrong = ~_close(got, want, tolerance) if got.shape == want.shape else None
    arguments = tuple(map(_numbers, pair.arguments))
    return _Case(got=got, want=want, arguments=arguments, tolerance=tolerance, wrong=wrong)


def _numbers(value: Value) -> _Array | None:
    if isinstance(value, tuple | list) and all(isinstance(item, int | float | complex) for item in value):
        value = np.array(value)
    if isinstance(value, bool) or not isinstance(value, int | float | complex | np.ndarray):
        return None
    array = np.asarray(value)
    return array if array.dtype.kind in "iufc" else None


def _widened(array: _Array) -> _Array:
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def _close(got: _Array, candidate: _Array, tolerance: Tolerance) -> _Mask:
    """Say entry by entry whether `got` is the candidate; what is not finite must be the same."""
    finite = np.isfinite(candidate)
    if finite.all():
        return np.asarray(np.abs(got - candidate) <= allowed(candidate, tolerance))
    same = (got == candidate) | (np.isnan(got) & np.isnan(candidate))
    return np.where(finite, _close(got, np.where(finite, candidate, 0.0), tolerance), same)


def _scale(array: _Array) -> float:
    magnitude = np.abs(array)
    return float(magnitude.max(initial=0.0, where=np.isfinite(magnitude)))


def _in_units(case: _Case, candidate: _Array) -> Tolerance:
    """Return the tolerance on the scale of a candidate: a stated `atol` is meant on that of the expected values."""
    scale = _scale(case.want)
    if case.tolerance.atol is None or scale == 0.0:
        return case.tolerance
    return replace(case.tolerance, atol=case.tolerance.atol * (_scale(candidate) / scale))


def _reproduced(case: _Case, candidate: _Array | None) -> bool:
    if candidate is None or candidate.shape != case.got.shape:
        return False
    return bool(_close(case.got, candidate, _in_units(case, candidate)).all())


def _agree(case: _Case, got: _Array | None, want: _Array) -> bool:
    return (
        got is not None and got.shape == want.shape and got.size > 0 and bool(_close(got, want, case.tolerance).all())
    )


# --- rows, and when one is sure ------------------------------------------------------------------------------------


class _Evidence(enum.Enum):
    """Which numbers speak for a cause: the wrong ones as they came, as they were expected, or the right ones."""

    CAME = enum.auto()
    LOST = enum.auto()
    KEPT = enum.auto()


_Step: TypeAlias = Callable[[_Array], _Array | None]
_Answer: TypeAlias = Callable[[_Case], _Array | None]
_Tries: TypeAlias = Callable[[tuple[_Case, ...]], Iterable[tuple[str, _Answer]]]
"""Ways in which a cause may have worked: words for its sentence, and the answer that it gives in a case."""


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    rank: int
    tries: _Tries
    numbers: int = 2
    """Different numbers that must speak for it."""
    digits: float = 4.0
    """Digits that these must have together."""
    evidence: _Evidence = _Evidence.CAME


def _explained(row: _Row, cases: tuple[_Case, ...]) -> str | None:
    """Return the words of the first try that reproduces every case; None without one."""
    for words, answer in row.tries(cases):
        if all(_reproduced(case, answer(case)) for case in cases):
            return words
    return None


def _enough(row: _Row, cases: tuple[_Case, ...]) -> bool:
    """Count the different numbers that speak for a row, and their digits."""
    counted: dict[str, float] = {}
    for case in cases:
        numbers = case.got if row.evidence is _Evidence.CAME else case.want
        limit = float(allowed(np.array(_scale(numbers)), _in_units(case, numbers)))
        speaking = np.where(np.abs(numbers) <= limit, 0.0, numbers)
        if case.wrong is not None:
            speaking = speaking[~case.wrong if row.evidence is _Evidence.KEPT else case.wrong]
        digits = _digits(numbers, limit)
        counted |= {f"{number:.6g}": digits for number in speaking.ravel()[:MAX_COUNTED].tolist()}
    return len(counted) >= row.numbers and sum(counted.values()) >= row.digits


def _digits(numbers: _Array, limit: float) -> float:
    """Return how many decimal digits each number of an array has: few where all are multiples of 1, or of 0.01."""
    scale = _scale(numbers)
    if limit >= scale:
        return 0.0
    digits = math.log10(scale / limit) if limit > 0.0 else float(np.finfo(np.float64).precision)
    parts = np.ravel(numbers).view(np.float64)
    for decimals in range(MAX_DECIMALS):
        if (np.abs(np.round(parts, decimals) - parts) <= limit).all():
            return min(digits, math.log10(2.0 * scale * 10.0**decimals + 1.0))
    return digits


# --- steps on the expected values ----------------------------------------------------------------------------------


def _one(answer: _Answer) -> _Tries:
    return lambda _: (("", answer),)


def _step(step: _Step) -> _Tries:
    return _steps({"": step})


def _steps(steps: dict[str, _Step]) -> _Tries:
    tries = [(words, partial(_stepped, step)) for words, step in steps.items()]
    return lambda _: tries


def _stepped(step: _Step, case: _Case) -> _Array | None:
    return step(case.want)


def _given(condition: Callable[[_Array], bool], step: _Step) -> _Step:
    return lambda want: step(want) if condition(want) else None


def _along(*steps: tuple[str, Callable[[_Array, int], _Array]]) -> _Tries:
    """Try steps along each axis; `{}` in their words is `values`, `rows` or `columns`."""
    return lambda cases: (
        (words.format(name), partial(_stepped_along, step, axis))
        for (words, step), (axis, name) in product(steps, _axes(cases[0].want))
    )


def _stepped_along(step: Callable[[_Array, int], _Array], axis: int, case: _Case) -> _Array | None:
    return step(case.want, axis) if axis < case.want.ndim else None


def _axes(array: _Array) -> Iterator[tuple[int, str]]:
    named = {1: ("values",), 2: ("rows", "columns")}.get(array.ndim)
    for axis in range(min(array.ndim, MAX_AXES)):
        yield axis, named[axis] if named else f"slices along axis {axis}"


def _real(want: _Array) -> bool:
    return not np.iscomplexobj(want)


def _positive(want: _Array) -> bool:
    return _real(want) and bool((want >= 0.0).all())


def _axed(want: _Array) -> bool:
    return want.ndim > 0


def _matrix(want: _Array) -> bool:
    return want.ndim == 2  # noqa: PLR2004 - rows and columns


def _without_nan(want: _Array) -> _Array | None:
    finite = np.isfinite(want)
    return None if finite.all() else np.where(finite, want, 0.0)


def _cut(part: slice | int, array: _Array, axis: int) -> _Array:
    return np.asarray(array[(slice(None),) * axis + (part,)])


def _differences(array: _Array, axis: int) -> _Array:
    return np.diff(array, axis=axis)


def _differences_from_first(array: _Array, axis: int) -> _Array:
    return np.diff(array, axis=axis, prepend=0.0)


def _rolled(by: int, array: _Array, axis: int) -> _Array:
    return np.roll(array, by, axis)


def _shifted(by: int, kept: float, array: _Array, axis: int) -> _Array:
    """Shift by one place; the open end is 0 or keeps its own value."""
    moved = np.roll(array, by, axis)
    end = (slice(None),) * axis + (0 if by > 0 else -1,)
    moved[end] = kept * array[end]
    return moved


_TAIL, _HEAD = slice(1, None), slice(None, -1)
_PIECES = (
    *(("first of the {}", partial(_cut, part)) for part in (0, slice(0, 1))),
    *(("last of the {}", partial(_cut, part)) for part in (-1, slice(-1, None))),
)
_ROLLS = (
    ("{} stand one place later than expected, the last one comes first", partial(_rolled, 1)),
    ("{} stand one place earlier than expected, the first one comes last", partial(_rolled, -1)),
)

_SHIFTS = tuple(
    (f"{{}} stand one place {words}", partial(_shifted, by, kept))
    for words, by in (("later", 1), ("earlier", -1))
    for kept in (0.0, 1.0)
)
_LOGARITHMS: dict[str, _Step] = {
    "the natural logarithm": np.log,
    "the logarithm to base 10": np.log10,
    "the logarithm to base 2": np.log2,
    "10 times the logarithm to base 10": lambda want: 10.0 * np.log10(want),
    "20 times the logarithm to base 10": lambda want: 20.0 * np.log10(want),
}
_POWERS: dict[str, _Step] = {"e": np.exp, "10": lambda want: 10.0**want, "2": np.exp2}
_TRIANGLES: dict[str, _Step] = {
    "upper triangle with the diagonal": np.triu,
    "lower triangle with the diagonal": np.tril,
    "part above the diagonal": lambda want: np.triu(want, 1),
    "part below the diagonal": lambda want: np.tril(want, -1),
}
_ORDERS: dict[str, _Step] = {
    "ascending": lambda want: np.sort(want, axis=-1),
    "descending": lambda want: -np.sort(-want, axis=-1),
}
_DIAGONALS: dict[str, _Step] = {"filled": lambda want: want * np.eye(*want.shape), "alone": np.diagonal}


# --- shapes and orders ---------------------------------------------------------------------------------------------


def _long(array: _Array) -> tuple[int, ...]:
    return tuple(length for length in array.shape if length > 1)


def _extra_axis(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    surplus = cases[0].got.ndim - cases[0].want.ndim
    if surplus and all(_long(case.got) == _long(case.want) for case in cases):
        yield f"an axis of length 1 too {'many' if surplus > 0 else 'few'}", _reshaped


def _reshaped(case: _Case) -> _Array | None:
    return case.want.reshape(case.got.shape) if case.want.size == case.got.size else None


def _flattened(_: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    yield "row after row", lambda case: case.want.ravel() if len(_long(case.want)) > 1 else None
    yield "column after column", lambda case: case.want.T.ravel() if len(_long(case.want)) > 1 else None


def _other_shape(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    if cases[0].wrong is None:
        yield "", _reshaped


def _grown(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    for (axis, name), (words, rest) in product(_axes(cases[0].want), (("front", _TAIL), ("end", _HEAD))):
        yield f"{name} there is one more at the {words}", partial(_rest, axis, rest)


def _rest(axis: int, rest: slice, case: _Case) -> _Array | None:
    """Accept whatever is beside the expected values, where the rest is these."""
    if axis >= min(case.got.ndim, case.want.ndim):
        return None
    return case.got if _agree(case, _cut(rest, case.got, axis), case.want) else None


def _ordered(axis: int | None, case: _Case) -> _Array | None:
    """Accept any order of the rows (axis 0), the columns (1) or the numbers (None): each expected one is used once."""
    got, want = (_listed(array, axis) for array in (case.got, case.want))
    if case.wrong is None or not len(want) or len(want) > MAX_ORDERED or len(want) * want.size > MAX_MATCHES:
        return None
    limit = allowed(want, case.tolerance)
    if not np.abs(got.sum() - want.sum()) <= limit.sum():
        return None
    return case.got if _assignable((np.abs(got[:, None] - want) <= limit).all(axis=-1)) else None


def _listed(array: _Array, axis: int | None) -> _Array:
    if axis is None:
        return array.reshape(-1, 1)
    return np.moveaxis(array, axis, 0) if _matrix(array) else np.zeros((0, 0))


def _assignable(fits: _Mask) -> bool:
    """Whether each row can have a column of its own that it fits (augmenting paths)."""
    options = [np.flatnonzero(row).tolist() for row in fits]
    holder: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for column in options[row]:
            if column not in tried:
                tried.add(column)
                if column not in holder or place(holder[column], tried):
                    holder[column] = row
                    return True
        return False

    return all(place(row, set()) for row in range(len(options)))


_REDUCTIONS: dict[str, Callable[..., Any]] = {
    "sum": np.sum,
    "mean": np.mean,
    "norm": np.linalg.norm,
    "largest": np.max,
    "smallest": np.min,
    "product": np.prod,
    "standard deviation": np.std,
    "variance": np.var,
}


def _reductions(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    """Try to make one number out of all expected values, or one of each row or column."""
    got, want = cases[0].got, cases[0].want
    axes = [(None, "")] if got.size == 1 else [(axis, f" over the {name}") for axis, name in _axes(want)]
    for (name, reduce), (axis, over) in product(_REDUCTIONS.items(), axes if got.size < want.size else ()):
        yield f"{name}{over} of the expected values", partial(_reduced, reduce, axis)


def _reduced(reduce: Callable[..., Any], axis: int | None, case: _Case) -> _Array | None:
    if axis is None:
        return np.reshape(reduce(case.want), case.got.shape) if case.got.size == 1 else None
    if not 1 < case.want.ndim > axis:
        return None
    return np.asarray(reduce(case.want, axis=axis, keepdims=case.got.ndim == case.want.ndim))


def _inverse(case: _Case) -> _Array | None:
    """Invert the expected matrix, but only where what came takes a vector back."""
    if case.wrong is None or not _matrix(case.want) or len(set(case.want.shape)) > 1:
        return None
    ones = np.ones(len(case.want))
    try:
        return np.linalg.inv(case.want) if (np.abs(case.got @ (case.want @ ones) - ones) <= _NEAR).all() else None
    except np.linalg.LinAlgError:
        return None


# --- precision, and right but for a part ---------------------------------------------------------------------------


def _outside(part: Callable[[_Case], _Mask | None], case: _Case) -> _Array | None:
    """Accept anything in a part of the array, where there is something beside it and that is right."""
    inside = part(case) if case.wrong is not None else None
    if case.wrong is None or inside is None or inside.all() or (case.wrong & ~inside).any():
        return None
    return np.where(case.wrong, case.got, case.want)


def _rounded(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    number = complex(cases[0].got.flat[0]).real
    for decimals in range(MAX_DECIMALS + 1) if math.isfinite(number) else ():
        if abs(round(number, decimals) - number) <= _NEAR * 10.0**-decimals:
            words = f"{decimals} decimal{'s' * (decimals > 1)}" if decimals else "whole numbers"
            yield words, partial(_round, decimals)


def _round(decimals: int, case: _Case) -> _Array:
    return np.asarray(np.round(case.want, decimals))


def _float32(case: _Case) -> _Array | None:
    narrow = case.got.astype(np.float32 if _real(case.got) else np.complex64)
    near = case.wrong is not None and np.abs(case.got - case.want).max() <= _FLOAT32_SLACK * _scale(case.want)
    return case.got if near and np.array_equal(narrow, case.got) else None


def _not_finite(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    bad = np.argwhere(~np.isfinite(cases[0].got))
    if len(bad):
        yield str(bad[0].tolist()), partial(_outside, lambda case: ~np.isfinite(case.got))


def _one_entry(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    wrong = cases[0].wrong
    if wrong is not None and wrong.sum() == 1:
        index = tuple(np.argwhere(wrong)[0].tolist())
        yield f"at {list(index)}", partial(_outside, partial(_only, index))


def _only(index: tuple[int, ...], case: _Case) -> _Mask | None:
    shape = case.want.shape
    if len(index) != len(shape) or not all(at < length for at, length in zip(index, shape, strict=True)):
        return None
    inside = np.zeros(shape, dtype=np.bool_)
    inside[index] = True
    return inside


def _edge(case: _Case) -> _Mask | None:
    edge = np.ones(case.want.shape, dtype=np.bool_)
    edge[(slice(1, -1),) * edge.ndim] = False
    return edge if (~edge).sum() >= MIN_WITHIN else None


def _from_index(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    wrong = cases[0].wrong
    if wrong is not None and wrong.ndim:
        start = int(np.argmax(_wrong_rows(wrong)))
        yield f"{start} {next(_axes(wrong))[1]}", partial(_outside, partial(_later, start))


def _later(start: int, case: _Case) -> _Mask | None:
    """Mark the rows from `start` on; in a case that differs these must be two or more, half at most, and all wrong."""
    if case.wrong is None or not case.wrong.ndim:
        return None
    rows = _wrong_rows(case.wrong)
    if case.differs and not (len(rows) <= 2 * start <= 2 * (len(rows) - 2) and rows[start:].all()):
        return None
    inside = np.zeros(case.want.shape, dtype=np.bool_)
    inside[start:] = True
    return inside


def _wrong_rows(wrong: _Mask) -> _Mask:
    return np.asarray(wrong.reshape(len(wrong), -1).any(axis=1))


# --- factors and arguments -----------------------------------------------------------------------------------------

_CONSTANTS = {
    "3": 3.0,
    "4": 4.0,
    "10": 10.0,
    "100": 100.0,
    "1000": 1000.0,
    "1000000": 1e6,
    "π": math.pi,
    "2π": 2.0 * math.pi,
    "4π": 4.0 * math.pi,
    "√2": math.sqrt(2.0),
    "√π": math.sqrt(math.pi),
    "√(2π)": math.sqrt(2.0 * math.pi),
    "180/π (degrees and radians)": 180.0 / math.pi,
    "ln 10 (logarithms to base e and 10)": math.log(10.0),
    "ln 2 (logarithms to base e and 2)": math.log(2.0),
    "log2 10 (logarithms to base 2 and 10)": math.log2(10.0),
}


def _pivot(case: _Case) -> int:
    return int(np.argmax(np.abs(np.where(np.isfinite(case.want), case.want, 0.0))))


def _ratio(cases: tuple[_Case, ...]) -> Any:  # noqa: ANN401 - a NumPy number, real or complex
    """Return got / want at the largest expected entry of the first case that differs and is not zero; else nan."""
    if any(case.wrong is None for case in cases):
        return np.float64(np.nan)
    ratios = (
        case.got.flat[at] / case.want.flat[at] for case in cases if case.differs and case.want.flat[at := _pivot(case)]
    )
    return next(ratios, np.float64(np.nan))


def _scaled(factors: Sequence[Any], case: _Case) -> _Array:
    return np.asarray(factors[case.place] * case.want)


def _near(ratio: complex, factor: float) -> bool:
    return bool(np.abs(ratio - factor) <= _NEAR * np.abs(factor))


def _times(constants: dict[str, float]) -> _Tries:
    factors = {f"{name} times the expected one": value for name, value in constants.items()}
    factors |= {f"the expected one divided by {name}": 1.0 / value for name, value in constants.items()}

    def tries(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
        ratio = _ratio(cases)
        for words, factor in factors.items():
            if _near(ratio, factor):
                yield words, partial(_scaled, (factor,) * len(cases))

    return tries


def _any_factor(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    ratio = _ratio(cases)
    if np.isfinite(ratio):
        yield "", partial(_scaled, (ratio,) * len(cases))


def _offset(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    if cases[0].wrong is not None:
        at = _pivot(cases[0])
        constant = cases[0].got.flat[at] - cases[0].want.flat[at]
        yield "", lambda case: case.want + constant


def _argument(case: _Case, position: int) -> _Array | None:
    return case.arguments[position] if position < len(case.arguments) else None


def _inputs(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    for position in range(len(cases[0].arguments)):
        yield f"argument {position + 1}", partial(_input, position)


def _input(position: int, case: _Case) -> _Array | None:
    argument = _argument(case, position)
    return None if argument is None or argument.shape != case.got.shape else _widened(argument)


class _Size(enum.Enum):
    """What a size is: a count of the entries, rows or columns of an array, or a number that is an argument."""

    COUNT = enum.auto()
    NUMBER = enum.auto()


_Sizes: TypeAlias = dict[tuple[_Size, tuple[float, ...]], list[str]]


def _sized(factors: dict[str, Callable[[Any], Any]], sorts: tuple[_Size, ...] = tuple(_Size)) -> _Tries:
    """Try factors made of one size, and of the same one in all cases."""

    def tries(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
        ratio = _ratio(cases)
        sizes = _sizes(cases).items() if np.isfinite(ratio) else ()
        for ((sort, values), names), (words, factor) in product(sizes, factors.items()):
            if sort in sorts and _near(ratio, factor(np.float64(values[0]))):
                size = " or ".join(names[:2])
                yield (
                    words.format(f"the number of {size}" if sort is _Size.COUNT else size),
                    partial(_scaled, factor(np.array(values))),
                )

    return tries


def _sizes(cases: tuple[_Case, ...]) -> _Sizes:
    """Return the names of all sizes by their sort and their values in the cases."""
    named: _Sizes = {}
    for position in range(min(len(case.arguments) for case in cases)):
        _name_sizes(named, f"argument {position + 1}", [case.arguments[position] for case in cases])
    _name_sizes(named, "the answer", [case.want if case.want.ndim else None for case in cases])
    return named


def _name_sizes(named: _Sizes, name: str, arrays: Sequence[_Array | None]) -> None:
    present = [array for array in arrays if array is not None]
    if len(present) < len(arrays) or len({array.ndim for array in present}) > 1:
        return
    if present[0].ndim:
        found = {f"entries of {name}": [float(array.size) for array in present]}
        for axis, axis_name in _axes(present[0]) if present[0].ndim > 1 else ():
            found[f"{axis_name} of {name}"] = [float(array.shape[axis]) for array in present]
    else:
        found = {name: [float(array) for array in present if array.dtype.kind != "c" and array > 0]}
    sort = _Size.COUNT if present[0].ndim else _Size.NUMBER
    for words, values in found.items():
        if len(values) == len(arrays):
            named.setdefault((sort, tuple(values)), []).append(words)


_BY, _TIMES = "the expected one divided by {}", "the expected one times {}"
_COMPOSED: dict[str, Callable[[Any], Any]] = {
    "the expected one times 2 and {}": lambda size: 2.0 * size,
    f"{_BY}, times 2": lambda size: 2.0 / size,
    f"{_TIMES}, divided by 2": lambda size: size / 2.0,
    "the expected one divided by 2 and {}": lambda size: 0.5 / size,
    "the expected one times the root of {}": np.sqrt,
    "the expected one divided by the root of {}": lambda size: 1.0 / np.sqrt(size),
    "the expected one times the square of {}": np.square,
    "the expected one divided by the square of {}": lambda size: 1.0 / np.square(size),
}
_FREEDOM: dict[str, Callable[[Any], Any]] = {
    "n/(n - 1), n being {}: the division is by n - 1, not by n": lambda n: n / (n - 1.0),
    "(n - 1)/n, n being {}: the division is by n, not by n - 1": lambda n: (n - 1.0) / n,
    "the root of n/(n - 1), n being {}: the division is by n - 1, not by n": lambda n: np.sqrt(n / (n - 1.0)),
    "the root of (n - 1)/n, n being {}: the division is by n, not by n - 1": lambda n: np.sqrt((n - 1.0) / n),
}


def _softmax(array: _Array, axis: int | None) -> _Array:
    powers = np.exp(array - np.max(array, axis=axis, keepdims=True))
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True))


_KEEPING: dict[str, Callable[..., Any]] = {"cumulative sum": np.cumsum, "ordering": np.sort, "softmax": _softmax}


def _other_axis(cases: tuple[_Case, ...]) -> Iterator[tuple[str, _Answer]]:
    """Try steps that give the expected values from an argument along one axis, along another."""
    for position, argument in enumerate(cases[0].arguments):
        if argument is not None and argument.ndim > 1:
            steps = _KEEPING if cases[0].want.shape == argument.shape else _REDUCTIONS
            axes = (*range(min(argument.ndim, MAX_AXES)), None)
            for (name, step), due in product(steps.items(), axes):
                if _agree(cases[0], _stepped_argument(position, step, due, cases[0].want, cases[0]), cases[0].want):
                    for taken in axes:
                        yield f"{name} of argument {position + 1}", partial(_across, position, step, due, taken)


def _across(position: int, step: Callable[..., Any], due: int | None, taken: int | None, case: _Case) -> _Array | None:
    expected = _stepped_argument(position, step, due, case.want, case)
    return _stepped_argument(position, step, taken, case.got, case) if _agree(case, expected, case.want) else None


def _stepped_argument(
    position: int, step: Callable[..., Any], axis: int | None, like: _Array, case: _Case
) -> _Array | None:
    """Return a step along an axis of an argument, where it gives the shape of another array."""
    argument = _argument(case, position)
    if argument is None or not 0 < argument.size <= MAX_NUMBERS or argument.ndim <= (axis or 0):
        return None
    after = argument.shape
    if step in _REDUCTIONS.values():
        after = () if axis is None else after[:axis] + after[axis + 1 :]
    return np.asarray(step(_widened(argument), axis=axis)) if like.shape == after else None


# --- the table -----------------------------------------------------------------------------------------------------

SENTENCES = {
    "input": "The answer is {}, unchanged.",
    "extra_axis": "The values are right; the shape has {}.",
    "flattened": "The values are right, but they stand {} in one vector.",
    "sign": "Every value is -1 times the expected one: the sign is turned around.",
    "factor_two": "Every value is {}.",
    "factor": "Every value is {}.",
    "transposed": "The answer is the transpose of the expected one: rows and columns are exchanged.",
    "reversed": "The {} stand in reverse order.",
    "conjugate": "Every value is the complex conjugate of the expected one.",
    "real_part": "Only the real part of the expected values is returned.",
    "imaginary_part": "Only the imaginary part of the expected values is returned.",
    "squared": "Every value is the square of the expected one.",
    "root": "Every value is the square root of the expected one.",
    "reciprocal": "Every value is 1 divided by the expected one.",
    "inverse": "The answer is the inverse of the expected matrix.",
    "complement": "Every value is 1 minus the expected one.",
    "logarithm": "Every value is {} of the expected one.",
    "power": "Every value is {} to the power of the expected one.",
    "clipped": "All negative values are set to 0; the others are right.",
    "nan_replaced": "Where nan or inf is expected there is 0; the other values are right.",
    "diagonal": "Only the diagonal of the expected matrix is returned.",
    "off_diagonal": "The diagonal is 0; the other values are right.",
    "cumulative": "The expected {} are added up one after the other (a cumulative sum).",
    "differences": "The differences between neighbouring {0} are returned, not the {0} themselves.",
    "piece": "Only the {} is returned.",
    "reduced": "The {} is returned, not the values one by one.",
    "other_axis": "The {} runs along another axis than the expected one.",
    "absolute": "Every value is the absolute value of the expected one.",
    "mean_for_sum": "Every value is {}, as with a mean in place of a sum.",
    "sum_for_mean": "Every value is {}, as with a sum in place of a mean.",
    "argument_factor": "Every value is {}.",
    "degrees_of_freedom": "Every value is the expected one times {}.",
    "triangle": "Only the {} is filled; elsewhere the answer is 0.",
    "rolled": "The {}.",
    "missing_entry": "The {} is missing; the others are right.",
    "extra_entry": "Beside the expected {}.",
    "sorted": "The values stand in {} order.",
    "reshaped": "The values are right and in their order, but the shape is another one.",
    "rounded": "Every value is rounded to {}.",
    "float32": "Every value has the precision of float32 only; more digits are expected.",
    "shifted": "The {} than expected.",
    "truncated": "Every value is cut off to a whole number.",
    "rows_permuted": "The rows are right, but in another order.",
    "columns_permuted": "The columns are right, but in another order.",
    "size_factor": "Every value is {}.",
    "reordered": "The values are right, but in another order.",
    "any_factor": "Every value is the expected one times one and the same factor.",
    "offset": "Every value is the expected one plus one and the same constant.",
    "not_finite": "All values that are numbers are right; the others are nan or inf, the first one at {}.",
    "one_entry": "Only the value {} is wrong; all others are right.",
    "edge": "Only values at the edge of the array are wrong; all inside are right.",
    "from_index": "The first {} are right; all later ones are wrong.",
}
"""What is said of each cause; the list is closed."""

_LOST, _KEPT = _Evidence.LOST, _Evidence.KEPT

_ROWS = (
    _Row("input", 0, _inputs, digits=3.0),
    _Row("extra_axis", 0, _extra_axis, numbers=0, digits=0.0),
    _Row("flattened", 0, _flattened, numbers=0, digits=0.0),
    _Row("sign", 1, _step(np.negative), numbers=1, digits=0.45),  # a single -1 for 1 is enough
    _Row("factor_two", 1, _times({"2": 2.0}), numbers=1, digits=2.0),
    _Row("factor", 1, _times(_CONSTANTS), numbers=1),
    _Row("transposed", 1, _step(_given(_axed, np.transpose))),
    _Row("reversed", 1, _along(("{}", np.flip))),
    _Row("conjugate", 1, _step(_given(np.iscomplexobj, np.conj))),
    _Row("real_part", 1, _step(_given(np.iscomplexobj, np.real))),
    _Row("imaginary_part", 1, _step(_given(np.iscomplexobj, np.imag))),
    _Row("squared", 1, _step(np.square)),
    _Row("root", 1, _step(_given(_positive, np.sqrt))),
    _Row("reciprocal", 1, _step(lambda want: 1.0 / want)),
    _Row("inverse", 1, _one(_inverse)),
    _Row("complement", 1, _step(lambda want: 1.0 - want)),
    _Row("logarithm", 1, _steps({words: _given(_positive, step) for words, step in _LOGARITHMS.items()})),
    _Row("power", 1, _steps({words: _given(_real, step) for words, step in _POWERS.items()})),
    _Row("clipped", 1, _step(_given(_real, lambda want: np.maximum(want, 0.0))), evidence=_LOST),
    _Row("nan_replaced", 1, _step(_without_nan), evidence=_KEPT),
    _Row("diagonal", 1, _steps({words: _given(_matrix, step) for words, step in _DIAGONALS.items()}), evidence=_LOST),
    _Row("off_diagonal", 1, _step(_given(_matrix, lambda want: want - _DIAGONALS["filled"](want))), evidence=_LOST),
    _Row("cumulative", 1, _along(("{}", np.cumsum))),
    _Row("differences", 1, _along(("{}", _differences), ("{}", _differences_from_first))),
    _Row("piece", 1, _along(*_PIECES), numbers=1),
    _Row("reduced", 1, _reductions, numbers=1),
    _Row("other_axis", 2, _other_axis, numbers=1),
    _Row("absolute", 2, _step(np.abs)),
    _Row("mean_for_sum", 2, _sized({_BY: np.reciprocal}, (_Size.COUNT,)), numbers=1),
    _Row("sum_for_mean", 2, _sized({_TIMES: np.positive}, (_Size.COUNT,)), numbers=1),
    _Row("argument_factor", 2, _sized({_TIMES: np.positive, _BY: np.reciprocal}, (_Size.NUMBER,)), numbers=1),
    _Row("degrees_of_freedom", 2, _sized(_FREEDOM, (_Size.COUNT,)), numbers=1),
    _Row("triangle", 2, _steps({words: _given(_matrix, step) for words, step in _TRIANGLES.items()}), evidence=_LOST),
    _Row("rolled", 2, _along(*_ROLLS)),
    _Row(
        "missing_entry", 2, _along(("first of the {}", partial(_cut, _TAIL)), ("last of the {}", partial(_cut, _HEAD)))
    ),
    _Row("extra_entry", 2, _grown, evidence=_LOST),
    _Row("sorted", 2, _steps({words: _given(_axed, step) for words, step in _ORDERS.items()}), numbers=3, digits=6.0),
    _Row("reshaped", 2, _other_shape),
    _Row("rounded", 2, _rounded),
    _Row("float32", 2, _one(_float32)),
    _Row("shifted", 3, _along(*_SHIFTS), numbers=3),
    _Row("truncated", 3, _step(_given(_real, np.trunc))),
    _Row("rows_permuted", 3, _one(partial(_ordered, 0)), numbers=3, digits=6.0),
    _Row("columns_permuted", 3, _one(partial(_ordered, 1)), numbers=3, digits=6.0),
    _Row("size_factor", 3, _sized(_COMPOSED), numbers=1, digits=5.0),
    _Row("reordered", 4, _one(partial(_ordered, None)), numbers=3, digits=6.0),
    _Row("any_factor", 4, _any_factor, numbers=4, digits=6.0),
    _Row("offset", 4, _offset, numbers=4, digits=6.0),
    _Row("not_finite", 4, _not_finite, evidence=_KEPT),
    _Row("one_entry", 5, _one_entry, numbers=3, evidence=_KEPT),
    _Row("edge", 6, _one(partial(_outside, _edge)), numbers=3, evidence=_KEPT),
    _Row("from_index", 6, _from_index, numbers=3, evidence=_KEPT),
)
