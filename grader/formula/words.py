"""From a text to the words of a formula; every character, name and number that it may hold is listed here."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from grader.errors import GraderError
from grader.formula.functions import CONSTANTS, FUNCTIONS, Step

MAX_DIGITS = 30
"""Characters of one number."""
_SHOWN = 40
"""Characters of an unknown name that a message repeats."""


class FormulaError(GraderError):
    """A text that is no formula of the allow list: what is wrong, and in which column, counted from one."""

    def __init__(self, message: str, column: int) -> None:
        """Keep the column beside the sentence."""
        self.column = column
        super().__init__(f"column {column}: {message}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the formula; operators and brackets have no step, the end has no text either."""

    text: str
    column: int
    step: Step | None = None


_WORD = re.compile(
    r"(?P<space>[ \t]+)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|/(?!/)|[-+*(),])"
)

_MODULES = frozenset({"np", "numpy", "math"})

_REFUSED: Mapping[str, str] = {
    "^": "`^` is not the power; write `**`",
    "//": "`//` is not an operator here; write `/`",
    "=": "a formula has no `=`; write what stands right of it",
    ".": "a point may stand inside a number only",
    "#": "a formula has no comments",
    **dict.fromkeys("<>!", "a formula has no comparisons"),
    **dict.fromkeys("[{", "brackets of this kind have no meaning here; write `(`"),
    **dict.fromkeys("]}", "brackets of this kind have no meaning here; write `)`"),
    **dict.fromkeys("'\"`", "a formula holds no quotes; leave them out"),
    **dict.fromkeys("\r\n", "a formula is one line; leave the line break out"),
}
"""Why a formula cannot go on like this, by what stands there."""

_LOOK_ALIKES: Mapping[str, str] = {
    **dict.fromkeys("\N{MINUS SIGN}\N{HYPHEN}\N{EN DASH}\N{EM DASH}", "-"),
    **dict.fromkeys("\N{MULTIPLICATION SIGN}\N{MIDDLE DOT}\N{DOT OPERATOR}\N{ASTERISK OPERATOR}", "*"),
    **dict.fromkeys("\N{DIVISION SIGN}\N{DIVISION SLASH}\N{FRACTION SLASH}", "/"),
    "\N{SUPERSCRIPT TWO}": "**2",
    "\N{SUPERSCRIPT THREE}": "**3",
    "\N{GREEK SMALL LETTER PI}": "pi",
}


@dataclass(frozen=True, slots=True)
class Scanner:
    """Takes a text apart into words that are allowed."""

    names: Collection[str]
    functions: Collection[str]

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield the words, then an empty one for the end."""
        known = self._known()
        at = 0
        while at < len(text):
            match = _WORD.match(text, at)
            if match is None:
                raise FormulaError(_refusal(text[at:]), at + 1)
            if match.lastgroup == "number":
                yield Token(match[0], at + 1, _number(match))
            elif match.lastgroup == "name":
                yield Token(match[0], at + 1, self._named(match, known))
            elif match.lastgroup == "sign":
                yield Token(match[0], at + 1)
            at = match.end()
        yield Token("", len(text) + 1)

    def _known(self) -> dict[str, Step]:
        """Return what every name stands for; a variable hides a constant of its name."""
        picked = {FUNCTIONS[name] for name in self.functions}
        functions = {name: function for name, function in FUNCTIONS.items() if function in picked}
        return {**CONSTANTS, **functions, **{name: name for name in self.names}}

    def _named(self, match: re.Match[str], known: Mapping[str, Step]) -> Step:
        name = match[0]
        if name in known:
            return known[name]
        if name in _MODULES:
            message = f"functions are written without `{name}.` in front"
        else:
            meant = _near(name, known.keys() - CONSTANTS.keys())
            message = f"`{_cut(name)}` is not known here{meant}; {self._allowed()}"
        raise FormulaError(message, match.start() + 1)

    def _allowed(self) -> str:
        listed = [f"the formula may hold {', '.join(self.names) or 'numbers'}", ", ".join(self.functions)]
        return " and the functions ".join(filter(None, listed))


def _number(match: re.Match[str]) -> float:
    column = match.start() + 1
    if len(match[0]) > MAX_DIGITS:
        raise FormulaError(f"a number has at most {MAX_DIGITS} characters", column)
    if match.string.startswith("_", match.end()):
        raise FormulaError("a number is written without `_`", column)
    number = float(match[0])
    if not math.isfinite(number):
        raise FormulaError("the number is too large", column)
    return number


def _near(name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    name = _cut(name)
    ordered = sorted(known)
    alike = [other for other in ordered if other.casefold() == name.casefold()] or get_close_matches(name, ordered, 1)
    return f" (is `{alike[0]}` meant?)" if alike else ""


def _cut(name: str) -> str:
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}..."


def _refusal(rest: str) -> str:
    """Say why a formula cannot go on with this; a strange character is named rather than repeated."""
    for text, message in _REFUSED.items():
        if rest.startswith(text):
            return message
    char = rest[0]
    if "!" <= char <= "~":
        return f"`{char}` is not an operator here; those are + - * / **"
    written = _LOOK_ALIKES.get(char) or unicodedata.normalize("NFKC", char)
    instead = f"; write `{written}`" if written.isascii() and written.isprintable() and written.strip() else ""
    called = unicodedata.name(char, "a character without a name").lower()
    return f"this is {called} (U+{ord(char):04X}), which a formula may not hold{instead}"
