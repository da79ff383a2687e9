"""The teacher's own Python files: read as text and parsed for the names they define, never run here."""

from __future__ import annotations

import ast
import hashlib
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.model import Cell, Module, Submission
from grader.rubric.source import LARGEST_MODULE, Faults, Spot, UnreadableError, decode, read_bytes

_INNER_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A file of the teacher's and the names it defines at its top level."""

    submission: Submission
    names: frozenset[str]
    file: str
    """Its name, for messages."""


def read(written: str, spot: Spot, folder: Path, faults: Faults, helper: Submission | None = None) -> Code | None:
    """Return the file that the rubric names at `spot`, seen from the rubric's folder; it may import the `helper`."""
    path = folder / written
    if path.suffix != ".py" or not path.stem.isidentifier():
        faults.add(spot, f"expected a Python file that can be imported, such as fourier.py; got {written!r}")
        return None
    if helper is not None and path.stem == helper.id:
        faults.add(spot, f"expected another name than {path.name!r}, by which the reference is imported")
        return None
    try:
        content = read_bytes(path, LARGEST_MODULE)
    except UnreadableError as error:
        faults.add(spot, f"{written}: {error}")
        return None
    shown = os.path.normpath(path)
    try:
        text = decode(content).removeprefix("\ufeff")
        names = frozenset(_names(_parsed(text)))
    except UnreadableError as error:
        faults.add(error.spot, str(error), shown)
        return None
    return Code(submission=_submission(path, text, content, helper), names=names, file=path.name)


def _submission(path: Path, text: str, content: bytes, helper: Submission | None) -> Submission:
    """Return the file as a hand-in; its hash covers the helper, whose change may change every answer."""
    beside = helper.sha256.encode() if helper else b""
    return Submission(
        id=path.stem,
        name=path.name,
        main=Module(name=path.stem, cells=(Cell(label=path.name, text=text),)),
        modules=(helper.main,) if helper and helper.main else (),
        sha256=hashlib.sha256(content + beside).hexdigest(),
    )


def _parsed(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in a string is not our business
            return ast.parse(text)
    except SyntaxError as error:
        raise UnreadableError(f"not valid Python: {error.msg}", Spot(error.lineno or 1, error.offset or 1)) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise UnreadableError(f"not valid Python: {str(error) or 'nested too deeply'}", Spot(1, 1)) from None


def _names(tree: ast.Module) -> Iterator[str]:
    """Yield the names that are bound when the module runs: by def, class, import or any assignment."""
    left: list[ast.AST] = [tree]
    while left:
        node = left.pop()
        if isinstance(node, _DEFINITIONS):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.split(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif not isinstance(node, _INNER_SCOPES) and not (isinstance(node, ast.AnnAssign) and node.value is None):
            left.extend(ast.iter_child_nodes(node))
