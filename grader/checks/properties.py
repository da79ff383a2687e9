"""Kinds that need no expected value: what a right answer must have, seen from it and the arguments alone.

As they reveal no answer they serve as public checks that students can run themselves. A list of numbers is as good
as an array; what is empty, not finite or no number at all never passes.
"""

from __future__ import annotations

import abc
import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grader.checks.values import RIGHT, Single, aligned, differs, told_once, wrong
from grader.compare import Leaf, Numbers, Shapes, describe, number
from grader.model import Answer, Difference, Finding, Value

MAX_SIZE = 1 << 22
"""Numbers that are looked at; what a student returns decides how long a matrix takes."""
ROUNDING = 32 * float(np.finfo(np.float64).eps)
"""What rounding brings into a sum or a product, as a share of the terms."""


class Each(enum.StrEnum):
    """Whether the rows or the columns of a matrix are looked at, or it as a whole."""

    ROW = "row"
    COLUMN = "column"
    WHOLE = "whole"


class Direction(enum.StrEnum):
    """Which way a sequence goes."""

    INCREASING = "increasing"
    DECREASING = "decreasing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Property(Single, abc.ABC):
    """What the properties of one returned array have in common."""

    due: ClassVar[str] = "numbers"
    """What must be returned."""
    axes: ClassVar[frozenset[int]] = frozenset({2})
    """How many axes it may have."""
    real: ClassVar[bool] = False

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse a reference whose own answers do not have the property."""
        texts = [self._says(want) for want in wants]
        return told_once(f"the reference's own answer does not have this property: {text}" for text in texts if text)

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Look at every answer; the first without the property is told."""
        for answer in answers:
            text = self._says(answer.got.value)
            if text:
                return wrong(answer, text)
        return RIGHT

    def _says(self, value: Value) -> str:
        array = numbers_of(value)
        if array is None or not array.size or array.ndim not in self.axes or (self.real and np.iscomplexobj(array)):
            return f"{self.due} is expected; {describe(value)} is returned."
        if array.size > MAX_SIZE:
            return f"{describe(array)} is more than can be looked at."
        bad = int((~np.isfinite(array)).sum())
        if bad:
            return f"{bad} of {array.size} values are not finite numbers (nan or inf)."
        with np.errstate(over="ignore", invalid="ignore"):
            return self._broken(array)

    @abc.abstractmethod
    def _broken(self, array: Numbers) -> str:
        """Say in what the array does not have the property; empty when it has it."""


def numbers_of(value: Value) -> Numbers | None:
    """Return the numbers of an array, a number or nested lists as float64 or complex128; None for anything else."""
    if isinstance(value, bool | str | bytes | dict) or value is None:
        return None
    try:
        array = np.asarray(value)
    except ValueError:  # ragged
        return None
    if array.dtype.kind not in "iufc":
        return None
    return array.astype(np.complex128) if array.dtype.kind == "c" else array.astype(np.float64)


def _places(index: Sequence[np.intp | int]) -> str:
    return str([int(axis) for axis in index])


# --- properties of one array ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums(Property):
    """Each row sums to `to`; `each`: row, column or whole. A vector is one row, or one column.

    Without `atol` a sum may be off by rtol times `to`, or times the sum of the sizes where `to` is 0.
    """

    due: ClassVar[str] = "a vector or matrix of numbers"
    axes: ClassVar[frozenset[int]] = frozenset({1, 2})
    each: Each = Each.ROW
    to: float = 1.0
    rtol: float = 1e-6
    atol: float | None = None

    def _broken(self, array: Numbers) -> str:
        joint = array.ndim == 1 or self.each is Each.WHOLE
        lines = array.reshape(1, -1) if joint else array if self.each is Each.ROW else array.T
        sums = lines.sum(axis=1)
        scale = abs(self.to) or np.abs(lines).sum(axis=1)
        limit = self.rtol * scale if self.atol is None else self.atol
        # Written so that a sum that overflows is not right, whatever the limit.
        off = ~(np.isfinite(sums) & (np.abs(sums - self.to) <= limit))
        if not off.any():
            return ""
        first = int(off.argmax())
        which = "the numbers sum" if joint else f"{self.each} {first} (from 0) sums"
        must = "they" if joint else f"each {self.each}"
        return f"{which} to {number(sums[first].item())}; {must} must sum to {self.to:g}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Symmetric(Property):
    """A square matrix that equals its transpose; a complex one, its conjugate transpose.

    Without `atol` two entries may differ by rtol times the largest one.
    """

    due: ClassVar[str] = "a square matrix of numbers"
    rtol: float = 1e-6
    atol: float | None = None

    def _broken(self, array: Numbers) -> str:
        limit = self.rtol * float(np.abs(array).max()) if self.atol is None else self.atol
        return _asymmetry(array, limit)


def _asymmetry(array: Numbers, limit: float) -> str:
    if array.shape[0] != array.shape[1]:
        return f"{Symmetric.due} is expected; {describe(array)} is returned."
    error = np.abs(array - array.conj().T)
    row, column = np.unravel_index(error.argmax(), error.shape)
    if error[row, column] <= limit:
        return ""
    one, other = (number(array[place].item()) for place in ((row, column), (column, row)))
    how = "complex conjugates of each other" if np.iscomplexobj(array) else "equal"
    return (
        f"the entry at {_places((row, column))} is {one}, that at {_places((column, row))} is {other}; "
        f"they must be {how}."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Psd(Property):
    """A positive semidefinite matrix: symmetric, and no eigenvalue below 0 by more than rtol times the largest size.

    With `strictly` every eigenvalue is above 0 by more than rounding.
    """

    due: ClassVar[str] = "a square matrix of numbers"
    strictly: bool = False
    rtol: float = 1e-6

    def _broken(self, array: Numbers) -> str:
        size = float(np.abs(array).max()) or 1.0
        asymmetry = _asymmetry(array, self.rtol * size)
        if asymmetry:
            return asymmetry
        unit = array / size
        eigenvalues = np.linalg.eigvalsh((unit + unit.conj().T) / 2)
        lowest, largest = float(eigenvalues[0]), float(np.abs(eigenvalues).max())
        if lowest > len(array) * ROUNDING * largest or (not self.strictly and lowest >= -self.rtol * largest):
            return ""
        rule = "all must be above 0" if self.strictly else "none may be below 0"
        return f"the smallest eigenvalue is {lowest * size:.6g}; {rule}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Orthogonal(Property):
    """Columns (`each`: column or row) of a matrix that are orthogonal, and with `unit` of length one.

    The cosine between any two, and a length's distance from one, may be up to rtol. None may be zero.
    """

    due: ClassVar[str] = "a matrix of numbers"
    each: Each = Each.COLUMN
    unit: bool = True
    rtol: float = 1e-6

    def __post_init__(self) -> None:
        """Refuse what has no other to be orthogonal to."""
        if self.each is Each.WHOLE:
            raise ValueError("`each` must be column or row")

    def _broken(self, array: Numbers) -> str:
        lines = array if self.each is Each.ROW else array.T
        count, entries = lines.shape
        if count > entries:
            return f"{count} {self.each}s of {entries} numbers each cannot all be orthogonal to each other."
        size = np.abs(lines).max(axis=1)
        if not size.all():
            return f"{self.each} {int(size.argmin())} (from 0) is zero."
        scaled = lines / size[:, None]
        norms = np.linalg.norm(scaled, axis=1)
        return _skew(scaled / norms[:, None], self.each, self.rtol) or self._not_unit(size * norms)

    def _not_unit(self, lengths: NDArray[np.float64]) -> str:
        off = np.abs(lengths - 1.0)
        worst = int(off.argmax())
        if not self.unit or off[worst] <= self.rtol:
            return ""
        return f"{self.each} {worst} (from 0) has length {number(lengths[worst])}; each must have length 1."


def _skew(directions: Numbers, each: Each, limit: float) -> str:
    cosine = np.abs(directions.conj() @ directions.T)
    np.fill_diagonal(cosine, 0.0)
    one, other = np.unravel_index(cosine.argmax(), cosine.shape)
    if cosine[one, other] <= limit:
        return ""
    return (
        f"{each}s {one} and {other} (from 0) are not orthogonal: the cosine of the angle between them has size "
        f"{number(cosine[one, other])}; it must be 0."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Monotone(Property):
    """A sequence that never goes down, or with `direction: decreasing` never up; `strictly`: that never stands still.

    Without `strictly` a step the wrong way may be up to rtol times its values, or rounding of the largest one.
    """

    due: ClassVar[str] = "a sequence of at least two real numbers"
    axes: ClassVar[frozenset[int]] = frozenset({1, 2})
    real: ClassVar[bool] = True
    direction: Direction = Direction.INCREASING
    strictly: bool = False
    rtol: float = 1e-9

    def _broken(self, array: Numbers) -> str:
        if array.size == 1 or max(array.shape) < array.size:
            return f"{self.due} is expected; {describe(array)} is returned."
        up = self.direction is Direction.INCREASING
        before, after = array.ravel()[:-1], array.ravel()[1:]
        low, high = (before, after) if up else (after, before)
        size = np.abs(array.ravel())
        slack = self.rtol * np.maximum(size[:-1], size[1:]) + ROUNDING * size.max()
        broken = ~(low < high) if self.strictly else ~(low - slack <= high)
        if not broken.any():
            return ""
        at = int(broken.argmax())
        rule = f"be {'above' if up else 'below'}" if self.strictly else f"not be {'below' if up else 'above'}"
        return (
            f"the value at [{at + 1}] is {number(after[at].item())} after {number(before[at].item())}; "
            f"every value must {rule} the one before it."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Property):
    """Every number is at least `low` and at most `high` (either may be left out), but for rounding.

    With `strictly` the two themselves are left out.
    """

    due: ClassVar[str] = "an array of real numbers"
    axes: ClassVar[frozenset[int]] = frozenset(range(64))
    real: ClassVar[bool] = True
    low: float | None = None
    high: float | None = None
    strictly: bool = False

    def __post_init__(self) -> None:
        """Refuse a range without ends, or with nothing in it."""
        low, high = (-math.inf if self.low is None else self.low), (math.inf if self.high is None else self.high)
        if (self.low is None and self.high is None) or not low < high:
            raise ValueError("`within` must have `low` or `high`, and `low` below `high`")

    def _broken(self, array: Numbers) -> str:
        for sign, end, beside, beyond in ((1, self.low, "at least", "above"), (-1, self.high, "at most", "below")):
            if end is None:
                continue
            inside = sign * (array - end)
            worst = np.unravel_index(inside.argmin(), array.shape)
            if inside[worst] > 0 or (not self.strictly and inside[worst] >= -ROUNDING * abs(end)):
                continue
            where = f" at {_places(worst)}" if array.ndim else ""
            must = beyond if self.strictly else beside
            return f"the value{where} is {number(array[worst].item())}; every value must be {must} {end:g}."
        return ""


# --- properties that tie the answer to its arguments ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Single):
    """An array of numbers of the given shape: that of the argument at position `like` (from 0), or `sizes`.

    `sizes: []` is a single number. `shapes: loose` takes what is as good (see close).
    """

    like: int | None = None
    sizes: tuple[int, ...] | None = None
    shapes: Shapes = Shapes.STRICT

    def __post_init__(self) -> None:
        """Refuse a shape that is said twice, not at all, or cannot be."""
        if (self.like is None) == (self.sizes is None) or (self.like or 0) < 0 or min(self.sizes or (0,)) < 0:
            raise ValueError("shape must have either `like`, a position from 0, or `sizes`, whole numbers from 0")

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:  # noqa: ARG002 - without the arguments nothing is told
        """Accept any expected values."""
        return ()

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Compare the shapes; of the numbers only that they are finite."""
        for answer in answers:
            model = None if self.like is None else _argument(answer, self.like)
            if self.like is not None and model is None:
                return _unfit(answer, self.like, "made of numbers")
            sizes = model.shape if model is not None else self.sizes or ()
            got = numbers_of(answer.got.value)
            side = _fitted(answer, sizes, self.shapes, np.float64 if got is None else got.dtype)
            if isinstance(side, Difference):
                return differs(answer, side)
        return RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Solves(Single):
    """The answer x solves A x = b; A and b are the arguments at the positions `matrix` and `right` (from 0).

    The largest |A x - b| may be rtol times the largest |b| (or `atol`), beyond rounding. With `transposed` the
    argument holds A's columns as its rows, as X of features x samples does. With `least_squares` the normal equations
    are held instead: the residual A x - b is orthogonal to each column of A, to within rtol |column| |b| (or `atol`).
    """

    matrix: int = 0
    right: int = 1
    transposed: bool = False
    least_squares: bool = False
    rtol: float = 1e-6
    atol: float | None = None
    shapes: Shapes = Shapes.STRICT

    def __post_init__(self) -> None:
        """Refuse positions that cannot be."""
        if min(self.matrix, self.right) < 0 or self.matrix == self.right:
            raise ValueError("`matrix` and `right` must be two different positions of arguments, from 0")

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:  # noqa: ARG002 - without the arguments nothing is told
        """Accept any expected values."""
        return ()

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Put each answer into its equations."""
        for answer in answers:
            finding = self._unsolved(answer)
            if finding is not None:
                return finding
        return RIGHT

    def _unsolved(self, answer: Answer) -> Finding | None:
        matrix, right = _argument(answer, self.matrix), _argument(answer, self.right)
        if matrix is None or matrix.ndim != 2:  # noqa: PLR2004
            return _unfit(answer, self.matrix, "a matrix")
        system = matrix.T if self.transposed else matrix
        if right is None or right.shape[:1] != system.shape[:1]:
            return _unfit(answer, self.right, f"a right-hand side of {len(system)} equations")
        side = _fitted(answer, (system.shape[1], *right.shape[1:]), self.shapes, np.result_type(system, right))
        if isinstance(side, Difference):
            return differs(answer, side)
        with np.errstate(over="ignore", invalid="ignore"):
            text = self._residual(system, right, side.got)
        return wrong(answer, text) if text else None

    def _residual(self, system: Numbers, right: Numbers, solution: Numbers) -> str:
        error = np.abs(system @ solution - right)
        sizes = np.abs(system) @ np.abs(solution) + np.abs(right)
        rounding = len(solution) * ROUNDING * float(sizes.max(initial=0.0))
        scale = np.abs(right).max(initial=0.0) * np.ones(error.shape)
        if self.least_squares:
            error = np.abs(system.conj().T @ (system @ solution - right))
            rounding *= float(np.abs(system).sum(axis=0).max(initial=0.0))
            scale = np.multiply.outer(np.linalg.norm(system, axis=0), np.linalg.norm(right, axis=0))
        limit = (self.rtol * scale if self.atol is None else self.atol * np.ones(error.shape)) + rounding
        # Written so that what overflows is not right, whatever the limit.
        off = ~(np.isfinite(limit) & (error <= limit))
        if not off.any():
            return ""
        worst = np.unravel_index(np.where(off, error, -1.0).argmax(), error.shape)
        product = "A^T (A x - b)" if self.least_squares else "A x - b"
        return (
            f"with x for the returned values, {product} has size {number(error[worst])} at {_places(worst)}; "
            f"it must be 0 ± {limit[worst]:.1g}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Converges(Single):
    """The answers approach a limit as step ** `order`, seen from the last three cases, which go from coarse to fine.

    `step` is the position (from 0) of the argument that holds the step, or the number of steps; from case to case it
    changes by the same factor. The observed order may be off by `within`.
    """

    order: float = 1.0
    step: int = 0
    within: float = 0.2

    def __post_init__(self) -> None:
        """Refuse an order that is no convergence, and a position that cannot be."""
        if self.order <= 0 or self.step < 0:
            raise ValueError("`order` must be above 0 and `step` a position of an argument, from 0")

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse fewer than three cases."""
        return () if len(wants) >= _TRIPLE else ("converges needs at least three cases, from coarse to fine",)

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Compare how much the answers change from case to case with how much the step does."""
        last = list(answers)[-_TRIPLE:]
        values = [numbers_of(answer.got.value) for answer in last]
        for answer, value in zip(last, values, strict=True):
            if value is None or not value.size or not np.isfinite(value).all():
                return wrong(answer, f"finite numbers are expected; {describe(answer.got.value)} is returned.")
        found = [value for value in values if value is not None]
        if len({value.shape for value in found}) > 1:
            return wrong(last[-1], "the answers must have the same shape for every step.")
        ratio = self._ratio(last)
        if not ratio:
            return _unfit(last[-1], self.step, "a step that changes by the same factor over three cases")
        text = self._observed(found, ratio)
        return wrong(last[-1], text) if text else RIGHT

    def _ratio(self, answers: Sequence[Answer]) -> float:
        """Return by how much the logarithm of the step changes each time; 0 where it is not the same."""
        steps = [_argument(answer, self.step) for answer in answers]
        sizes = [float(step.real) for step in steps if step is not None and step.ndim == 0 and step.real > 0]
        changes = [math.log(after / before) for before, after in pairwise(sizes)]
        same = len(changes) == _TRIPLE - 1 and math.isclose(*changes, rel_tol=1e-6)
        return abs(changes[0]) if same else 0.0

    def _observed(self, values: Sequence[Numbers], ratio: float) -> str:
        with np.errstate(over="ignore", invalid="ignore"):
            first, second = (float(np.abs(after - before).max()) for before, after in pairwise(values))
        rounding = ROUNDING * max(float(np.abs(value).max()) for value in values)
        if not rounding < min(first, second) <= max(first, second) < math.inf:
            return f"the answers change by {first:.3g}, then {second:.3g}, which shows no order of convergence."
        order = math.log(first / second) / ratio
        if abs(order - self.order) <= self.within:
            return ""
        return (
            f"the answers change by {first:.3g}, then {second:.3g}, over the last three inputs: this is convergence "
            f"of order {order:.2f}; {self.order:g} ± {self.within:g} is expected."
        )


_TRIPLE = 3


def _argument(answer: Answer, position: int) -> Numbers | None:
    return numbers_of(answer.arguments[position]) if position < len(answer.arguments) else None


def _unfit(answer: Answer, position: int, due: str) -> Finding:
    """Tell the teacher, whose reference fails first, that the rubric and the arguments do not fit together."""
    return wrong(answer, f"argument {position} (from 0) of these inputs is not {due}, as this check needs it.")


def _fitted(answer: Answer, sizes: tuple[int, ...], shapes: Shapes, kind: DTypeLike) -> Leaf | Difference:
    """Return what came as an array of this shape, or in what it is none of finite numbers."""
    return aligned(replace(answer, want=np.zeros(sizes, kind)), shapes)
