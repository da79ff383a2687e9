"""Kinds that take a collection apart and leave each part to another kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader.checks.values import RIGHT, Silent, wrong
from grader.compare import describe, entry, kind_of
from grader.model import Answer, Finding, Kind, Returned, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a tuple (by position) or dict (by key), judged by another kind.

    In a rubric `kind: parts` with a list of `parts` makes one such check of each, with points of its own.
    """

    key: int | str
    of: Kind

    @property
    def also(self) -> tuple[str, ...]:
        """What the kind of the part asks for."""
        return self.of.also

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse a reference without this part."""
        parts = [entry(want, self.key) for want in wants]
        if any(part is None for part in parts):
            return (f"the reference's answer has no part {self.key!r}",)
        return self.of.faults([part[0] for part in parts if part is not None])

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Judge the part alone; a value without it is told what it should consist of."""
        picked = [self._pick(answer) for answer in answers]
        for answer, part in zip(answers, picked, strict=True):
            if part is None:
                return wrong(answer, _wanted(answer))
        return self.of.judge([part for part in picked if part is not None])

    def explain(self, answers: Sequence[Answer]) -> str:
        """Leave it to the kind of the part."""
        picked = [part for answer in answers if (part := self._pick(answer)) is not None]
        return self.of.explain(picked) if len(picked) == len(answers) else ""

    def _pick(self, answer: Answer) -> Answer | None:
        got, want = entry(answer.got.value, self.key), entry(answer.want, self.key)
        also = [entry(other, self.key) for other in answer.also]
        if got is None or want is None or not _as_long(answer):
            return None
        return replace(
            answer,
            got=Returned(value=got[0]),
            want=want[0],
            also=tuple(other[0] for other in also if other is not None),
        )


def _as_long(answer: Answer) -> bool:
    """A tuple of another length has parts of unknown meaning; a dict may hold more than is asked."""
    got, want = answer.got.value, answer.want
    return not isinstance(got, tuple | list) or (isinstance(want, tuple | list) and len(got) == len(want))


def _wanted(answer: Answer) -> str:
    return f"{kind_of(answer.want)} is expected; {describe(answer.got.value)} is returned."


@dataclass(frozen=True, slots=True, kw_only=True)
class Unordered(Silent):
    """A collection whose items are right in any order; `of` judges each item."""

    of: Kind

    @property
    def also(self) -> tuple[str, ...]:
        """What the kind of the items asks for."""
        return self.of.also

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Refuse a reference that gives no collection."""
        listed = [_items(want) for want in wants]
        if any(items is None for items in listed):
            return ("the reference gives no collection of items",)
        return tuple(dict.fromkeys(fault for items in listed for fault in self.of.faults(items or [])))

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Assign every item to an expected one that it satisfies, each used once."""
        for answer in answers:
            got, want = _items(answer.got.value), _items(answer.want) or []
            if got is None or len(got) != len(want):
                return Finding(
                    message=f"{len(want)} items in any order are expected; {_counted(answer, got)} returned."
                )
            matched = _matched([[self._fits(answer, mine, theirs) for theirs in want] for mine in got])
            if matched < len(want):
                return wrong(answer, f"{matched} of the {len(want)} items are right.")
        return RIGHT

    def _fits(self, answer: Answer, mine: Value, theirs: Value) -> bool:
        return self.of.judge([replace(answer, got=Returned(value=mine), want=theirs)]).credit == 1


def _items(value: Value) -> list[Value] | None:
    if isinstance(value, tuple | list):
        return list(value)
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return list(value)
    return None


def _counted(answer: Answer, got: list[Value] | None) -> str:
    return f"{describe(answer.got.value)} is" if got is None else f"{len(got)} are"


def _matched(fits: list[list[bool]]) -> int:
    """Return the size of the largest assignment of rows to columns (augmenting paths, Kuhn 1955)."""
    holder: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for column, fit in enumerate(fits[row]):
            if fit and column not in tried:
                tried.add(column)
                if column not in holder or place(holder[column], tried):
                    holder[column] = row
                    return True
        return False

    return sum(place(row, set()) for row in range(len(fits)))
