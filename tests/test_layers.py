"""The plan of the house, held: who imports whom, what starts light, and what stands at the top of the repository."""

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Every room, from the ground up, and the rooms (or single names of them) that it may import besides itself. Judging,
# grading and verifying get their sandbox as a parameter: what is judged does not depend on how it was run.
BASE = {"grader.errors", "grader.model"}
ROOMS: dict[str, set[str]] = {
    "grader": set(),
    "grader.errors": set(),
    "grader.model": set(),
    "grader.compare": {"grader.model"},
    "grader.diagnose": {"grader.compare", *BASE},
    "grader.formula": {"grader.errors"},
    "grader.checks": {"grader.compare", "grader.diagnose", "grader.formula", *BASE},
    "grader.rubric": {"grader.checks", *BASE},
    "grader.intake": BASE,
    "grader.scratch": set(),
    "grader.sandbox.inside": set(),
    "grader.sandbox": {"grader.sandbox.inside.inert", "grader.sandbox.inside.wire", "grader.scratch", *BASE},
    "grader.judging": {"grader.compare", *BASE},
    "grader.plan": {"grader.judging", *BASE},
    "grader.grading": {"grader.judging", "grader.plan", *BASE},
    "grader.verify": {"grader.grading", "grader.intake", "grader.plan", "grader.rubric", *BASE},
    "grader.batch": {"grader.grading", "grader.intake", "grader.plan", "grader.sandbox", *BASE},
    "grader.report": {"grader.compare.words", "grader.model"},
    "grader.output": {"grader.errors", "grader.scratch"},
}
ROOMS["grader.cli"] = set(ROOMS) - {"grader.sandbox.inside"}
ROOMS["grader.__main__"] = {"grader.cli"}

HEAVY = {"numpy", "yaml", "jinja2", "msgspec", "pygments", "matplotlib", "rich", "asyncio"}
TOP = {
    *("grader", "rubrics", "reference", "submissions_example", "tests", "benchmarks", "docs"),
    *("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "SECURITY.md"),
    *("pyproject.toml", "requirements.lock", "Makefile", ".ci", ".gitignore"),
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "grader").rglob("*.py")):
        yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path


MODULES = dict(modules())


def within(name: str, outer: str) -> bool:
    return name == outer or name.startswith(f"{outer}.")


def room(name: str) -> str | None:
    """Return the innermost room that a dotted name lies in; the package itself holds nothing but its __init__."""
    rooms = [
        candidate for candidate in ROOMS if within(name, candidate) and (candidate != "grader" or name == candidate)
    ]
    return max(rooms, key=len, default=None)


def file_of(name: str) -> str:
    """Return the module that a dotted name lives in."""
    return max((module for module in MODULES if within(name, module)), key=len)


def imported(source: str, package: str) -> set[str]:
    """Return the dotted names of ours that a file imports anywhere, also inside functions and for types only."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return {name for name in names if within(name, "grader")}


def imports_of(module: str) -> set[str]:
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return imported(path.read_text(encoding="utf-8"), package)


def may_import(module: str, name: str) -> bool:
    here, there = room(module), room(file_of(name))
    return here == there or any(within(name, given) and there == room(given) for given in ROOMS[here or "grader"])


def test_every_room_stands() -> None:
    assert set(ROOMS) - set(MODULES) == set()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("import grader.model, ast", {"grader.model"}, id="plain"),
        pytest.param("from grader.model import Check, Grade", {"grader.model.Check", "grader.model.Grade"}, id="names"),
        pytest.param("from .values import Close", {"grader.checks.values.Close"}, id="relative"),
        pytest.param("from .. import model", {"grader.model"}, id="relative to the parent"),
        pytest.param("def f():\n    from grader import cli", {"grader.cli"}, id="in a function"),
        pytest.param("import graders", set(), id="another package"),
    ],
)
def test_imports_are_found(source: str, names: set[str]) -> None:
    assert imported(source, "grader.checks") == names


@pytest.mark.parametrize("module", MODULES)
def test_a_file_belongs_to_a_room_and_imports_what_the_room_may(module: str) -> None:
    assert room(module), f"{module} has no place in the house: ROOMS of {Path(__file__).name} gives it one"
    assert [name for name in sorted(imports_of(module)) if not may_import(module, name)] == []


def test_no_import_runs_in_a_circle() -> None:
    graph = {module: {file_of(name) for name in imports_of(module)} - {module} for module in MODULES}
    TopologicalSorter(graph).prepare()


def test_the_command_line_starts_without_a_heavy_library() -> None:
    code = "import sys, grader.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & HEAVY == set()


def test_nothing_else_stands_at_the_top() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git working tree")
    git = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    files = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {name.partition("/")[0] for name in files.split("\0") if name} - TOP == set()
