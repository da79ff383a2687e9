"""The kinds of checks: each one frozen dataclass, each one line here, nothing found by scanning."""

from __future__ import annotations

from grader.checks.conduct import Finite, Unchanged
from grader.checks.figure import Figure
from grader.checks.structure import Part, Unordered
from grader.checks.values import Choice, Close, Constant, Factor, OneOf, Proportional
from grader.model import Kind

KINDS: dict[str, type[Kind]] = {
    "close": Close,
    "proportional": Proportional,
    "factor": Factor,
    "one_of": OneOf,
    "choice": Choice,
    "constant": Constant,
    "unordered": Unordered,
    "parts": Part,
    "figure": Figure,
    "unchanged": Unchanged,
    "finite": Finite,
}
