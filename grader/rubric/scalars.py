"""What a single word of a rubric may be: text, a number, a yes or no, one of a few words.

Every reader has two faces: `read` gives the value or keeps a fault, `schema` says the same to an editor as JSON
Schema. Scalars are typed by what is wanted, never by how YAML would take them: `3.10` is a text where text is wanted,
`no` is a word, `1e-6` is a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Protocol, TypeAlias

from grader.rubric.source import Faults, Fields, Items, Node, Word

Json: TypeAlias = "dict[str, object]"

NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
INTEGER = re.compile(r"[-+]?[0-9]+")
NOT_FINITE = re.compile(r"[-+]?\.?(?:inf|nan)", re.IGNORECASE)
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEANS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_MEANT: Final = {
    "tolerance": "rtol",
    "function": "call",
    "inputs": "on",
    "weight": "points",
    "description": "statement",
}
"""Words for our keys in other graders."""
_LONGEST_NUMBER = 100
"""Characters; Python would refuse to turn thousands of digits into an integer."""
_LARGEST_INTEGER = 1 << 63
_SHOWN = 40
"""Characters of a wrong word that a message repeats."""
PLACES = 4
"""Decimal places that points may have."""


class Reader(Protocol):
    """Reads one node as a value of its type."""

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Return the value, or INVALID after keeping the fault."""
        ...

    def schema(self) -> Json:
        """Return the same as JSON Schema."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a text must look like as a whole, and how that is called."""

    pattern: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The range of a number; `above` and `below` leave their bound out."""

    least: int | None = None
    above: int | None = None
    most: int | None = None
    below: int | None = None

    def hold(self, value: float | Decimal) -> bool:
        """Whether a number lies inside."""
        return (
            (self.least is None or value >= self.least)
            and (self.above is None or value > self.above)
            and (self.most is None or value <= self.most)
            and (self.below is None or value < self.below)
        )

    def __str__(self) -> str:
        """Return ` >= 0 and < 1`, or nothing for no bounds."""
        signs = ((">=", self.least), (">", self.above), ("<=", self.most), ("<", self.below))
        said = " and ".join(f"{sign} {bound}" for sign, bound in signs if bound is not None)
        return f" {said}" if said else ""

    def schema(self) -> Json:
        """Return the bounds in JSON Schema's words."""
        words = {
            "minimum": self.least,
            "exclusiveMinimum": self.above,
            "maximum": self.most,
            "exclusiveMaximum": self.below,
        }
        return {word: bound for word, bound in words.items() if bound is not None}


PROSE = Form(pattern=r"[\s\S]*", says="text")
LINE = Form(pattern=r"[^\t\n\r\x85\u2028\u2029]{1,200}", says="one line of at most 200 characters")
POINTS = Bounds(least=0, below=1_000_000)
NO_BOUNDS = Bounds()


def is_null(node: Node) -> bool:
    """Whether nothing is written, or `null` or `~` without quotes."""
    return isinstance(node, Word) and node.plain and node.text in _NULLS


def described(node: Node) -> str:
    """Name what was found, in a few words."""
    match node:
        case Items():
            return "a list"
        case Fields():
            return "a mapping"
        case Word() if is_null(node):
            return "nothing"
        case Word(text=text, plain=plain):
            literal = NUMBER.fullmatch(text) or text in BOOLEANS
            return shown(text) if plain or not literal else f"the quoted text {shown(text)}; leave the quotes out"
    return "nothing that can be read"


def shown(text: str) -> str:
    """Return a text in quotes, on one line, cut where it is long."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def _is(pattern: re.Pattern[str], node: Node) -> bool:
    return (
        isinstance(node, Word)
        and node.plain
        and len(node.text) <= _LONGEST_NUMBER
        and pattern.fullmatch(node.text) is not None
    )


def wanted(says: str, node: Node, path: str, faults: Faults) -> object:
    """Keep the fault that something else was expected here."""
    return faults.refuse(node, path, f"expected {says}, got {described(node)}")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of some form; white space around it does not count."""

    form: Form = PROSE

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Take any word as it is written."""
        if isinstance(node, Word) and not is_null(node):
            text = node.text.strip()
            if re.fullmatch(self.form.pattern, text):
                return text
        return wanted(self.form.says, node, path, faults)

    def schema(self) -> Json:
        """Accept what an editor may take for a number: `id: 3` is a text here."""
        pattern = {} if self.form is PROSE else {"pattern": f"^(?:{self.form.pattern})$"}
        return {"type": ["string", "number", "boolean"], **pattern}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Take `true` and `false` without quotes."""
        if isinstance(node, Word) and node.plain and node.text in BOOLEANS:
            return BOOLEANS[node.text]
        return wanted("true or false", node, path, faults)

    def schema(self) -> Json:
        """Return the type."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number; `010` is ten."""

    bounds: Bounds = NO_BOUNDS

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Take digits with an optional sign."""
        if _is(INTEGER, node) and isinstance(node, Word):
            value = int(node.text)
            if abs(value) < _LARGEST_INTEGER and self.bounds.hold(value):
                return value
        return wanted(f"a whole number{self.bounds}", node, path, faults)

    def schema(self) -> Json:
        """Return the type and its bounds."""
        return {"type": "integer", **self.bounds.schema()}


@dataclass(frozen=True, slots=True)
class Real:
    """A finite number, as a float."""

    bounds: Bounds = NO_BOUNDS

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Take decimal notation, with or without a point and an exponent."""
        if _is(NUMBER, node) and isinstance(node, Word):
            value = float(node.text)
            if math.isfinite(value) and self.bounds.hold(value):
                return value
        finite = "finite " if _is(NOT_FINITE, node) else ""
        return wanted(f"a {finite}number{self.bounds}", node, path, faults)

    def schema(self) -> Json:
        """Return the type and its bounds."""
        return {"type": "number", **self.bounds.schema()}


@dataclass(frozen=True, slots=True)
class Exact:
    """A decimal number with at most `PLACES` decimal places, kept exactly."""

    bounds: Bounds = POINTS

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Take decimal notation; the result prints without an exponent."""
        if _is(NUMBER, node) and isinstance(node, Word):
            value = Decimal(node.text)
            if self.bounds.hold(value):
                if _has_more_places(value):
                    return faults.refuse(node, path, f"expected at most {PLACES} decimal places, got {described(node)}")
                return value + Decimal(0)
        return wanted(f"a number{self.bounds}", node, path, faults)

    def schema(self) -> Json:
        """Return the type and its bounds; floats of an editor cannot tell the decimal places."""
        return {"type": "number", **self.bounds.schema()}


def _has_more_places(value: Decimal) -> bool:
    if value and value.adjusted() < -PLACES:
        return True  # told first: the fraction of 1e-999999 would not fit into memory
    scaled: Fraction = Fraction(value) * 10**PLACES
    return scaled.denominator != 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words; `values` gives what each of them stands for."""

    words: tuple[str, ...]
    values: tuple[object, ...]

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Take one of the words, as it is written."""
        if isinstance(node, Word) and node.text in self.words:
            return self.values[self.words.index(node.text)]
        if isinstance(node, Word):
            return faults.refuse(
                node, path, f"expected {self._says}, got {described(node)}{near(node.text, self.words)}"
            )
        return wanted(self._says, node, path, faults)

    @property
    def _says(self) -> str:
        return "one of " + ", ".join(self.words)

    def schema(self) -> Json:
        """List the words."""
        return {"enum": list(self.words)}


def near(word: str, known: Collection[str]) -> str:
    """Return `; did you mean 'x'?` where a known word is near."""
    from difflib import get_close_matches

    meant = {name: name for name in known} | {name: key for name, key in _MEANT.items() if key in known}
    return "".join(f"; did you mean {meant[match]!r}?" for match in get_close_matches(word, meant, 1))


def instead(word: str, keys: Collection[str]) -> str:
    """Return what may stand in the place of an unknown key."""
    return f"{near(word, keys) or '.'} Allowed keys: {', '.join(keys)}"


@dataclass(frozen=True, slots=True)
class Key:
    """A part of a tuple (a whole number) or of a dict (a text)."""

    def read(self, node: Node, path: str, faults: Faults) -> object:
        """Take a whole number without quotes as a position, all else as a key."""
        if _is(INTEGER, node):
            return Whole(Bounds(least=0)).read(node, path, faults)
        return Text(LINE).read(node, path, faults)

    def schema(self) -> Json:
        """Return both types."""
        return {"anyOf": [Whole(Bounds(least=0)).schema(), {"type": "string"}]}
