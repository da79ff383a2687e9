"""The little Markdown of a statement or a hint, as plain data; the templates escape every piece of it.

Paragraphs, lists, fenced code, `code`, **bold**, and formulas between dollar signs. All else is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.report.printable import printable

_TAB = 4
_SPAN = re.compile(
    r"\\(?P<plain>[$`*\\])|`(?P<code>[^`]+)`|\$\$(?P<display>[^$]+)\$\$"
    r"|\$(?P<math>[^\s$](?:[^$]*[^\s$])?)\$|\*\*(?P<bold>[^*]+)\*\*"
)
_CHUNK = re.compile(
    r"^[ \t]*```[^\n]*\n(?P<pre>.*?)^[ \t]*```[ \t]*$|^[ \t]*\$\$(?P<math>[^$]+)\$\$[ \t]*$", re.MULTILINE | re.DOTALL
)
_ITEM = re.compile(r"[ \t]*(?:(?P<ul>[-*+])|(?P<ol>\d{1,3}[.)]))[ \t]+(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line; `kind` is plain, code or math."""

    kind: str
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (`p`), a list (`ul`, `ol`) of items, or one item to be kept as it stands (`pre`, `math`)."""

    kind: str
    items: tuple[tuple[Span, ...], ...]


def spans(text: str) -> tuple[Span, ...]:
    """Return the pieces of running text."""
    return tuple(_spans(" ".join(printable(line) for line in text.expandtabs(_TAB).split("\n"))))


def coded(text: str) -> tuple[Span, ...]:
    """Return the pieces of a message: only what stands in backticks is marked, since it may quote anything."""
    pieces = printable(text).split("`")
    if len(pieces) % 2 == 0:  # a backtick without its pair
        return (Span("plain", printable(text)),)
    return tuple(Span("code" if index % 2 else "plain", piece) for index, piece in enumerate(pieces) if piece)


def plain(text: str) -> str:
    """Return running text as a terminal shows it: code keeps its backticks, the other marks go."""
    return "".join(f"`{span.text}`" if span.kind == "code" else span.text for span in spans(text))


def _spans(text: str, *, bold: bool = False) -> Iterator[Span]:
    end = 0
    for match in _SPAN.finditer(text):
        if match.start() > end:
            yield Span("plain", text[end : match.start()], bold)
        end = match.end()
        kind = match.lastgroup or "plain"
        if kind == "bold":
            yield from _spans(match.group(kind), bold=True)
        else:
            yield Span("math" if kind == "display" else kind, match.group(kind), bold)
    if end < len(text):
        yield Span("plain", text[end:], bold)


def blocks(text: str) -> tuple[Block, ...]:
    """Return a statement as its blocks, in order."""
    return tuple(_blocks(text.replace("\r\n", "\n")))


def _blocks(text: str) -> Iterator[Block]:
    end = 0
    for match in _CHUNK.finditer(text):
        yield from _prose(text[end : match.start()])
        end = match.end()
        kind = match.lastgroup or "pre"
        yield Block(kind, ((Span("plain", _as_it_stands(match.group(kind))),),))
    yield from _prose(text[end:])


def _as_it_stands(text: str) -> str:
    return "\n".join(printable(line.expandtabs(_TAB)) for line in text.strip("\n").split("\n")).strip()


def _prose(text: str) -> Iterator[Block]:
    found: list[tuple[str, list[str]]] = []
    after_blank = True
    for line in text.split("\n"):
        item = _ITEM.match(line)
        if item is not None:
            _add_item(found, "ul" if item["ul"] else "ol", item["text"])
        elif line.strip() and (after_blank or not found):
            found.append(("p", [line.strip()]))
        elif line.strip():
            found[-1][1][-1] += " " + line.strip()
        after_blank = not line.strip()
    for kind, items in found:
        yield Block(kind, tuple(spans(item) for item in items))


def _add_item(found: list[tuple[str, list[str]]], kind: str, text: str) -> None:
    if found and found[-1][0] == kind:
        found[-1][1].append(text)
    else:
        found.append((kind, [text]))
