"""Turn a student's source text into a module: as it stands, or with its definitions only.

Source arrives as cells that stand or fall by themselves (a file is one cell). Helper modules handed in beside the
main one are found in memory; nothing of a submission is ever a file in here.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import linecache
import sys
import types
from collections.abc import Iterator, Mapping, Sequence

from grader.sandbox.inside.wire import CellMessage

MAX_NOTES = 20


class BrokenCellError(Exception):
    """The only cell of a module failed; the student's own exception is its cause."""


class _Helpers(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the helper modules of one submission, before anything else of that name."""

    def __init__(self, helpers: Mapping[str, Sequence[CellMessage]]) -> None:
        self._helpers = helpers

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(fullname, self) if fullname in self._helpers else None

    def exec_module(self, module: types.ModuleType) -> None:
        for cell in self._helpers[module.__name__]:
            exec(_compiled(cell), module.__dict__)  # noqa: S102 - running it is what this process is for


def load(
    name: str, cells: Sequence[CellMessage], helpers: Mapping[str, Sequence[CellMessage]], *, definitions_only: bool
) -> tuple[types.ModuleType, list[str]]:
    """Execute a module's cells in order and return it with notes on what did not work.

    A failing cell among several costs what it defines and leaves a note; a module of one cell raises
    `BrokenCellError` from the student's exception. With `definitions_only` no cell fails for a statement.
    """
    sys.meta_path.insert(0, _Helpers(helpers))
    module = types.ModuleType(name)
    module.__file__ = cells[0].label if cells else name
    sys.modules[name] = module
    notes: list[str] = []
    for cell in cells:
        try:
            if definitions_only:
                notes.extend(_define(cell, module.__dict__))
            else:
                exec(_compiled(cell), module.__dict__)  # noqa: S102 - running it is what this process is for
        except BaseException as error:
            if len(cells) == 1:
                raise BrokenCellError from error
            notes.append(f"{cell.label} ends with {_named(error)}; what it defines further down is missing.")
    return module, notes[:MAX_NOTES]


def _compiled(cell: CellMessage) -> types.CodeType:
    # The traceback machinery finds the student's lines here, since there is no file.
    linecache.cache[cell.label] = (len(cell.text), None, [f"{line}\n" for line in cell.text.split("\n")], cell.label)
    return compile(cell.text, cell.label, "exec", dont_inherit=True)


def _named(error: BaseException) -> str:
    line = f" in line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
    return f"{type(error).__name__}{line}"


# --- definitions only ----------------------------------------------------------------------------------------------

_KEPT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_PLAIN = (
    ast.Constant,
    ast.Tuple,
    ast.List,
    ast.Set,
    ast.Dict,
    ast.Name,
    ast.Attribute,
    ast.UnaryOp,
    ast.unaryop,
    ast.BinOp,
    ast.operator,
    ast.Lambda,
    ast.expr_context,
)


def _define(cell: CellMessage, names: dict[str, object]) -> Iterator[str]:
    """Execute imports, definitions and plain assignments one by one; what fails leaves a note."""
    _compiled(cell)
    for statement in _definitions(ast.parse(cell.text)):
        try:
            exec(compile(ast.Module([statement], []), cell.label, "exec", dont_inherit=True), names)  # noqa: S102
        except BaseException as error:  # noqa: BLE001 - a statement that fails must not cost the others
            yield f"line {statement.lineno} of {cell.label} ends with {_named(error)} and is left out."


def _definitions(tree: ast.Module) -> Iterator[ast.stmt]:
    imported: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, _KEPT):
            if isinstance(statement, ast.Import | ast.ImportFrom):
                imported.update((alias.asname or alias.name).split(".")[0] for alias in statement.names)
            yield statement
        elif isinstance(statement, ast.Assign | ast.AnnAssign) and _is_plain(statement.value, imported):
            yield statement


def _is_plain(value: ast.expr | None, imported: set[str]) -> bool:
    """Whether evaluating this only builds constants: literals, names, operators, calls like `np.array([...])`."""
    if isinstance(value, ast.Lambda):
        return True
    if isinstance(value, ast.Call):
        parts = [*value.args, *(keyword.value for keyword in value.keywords)]
        return _root(value.func) in imported and all(_is_plain(part, imported) for part in parts)
    return isinstance(value, _PLAIN) and all(
        _is_plain(part, imported) for part in ast.iter_child_nodes(value) if isinstance(part, ast.expr)
    )


def _root(function: ast.expr) -> str:
    """Return the name that an attribute call such as `np.linalg.inv` starts from; empty for a plain name."""
    if not isinstance(function, ast.Attribute):
        return ""
    while isinstance(function, ast.Attribute):
        function = function.value
    return function.id if isinstance(function, ast.Name) else ""
