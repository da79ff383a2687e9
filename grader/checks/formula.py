"""The kind that reads a formula: a text that is parsed by an allow list and compared at many points."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from grader.checks.values import RIGHT, Single, wrong
from grader.compare import allowed, describe, number
from grader.formula import FUNCTIONS, FormulaError, Numbers, parse
from grader.model import Answer, Finding, Tolerance, Value

Points: TypeAlias = Mapping[str, Numbers]

POINTS = 200
"""Points of the domain that two formulas are compared at."""
SEED = 20230401
"""The same points for every student, in every run."""
LEAST_FINITE = POINTS // 2
"""Points at which the expected formula must have a value."""
ROUNDING = 1e-12
"""Share of the largest expected value that rounding alone may bring in, where large terms cancel."""
EXCERPT = 100
"""Characters of a formula that are shown with the place of an error."""
_ENDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula(Single):
    """A formula as text, such as "x / (1 - x)", with the values of the reference's formula at 200 points.

    `domain` names the variables, each with the range that its points are drawn from: {y: [0, 1], p: [0.05, 0.95]};
    those listed under `whole` take whole numbers only. `functions` are the ones that may occur. Without `atol` small
    values are judged on the scale of a typical (median) expected one. The text is never run.
    """

    domain: Mapping[str, tuple[float, ...]]
    whole: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    rtol: float = 1e-6
    atol: float | None = None

    def __post_init__(self) -> None:
        """Refuse a domain without points, and names that no formula could hold."""
        if not self.domain:
            raise ValueError("`domain` must name the variables of the formula")
        for name in self.functions:
            if name not in FUNCTIONS:
                raise ValueError(f"`functions` must be of {', '.join(FUNCTIONS)}; got {name!r}")
        for name in self.whole:
            if name not in self.domain:
                raise ValueError(f"`whole` must list variables of `domain`; got {name!r}")
        for name, ends in self.domain.items():
            self._hold(name, ends)

    def _hold(self, name: str, ends: tuple[float, ...]) -> None:
        if not (name.isascii() and name.isidentifier()) or name in FUNCTIONS:
            raise ValueError(f"`domain` must name variables in ASCII letters that are no functions; got {name!r}")
        if len(ends) != _ENDS or not 0 < ends[1] - ends[0] < math.inf:
            raise ValueError(f"the domain of {name!r} must be two numbers, the smaller one first")
        if name in self.whole and math.ceil(ends[0]) >= math.floor(ends[1]):
            raise ValueError(f"the domain of {name!r} must hold two whole numbers")

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse a reference that gives no formula, or one without values over the domain."""
        return tuple(dict.fromkeys(fault for want in wants if (fault := self._fault(want))))

    def _fault(self, want: Value) -> str:
        if not isinstance(want, str):
            return f"the reference gives {describe(want)}; a formula is a text"
        try:
            values = self._values(want, self._points())
        except FormulaError as error:
            return f"the reference's formula cannot be read, {error}"
        finite = np.isfinite(values)
        if finite.sum() < LEAST_FINITE:
            return f"the reference's formula has a value at only {finite.sum()} of {POINTS} points of the domain"
        if not self._limit(values)[finite].all():
            return "the expected formula is zero somewhere and the tolerance there is 0: give `atol` in its units"
        return ""

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Compare the formulas at every point at which the expected one has a value."""
        for answer in answers:
            message = self._apart(answer.got.value, str(answer.want))
            if message:
                return wrong(answer, message)
        return RIGHT

    def _apart(self, got: Value, want: str) -> str:
        if not isinstance(got, str):
            return f"a formula as text is expected; {describe(got)} is given."
        points = self._points()
        wanted = self._values(want, points)
        if np.isfinite(wanted).sum() < LEAST_FINITE:
            return "the expected formula has too few values over the domain."
        try:
            excess = self._excess(self._values(got, points), wanted)
        except FormulaError as error:
            return _unreadable_words(got, error)
        return self._words(got, want, points, excess) if excess.any() else ""

    def _words(self, got: str, want: str, points: Points, excess: Numbers) -> str:
        """Tell the worst point: in a few digits where the same can be seen there, else in full."""
        worst = int(excess.argmax())
        short = self._rounded(points)
        there = self._excess(self._values(got, short), self._values(want, short))[worst]
        told = short if there and np.isfinite(there) == np.isfinite(excess[worst]) else points
        where = ", ".join(f"{name} = {number(float(told[name][worst]))}" for name in self.domain)
        mine, theirs = (float(self._values(text, told)[worst]) for text in (got, want))
        value = number(mine) if math.isfinite(mine) else f"no finite number ({mine})"
        return f"at {where}: {value} where {number(theirs)} is expected."

    def _values(self, text: str, points: Points) -> Numbers:
        return parse(text, names=tuple(self.domain), functions=self.functions).evaluate(points)

    # --- points ----------------------------------------------------------------------------------------------------

    def _points(self) -> dict[str, Numbers]:
        rng = np.random.default_rng(SEED)
        return {name: self._drawn(name, rng) for name in self.domain}

    def _drawn(self, name: str, rng: Generator) -> Numbers:
        low, high = self._ends(name)
        if name in self.whole:
            return np.floor(rng.uniform(low, high + 1, POINTS))
        return rng.uniform(low, high, POINTS)

    def _rounded(self, points: Points) -> dict[str, Numbers]:
        """Return the points in about three digits, inside the domain."""
        return {
            name: np.clip(np.round(column, self._places(name)), *self._ends(name)) for name, column in points.items()
        }

    def _places(self, name: str) -> int:
        low, high = self._ends(name)
        return 2 - math.floor(math.log10(high - low))

    def _ends(self, name: str) -> tuple[float, float]:
        low, high = self.domain[name]
        return (math.ceil(low), math.floor(high)) if name in self.whole else (low, high)

    # --- distance --------------------------------------------------------------------------------------------------

    def _excess(self, got: Numbers, want: Numbers) -> Numbers:
        """Return the error over what is allowed where it is more than that, else 0; no value expected counts as 0."""
        limit = self._limit(want)
        with np.errstate(all="ignore"):
            error = np.abs(got - want)
            # Written so that anything unordered counts as outside.
            outside: NDArray[np.bool_] = np.isfinite(want) & ~(error <= limit)
            return np.where(outside, np.nan_to_num(error / limit, nan=np.inf, posinf=np.inf), 0.0)

    def _limit(self, want: Numbers) -> Numbers:
        """Return rtol |want| + atol; the largest value sets no scale here, since an exponential dwarfs all others."""
        sizes = np.abs(want[np.isfinite(want)])
        atol = self.atol
        if atol is None:
            typical, largest = (float(np.median(sizes)), float(sizes.max())) if sizes.size else (0.0, 0.0)
            atol = self.rtol * typical + ROUNDING * largest
        return allowed(want, Tolerance(rtol=self.rtol, atol=atol))


def _unreadable_words(text: str, error: FormulaError) -> str:
    """Say what is wrong, with a mark under the place where the formula is short and plain."""
    message = f"the formula cannot be read, {error}."
    if len(text) > EXCERPT or not (text.isascii() and text.isprintable()):
        return message
    return f"{message}\n{text}\n{' ' * (error.column - 1)}^"
