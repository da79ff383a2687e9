r"""A formula as text, read by an allow list and evaluated on arrays; nothing in it is ever run as Python.

Python's own parser stays away as well: hostile text can end the process that it parses in. What is read is this,
with the precedence of Python:

    sum     = product (("+" | "-") product)*
    product = signed (("*" | "/") signed)*
    signed  = ("+" | "-") signed | power
    power   = operand ("**" signed)?
    operand = number | name | function "(" sum ("," sum)* ")" | "(" sum ")"

All numbers are float64, so that `9**9**9` could only be infinite, never large.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from grader.formula.functions import FUNCTIONS, Numbers, Step, value
from grader.formula.reader import Reader
from grader.formula.words import FormulaError, Scanner

__all__ = ["FUNCTIONS", "Formula", "FormulaError", "Numbers", "parse"]

MAX_LENGTH = 1000
"""Characters of a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula that was read: its text, and its steps in the order in which they are carried out."""

    text: str
    steps: tuple[Step, ...]

    def evaluate(self, values: Mapping[str, Numbers]) -> Numbers:
        """Return the formula's value at every point, in the common shape of the variables; NaN where it has none."""
        shape = np.broadcast_shapes(*(np.shape(column) for column in values.values()))
        return np.array(np.broadcast_to(value(self.steps, values), shape))


def parse(text: str, *, names: Collection[str], functions: Collection[str]) -> Formula:
    """Read a formula in these variables and functions (of `FUNCTIONS`); FormulaError says what it may not hold."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"the formula has {len(text)} characters; at most {MAX_LENGTH} are read", MAX_LENGTH + 1)
    if not text.strip():
        raise FormulaError("the formula is empty", 1)
    scanner = Scanner(names, functions)
    return Formula(text=text, steps=Reader(tuple(scanner.tokens(text))).steps())
