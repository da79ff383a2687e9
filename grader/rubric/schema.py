"""From the types of a frozen dataclass to a reader of its YAML, and to the JSON Schema that says the same.

A section that is `Judged` names a kind of check, and the options of that kind, the fields of its dataclass, stand
beside the section's own keys. Faults are kept, never raised, so that one pass tells all of them.
"""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias, Union

from grader.model import Kind
from grader.rubric.arguments import Argument
from grader.rubric.containers import ListOf, MapOf, Maybe, Slot, Slots, entries, joined, object_schema, read_slots
from grader.rubric.scalars import (
    LINE,
    Bounds,
    Choice,
    Exact,
    Flag,
    Form,
    Json,
    Key,
    Reader,
    Real,
    Text,
    Whole,
    instead,
    shown,
)
from grader.rubric.sections import OWN, AnyOptions, Judged, NotEmpty, Section
from grader.rubric.source import INVALID, Faults, Fields, Node, Word, spot_of

Kinds: TypeAlias = Mapping[str, type]

NOT_INNER = frozenset({"parts", "figure", "unchanged"})
"""Kinds that look at a whole answer, so that no other kind can hold them."""

BOUNDS: Mapping[str, Bounds] = {
    "rtol": Bounds(least=0, most=1),
    "atol": Bounds(least=0),
    "within": Bounds(above=0, most=1),
    "seconds": Bounds(above=0, most=3600),
    "submission_seconds": Bounds(above=0, most=86_400),
    "memory_mib": Bounds(least=1, most=1 << 20),
    "answer_mib": Bounds(least=1, most=1 << 10),
    "printed_kib": Bounds(least=0, most=1 << 20),
}
"""Ranges by the name of the field, for numbers whose type states none."""

_WORDS: Mapping[object, type[Text | Flag]] = {str: Text, bool: Flag}
_NUMBERS: Mapping[object, type[Whole | Real | Exact]] = {int: Whole, float: Real, Decimal: Exact}


class Types:
    """Makes readers of annotations; `groups` are kinds of the file only, `defaults` the nodes of the teacher's own."""

    def __init__(self, kinds: Kinds, groups: Kinds, defaults: Mapping[str, Node]) -> None:
        """Sort the kinds into those that may stand at the top and those that may judge a part."""
        self._inner = {name: kind for name, kind in kinds.items() if name not in NOT_INNER}
        self._all = {**kinds, **groups}
        self._groups = groups
        self._slots: dict[type, Slots] = {}
        self._defaults = defaults

    def kinds(self, *, inner: bool) -> KindSet:
        """Return the kinds that may judge a part, or all of them."""
        return KindSet(self, self._inner if inner else self._all)

    def reader(self, annotation: object, bounds: Bounds | None = None) -> Reader:
        """Return what reads values of this type."""
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is Annotated:
            return self._marked(arguments[0], arguments[1], bounds)
        if origin in {Union, types.UnionType}:
            return self._union(arguments, bounds)
        if origin is tuple:
            of = self.reader(arguments[0], bounds)
            return ListOf(of, lenient=isinstance(of, Record | JudgedRecord))
        if origin is Mapping:
            form = next((mark for mark in typing.get_args(arguments[0]) if isinstance(mark, Form)), LINE)
            return MapOf(form, self.reader(arguments[1], bounds))
        if origin is Literal:
            return Choice(arguments, arguments)
        return self._plain(annotation, bounds)

    def _plain(self, annotation: object, bounds: Bounds | None) -> Reader:
        if annotation is Kind:
            return InnerKind(self)
        if annotation in _WORDS:
            return _WORDS[annotation]()
        if annotation in _NUMBERS:
            return _NUMBERS[annotation](bounds) if bounds else _NUMBERS[annotation]()
        if isinstance(annotation, type) and issubclass(annotation, enum.StrEnum):
            members = tuple(annotation)
            return Choice(tuple(member.value for member in members), members)
        if isinstance(annotation, type) and is_dataclass(annotation):
            return JudgedRecord(annotation, self) if issubclass(annotation, Judged) else Record(annotation, self)
        raise TypeError(f"no reader for {annotation!r}")

    def _marked(self, annotation: object, mark: object, bounds: Bounds | None) -> Reader:
        match mark:
            case Form():
                return Text(mark)
            case Bounds():
                return self.reader(annotation, mark)
            case Argument():
                return mark
            case AnyOptions():
                return Defaults(self)
            case NotEmpty():
                listed = self.reader(annotation, bounds)
                return replace(listed, least=1) if isinstance(listed, ListOf) else listed
        return self.reader(annotation, bounds)

    def _union(self, members: tuple[object, ...], bounds: Bounds | None) -> Reader:
        rest = [member for member in members if member is not types.NoneType]
        reader = Key() if set(rest) == {int, str} else self.reader(rest[0], bounds)
        return Maybe(reader) if len(rest) < len(members) else reader

    def slots(self, cls: type) -> Slots:
        """Return the keys of a dataclass."""
        if cls not in self._slots:
            hints = typing.get_type_hints(cls, localns={"Kind": Kind}, include_extras=True)
            own = OWN if issubclass(cls, Section) else frozenset()
            listed = [entry for entry in fields(cls) if entry.init and entry.name not in own]
            self._slots[cls] = {entry.name: self._slot(entry, hints[entry.name]) for entry in listed}
        return self._slots[cls]

    def _slot(self, entry: Field[object], annotation: object) -> Slot:
        absent = entry.default is MISSING and entry.default_factory is MISSING
        required = bool(entry.metadata.get("required", absent))
        reader = self.reader(annotation, BOUNDS.get(entry.name))
        if required and isinstance(reader, Maybe):
            reader = reader.of
        return Slot(reader, required=required, says=entry.metadata.get("says", ""))

    def options(self, kind: str) -> Slots:
        """Return a kind's options; one with a default of the teacher's own need not be given."""
        return {
            name: replace(slot, required=slot.required and name not in self._defaults)
            for name, slot in self.slots(self._all[kind]).items()
        }

    def filled(self, kind: str, given: Mapping[str, object], faults: Faults) -> dict[str, object]:
        """Return a kind's fields with the teacher's own defaults for those that are not given."""
        standing = {
            name: slot.reader.read(self._defaults[name], joined("defaults", name), faults)
            for name, slot in self.options(kind).items()
            if name in self._defaults and name not in given
        }
        return {**standing, **given}

    def all_keys(self) -> frozenset[str]:
        """Return every key that some kind has."""
        return frozenset(name for kind in self._all for name in self.options(kind))

    def all_options(self) -> dict[str, list[Slot]]:
        """Return what the kinds take under each key, one slot for every kind that has such an option."""
        found: dict[str, list[Slot]] = {}
        for kind in self._all.keys() - self._groups.keys():
            for name, slot in self.options(kind).items():
                found.setdefault(name, []).append(slot)
        return dict(sorted(found.items()))


# --- records and kinds ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping whose keys are the fields of a dataclass."""

    cls: type
    types: Types

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Build the dataclass; a section is built from what is valid, any other one when everything is."""
        before = len(faults)
        values = read_slots(self.types.slots(self.cls), node, path, faults)
        if issubclass(self.cls, Section):
            return _section(self.cls, values, node, path, sound=len(faults) == before)
        return _built(self.cls, values, node, path, faults)

    def schema(self) -> Json:
        """List the keys; no others are allowed."""
        return object_schema(self.types.slots(self.cls))


@dataclass(frozen=True, slots=True)
class JudgedRecord:
    """A section with the options of its kind among its keys."""

    cls: type[Judged]
    types: Types

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Build the section, with its kind where that is valid."""
        before = len(faults)
        values = self._kinds.read(self.types.slots(self.cls), node, path, faults)
        return _section(self.cls, values, node, path, sound=len(faults) == before)

    def schema(self) -> Json:
        """List the keys of each kind."""
        return self._kinds.schema(self.types.slots(self.cls))

    @property
    def _kinds(self) -> KindSet:
        return self.types.kinds(inner=self.cls.inner)


@dataclass(frozen=True, slots=True)
class InnerKind:
    """A kind inside another: a mapping of `kind` and its options."""

    types: Types

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Build the kind."""
        return self.types.kinds(inner=True).read({}, node, path, faults)["kind"]

    def schema(self) -> Json:
        """Refer to the definition, since kinds nest."""
        return {"$ref": "#/$defs/kind"}


@dataclass(frozen=True, slots=True)
class KindSet:
    """The kinds that may stand at one place."""

    types: Types
    kinds: Kinds

    def read(self, common: Slots, node: Node, path: str, faults: Faults) -> dict[str, object]:
        """Return the values of the common keys, `kind` and `kind_name`; INVALID for a kind with a fault."""
        name = self._named(node)
        options = self.types.options(name) if name else {}
        slots = {**common, "kind": self._slot(tuple(self.kinds)), **options}
        # Without a kind its options are not known to be wrong.
        elsewhere = () if name else self.types.all_keys()
        whose = f" for kind {name}" if name else ""
        values = read_slots(slots, node, path, faults, whose=whose, elsewhere=elsewhere)
        given = {option: values[option] for option in options if option in values}
        kind = _built(self.kinds[name], self.types.filled(name, given, faults), node, path, faults) if name else INVALID
        return {**{key: values[key] for key in common if key in values}, "kind": kind, "kind_name": name}

    def _named(self, node: Node) -> str:
        """Return the name of the kind when there is such a kind, so that its options are known."""
        pairs = node.entries if isinstance(node, Fields) else ()
        written = (value.text for word, value in pairs if word.text == "kind" and isinstance(value, Word))
        return next((text for text in written if text in self.kinds), "")

    def _slot(self, names: tuple[str, ...]) -> Slot:
        return Slot(Choice(names, names), required=True, says="How the answer is judged.")

    def schema(self, common: Slots) -> Json:
        """Return one alternative for each kind, told apart by the value of `kind`."""
        alternatives = [{**common, "kind": self._slot((name,)), **self.types.options(name)} for name in self.kinds]
        return {"oneOf": [object_schema(slots) for slots in alternatives]}


@dataclass(frozen=True, slots=True)
class Defaults:
    """Options for every kind that has one of that name."""

    types: Types

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Hold each value against every kind that would take it."""
        slots = self.types.all_options()
        for name, (word, value) in entries(node, path, faults).items():
            if name not in slots:
                faults.refuse(word, path, f"no kind has an option {shown(name)}{instead(name, slots)}")
            for slot in slots.get(name, ()):
                slot.reader.read(value, joined(path, name), faults)
        return None

    def schema(self) -> Json:
        """List all options of all kinds; one that several kinds have must please all of them."""
        options = {name: [slot.schema() for slot in slots] for name, slots in self.types.all_options().items()}
        properties = {
            name: schemas[0] if schemas.count(schemas[0]) == len(schemas) else {"allOf": schemas}
            for name, schemas in options.items()
        }
        return {"type": "object", "properties": properties, "additionalProperties": False}


def _section(cls: type, values: Mapping[str, object], node: Node, path: str, *, sound: bool) -> object:
    if not isinstance(node, Fields):
        return INVALID
    valid = {name: value for name, value in values.items() if value is not INVALID}
    return cls(**valid, spot=spot_of(node, path), sound=sound, nodes={word.text: value for word, value in node.entries})


def _built(cls: type, values: Mapping[str, object], node: Node, path: str, faults: Faults) -> object:
    if not isinstance(node, Fields) or any(value is INVALID for value in values.values()):
        return INVALID
    try:
        return cls(**values)
    except ValueError as error:
        return faults.refuse(node, path, str(error))
