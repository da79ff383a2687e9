"""Literal arguments of a case: what stands in a rubric becomes an inert value, lists of numbers an array.

NumPy is imported where an array is made.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.rubric.scalars import BOOLEANS, INTEGER, NOT_FINITE, NUMBER, Json, Real, Whole, is_null, wanted
from grader.rubric.source import INVALID, Faults, Items, Node, Word


@dataclass(frozen=True, slots=True)
class Argument:
    """A literal argument: a number, a text, true, false, null, or (nested) lists of numbers, which are an array."""

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Return the inert value."""
        match node:
            case Items():
                return _array(node, path, faults)
            case Word(plain=True, text=text):
                return _plain(node, text, path, faults)
            case Word(text=text):
                return text
        return wanted("a number, a text, true, false, null or a list of numbers", node, path, faults)

    def schema(self) -> Json:
        """Refer to the definition of nested numbers."""
        return {"anyOf": [{"type": ["number", "string", "boolean", "null"]}, {"$ref": "#/$defs/numbers"}]}


NUMBERS_SCHEMA: Json = {
    "type": "array",
    "items": {"anyOf": [{"type": "number"}, {"$ref": "#/$defs/numbers"}]},
}


def _plain(node: Node, text: str, path: str, faults: Faults) -> object:
    if is_null(node):
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    if INTEGER.fullmatch(text):
        return Whole().read(node, path, faults)
    if NUMBER.fullmatch(text):
        return Real().read(node, path, faults)
    if NOT_FINITE.fullmatch(text):
        return wanted("a finite number (or a text in quotes)", node, path, faults)
    return text


def _array(node: Items, path: str, faults: Faults) -> object:
    import numpy as np

    sized = _numbers(node, path, faults)
    if sized is None:
        return INVALID
    array = np.array(sized[0], dtype=np.float64)
    array.flags.writeable = False
    return array


def _numbers(node: Node, path: str, faults: Faults) -> tuple[object, tuple[int, ...]] | None:
    """Return nested floats and their shape, or None after keeping a fault for whatever is no number or ragged."""
    if not isinstance(node, Items):
        value = Real().read(node, path, faults)
        return None if value is INVALID else (value, ())
    sized = [_numbers(item, f"{path}[{index}]", faults) for index, item in enumerate(node.nodes)]
    sound = [row for row in sized if row is not None]
    first = sound[0][1] if sound else ()
    for index, row in enumerate(sized):
        if row is not None and row[1] != first:
            message = f"expected {_sized(first)} like the entries before it, got {_sized(row[1])}"
            faults.refuse(node.nodes[index], f"{path}[{index}]", message)
            return None
    return ([row[0] for row in sound], (len(sound), *first)) if len(sound) == len(sized) else None


def _sized(shape: tuple[int, ...]) -> str:
    if not shape:
        return "a number"
    return f"a list of {' x '.join(map(str, shape))} number{'' if shape == (1,) else 's'}"
