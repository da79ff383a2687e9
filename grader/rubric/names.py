"""What the names in a rubric refer to: the reference, the file of known mistakes, the cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from grader.rubric.modules import Code
from grader.rubric.scalars import near
from grader.rubric.source import Faults, Spot

MAKE = "make_"
"""Begins the name of the reference's function that makes a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Looks names up, each lookup keeping a fault when there is nothing of that name; a file with a fault has all."""

    reference: Code | None
    mistakes: Code | None
    mistakes_named: bool
    """Whether the rubric names a file of mistakes."""
    cases: Collection[str]
    faults: Faults

    def in_reference(self, name: str, spot: Spot) -> None:
        """Look for a name that the reference defines."""
        self._look(self.reference, name, spot)

    def in_mistakes(self, name: str, spot: Spot) -> None:
        """Look for a name that the mistakes file defines."""
        if not self.mistakes_named:
            self.faults.add(spot, f"{name!r} is a known mistake, but the rubric names no file with `mistakes:`")
        self._look(self.mistakes, name, spot)

    def case(self, name: str, spot: Spot) -> None:
        """Look for a literal case, then for the function that makes it."""
        if name in self.cases or self.reference is None or MAKE + name in self.reference.names:
            return
        made = {maker.removeprefix(MAKE) for maker in self.reference.names if maker.startswith(MAKE)}
        tip = near(name, sorted({*self.cases, *made}))
        message = f"no case {name!r}: it is not under `cases`, and {self.reference.file} defines no {MAKE}{name}{tip}"
        self.faults.add(spot, message)

    def _look(self, code: Code | None, name: str, spot: Spot) -> None:
        if code is not None and name not in code.names:
            message = f"{code.file} defines no {name!r} at its top level{near(name, code.names)}"
            self.faults.add(spot, message)

    def unique(self, named: Iterable[tuple[str, Spot]]) -> None:
        """Keep a fault for every name that stands a second time."""
        first: dict[str, Spot] = {}
        for name, spot in named:
            if name in first:
                self.faults.add(spot, f"{name!r} is used twice, first in line {first[name].line}")
            first.setdefault(name, spot)
