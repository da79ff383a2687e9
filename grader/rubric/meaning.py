"""From the sections of a rubric file to a `model.Rubric`: every name is resolved and the points add up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from grader.model import ZERO, Rubric, Value
from grader.rubric import exercises, modules
from grader.rubric.document import SLUG, RubricText
from grader.rubric.modules import Code
from grader.rubric.names import Names
from grader.rubric.scalars import near
from grader.rubric.schema import Kinds
from grader.rubric.source import Faults, Spot

STUBS = ("none", "argument", "zeros")
COLUMNS = frozenset({"id", "name", "points", "points_possible", "status"})
"""Columns of grades.csv that are not an exercise's."""


def resolve(document: RubricText, kinds: Kinds, path: Path, sha256: str, faults: Faults) -> Rubric | None:
    """Return the rubric when nothing is wrong with it."""
    if not re.fullmatch(SLUG.pattern, path.stem):
        faults.add(
            Spot(1, 1), f"expected a file name of {SLUG.says}, since the assignment is known by it; got {path.name!r}"
        )
    reference = _code(document, "reference", path, faults, None)
    mistakes = _code(document, "mistakes", path, faults, reference)
    names = Names(
        reference=reference,
        mistakes=mistakes,
        mistakes_named=document.has("mistakes"),
        cases=document.case_names,
        faults=faults,
    )
    resolved = tuple(exercises.resolve(text, kinds["parts"], names) for text in document.exercises)
    _hold_ids(document, names)
    if document.sound:  # else what is missing may be what would be right
        _hold_cases(document, faults)
        _hold_total(document, faults)
        _hold_stubs(document, faults)
    if len(faults) or reference is None:
        return None
    return Rubric(
        id=path.stem,
        title=document.title,
        file=document.file,
        exercises=resolved,
        reference=reference.submission,
        mistakes=mistakes.submission if mistakes else None,
        cases=cast("dict[str, tuple[Value, ...]]", document.cases),
        path=path,
        sha256=sha256,
        seed=document.seed,
        course=document.course or "",
        imports=document.imports,
        limits=document.limits,
        stubs={name: getattr(document.stubs, name) for name in STUBS},
    )


def _code(document: RubricText, key: str, path: Path, faults: Faults, beside: Code | None) -> Code | None:
    written: str | None = getattr(document, key)
    helper = beside.submission if beside else None
    return modules.read(written, document.at(key), path.parent, faults, helper) if written else None


def _hold_ids(document: RubricText, names: Names) -> None:
    """Ids are unique on a disk that takes A for a, and none is another column of the marks."""
    named = [(text.id.casefold(), text.at("id")) for text in document.exercises if text.id]
    names.unique(named)
    for name, spot in named:
        if name in COLUMNS:
            names.faults.add(spot, f"expected another id: grades.csv has a column {name!r} of its own")


def _hold_cases(document: RubricText, faults: Faults) -> None:
    used = {case for text in document.exercises for check in text.checks for case in check.on or ()}
    for case in document.cases:
        if case not in used:
            faults.add(document.at("cases", case), "this case is never used; no check has it under `on`")


def _hold_stubs(document: RubricText, faults: Faults) -> None:
    known = [text.id for text in document.exercises]
    for name in STUBS:
        for id_ in getattr(document.stubs, name):
            if id_ not in known:
                faults.add(document.stubs.at(name, id_), f"no exercise has the id {id_!r}{near(id_, known)}")


def _hold_total(document: RubricText, faults: Faults) -> None:
    total = sum((text.points for text in document.exercises), ZERO)
    if document.points is not None and document.points != total:
        terms = " + ".join(str(text.points) for text in document.exercises)
        faults.add(
            document.at("points"),
            f"expected the sum of the exercises' points, {terms} = {total}; got {document.points}",
        )
