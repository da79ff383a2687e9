"""The shape of a rubric file: its sections and keys, what each may hold, and what an editor says about it.

Nothing is resolved here; `meaning` makes a `model.Rubric` of it. A key that is left out, or whose value has a fault,
has the default that stands here.
"""

# ruff: noqa: RUF009 - `key` is `dataclasses.field` with a description
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, TypeAlias

from grader.model import ZERO, Limits, Visibility
from grader.rubric.arguments import NUMBERS_SCHEMA, Argument
from grader.rubric.scalars import LINE, POINTS, Bounds, Form, Json
from grader.rubric.schema import Kinds, Types
from grader.rubric.sections import AnyOptions, Judged, NotEmpty, Section, key
from grader.rubric.source import Faults, Fields, Node

_LETTER = r"A-Za-z_\u0080-\uffff"
SLUG = Form(
    pattern=r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}",
    says="letters, digits, '.', '_' and '-' (at most 64, no '.' or '-' first)",
)

Line: TypeAlias = Annotated[str, LINE]
Slug: TypeAlias = Annotated[str, SLUG]
Name: TypeAlias = Annotated[str, Form(pattern=rf"[{_LETTER}][0-9{_LETTER}]{{0,99}}", says="a Python name")]
ModuleName: TypeAlias = Annotated[
    str, Form(pattern=r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", says="the name of a module such as matplotlib.pyplot")
]
FileName: TypeAlias = Annotated[
    str, Form(pattern=r"[A-Za-z_][A-Za-z0-9_]{0,99}\.py", says="the name of a Python file such as fourier.py")
]
Points: TypeAlias = Annotated[Decimal, POINTS]
Credit: TypeAlias = Annotated[Decimal, Bounds(least=0, below=1)]
Seed: TypeAlias = Annotated[int, Bounds(least=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MistakeText(Section):
    """A known wrong answer."""

    name: Name = key("The function of the mistakes file.", "", required=True)
    credit: Credit = key("The share of the points it earns.", ZERO)
    says: str = key("What the student reads.", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartText(Judged):
    """One part of an answer, a check of its own."""

    inner: ClassVar[bool] = True
    part: int | str = key("Position in a tuple (from 0) or key of a dict.", "", required=True)
    name: Line | None = key("How the check is called; left out, the parts' name with the position or key.")
    points: Points | None = key("Left out, an equal share of what is left.")
    hint: str = key("One sentence for the student.", "")
    visibility: Visibility | None = key("Who sees it; left out, as the check it is a part of.")
    needs: tuple[Line, ...] = key("Earlier checks of this exercise that must have passed.", ())
    instead_of: tuple[Line, ...] = key("Earlier checks of this exercise whose points it gives, where that is more.", ())
    mistakes: tuple[MistakeText, ...] = key("Known wrong answers.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What `kind: parts` has instead of options."""

    parts: Annotated[tuple[PartText, ...], NotEmpty()]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckText(Judged):
    """One check, or one for each part of an answer."""

    name: Line | None = key("How the check is called; left out, the name of what is asked.")
    call: Name | None = key("The function that is called.")
    read: Name | None = key("The constant that is read.")
    draw: Name | None = key("The function that draws on an Axes.")
    on: Annotated[tuple[Name, ...], NotEmpty()] | None = key("Cases the function is called on.")
    points: Points | None = key("Left out, an equal share of what is left.")
    costs: Points | None = key("Points that a failure takes away; such a check earns none.")
    hint: str = key("One sentence for the student.", "")
    visibility: Visibility = key("Who sees it.", Visibility.SHOWN)
    needs: tuple[Line, ...] = key("Earlier checks of this exercise that must have passed.", ())
    instead_of: tuple[Line, ...] = key("Earlier checks of this exercise whose points it gives, where that is more.", ())
    mistakes: tuple[MistakeText, ...] = key("Known wrong answers.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseText(Section):
    """One exercise."""

    id: Slug = key("Short and unique; heads the exercise's column in grades.csv.", "", required=True)
    title: Line = key("What it is called.", "", required=True)
    points: Points = key("What its checks give together.", ZERO, required=True)
    statement: str = key("The task, in Markdown with LaTeX.", "")
    mistakes: tuple[MistakeText, ...] = key(
        "Known wrong answers to every check that calls the function before `__` of their name.", ()
    )
    checks: Annotated[tuple[CheckText, ...], NotEmpty()] = key("What is asked and judged.", (), required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class StubsText(Section):
    """What functions that know nothing honestly earn, by exercise."""

    none: Mapping[Slug, Points] = key("Those that return None.", {})
    argument: Mapping[Slug, Points] = key("Those that return their first argument.", {})
    zeros: Mapping[Slug, Points] = key("Those that return zeros.", {})


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricText(Section):
    """The whole file."""

    title: Line = key("The assignment's title.", "", required=True)
    course: Line | None = key("The course's name.")
    file: FileName = key("The file a student hands in.", "", required=True)
    reference: Line = key("The file with the right answers, seen from this one.", "", required=True)
    mistakes: Line | None = key("The file with known wrong answers, seen from this one.")
    points: Points | None = key("The sum of all exercises' points, stated to be checked.")
    seed: Seed = key("For the cases made by `make_<case>(rng)`.", 0)
    imports: tuple[ModuleName, ...] = key("Heavy libraries imported before student code.", ())
    limits: Limits = key("What one submission may use.", Limits())
    defaults: Annotated[object, AnyOptions()] = key("Options for every kind that has one of that name.")
    stubs: StubsText = key("What functions that know nothing honestly earn; `verify` proves it.", StubsText())
    cases: Mapping[Name, tuple[Annotated[object, Argument()], ...]] = key("Literal arguments by case.", {})
    exercises: Annotated[tuple[ExerciseText, ...], NotEmpty()] = key("In order.", (), required=True)

    @property
    def case_names(self) -> frozenset[str]:
        """The names under `cases`, also of those whose arguments have a fault."""
        node = self.nodes.get("cases")
        return frozenset(word.text for word, _ in node.entries) if isinstance(node, Fields) else frozenset()


def _types(kinds: Kinds, defaults: Mapping[str, Node]) -> Types:
    return Types(kinds, {"parts": Group}, defaults)


def read(root: Node, kinds: Kinds, faults: Faults) -> RubricText | None:
    """Return the file's sections, as far as they could be read."""
    entries = root.entries if isinstance(root, Fields) else ()
    defaults = next((node for word, node in entries if word.text == "defaults"), None)
    nodes = {word.text: node for word, node in defaults.entries} if isinstance(defaults, Fields) else {}
    document = _types(kinds, nodes).reader(RubricText).read(root, "", faults)
    return document if isinstance(document, RubricText) else None


def json_schema(kinds: Kinds) -> Json:
    """Return the JSON Schema of a rubric file, for editors."""
    types = _types(kinds, {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rubric",
        "description": "What an assignment asks and what it is worth.",
        **types.reader(RubricText).schema(),
        "$defs": {"kind": types.kinds(inner=True).schema({}), "numbers": NUMBERS_SCHEMA},
    }
