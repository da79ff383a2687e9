"""Readers of lists and mappings; what stands inside is read by the readers they are given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from grader.rubric.scalars import Form, Json, Reader, Text, described, instead, is_null, shown
from grader.rubric.source import INVALID, Faults, Fields, Items, Node, Word


@dataclass(frozen=True, slots=True)
class Slot:
    """One key that a mapping may have."""

    reader: Reader
    required: bool
    says: str = ""

    def schema(self) -> Json:
        """Return the reader's schema with the description."""
        return {**self.reader.schema(), **({"description": self.says} if self.says else {})}


Slots: TypeAlias = Mapping[str, Slot]


@dataclass(frozen=True, slots=True)
class Maybe:
    """A value or nothing."""

    of: Reader

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Take `null`, `~` and an empty place as None."""
        return None if is_null(node) else self.of.read(node, path, faults)

    def schema(self) -> Json:
        """Return both types."""
        return {"anyOf": [self.of.schema(), {"type": "null"}]}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, valid as a whole or not at all; `lenient` keeps the valid entries."""

    of: Reader
    least: int = 0
    lenient: bool = False

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Read every entry."""
        if not isinstance(node, Items):
            tip = f"; write [{node.text}]" if isinstance(node, Word) and node.plain and not is_null(node) else ""
            return faults.refuse(node, path, f"expected a list, got {described(node)}{tip}")
        if len(node.nodes) < self.least:
            return faults.refuse(node, path, "expected a list with at least one entry, got an empty one")
        values = tuple(self.of.read(item, f"{path}[{index}]", faults) for index, item in enumerate(node.nodes))
        valid = tuple(value for value in values if value is not INVALID)
        return valid if self.lenient or len(valid) == len(values) else INVALID

    def schema(self) -> Json:
        """Return the items' schema."""
        return {"type": "array", "items": self.of.schema(), **({"minItems": self.least} if self.least else {})}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping with keys of the teacher's own; entries that are invalid are left out."""

    form: Form
    of: Reader

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Read every entry."""
        key = Text(self.form)
        read = {
            name: self.of.read(value, joined(path, name), faults)
            for name, (word, value) in entries(node, path, faults).items()
            if key.read(word, path, faults) is not INVALID
        }
        return {name: value for name, value in read.items() if value is not INVALID}

    def schema(self) -> Json:
        """Return the schema of keys and values."""
        names: Json = {"pattern": f"^(?:{self.form.pattern})$"}
        return {"type": "object", "propertyNames": names, "additionalProperties": self.of.schema()}


def joined(path: str, name: str) -> str:
    """Return the dotted path to a key."""
    return f"{path}.{name}" if path else name


def entries(node: Node, path: str, faults: Faults) -> dict[str, tuple[Word, Node]]:
    """Return a mapping's entries by key, a fault kept for every key that stands twice; none for anything else."""
    if not isinstance(node, Fields):
        faults.refuse(node, path, f"expected a mapping (key: value), got {described(node)}")
        return {}
    found: dict[str, tuple[Word, Node]] = {}
    for word, value in node.entries:
        if word.text in found:
            first = found[word.text][0].line
            faults.refuse(word, path, f"the key {shown(word.text)} stands here twice, first in line {first}")
        else:
            found[word.text] = (word, value)
    return found


def read_slots(  # noqa: PLR0913 - what to read, where it stands, where faults go, and how to name them
    slots: Slots, node: Node, path: str, faults: Faults, *, whose: str = "", elsewhere: Collection[str] = ()
) -> dict[str, object]:
    """Read a mapping's keys into values; `whose` says whose keys these are, keys of `elsewhere` may be right too."""
    found = entries(node, path, faults)
    for name, (word, _) in found.items():
        if name not in slots and name not in elsewhere:
            faults.refuse(word, path, f"unknown key {shown(name)}{whose}{instead(name, slots)}")
    values = {
        name: slot.reader.read(found[name][1], joined(path, name), faults)
        for name, slot in slots.items()
        if name in found
    }
    absent = [name for name, slot in slots.items() if slot.required and name not in found]
    for name in absent if isinstance(node, Fields) else ():
        faults.refuse(node, path, f"the key `{name}` is missing")
    return {**values, **dict.fromkeys(absent, INVALID)}


def object_schema(slots: Slots) -> Json:
    """Return the schema of a mapping with these keys and no others."""
    return {
        "type": "object",
        "properties": {name: slot.schema() for name, slot in slots.items()},
        "required": [name for name, slot in slots.items() if slot.required],
        "additionalProperties": False,
    }
