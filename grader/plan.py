"""A rubric made ready: the inputs made, and everything that will be asked answered by the reference first.

The reference is a submission that we trust: its answers come the same way as a student's, from a sandbox of its own,
which is gone before any student code runs. The sandbox is a parameter (`Observe`), so this room runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from grader.errors import Fault, RubricError
from grader.judging import AnswerKey, about, told
from grader.model import (
    Action,
    Ask,
    Check,
    Exercise,
    Limits,
    Question,
    Returned,
    Rubric,
    Run,
    Submission,
    Value,
)


class Observe(Protocol):
    """Asks a submission's code in a sandbox; every ask gets an observation."""

    def __call__(
        self, submission: Submission, asks: Sequence[Ask], *, limits: Limits, seed: int, definitions_only: bool = False
    ) -> Run:
        """Return what happened."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A rubric made ready: what to ask, and what the reference (and each known mistake) answers."""

    rubric: Rubric
    asks: Mapping[str, tuple[Ask, ...]]
    """By exercise id, in the order of its checks, each question once."""
    key: AnswerKey


def prepare(rubric: Rubric, observe: Observe) -> Plan:
    """Make the inputs and ask the reference everything; RubricError lists all that makes it unfit to judge by."""
    arguments = _arguments(rubric, observe)
    asks = {exercise.id: _asks(exercise, arguments) for exercise in rubric.exercises}
    answers = _reference_answers(rubric, asks, arguments, observe)
    faults = [
        _fault(rubric, check, text)
        for _, check in _checks(rubric)
        for text in check.kind.faults([answers[question] for question in check.questions])
    ]
    if faults:
        raise RubricError(tuple(faults))
    return Plan(rubric=rubric, asks=asks, key=AnswerKey(answers=answers, arguments=arguments))


def _checks(rubric: Rubric) -> Iterable[tuple[Exercise, Check]]:
    return ((exercise, check) for exercise in rubric.exercises for check in exercise.checks)


def _fault(rubric: Rubric, check: Check, text: str) -> Fault:
    return Fault(check.line, 1, f"check '{check.name}': {text}", str(rubric.path))


def _arguments(rubric: Rubric, observe: Observe) -> dict[str, tuple[Value, ...]]:
    """Return the arguments of every case: literal ones as written, the others made by the reference."""
    cases = dict.fromkeys(question.case for _, check in _checks(rubric) for question in check.questions)
    made = {case: Question(Action.MAKE, f"make_{case}") for case in cases if case and case not in rubric.cases}
    values = _trusted(rubric, rubric.reference, [Ask(question=question) for question in made.values()], observe)
    arguments = {case: value for case, question in made.items() if isinstance(value := values[question], tuple)}
    if len(arguments) < len(made):
        texts = (f"`make_{case}` must return a tuple of arguments" for case in made if case not in arguments)
        raise RubricError(tuple(Fault(0, 0, text, rubric.reference.name) for text in texts))
    return {"": (), **rubric.cases, **arguments}


def _trusted(rubric: Rubric, code: Submission, asks: Sequence[Ask], observe: Observe) -> dict[Question, Value]:
    """Ask code of the teacher's; whatever does not return is a fault of the rubric."""
    if not asks:
        return {}
    run = observe(code, asks, limits=rubric.limits, seed=rubric.seed)
    if run.load_failure is not None:
        raise RubricError((Fault(0, 0, f"does not load: {told(run.load_failure, 'it')}", code.name),))
    seen = run.observations
    faults = [
        Fault(0, 0, told(observation, about(question)), code.name)
        for question, observation in seen.items()
        if not isinstance(observation, Returned)
    ]
    if faults:
        raise RubricError(tuple(faults))
    return {question: got.value for question, got in seen.items() if isinstance(got, Returned)}


def _asks(exercise: Exercise, arguments: Mapping[str, tuple[Value, ...]]) -> tuple[Ask, ...]:
    twice = {question for check in exercise.checks if check.repeat for question in check.questions}
    shown = {q for check in exercise.checks if not check.hidden and not check.repeat for q in check.questions}
    questions = dict.fromkeys(question for check in exercise.checks for question in check.questions)
    return tuple(
        Ask(
            question=question,
            arguments=arguments[question.case],
            repeat=question in twice,
            secret=question not in shown,
        )
        for question in questions
    )


def _reference_answers(
    rubric: Rubric,
    asks: Mapping[str, tuple[Ask, ...]],
    arguments: Mapping[str, tuple[Value, ...]],
    observe: Observe,
) -> dict[Question, Value]:
    asked = [(check, question) for _, check in _checks(rubric) for question in check.questions]
    own = {ask.question for listed in asks.values() for ask in listed}
    others = {replace(question, name=name) for check, question in asked for name in check.kind.also}
    wrong = {replace(question, name=mistake.name) for check, question in asked for mistake in check.mistakes}

    def listed(questions: set[Question]) -> list[Ask]:
        return [Ask(question=question, arguments=arguments[question.case]) for question in sorted(questions)]

    answers = _trusted(rubric, rubric.reference, listed(own | others), observe)
    if rubric.mistakes is not None:
        answers |= _trusted(rubric, rubric.mistakes, listed(wrong), observe)
    return answers
