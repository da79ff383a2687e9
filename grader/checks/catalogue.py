"""The kinds in words, from their own docstrings and fields: what `grader kinds` prints and the README shows."""

from __future__ import annotations

import dataclasses
import inspect
import textwrap
from collections.abc import Iterator

from grader.checks import KINDS

WIDTH = 100
_PLAIN_TYPES = {
    "Kind": "a kind with its options",
    "Mapping[str, tuple[float, ...]]": "a range for each variable",
    "tuple[str, ...]": "a list of words",
    "tuple[UpTo, ...]": "a list of these",
}


def catalogue() -> str:
    """Return every kind with what it accepts and its options, as Markdown that also reads well in a terminal."""
    return "\n".join(line for name, kind in KINDS.items() for line in _lines(name, kind)).rstrip()


def _lines(name: str, kind: type) -> Iterator[str]:
    words = " ".join(inspect.cleandoc(kind.__doc__ or "").split())
    yield from textwrap.wrap(f"- **{name}**: {words}", WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    options = ", ".join(_option(field) for field in dataclasses.fields(kind) if field.name != "key")
    if options:
        yield from textwrap.wrap(
            f"Options: {options}.", WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
        )


def _option(field: dataclasses.Field[object]) -> str:
    if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
        return f"`{field.name}` ({_PLAIN_TYPES.get(str(field.type), field.type)}, required)"
    if field.default in (None, (), "", dataclasses.MISSING):
        return f"`{field.name}` (none)"
    return f"`{field.name}` ({str(field.default).lower() if isinstance(field.default, bool) else field.default})"
