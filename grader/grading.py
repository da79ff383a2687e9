"""The journey of one submission: ask it what the reference was asked, judge outside, look twice, sum up.

The sandbox is a parameter (`Observe`), so this room runs nothing and the tests can pass a fake.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from grader.errors import GraderError
from grader.judging import judged, outcome_of, told
from grader.model import (
    ZERO,
    Ask,
    Check,
    Exercise,
    ExerciseGrade,
    Grade,
    Limits,
    Missing,
    Outcome,
    Run,
    Stop,
    Stopped,
    Submission,
    Verdict,
)
from grader.plan import Observe, Plan

log = logging.getLogger(__name__)


# --- one submission ------------------------------------------------------------------------------------------------


def grade(plan: Plan, submission: Submission, observe: Observe) -> Grade:
    """Ask, judge, and ask again what did not earn full marks; the better of two looks counts."""
    if submission.main is None:
        return _ungraded(plan, submission)
    try:
        return _graded(plan, submission, observe)
    except GraderError as error:
        log.warning("%s could not be graded: %s", submission.id, error)
        return _faulty(plan, submission, f"The grader could not finish: {error}")


def _graded(plan: Plan, submission: Submission, observe: Observe) -> Grade:
    rubric = plan.rubric
    asks = [ask for listed in plan.asks.values() for ask in listed]
    once = {ask.question: ask for ask in asks}
    # A question that two exercises share is asked once here, twice on the same objects if either wants that.
    twice = {ask.question for ask in asks if ask.repeat}
    shown = {ask.question for ask in asks if not ask.secret}
    merged = [replace(ask, repeat=each in twice, secret=each not in shown) for each, ask in once.items()]
    limits = replace(rubric.limits, seconds=min(rubric.limits.first_look_seconds, rubric.limits.seconds))
    first = _asked(submission, merged, observe, limits=limits, seed=rubric.seed, definitions_only=False)
    seconds = first.seconds
    graded: list[ExerciseGrade] = []
    for exercise in rubric.exercises:
        best = _exercise(plan, exercise, first)
        left = rubric.limits.submission_seconds - seconds
        if left > 0 and _worth_another_look(plan, exercise, best, first):
            again = _asked(
                submission,
                plan.asks[exercise.id],
                observe,
                limits=replace(rubric.limits, submission_seconds=left),
                seed=rubric.seed,
                definitions_only=first.load_failure is not None,
            )
            seconds += again.seconds
            best = max(best, _exercise(plan, exercise, again), key=lambda each: each.points or ZERO)
        graded.append(best)
    return Grade(
        submission=submission,
        exercises=tuple(graded),
        seconds=seconds,
        notes=(*submission.notes, *_load_notes(first), *first.notes),
        needs_a_human=_human(graded, first),
    )


def _asked(  # noqa: PLR0913 - whom, what, how, and within what bounds
    submission: Submission, asks: Sequence[Ask], observe: Observe, *, limits: Limits, seed: int, definitions_only: bool
) -> Run:
    """Ask first what may be shown, then, in a child of its own, what only hidden checks ask.

    The questions lie in the memory of the child that answers them; what is said of those that may be shown must come
    from a child that has never held the others.
    """
    shown, secret = ([ask for ask in asks if ask.secret is hidden] for hidden in (False, True))
    first = observe(submission, shown, limits=limits, seed=seed, definitions_only=definitions_only)
    left = limits.submission_seconds - first.seconds
    if first.load_failure is not None and not _loaded_after_all(first):
        lost = dict.fromkeys([ask.question for ask in secret], first.load_failure)
        return replace(first, observations={**first.observations, **lost})
    if not secret:
        return first
    if left <= 0:
        late = dict.fromkeys([ask.question for ask in secret], Stopped(reason=Stop.NO_TIME_LEFT))
        return replace(first, observations={**first.observations, **late})
    then = observe(
        submission,
        secret,
        limits=replace(limits, submission_seconds=left),
        seed=seed,
        definitions_only=definitions_only or first.load_failure is not None,
    )
    return replace(
        first, observations={**first.observations, **then.observations}, seconds=first.seconds + then.seconds
    )


def _worth_another_look(plan: Plan, exercise: Exercise, graded: ExerciseGrade, run: Run) -> bool:
    """Whether a fresh child could make a difference: something is lost, and something of it could run at all."""
    if graded.points is None or graded.points >= exercise.points:
        return False
    seen = [run.observations[ask.question] for ask in plan.asks[exercise.id]]
    return any(not isinstance(observation, Missing) and observation is not run.load_failure for observation in seen)


def _load_notes(run: Run) -> tuple[str, ...]:
    if run.load_failure is None or not _loaded_after_all(run):
        return ()
    return (f"The file does not run as it stands: {_first_line(run)} It is graded with its definitions only.",)


def _human(graded: Sequence[ExerciseGrade], run: Run) -> str:
    verdicts = {outcome.verdict for exercise in graded for outcome in exercise.outcomes}
    if Verdict.GRADER_ERROR in verdicts:
        return "the grader failed on it"
    if Verdict.REVIEW in verdicts:
        return "a check asks for a person's eye"
    return "" if run.load_failure is None or _loaded_after_all(run) else _first_line(run)


def _loaded_after_all(run: Run) -> bool:
    """Whether the definitions alone could be asked."""
    return any(observation is not run.load_failure for observation in run.observations.values())


def _first_line(run: Run) -> str:
    return told(run.load_failure, "the file").partition("\n")[0] if run.load_failure else ""


# --- one exercise --------------------------------------------------------------------------------------------------


def _exercise(plan: Plan, exercise: Exercise, run: Run) -> ExerciseGrade:
    outcomes: dict[str, Outcome] = {}
    points = {check.name: check.points for check in exercise.checks}
    for check in exercise.checks:
        lacking = [name for name in check.needs if outcomes[name].verdict is not Verdict.PASSED]
        worth = replace(check, points=sum((points[name] for name in check.instead_of), check.points))
        outcomes[check.name] = _skipped(check, lacking[0]) if lacking else judged(worth, run.observations, plan.key)
    for check in filter(lambda check: check.instead_of, exercise.checks):
        outcomes = _settled(check, outcomes)
    return _exercise_grade(exercise, _with_costs(exercise, outcomes))


def _settled(check: Check, outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """Leave of an answer and what it may stand in for the one that counts: what earns more, or was given at all."""
    others = {name: outcomes[name] for name in check.instead_of if name in outcomes}
    here = _standing((outcomes[check.name],)) > _standing(others.values())
    dropped = others.keys() if here else {check.name}
    return {name: outcome for name, outcome in outcomes.items() if name not in dropped}


def _standing(outcomes: Collection[Outcome]) -> tuple[Decimal, bool]:
    """Return what one way to answer earned, then whether anything was there."""
    earned = sum((outcome.points or ZERO for outcome in outcomes), ZERO)
    return earned, any(outcome.verdict is not Verdict.MISSING for outcome in outcomes)


def _exercise_grade(exercise: Exercise, outcomes: Iterable[Outcome]) -> ExerciseGrade:
    return ExerciseGrade(
        id=exercise.id,
        title=exercise.title,
        points_possible=exercise.points,
        outcomes=tuple(outcomes),
        statement=exercise.statement,
    )


def _with_costs(exercise: Exercise, outcomes: Mapping[str, Outcome]) -> Iterable[Outcome]:
    """Take what a failed check costs off what the exercise has earned, and never more than that."""
    earned = sum((outcome.points or ZERO for outcome in outcomes.values()), ZERO)
    for check in exercise.checks:
        if check.name not in outcomes:
            continue
        outcome = outcomes[check.name]
        if check.costs and outcome.verdict is Verdict.FAILED:
            cost = min(check.costs, earned)
            earned -= cost
            outcome = replace(outcome, points=-cost)
        yield outcome


def _skipped(check: Check, lacking: str) -> Outcome:
    return outcome_of(check, Verdict.SKIPPED, message=f"Rests on '{lacking}', which has not passed.")


# --- what could not be graded --------------------------------------------------------------------------------------


def _ungraded(plan: Plan, submission: Submission) -> Grade:
    why = submission.fault
    return _uniform(plan, submission, lambda check: outcome_of(check, Verdict.MISSING, message=why), why)


def _faulty(plan: Plan, submission: Submission, why: str) -> Grade:
    return _uniform(plan, submission, lambda check: outcome_of(check, Verdict.GRADER_ERROR, message=why), why)


def _uniform(plan: Plan, submission: Submission, outcome: Callable[[Check], Outcome], why: str) -> Grade:
    return Grade(
        submission=submission,
        exercises=tuple(_exercise_grade(exercise, map(outcome, exercise.checks)) for exercise in plan.rubric.exercises),
        seconds=0.0,
        notes=submission.notes,
        needs_a_human=why,
    )
