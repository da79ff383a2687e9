"""The kinds in words, from their own docstrings and fields: what `grader kinds` prints and the README shows."""

from __future__ import annotations

import dataclasses
import inspect
import textwrap
from collections.abc import Iterator

from grader.checks import KINDS

WIDTH = 100
_PLAIN_NAMES = {"Shapes": "strict | loose", "Kind": "a kind with its options"}


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
    if field.default is dataclasses.MISSING:
        said = f"{_PLAIN_NAMES.get(str(field.type), 'a list of words')}, required"
    elif field.default is None:
        said = "none"
    else:
        said = str(field.default).lower() if isinstance(field.default, bool) else str(field.default) or "none"
    return f"`{field.name}` ({said if said != '()' else 'a list of names, required'})"
