"""What the names and signs of a formula stand for: functions of arrays, and the steps that a formula comes to."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Function:
    """What a name that is called, or an operator, stands for; two names of one function are aliases."""

    of: Callable[..., Numbers]
    arguments: int = 1


Step: TypeAlias = float | str | Function
"""A number, the name of a variable, or a function of the values before it."""


def value(steps: Sequence[Step], values: Mapping[str, Numbers]) -> Numbers:
    """Carry out the steps on a stack; the steps make sure that it holds what each of them takes."""
    stack: list[Numbers] = []
    with np.errstate(all="ignore"):
        for step in steps:
            match step:
                case Function(of=of, arguments=count):
                    stack[-count:] = [of(*stack[-count:])]
                case str():
                    stack.append(np.asarray(values[step], np.float64))
                case _:
                    stack.append(np.asarray(step, np.float64))
    return stack.pop()


def _sigmoid(x: Numbers) -> Numbers:
    shrunk = np.exp(-np.abs(x))  # never overflows
    return np.asarray(np.where(x >= 0.0, 1.0, shrunk) / (1.0 + shrunk))


def _relu(x: Numbers) -> Numbers:
    return np.maximum(x, 0.0)


def _step(x: Numbers) -> Numbers:
    return np.heaviside(x, 0.5)


FUNCTIONS: Mapping[str, Function] = {
    **dict.fromkeys(("abs", "fabs"), Function(np.abs)),
    "sign": Function(np.sign),
    "step": Function(_step),
    "sqrt": Function(np.sqrt),
    "exp": Function(np.exp),
    "expm1": Function(np.expm1),
    **dict.fromkeys(("log", "ln"), Function(np.log)),
    "log1p": Function(np.log1p),
    "log2": Function(np.log2),
    "log10": Function(np.log10),
    "sin": Function(np.sin),
    "cos": Function(np.cos),
    "tan": Function(np.tan),
    **dict.fromkeys(("arcsin", "asin"), Function(np.arcsin)),
    **dict.fromkeys(("arccos", "acos"), Function(np.arccos)),
    **dict.fromkeys(("arctan", "atan"), Function(np.arctan)),
    "sinh": Function(np.sinh),
    "cosh": Function(np.cosh),
    "tanh": Function(np.tanh),
    "sigmoid": Function(_sigmoid),
    "relu": Function(_relu),
    **dict.fromkeys(("max", "maximum"), Function(np.maximum, 2)),
    **dict.fromkeys(("min", "minimum"), Function(np.minimum, 2)),
}
"""Every function that a rubric can allow; with one name of a function its other names are allowed too."""

CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}
"""Always known, unless a variable has the name."""


@dataclass(frozen=True, slots=True)
class Operator:
    """How tightly an operator binds, how tightly what stands right of it must bind, and what it does."""

    binds: int
    right: int
    function: Function


SIGNED = 3
BINARY: Mapping[str, Operator] = {
    "+": Operator(1, 2, Function(np.add, 2)),
    "-": Operator(1, 2, Function(np.subtract, 2)),
    "*": Operator(2, SIGNED, Function(np.multiply, 2)),
    "/": Operator(2, SIGNED, Function(np.divide, 2)),
    "**": Operator(4, SIGNED, Function(np.power, 2)),
}
SIGNS: Mapping[str, Function] = {"+": Function(np.positive), "-": Function(np.negative)}
