"""Verdicts, points and numbers in words; one table for every report, so that all of them speak alike."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from grader.model import ZERO, Entry, Grade, Verdict

_HUNDREDTH = Decimal("0.01")
_FEWEST_DIGITS, _MOST_DIGITS = 5, 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A verdict as it is shown: a symbol and a word, never a colour alone; `plain` is the symbol in ASCII."""

    symbol: str
    plain: str
    word: str
    tone: str


VERDICTS: Mapping[Verdict, Mark] = MappingProxyType(
    {
        Verdict.PASSED: Mark(symbol="✓", plain="+", word="passed", tone="good"),
        Verdict.PARTIAL: Mark(symbol="◐", plain="~", word="partly right", tone="some"),
        Verdict.FAILED: Mark(symbol="✗", plain="x", word="not right", tone="bad"),
        Verdict.MISSING: Mark(symbol="○", plain="o", word="missing", tone="bad"),
        Verdict.RAISED: Mark(symbol="!", plain="!", word="raised an exception", tone="bad"),
        Verdict.TIMED_OUT: Mark(symbol="!", plain="!", word="ran out of time", tone="bad"),
        Verdict.OUT_OF_MEMORY: Mark(symbol="!", plain="!", word="ran out of memory", tone="bad"),
        Verdict.CRASHED: Mark(symbol="!", plain="!", word="crashed", tone="bad"),
        Verdict.REFUSED: Mark(symbol="✗", plain="x", word="not a plain value", tone="bad"),
        Verdict.SKIPPED: Mark(symbol="-", plain="-", word="skipped", tone="calm"),
        Verdict.REVIEW: Mark(symbol="?", plain="?", word="to be looked at", tone="calm"),
        Verdict.GRADER_ERROR: Mark(symbol="?", plain="?", word="not graded", tone="calm"),
    }
)

FULL = Mark(symbol="✓", plain="+", word="full marks", tone="good")
SOME = Mark(symbol="◐", plain="~", word="some points", tone="some")
NONE = Mark(symbol="✗", plain="x", word="no points", tone="bad")
UNKNOWN = Mark(symbol="?", plain="?", word="not graded", tone="calm")


class Status(enum.StrEnum):
    """What became of a whole submission, as the class list says it."""

    GRADED = "graded"
    NEEDS_A_HUMAN = "needs a human"
    NOT_GRADED = "not graded"


STATUSES: Mapping[Status, Mark] = MappingProxyType(
    {
        Status.GRADED: Mark(symbol="✓", plain="+", word=Status.GRADED, tone="good"),
        Status.NEEDS_A_HUMAN: Mark(symbol="!", plain="!", word=Status.NEEDS_A_HUMAN, tone="some"),
        Status.NOT_GRADED: Mark(symbol="?", plain="?", word=Status.NOT_GRADED, tone="bad"),
    }
)


def status_of(grade: Grade) -> Status:
    """Return what became of a submission; unknown points weigh more than a request for a second look."""
    if not grade.complete:
        return Status.NOT_GRADED
    return Status.NEEDS_A_HUMAN if grade.needs_a_human else Status.GRADED


def mark_of(points: Decimal | None, possible: Decimal) -> Mark:
    """Return the mark of an exercise: full, some, none or unknown."""
    if points is None:
        return UNKNOWN
    if points >= possible:
        return FULL
    return SOME if points > ZERO else NONE


def format_points(points: Decimal | None, of: Decimal | None = None) -> str:
    """Return points as text: `17.5`, `1`, `0.33`, `?` when unknown.

    At most two decimals, half up; what is neither nothing nor full (`of`, or a whole number) never looks like it.
    """
    if points is None:
        return "?"
    if points < ZERO:
        return f"-{format_points(-points)}"
    shown = points.quantize(_HUNDREDTH, ROUND_HALF_UP)
    if of is not None and points < of:
        shown = min(shown, of.quantize(_HUNDREDTH, ROUND_HALF_UP) - _HUNDREDTH)
    if shown > points and shown == shown.to_integral_value():
        shown -= _HUNDREDTH
    if points > ZERO:
        shown = max(shown, _HUNDREDTH)
    return f"{shown:.2f}".rstrip("0").rstrip(".")


def out_of(points: Decimal | None, possible: Decimal) -> str:
    """Return `0.5 of 1`; a check without points of its own shows what it takes off, or nothing."""
    if possible == ZERO:
        return "" if points == ZERO else format_points(points)
    return f"{format_points(points, possible)} of {format_points(possible)}"


def percent(part: Decimal | int | None, whole: Decimal | int) -> int:
    """Return a share in whole per cent; 100 means all of it and 0 means nothing of it."""
    if part is None or part <= 0 or whole <= 0:
        return 0
    return min(100, max(1, int(100 * part / whole)))


@dataclass(frozen=True, slots=True)
class Digits:
    """A number in two pieces: the digits it shares with the number beside it, and those from the first that differs."""

    shared: str
    rest: str

    def __str__(self) -> str:
        """Return the whole number."""
        return self.shared + self.rest


def side_by_side(got: complex, want: complex) -> tuple[Digits, Digits]:
    """Return two numbers with as many digits as it takes to see where they part, and equally many in both."""
    enough = (n + 1 for n in range(_FEWEST_DIGITS, _MOST_DIGITS) if f"{got:.{n}g}" != f"{want:.{n}g}")
    count = next(enough, _MOST_DIGITS)
    mine, theirs = _without_common_zeros(f"{got:#.{count}g}", f"{want:#.{count}g}")
    cut = _parting(mine, theirs)
    return Digits(mine[:cut], mine[cut:]), Digits(theirs[:cut], theirs[cut:])


def _without_common_zeros(mine: str, theirs: str) -> tuple[str, str]:
    while _ends_in_zero(mine) and _ends_in_zero(theirs):
        mine, theirs = mine[:-1], theirs[:-1]
    return mine.removesuffix("."), theirs.removesuffix(".")


def _ends_in_zero(number: str) -> bool:
    return number.endswith("0") and "." in number and "e" not in number


def _parting(mine: str, theirs: str) -> int:
    if _scale(mine) != _scale(theirs):
        return 0
    pairs = zip(mine, theirs, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(mine), len(theirs)))


def _scale(number: str) -> tuple[int, str]:
    mantissa, _, exponent = number.partition("e")
    return len(mantissa.partition(".")[0]), exponent


def format_index(index: tuple[int, ...]) -> str:
    """Return the place of an entry as it is written in code, `[1, 2]`; a number by itself has none."""
    return f"[{', '.join(map(str, index))}]" if index else "the number"


def format_ratio(entry: Entry) -> str:
    """Return how many times the allowed error the error is."""
    if entry.allowed > 0 and math.isfinite(entry.error):
        return f"{entry.error / entry.allowed:.3g}"
    return "0" if entry.error == 0 else "inf"
