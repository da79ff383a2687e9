"""What the teacher wrote: a YAML file -> `Rubric`, or every fault in it, each with its place.

    bytes -> text -> tree of words with places      source, tree
    tree -> sections, typed by our own schema       scalars, arguments, containers, schema, sections, document
    sections -> Rubric                              meaning, exercises, names, modules

Nothing is run: the teacher's Python files are read and parsed for the names they define.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from grader.errors import RubricError
from grader.model import Rubric
from grader.rubric import document, meaning
from grader.rubric.source import LARGEST_RUBRIC, Faults, UnreadableError, decode, read_bytes


def load(path: Path) -> Rubric:
    """Return the rubric in a file, or raise `RubricError` with all that is wrong in it and in the files it names."""
    from grader.checks import KINDS

    return load_with(path, KINDS)


def load_with(path: Path, kinds: Mapping[str, type]) -> Rubric:
    """Load a rubric whose checks are of these kinds; `parts` among them judges one part of an answer."""
    faults = Faults(str(path))
    rubric = _loaded(path, kinds, faults)
    if rubric is None:
        raise RubricError(faults.found)
    return rubric


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a rubric file, for completion and checks in an editor."""
    from grader.checks import KINDS

    return document.json_schema(KINDS)


def _loaded(path: Path, kinds: Mapping[str, type], faults: Faults) -> Rubric | None:
    from grader.rubric.tree import parse

    try:
        content = read_bytes(path, LARGEST_RUBRIC)
        text = decode(content)
    except UnreadableError as error:
        faults.add(error.spot, str(error))
        return None
    root = parse(text, faults)
    sections = None if root is None else document.read(root, kinds, faults)
    if sections is None:
        return None
    return meaning.resolve(sections, kinds, path, hashlib.sha256(content).hexdigest(), faults)
