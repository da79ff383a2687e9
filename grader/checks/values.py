"""Kinds that hold a returned value against the reference's: equal, equal up to a factor, one of several, a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from grader.compare import (
    Leaf,
    Numbers,
    Shapes,
    allowed,
    compare,
    describe,
    kind_of,
    leaves,
    numbers_apart,
    numbers_of,
    same_word,
    unsound_tolerance,
)
from grader.diagnose import Pair, diagnose
from grader.model import Answer, Difference, Finding, Tolerance, Value

RIGHT = Finding(credit=Decimal(1))


def differs(answer: Answer, difference: Difference) -> Finding:
    """Return the finding of an answer that differs, with the case it was seen in."""
    return Finding(difference=replace(difference, case=answer.question.case), question=answer.question)


def wrong(answer: Answer, message: str) -> Finding:
    """Return the finding of an answer that is wrong for a reason that words tell best."""
    return Finding(message=message, question=answer.question)


def told_once(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what there is to tell, without repetition."""
    return tuple(dict.fromkeys(text for text in texts if text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A kind whose finding says all there is to say about a wrong answer."""

    def explain(self, answers: Sequence[Answer]) -> str:  # noqa: ARG002 - nothing to look at
        """Name no cause."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(Silent):
    """A kind for which the reference's answer is the only right one."""

    @property
    def also(self) -> tuple[str, ...]:
        """No further answers."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numeric:
    """What the kinds that compare numbers have in common; |a - e| <= atol + rtol |e|."""

    rtol: float = 1e-6
    atol: float | None = None
    shapes: Shapes = Shapes.STRICT

    @property
    def tolerance(self) -> Tolerance:
        """The two numbers as one value."""
        return Tolerance(rtol=self.rtol, atol=self.atol)

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse expected values that no tolerance of this check can judge fairly."""
        return told_once(unsound_tolerance(want, self.tolerance) for want in wants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One accuracy of a ladder, as the teacher writes it and as a number, and the credit it earns."""

    accuracy: str
    rtol: float
    credit: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Laddered(_Numeric, Single):
    """What the kinds have in common that give credit for each of several accuracies."""

    ladder: Mapping[str, Decimal] | None = None

    def __post_init__(self) -> None:
        """Refuse a ladder on which more accuracy does not earn more, up to everything."""
        rungs = self.rungs
        rising = all(tight.rtol < loose.rtol and tight.credit > loose.credit for tight, loose in pairwise(rungs))
        if not rungs or rungs[0].credit != 1 or rungs[-1].credit <= 0 or not rising:
            raise ValueError("`ladder` must give credit 1 to its smallest rtol and less, above 0, to each larger one")

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The accuracies from the tightest on; without a ladder only `rtol`."""
        if self.ladder is None:
            return (Rung(accuracy="", rtol=self.rtol, credit=Decimal(1)),)
        listed = (Rung(accuracy=text, rtol=_rtol(text), credit=credit) for text, credit in self.ladder.items())
        return tuple(sorted(listed, key=lambda rung: rung.rtol))

    @property
    def tolerance(self) -> Tolerance:
        """The tolerance that full credit needs."""
        return Tolerance(rtol=self.rungs[0].rtol, atol=self.atol)

    def climbed(self, answers: Sequence[Answer], judge: Callable[[Sequence[Answer], Tolerance], Finding]) -> Finding:
        """Return the credit of the tightest rung on which all cases are right, with what is wrong above it."""
        top, *looser = self.rungs
        tightest = finding = judge(answers, self.tolerance)
        for rung in looser:
            if finding.credit == 1:
                break
            finding = judge(answers, Tolerance(rtol=rung.rtol, atol=self.atol))
            if finding.credit == 1:
                reached = f"right to {rung.accuracy}; full points need {top.accuracy}."
                return replace(tightest, credit=rung.credit, message=f"{reached} {tightest.message}".rstrip())
        return finding


def _rtol(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        raise ValueError(f"`ladder` must have numbers above 0 and at most 1 as keys (an rtol); got {text!r}")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Laddered):
    """Every number is the reference's within the tolerance.

    `at_least` also sets a floor that no number may be below. `ladder`, in place of `rtol`, gives each accuracy its
    share of the points: `{1e-8: 1, 1e-4: 0.5}`; `atol` is the same on every rung.
    """

    at_least: float | None = None

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Compare case by case; the first case that differs is told."""
        return self.climbed(answers, self._judged)

    def _judged(self, answers: Sequence[Answer], tolerance: Tolerance) -> Finding:
        for answer in answers:
            difference = compare(answer.got.value, answer.want, tolerance, self.shapes)
            if difference is not None:
                return differs(answer, difference)
            if self._too_low(answer):
                return wrong(answer, f"the value is below {self.at_least:g}, which cannot be.")
        return RIGHT

    def explain(self, answers: Sequence[Answer]) -> str:
        """Try the causes that can turn the expected numbers into these, all cases alike."""
        pairs = [pair for answer in answers if (pair := self._pair(answer)) is not None]
        cause = diagnose(pairs, self.tolerance) if len(pairs) == len(answers) else None
        return cause.says if cause else ""

    def _pair(self, answer: Answer) -> Pair | None:
        """Lay the numbers of one case side by side, in their shape where it is right; None for a collection."""
        got, want = (numbers_of(value, Shapes.LOOSE) for value in (answer.got.value, answer.want))
        if got is None or want is None or isinstance(answer.want, tuple | list | dict):
            return None
        sides = leaves(answer.got.value, answer.want, self.shapes)
        return Pair(got=got if isinstance(sides, Difference) else sides[0].got, want=want, arguments=answer.arguments)

    def _too_low(self, answer: Answer) -> bool:
        if self.at_least is None:
            return False
        pairs = leaves(answer.got.value, answer.want, self.shapes)
        return not isinstance(pairs, Difference) and any((leaf.got < self.at_least).any() for leaf in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportional(_Numeric, Single):
    """The reference's values times one positive factor, the same for ALL cases of the check."""

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse expected values that leave the factor open, or hold something else than finite numbers."""
        sound = tuple(unsound_tolerance(want, Tolerance(rtol=self.rtol, atol=1.0)) for want in wants)
        open_factor = not any(sound) and not any(np.any(_joined(want)) for want in wants)
        return told_once((*sound, "all expected values are zero, so that any factor fits" if open_factor else ""))

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Estimate the factor from every case with a non-zero expectation, then compare all cases under it."""
        pairs = [(answer, aligned(answer, self.shapes)) for answer in answers]
        for answer, leaf in pairs:
            if isinstance(leaf, Difference):
                return differs(answer, leaf)
        scaled = [(answer, leaf, factor_of(leaf)) for answer, leaf in pairs if isinstance(leaf, Leaf)]
        ratios = [ratio for _, _, ratio in scaled if ratio is not None]
        factor = float(np.mean(ratios))
        if not factor > 0 or not np.isfinite(factor):
            return Finding(
                message=f"a positive multiple of the expected values is due; the factor here is {factor:.6g}."
            )
        return self._under(factor, [(answer, leaf) for answer, leaf, _ in scaled], ratios)

    def _under(self, factor: float, pairs: list[tuple[Answer, Leaf]], ratios: list[float]) -> Finding:
        # A case whose expectation is zero is judged on the scale of the smallest other case.
        scales = [float(np.abs(leaf.want).max(initial=0.0)) for _, leaf in pairs]
        smallest = min(scale for scale in scales if scale > 0)
        for (answer, leaf), scale in zip(pairs, scales, strict=True):
            atol = self.rtol * (scale or smallest) if self.atol is None else self.atol
            limit = factor * allowed(leaf.want, replace(self.tolerance, atol=atol))
            difference = numbers_apart(replace(leaf, want=factor * leaf.want), limit)
            if difference is not None:
                # Where the factors disagree their range says more than one entry under their mean.
                spread = _spread(ratios, 2 * self.rtol)
                return Finding(message=spread) if spread else differs(answer, difference)
        return RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor(_Numeric, Single):
    """The reference's value times a non-zero factor, each case its own; a tuple such as (a, c) is one joint vector."""

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse an expected value that is zero altogether."""
        zero = (
            "the expected value is zero, so that no non-zero factor can be told"
            for want in wants
            if not np.any(_joined(want))
        )
        return told_once((*(unsound_tolerance(want, Tolerance(rtol=self.rtol, atol=1.0)) for want in wants), *zero))

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Fit the factor by least squares, case by case, and compare under it."""
        for answer in answers:
            difference = self._apart(answer)
            if difference is not None:
                return differs(answer, difference)
        return RIGHT

    def _apart(self, answer: Answer) -> Difference | None:
        leaf = aligned(answer, self.shapes)
        if isinstance(leaf, Difference):
            return leaf
        factor = factor_of(leaf)
        if not factor or not np.isfinite(factor):
            return numbers_apart(leaf, allowed(leaf.want, self.tolerance))
        return numbers_apart(replace(leaf, want=factor * leaf.want), abs(factor) * allowed(leaf.want, self.tolerance))


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(_Numeric, Silent):
    """Every entry is the reference's, or that of another function of the reference named in `also`.

    With `between` anything from the smallest to the largest of those values is right.
    """

    also: tuple[str, ...] = ()
    between: bool = False

    def __post_init__(self) -> None:
        """Refuse a check without a second answer."""
        if not self.also:
            raise ValueError("`also` must name at least one further function of the reference")

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Compare each entry with the accepted value that is nearest to it."""
        for answer in answers:
            difference = self._apart(answer)
            if difference is not None:
                return differs(answer, difference)
        return RIGHT

    def _apart(self, answer: Answer) -> Difference | None:
        sides = [leaves(answer.got.value, want, self.shapes) for want in (answer.want, *answer.also)]
        for side in sides:
            if isinstance(side, Difference):
                return side
        for accepted in zip(*(side for side in sides if not isinstance(side, Difference)), strict=True):
            nearest = self._nearest(accepted[0].got, np.stack([leaf.want for leaf in accepted]))
            limit = np.max([allowed(leaf.want, self.tolerance) for leaf in accepted], axis=0)
            difference = numbers_apart(replace(accepted[0], want=nearest), limit)
            if difference is not None:
                return difference
        return None

    def _nearest(self, got: Numbers, wants: NDArray[np.float64]) -> NDArray[np.float64]:
        if self.between:
            clipped: NDArray[np.float64] = np.clip(got, wants.min(axis=0), wants.max(axis=0))
            return np.where(np.isnan(clipped), wants[0], clipped)
        distance = np.where(np.isnan(got), 0.0, np.abs(wants - got))
        picked: NDArray[np.float64] = np.take_along_axis(wants, distance.argmin(axis=0)[None], axis=0)[0]
        return picked


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Single):
    """A word out of a list; words agree without case, outer spaces and hyphens."""

    options: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a choice without a choice."""
        if len(self.options) < 2:  # noqa: PLR2004 - one option is no choice
            raise ValueError("`options` must list at least two words")

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse a reference whose word is not an option."""
        return told_once(
            f"the reference gives {describe(want)}, which is none of the options"
            for want in wants
            if not (isinstance(want, str) and self._is_option(want))
        )

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Compare the words; one that is no option at all is answered with the list."""
        for answer in answers:
            got = answer.got.value
            if not isinstance(got, str) or not self._is_option(got):
                listed = ", ".join(f'"{option}"' for option in self.options)
                return wrong(answer, f"one of {listed} is expected; {describe(got)} is given.")
            if not same_word(got, str(answer.want)):
                return wrong(answer, f'"{got.strip()}" is not the right choice.')
        return RIGHT

    def _is_option(self, word: str) -> bool:
        return any(same_word(word, option) for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Single):
    """True or False, a number or a word, equal to the reference's; 1 is not True."""

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse an expected value that is a collection."""
        return told_once(
            f"the reference gives {describe(want)}; a constant is True/False, a number or a word"
            for want in wants
            if not isinstance(_plain(want), bool | int | float | str)
        )

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Compare kind and value."""
        for answer in answers:
            got, want = _plain(answer.got.value), _plain(answer.want)
            if not _same_constant(got, want):
                return wrong(answer, _constant_words(got, want))
        return RIGHT


def _plain(value: Value) -> Value:
    """Unwrap NumPy's own scalars, which arrive as arrays without axes."""
    return value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value


def _same_constant(got: Value, want: Value) -> bool:
    if isinstance(want, bool) or isinstance(got, bool):
        return got is want
    if isinstance(want, str):
        return isinstance(got, str) and same_word(got, want)
    return isinstance(got, int | float) and got == want


def _constant_words(got: Value, want: Value) -> str:
    if kind_of(got) != kind_of(want):
        return f"{kind_of(want)} is expected; {describe(got)} is given."
    return f"{describe(got)} is not right."


# --- factors -------------------------------------------------------------------------------------------------------


def _joined(value: Value) -> Numbers:
    """All numbers of a value as one vector; empty when it is not made of numbers."""
    pairs = leaves(value, value, Shapes.LOOSE)
    return np.zeros(0) if isinstance(pairs, Difference) else _vector([leaf.want for leaf in pairs])


def aligned(answer: Answer, shapes: Shapes) -> Leaf | Difference:
    """Join all arrays of a value into one vector beside the expected one; a NaN or infinity is a difference."""
    pairs = leaves(answer.got.value, answer.want, shapes)
    if isinstance(pairs, Difference):
        return pairs
    for leaf in pairs:
        # Under an endless tolerance only what is not finite differs.
        difference = numbers_apart(leaf, np.full(leaf.want.shape, np.inf))
        if difference is not None:
            return difference
    if len(pairs) == 1:
        return pairs[0]
    return Leaf(path="", got=_vector([leaf.got for leaf in pairs]), want=_vector([leaf.want for leaf in pairs]))


def _vector(arrays: list[Numbers]) -> Numbers:
    return np.concatenate([array.ravel() for array in arrays]) if arrays else np.zeros(0)


def factor_of(leaf: Leaf) -> float | None:
    """Return c that brings c * want nearest to got (least squares); None where want is zero altogether."""
    scale = float(np.abs(leaf.want).max(initial=0.0))
    if scale == 0.0:
        return None
    unit = leaf.want / scale  # keeps the squares clear of overflow
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.vdot(unit, leaf.got).real / np.vdot(unit, unit).real / scale)


def _spread(ratios: list[float], tolerance: float) -> str:
    low, high = min(ratios), max(ratios)
    if high - low <= tolerance * abs(high):
        return ""
    return (
        f"the ratio to the expected value must be the same for all inputs; here it goes from {low:.6g} to {high:.6g}."
    )
