"""The kinds of checks: each one frozen dataclass, each one line here, nothing found by scanning."""

from __future__ import annotations

from grader.checks.conduct import Finite, Unchanged
from grader.checks.figure import Figure
from grader.checks.formula import Formula
from grader.checks.invariance import Same
from grader.checks.properties import (
    Converges,
    Monotone,
    Orthogonal,
    Psd,
    Shape,
    Solves,
    Sums,
    Symmetric,
    Within,
)
from grader.checks.structure import Part, Unordered
from grader.checks.values import Choice, Close, Constant, Factor, OneOf, Proportional
from grader.model import Kind

KINDS: dict[str, type[Kind]] = {
    "close": Close,
    "proportional": Proportional,
    "factor": Factor,
    "same": Same,
    "one_of": OneOf,
    "choice": Choice,
    "constant": Constant,
    "unordered": Unordered,
    "parts": Part,
    "figure": Figure,
    "formula": Formula,
    "unchanged": Unchanged,
    "finite": Finite,
    "shape": Shape,
    "within": Within,
    "sums": Sums,
    "monotone": Monotone,
    "symmetric": Symmetric,
    "psd": Psd,
    "orthogonal": Orthogonal,
    "solves": Solves,
    "converges": Converges,
}
