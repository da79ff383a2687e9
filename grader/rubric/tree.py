"""From YAML text to a tree of words, lists and mappings.

YAML gives the structure only: what a word means (a number, a text, a yes) is decided by the type that is wanted where
it stands. The tree is built from the parser's events, so that no nesting is too deep to be told; anchors, aliases,
tags and merge keys have no place in a rubric.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeGuard

import yaml

from grader.rubric.source import (
    Broken,
    Faults,
    Fields,
    Items,
    Node,
    Spot,
    UnreadableError,
    Word,
    place_after,
)

DEEPEST = 50
"""Lists and mappings inside each other."""

_PLAIN_ONLY = "only plain words, lists and mappings have a place in a rubric; put quotes around a text"
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIPS: tuple[tuple[str, str], ...] = (
    ("mapping values are not allowed", "a text that holds ': ' needs quotes"),
    ("could not find expected ':'", "a key needs ': ' after it, and a text that goes on needs deeper indentation"),
    ("cannot start any token", "a text that begins with this character needs quotes"),
    ("expected <block end>", "entries of one list or mapping begin in the same column"),
    ("unknown escape character", "in double quotes a backslash begins an escape; single quotes or | leave it alone"),
)


def parse(text: str, faults: Faults) -> Node | None:
    """Return the tree of a YAML text, or None when its structure cannot be made out."""
    tree = _Tree(faults)
    try:
        _refuse_unfit(text)
        for event in _events(text):
            tree.take(event)
    except UnreadableError as error:
        faults.add(error.spot, str(error))
        return None
    if tree.root is None:
        faults.add(Spot(1, 1), "the file holds nothing; expected a mapping that begins with `title:`")
    return tree.root


def _refuse_unfit(text: str) -> None:
    if text.startswith("\ufeff"):
        raise UnreadableError("the file begins with a byte order mark; save it as UTF-8 without one", Spot(1, 1))
    control = _CONTROL.search(text)
    if control is not None:
        message = f"control character U+{ord(control[0]):04X}; a rubric is plain text"
        raise UnreadableError(message, place_after(text[: control.start()]))


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield the parser's events; a syntax error is told in the words of the Python parser, which says more."""
    try:
        yield from yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise _syntax_error(_python_error(text) or error, text) from None


def _python_error(text: str) -> yaml.YAMLError | None:
    try:
        for _ in yaml.parse(text, Loader=yaml.SafeLoader):
            pass
    except yaml.YAMLError as error:
        return error
    return None


def _syntax_error(error: yaml.YAMLError, text: str) -> UnreadableError:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return UnreadableError(f"not valid YAML: {error}", Spot(1, 1))
    mark, problem = error.problem_mark, str(error.problem)
    if error.context_mark is not None and "end of stream" in problem:
        mark = error.context_mark  # a quote or bracket that is not closed: where it opens says more than the end
    spot = Spot(mark.line + 1, mark.column + 1)
    line = "".join(text.splitlines()[mark.line : mark.line + 1])
    if line[mark.column : mark.column + 1] == "\t":
        return UnreadableError("not valid YAML: a tab; indent with spaces only", spot)
    since = f" ({error.context} from line {error.context_mark.line + 1})" if error.context_mark else ""
    tip = next((f"; {tip}" for part, tip in _TIPS if part in problem), "")
    return UnreadableError(f"not valid YAML: {problem}{since}{tip}", spot)


class _Tree:
    """Puts events together; a stack holds the collections that are still open."""

    def __init__(self, faults: Faults) -> None:
        self.root: Node | None = None
        self._faults = faults
        self._open: list[tuple[yaml.Event, list[Node]]] = []

    def take(self, event: yaml.Event) -> None:
        """Add what one event stands for."""
        match event:
            case yaml.ScalarEvent():
                self._refuse_properties(event)
                self._put(self._word(event))
            case yaml.AliasEvent():
                self._faults.add(Spot(*_at(event)), f"an alias (*{event.anchor}): {_PLAIN_ONLY}")
                self._put(Broken(*_at(event)))
            case yaml.CollectionStartEvent():
                self._refuse_properties(event)
                self._begin(event)
            case yaml.CollectionEndEvent():
                self._put(self._end())
            case yaml.DocumentStartEvent() if self.root is not None:
                raise UnreadableError("a second document begins here; a rubric is one document", Spot(*_at(event)))

    def _word(self, event: yaml.ScalarEvent) -> Node:
        control = _CONTROL.search(event.value)
        if control is None:
            return Word(*_at(event), event.value, plain=not event.style)
        message = f"an escape for the control character U+{ord(control[0]):04X}; a rubric is plain text"
        self._faults.add(Spot(*_at(event)), message)
        return Broken(*_at(event))

    def _begin(self, event: yaml.Event) -> None:
        if len(self._open) == DEEPEST:
            raise UnreadableError(f"more than {DEEPEST} lists or mappings inside each other", Spot(*_at(event)))
        self._open.append((event, []))

    def _end(self) -> Node:
        event, nodes = self._open.pop()
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(*_at(event), tuple(nodes))
        pairs = zip(nodes[::2], nodes[1::2], strict=True)
        return Fields(*_at(event), tuple((key, value) for key, value in pairs if self._is_key(key)))

    def _put(self, node: Node) -> None:
        if self._open:
            self._open[-1][1].append(node)
        else:
            self.root = node

    def _is_key(self, key: Node) -> TypeGuard[Word]:
        message = ""
        if not isinstance(key, Word):
            message = "expected a word as a key; put quotes around a text that begins with a bracket"
        elif key.plain and key.text == "<<":
            message = "merge keys (<<) have no place in a rubric; write the entries out"
        elif not key.text:
            message = "a key is missing before ':'"
        if message:
            self._faults.refuse(key, "", message)
        return not message

    def _refuse_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._faults.add(Spot(*_at(event)), f"an anchor (&{event.anchor}): {_PLAIN_ONLY}")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._faults.add(Spot(*_at(event)), f"a tag ({tag}): {_PLAIN_ONLY}")


def _at(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
