"""How far apart are two values? Evidence first (`compare` gives a `Difference` or None), words second (`words`).

Every value here is inert (`model.Value`), so nothing of a student's runs when two are compared. Order of the
questions, the first that fails is told alone: kind, shape, finiteness, numbers.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.model import Difference, Entry, Mismatch, Tolerance, Value

Numbers: TypeAlias = NDArray[np.float64] | NDArray[np.complex128]

MAX_ENTRIES = 10
"""Rows of evidence kept in a `Difference`."""

_NUMERIC = frozenset("iufc")


class Shapes(enum.StrEnum):
    """How literally a shape is meant.

    `strict`: arrays are arrays of exactly the expected shape, numbers are numbers. `loose`: where a vector (n,) is
    expected, an array or list (also nested) of n numbers with at most one axis longer than 1; where a number is
    expected, anything that holds exactly one; a tuple may be a list. Matrices must have their shape either way.
    """

    STRICT = "strict"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """Two arrays of one shape that belong together: `path` is their place in a tuple or dict."""

    path: str
    got: Numbers
    want: Numbers


class _Differs(Exception):  # noqa: N818 - carries a Difference to the one place that returns it
    def __init__(self, difference: Difference) -> None:
        self.difference = difference


def compare(got: Value, want: Value, tolerance: Tolerance, shapes: Shapes = Shapes.STRICT) -> Difference | None:
    """Return in what `got` is not the expected value, or None: |g - w| <= atol + rtol |w| for every entry."""
    pairs = leaves(got, want, shapes)
    if isinstance(pairs, Difference):
        return pairs
    differences = (numbers_apart(leaf, allowed(leaf.want, tolerance)) for leaf in pairs)
    return next((difference for difference in differences if difference is not None), None)


def leaves(got: Value, want: Value, shapes: Shapes) -> tuple[Leaf, ...] | Difference:
    """Lay two values side by side, array by array, or say where their kinds or shapes part."""
    try:
        return tuple(_leaves(got, want, shapes, ""))
    except _Differs as differs:
        return differs.difference


def allowed(want: Numbers, tolerance: Tolerance) -> NDArray[np.float64]:
    """Return the distance allowed at each entry: atol + rtol |want|, atol by default rtol times the largest |want|."""
    magnitude = np.abs(want)
    atol = tolerance.atol
    if atol is None:
        atol = tolerance.rtol * float(magnitude.max(initial=0.0))
    limit: NDArray[np.float64] = atol + tolerance.rtol * magnitude
    return limit


def numbers_apart(leaf: Leaf, limit: NDArray[np.float64]) -> Difference | None:
    """Compare two arrays of one shape entry by entry; a NaN or infinity is told before any distance."""
    finite = np.isfinite(leaf.got)
    if not finite.all():
        return _difference(leaf, Mismatch.NOT_FINITE, ~finite, np.where(finite, 0.0, np.inf), limit)
    with np.errstate(over="ignore", invalid="ignore"):
        error = np.abs(leaf.got - leaf.want)
    # Written so that anything unordered counts as outside.
    outside = ~(error <= limit)
    return _difference(leaf, Mismatch.NUMBERS, outside, error, limit) if outside.any() else None


def unsound_tolerance(want: Value, tolerance: Tolerance) -> str:
    """Say why this tolerance cannot judge this expected value; empty when it can.

    A tolerance of exactly zero at an expected zero would fail a right answer that comes out as 1e-17.
    """
    pairs = leaves(want, want, Shapes.LOOSE)
    if isinstance(pairs, Difference):
        return f"the reference gives {pairs.got}, which is not made of numbers"
    for leaf in pairs:
        place = f" at {leaf.path}" if leaf.path else ""
        if not np.isfinite(leaf.want).all():
            return f"the reference gives a value that is not finite{place}"
        if leaf.want.size and float(allowed(leaf.want, tolerance).min()) == 0.0:
            return (
                f"the expected value{place} holds an exact zero and the tolerance there is 0: give `atol` in its units"
            )
    return ""


# --- laying two values side by side --------------------------------------------------------------------------------


def _leaves(got: Value, want: Value, shapes: Shapes, path: str) -> Iterator[Leaf]:
    if isinstance(want, dict):
        yield from _dict_leaves(got, want, shapes, path)
    elif isinstance(want, tuple | list):
        yield from _sequence_leaves(got, want, shapes, path)
    else:
        expected = numbers_of(want, Shapes.STRICT)
        if expected is None:
            raise _Differs(_apart(Mismatch.KIND, want, want, path))
        yield Leaf(path=path, got=_fitting(got, expected, shapes, path), want=expected)


def _dict_leaves(got: Value, want: dict[Value, Value], shapes: Shapes, path: str) -> Iterator[Leaf]:
    for key, value in want.items():
        part = entry(got, key)
        if part is None:
            raise _Differs(_apart(Mismatch.KIND, got, want, path))
        yield from _leaves(part[0], value, shapes, f"{path}[{key!r}]")


def _sequence_leaves(got: Value, want: list[Value] | tuple[Value, ...], shapes: Shapes, path: str) -> Iterator[Leaf]:
    same_kind = type(got) is type(want) or (shapes is Shapes.LOOSE and isinstance(got, tuple | list))
    if not same_kind or not isinstance(got, tuple | list) or len(got) != len(want):
        raise _Differs(_apart(Mismatch.KIND, got, want, path))
    for position, (mine, theirs) in enumerate(zip(got, want, strict=True)):
        yield from _leaves(mine, theirs, shapes, f"{path}[{position}]")


def entry(value: Value, key: int | str | Value) -> tuple[Value] | None:
    """Return the part of a tuple, list or dict at `key` (wrapped, since it may be None), or None without one.

    Keys that are words are found without regard to case, outer spaces and hyphens.
    """
    if isinstance(value, dict):
        named = (part for name, part in value.items() if name == key or _same_name(name, key))
        found = next(named, _NOTHING)
        return None if found is _NOTHING else (found,)  # type: ignore[return-value]  # the sentinel is ruled out
    if isinstance(value, tuple | list) and isinstance(key, int) and key < len(value):
        return (value[key],)
    return None


_NOTHING = object()


def _same_name(name: Value, key: Value) -> bool:
    return isinstance(name, str) and isinstance(key, str) and same_word(name, key)


def same_word(one: str, other: str) -> bool:
    """Whether two words agree without case, outer spaces and hyphens (a hyphen may stand for a space or nothing)."""
    readings = [{text.replace("-", ""), " ".join(text.replace("-", " ").split())} for text in map(_plain, (one, other))]
    return bool(readings[0] & readings[1])


def _plain(word: str) -> str:
    return word.strip().casefold()


def _fitting(got: Value, want: Numbers, shapes: Shapes, path: str) -> Numbers:
    array = numbers_of(got, shapes)
    if array is None or (np.iscomplexobj(array) and not np.iscomplexobj(want)):
        raise _Differs(_apart(Mismatch.KIND, got, want, path))
    if not _fits(array.shape, want.shape, shapes):
        raise _Differs(_apart(Mismatch.SHAPE, array, want, path))
    return array.reshape(want.shape)


def _fits(got: tuple[int, ...], want: tuple[int, ...], shapes: Shapes) -> bool:
    if shapes is Shapes.STRICT or len(want) > 1:
        return got == want
    return math.prod(got) == math.prod(want) and sum(axis > 1 for axis in got) <= 1


def numbers_of(value: Value, shapes: Shapes) -> Numbers | None:
    """Return the numbers of a value as float64 or complex128; None when it is not made of numbers."""
    if isinstance(value, bool | str | bytes | dict) or value is None:
        return None
    if isinstance(value, tuple | list):
        if shapes is Shapes.STRICT or not all(numbers_of(item, shapes) is not None for item in value):
            return None
        try:
            value = np.array(value)
        except ValueError:  # ragged
            return None
    array = np.asarray(value)
    if array.dtype.kind not in _NUMERIC:
        return None
    return array.astype(np.complex128) if array.dtype.kind == "c" else array.astype(np.float64)


# --- evidence ------------------------------------------------------------------------------------------------------


def _apart(mismatch: Mismatch, got: Value, want: Value, path: str) -> Difference:
    return Difference(mismatch=mismatch, got=describe(got), want=kind_of(want), path=path)


def _difference(
    leaf: Leaf, mismatch: Mismatch, outside: NDArray[np.bool_], error: NDArray[Any], limit: NDArray[np.float64]
) -> Difference:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(outside, np.divide(error, limit), 0.0)
    ratio = np.where(np.isnan(ratio), np.inf, ratio)
    worst_first = np.argsort(-ratio, axis=None, kind="stable")[: min(MAX_ENTRIES, int(outside.sum()))]
    return Difference(
        mismatch=mismatch,
        got=describe(leaf.got),
        want=kind_of(leaf.want),
        outside=int(outside.sum()),
        total=int(outside.size),
        worst_ratio=float(ratio.max()),
        entries=tuple(_entry(leaf, int(flat), error, limit) for flat in worst_first),
        path=leaf.path,
    )


def _entry(leaf: Leaf, flat: int, error: NDArray[Any], limit: NDArray[np.float64]) -> Entry:
    return Entry(
        index=tuple(int(axis) for axis in np.unravel_index(flat, leaf.want.shape)),
        got=leaf.got.flat[flat].item(),
        want=leaf.want.flat[flat].item(),
        error=float(np.asarray(error).flat[flat]),
        allowed=float(limit.flat[flat]),
    )


# --- words ---------------------------------------------------------------------------------------------------------


def describe(value: Value) -> str:
    """Say what a value is in a few words, without its contents where they are many."""
    for kinds, say in _DESCRIPTIONS:
        if isinstance(value, kinds):
            return say(value)
    array = np.asarray(value)
    if array.ndim == 0:
        return describe(array.item())
    return f"{_ENTRIES.get(array.dtype.kind, 'an array')} of shape {array.shape}"


def kind_of(value: Value) -> str:
    """Say what kind of value is due, without giving a number or word away."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    return next((name for kind, name in _KINDS if isinstance(value, kind)), describe(value))


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "True or False"),
    ((int, float), "a number"),
    (str, "a word"),
)

_ENTRIES = {"b": "an array of True/False", "c": "an array of complex numbers"}

_DESCRIPTIONS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (type(None), lambda _: "None"),
    (bool, str),
    (str, lambda value: f"the text {value[:40]!r}"),
    (bytes, lambda value: f"{len(value)} bytes"),
    (complex, lambda value: f"the complex number {value:.6g}"),
    ((int, float), lambda value: f"the number {number(value)}"),
    (tuple, lambda value: f"a tuple of {len(value)}"),
    (list, lambda value: f"a list of {len(value)}"),
    (dict, lambda value: f"a dict with {', '.join(repr(key) for key in list(value)[:8]) or 'nothing in it'}"),
)


def number(value: float | complex) -> str:  # noqa: PYI041 - an int is told apart from a complex
    """Write a number with as many digits as tell it apart in a report."""
    if isinstance(value, complex):
        return f"{value:.8g}"
    if isinstance(value, int):
        # By way of a float an int of a few hundred digits overflows.
        return str(value) if abs(value) < 10**15 else f"{Decimal(value):.8g}"
    return f"{value:.8g}"


def words(difference: Difference) -> str:
    """Put a difference into one plain sentence, with the tolerance shown: `0.41 where 0.39 +- 1e-06 is expected`."""
    where = f"In part {difference.path}: " if difference.path else ""
    return where + _SENTENCES[difference.mismatch](difference)


def _due_words(difference: Difference) -> str:
    return f"{difference.want} is expected; {difference.got} is returned."


def _finite_words(difference: Difference) -> str:
    first = difference.entries[0]
    if difference.total == 1:
        return f"the value is {first.got}, not a finite number."
    return (
        f"{difference.outside} of {difference.total} values are not finite numbers; {first.got} at {list(first.index)}."
    )


def _number_words(difference: Difference) -> str:
    worst = difference.entries[0]
    pair = f"{number(worst.got)} where {number(worst.want)} ± {worst.allowed:.1g} is expected"
    if difference.total == 1:
        return f"{pair}."
    return f"{difference.outside} of {difference.total} values differ; the worst, at {list(worst.index)}, is {pair}."


_SENTENCES: dict[Mismatch, Callable[[Difference], str]] = {
    Mismatch.KIND: _due_words,
    Mismatch.SHAPE: _due_words,
    Mismatch.NOT_FINITE: _finite_words,
    Mismatch.NUMBERS: _number_words,
}
