"""Is this rubric sound? The reference earns everything, stubs earn nothing, every example gets what it declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from grader.errors import Fault, RubricError
from grader.grading import grade
from grader.intake import Place, find, read
from grader.model import (
    ZERO,
    Action,
    Cell,
    ExerciseGrade,
    Grade,
    Module,
    Rubric,
    Submission,
    Verdict,
)
from grader.plan import Observe, Plan

EXPECTED = "expected.yaml"

STUBS: Mapping[str, tuple[str, str]] = {
    "none": ("returns None", "return None"),
    "argument": ("returns its first argument", "return arguments[0] if arguments else None"),
    "zeros": ("returns zeros", "return 0.0 * np.asarray(arguments[0]) if arguments else 0.0"),
}
"""Functions that know nothing, in words and as a body; what they earn is a gift unless the rubric says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was proved or not: what, and where it fails, why."""

    what: str
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """What the teacher may want to know although nothing fails."""

    @property
    def sound(self) -> bool:
        """Whether it holds."""
        return not self.problems


def findings(plan: Plan, examples: Path | None, observe: Observe) -> Iterator[Finding]:
    """Prove the rubric, one finding at a time."""
    yield reference_finding(plan, observe)
    for name in STUBS:
        yield stub_finding(plan, name, observe)
    for place in find([examples], plan.rubric.file) if examples else ():
        yield example_finding(plan, place, observe)


def reference_finding(plan: Plan, observe: Observe) -> Finding:
    """Grade the reference as if a student had handed it in; it must earn every point."""
    main = plan.rubric.reference.main
    assert main is not None
    as_student = replace(plan.rubric.reference, main=replace(main, name=Path(plan.rubric.file).stem))
    graded = grade(plan, as_student, observe)
    lost = tuple(
        f"exercise {exercise.id}, '{outcome.check}': {outcome.verdict} {outcome.message}"
        for exercise in graded.exercises
        for outcome in exercise.outcomes
        if outcome.verdict is not Verdict.PASSED
    )
    full = _exact(plan.rubric.points)
    return Finding(what=f"the reference earns {full} of {full} points", problems=lost)


def stub_finding(plan: Plan, name: str, observe: Observe) -> Finding:
    """Grade a module whose functions know nothing; it must earn what the rubric declares, mostly nothing."""
    words, body = STUBS[name]
    graded = grade(plan, _stub_submission(plan.rubric, body), observe)
    due = plan.rubric.stubs.get(name, {})
    wrong = tuple(
        f"exercise {exercise.id} gives {_exact(exercise.points)} points for it, and "
        f"{_exact(due.get(exercise.id, ZERO))} are declared"
        for exercise in graded.exercises
        if exercise.points != due.get(exercise.id, ZERO)
    )
    return Finding(
        what=f"a module in which every function {words} earns {_exact(sum(due.values(), ZERO))}", problems=wrong
    )


def _stub_submission(rubric: Rubric, body: str) -> Submission:
    questions = {question for exercise in rubric.exercises for check in exercise.checks for question in check.questions}
    names = sorted({question.name for question in questions if question.action is not Action.READ})
    text = "import numpy as np\n" + "".join(f"\n\ndef {name}(*arguments):\n    {body}\n" for name in names)
    module = Module(name=Path(rubric.file).stem, cells=(Cell(label="stub.py", text=text),))
    return Submission(id="stub", name="stub", main=module)


# --- examples ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What an example declares: total, exercises that are not full, verdicts and words that must occur."""

    points: Decimal
    exercises: Mapping[str, Decimal]
    verdicts: Mapping[str, tuple[str, ...]]
    messages: Mapping[str, tuple[str, ...]]


def example_finding(plan: Plan, place: Place, observe: Observe) -> Finding:
    """Grade an example hand-in; it must get what the `expected.yaml` beside it declares."""
    what = f"example {place.id}"
    try:
        expected = _expected(place.path / EXPECTED)
    except RubricError as error:
        return Finding(what=what, problems=tuple(map(str, error.faults)))
    graded = grade(plan, read(place, plan.rubric.file), observe)
    return Finding(what=f"{what} earns {_exact(expected.points)}", problems=tuple(_deviations(graded, expected)))


def _deviations(graded: Grade, expected: Expected) -> Iterator[str]:
    if graded.points != expected.points:
        yield f"earns {_exact(graded.points)}, declared is {_exact(expected.points)}"
    for exercise in graded.exercises:
        declared = expected.exercises.get(exercise.id, exercise.points_possible)
        if exercise.points != declared:
            earned = f"exercise {exercise.id} earns {_exact(exercise.points)}, declared is {_exact(declared)}"
            yield f"{earned}: {_told(exercise)}"
        verdicts = {outcome.verdict.value for outcome in exercise.outcomes}
        for verdict in expected.verdicts.get(exercise.id, ()):
            if verdict not in verdicts:
                yield f"exercise {exercise.id} has no check that is {verdict}"
        messages = " ".join(outcome.message for outcome in exercise.outcomes)
        for text in expected.messages.get(exercise.id, ()):
            if text not in messages:
                yield f"exercise {exercise.id} does not say '{text}': {_told(exercise)}"


def _told(exercise: ExerciseGrade) -> str:
    return "; ".join(
        f"{outcome.check}: {outcome.verdict} {_exact(outcome.points)} {outcome.message}"
        for outcome in exercise.outcomes
        if outcome.verdict is not Verdict.PASSED
    )


def _exact(points: Decimal | None) -> str:
    """Write points with every decimal they have and no zero too many."""
    return "?" if points is None else format(points.normalize(), "f")


def _expected(path: Path) -> Expected:
    import yaml

    try:
        # Every scalar as text: points are exact and a verdict is a word.
        document = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 - builds nothing but text
        return Expected(
            points=Decimal(document["points"]),
            exercises={id_: Decimal(points) for id_, points in document.get("exercises", {}).items()},
            verdicts={id_: tuple(listed) for id_, listed in document.get("verdicts", {}).items()},
            messages={id_: tuple(listed) for id_, listed in document.get("messages", {}).items()},
        )
    except OSError as error:
        raise RubricError((Fault(0, 0, f"cannot be read: {error.strerror}", str(path)),)) from error
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        text = "expected `points`, and optionally `exercises`, `verdicts`, `messages` by exercise id"
        raise RubricError((Fault(0, 0, text, str(path)),)) from error
