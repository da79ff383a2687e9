"""From the words of a formula to its steps."""

from __future__ import annotations

from collections.abc import Sequence

from grader.formula.functions import BINARY, SIGNED, SIGNS, Function, Step, value
from grader.formula.words import FormulaError, Token

MAX_STEPS = 400
"""Numbers, names, operators and calls together."""
MAX_DEPTH = 50
"""Operands inside operands: brackets, signs, exponents."""
MAX_EXPONENT = 1000
"""Size of an exponent without a variable."""


class Reader:
    """Reads tokens once from left to right, by how tightly operators bind (Pratt 1973)."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Begin before the first token; the last one is the end."""
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._steps: list[Step] = []

    def steps(self) -> tuple[Step, ...]:
        """Return the steps of the whole formula."""
        self._sum()
        if self._next.text == ")":
            raise FormulaError("this bracket is not opened anywhere", self._next.column)
        self._hold_no_comma()
        return tuple(self._steps)

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _add(self, step: Step) -> None:
        if len(self._steps) == MAX_STEPS:
            raise FormulaError(f"the formula is too long; at most {MAX_STEPS} terms are read", self._next.column)
        self._steps.append(step)

    def _sum(self, least: int = 0) -> None:
        """Read an operand and every operator after it that binds at least so tightly, with what stands right of it."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormulaError(f"the formula is nested more than {MAX_DEPTH} deep", self._next.column)
        self._operand()
        while (operator := BINARY.get(self._next.text)) and operator.binds >= least:
            sign, first = self._take(), len(self._steps)
            self._sum(operator.right)
            if sign.text == "**":
                self._hold_exponent(self._steps[first:], sign)
            self._add(operator.function)
        self._depth -= 1

    def _operand(self) -> None:
        token = self._next
        if token.step is None and token.text in SIGNS:
            self._take()
            self._sum(SIGNED)
            self._add(SIGNS[token.text])
            return
        if token.step is None and token.text != "(":
            raise FormulaError(_operand_words(self._tokens[: self._at + 1]), token.column)
        self._take()
        if isinstance(token.step, Function):
            self._call(token, token.step)
        elif token.step is None:
            self._sum()
            self._close(token)
        else:
            self._add(token.step)
        self._hold_operator()

    def _call(self, name: Token, function: Function) -> None:
        if self._next.text != "(":
            raise FormulaError(f"`{name.text}` is a function; write `{name.text}(...)`", name.column)
        opened, given = self._take(), 1
        self._sum()
        while self._next.text == ",":
            self._take()
            self._sum()
            given += 1
        if given != function.arguments:
            raise FormulaError(_arguments_words(name.text, function.arguments, given), name.column)
        self._close(opened)
        self._add(function)

    def _close(self, opened: Token) -> None:
        self._hold_no_comma()
        if self._next.text != ")":
            raise FormulaError("the bracket that is opened here is not closed", opened.column)
        self._take()

    def _hold_no_comma(self) -> None:
        if self._next.text == ",":
            message = "a comma may stand between the arguments of a function only; in a number write a point"
            raise FormulaError(message, self._next.column)

    def _hold_operator(self) -> None:
        """Refuse a product without its sign, as in 2x, 2(x + 1) or x(1 - x)."""
        before, after = self._tokens[self._at - 1], self._next
        if after.step is not None or after.text == "(":
            missing = f"an operator is missing between `{before.text}` and `{after.text}`"
            raise FormulaError(f"{missing}; a product is `{before.text}*{after.text}`", after.column)

    def _hold_exponent(self, steps: Sequence[Step], sign: Token) -> None:
        """Refuse an exponent that is a number beyond all use."""
        if any(isinstance(step, str) for step in steps):
            return
        if not abs(float(value(steps, {}))) <= MAX_EXPONENT:
            raise FormulaError(f"the exponent is beyond {MAX_EXPONENT}", sign.column)


def _operand_words(tokens: Sequence[Token]) -> str:
    found = f"`{tokens[-1].text}` stands there" if tokens[-1].text else "the formula ends there"
    after = f" after `{tokens[-2].text}`" if len(tokens) > 1 else ""
    return f"a number, a name or `(` is expected{after}; {found}"


def _arguments_words(name: str, due: int, given: int) -> str:
    return f"`{name}` takes {due} argument{'s'[: due > 1]}; {given} {'are' if given > 1 else 'is'} given"
