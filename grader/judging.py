"""What one check makes of what happened: observations in, an outcome out.

`told` and `verdict_of` are the one place where a call that gave no value gets its word and its sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from grader.compare import words
from grader.model import (
    ZERO,
    Answer,
    Check,
    Finding,
    Missing,
    Observation,
    Outcome,
    Question,
    Raised,
    Refused,
    Returned,
    Stop,
    Stopped,
    Value,
    Verdict,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKey:
    """What the reference, its alternatives and the known mistakes answer to each question, and what was sent."""

    answers: Mapping[Question, Value]
    arguments: Mapping[str, tuple[Value, ...]]
    """By case."""


def judged(check: Check, observations: Mapping[Question, Observation], key: AnswerKey) -> Outcome:
    """Judge a check by what its questions came to; a failure of our own is `grader_error`, never a zero."""
    seen = {question: observations[question] for question in check.questions}
    if check.repeat:
        # What did not return has cost its points elsewhere; conduct is judged on the rest.
        seen = {question: got for question, got in seen.items() if isinstance(got, Returned)} or seen
    for question, observation in seen.items():
        if not isinstance(observation, Returned):
            return _unanswered(check, question, observation)
    try:
        return _compared(check, list(_answers(check, seen, key)), key)
    except Exception:
        log.exception("check %r failed to judge", check.name)
        return outcome_of(check, Verdict.GRADER_ERROR, message="The grader failed on this check; it is not a zero.")


def _unanswered(check: Check, question: Question, broken: Observation) -> Outcome:
    name = f"`{question.name}`" if isinstance(broken, Missing) else about(question)
    if check.repeat and not isinstance(broken, Missing):
        # Its questions are also those of hidden checks: nothing that student code says of them is shown here.
        return outcome_of(check, verdict_of(broken), message=f"{name} gives no value to look at.")
    outcome = outcome_of(check, verdict_of(broken), message=told(broken, name))
    return replace(outcome, printed=broken.printed) if isinstance(broken, Raised) else outcome


def _answers(check: Check, seen: Mapping[Question, Observation], key: AnswerKey) -> Iterator[Answer]:
    for question, got in seen.items():
        if isinstance(got, Returned):
            yield Answer(
                question=question,
                got=got,
                want=key.answers[question],
                also=tuple(key.answers[replace(question, name=name)] for name in check.kind.also),
                arguments=key.arguments[question.case],
            )


def _compared(check: Check, answers: Sequence[Answer], key: AnswerKey) -> Outcome:
    finding = check.kind.judge(answers)
    outcome = outcome_of(check, _verdict(finding.credit), finding.credit, _message(check, finding))
    if finding.credit < 1:
        outcome = _known_mistake(check, answers, key) or _explained(check, answers, outcome)
    outcome = replace(outcome, difference=finding.difference)
    if check.repeat:
        return outcome
    return replace(
        outcome,
        printed=next((answer.got.printed for answer in answers if answer.got.printed), ""),
        warnings=tuple(dict.fromkeys(text for answer in answers for text in answer.got.warnings)),
    )


def _known_mistake(check: Check, answers: Sequence[Answer], key: AnswerKey) -> Outcome | None:
    """Return the outcome of the first known mistake that explains every case, if there is one."""
    for mistake in check.mistakes:
        named = [replace(answer.question, name=mistake.name) for answer in answers]
        as_if = [replace(answer, want=key.answers[each], also=()) for answer, each in zip(answers, named, strict=True)]
        if check.kind.judge(as_if).credit == 1:
            return outcome_of(check, _verdict(mistake.credit), mistake.credit, mistake.says)
    return None


def _explained(check: Check, answers: Sequence[Answer], outcome: Outcome) -> Outcome:
    """Add the cause to what is said, where one explains every number of every case."""
    cause = check.kind.explain(answers)
    return replace(outcome, message=f"{outcome.message} {cause}") if cause else outcome


def _verdict(credit: Decimal) -> Verdict:
    if credit == 1:
        return Verdict.PASSED
    return Verdict.PARTIAL if credit > 0 else Verdict.FAILED


def outcome_of(check: Check, verdict: Verdict, credit: Decimal = ZERO, message: str = "") -> Outcome:
    """Return a check's outcome: a verdict, the credit's share of its points, and what to say."""
    return Outcome(
        check=check.name,
        verdict=verdict,
        points=None if verdict is Verdict.GRADER_ERROR else credit * check.points,
        points_possible=check.points,
        message=message,
        hint="" if verdict is Verdict.PASSED else check.hint,
        hidden=check.hidden,
    )


# --- words ---------------------------------------------------------------------------------------------------------


def _message(check: Check, finding: Finding) -> str:
    if finding.credit == 1:
        return ""
    difference = finding.difference
    texts = [finding.message, words(difference) if difference else ""]
    question = finding.question or replace(check.questions[0], case="")
    return f"{about(question)}: {' '.join(filter(None, texts))}"


def about(question: Question) -> str:
    """Name what was asked, with the inputs it was asked with."""
    return f"`{question.name}`" + (f" (inputs `{question.case}`)" if question.case else "")


_STOPPED: dict[Stop, tuple[Verdict, str]] = {
    Stop.TIMED_OUT: (Verdict.TIMED_OUT, "{name} does not come to an end in the time it has."),
    Stop.NO_TIME_LEFT: (Verdict.TIMED_OUT, "{name} is not run: the time for the whole submission is used up."),
    Stop.OUT_OF_MEMORY: (Verdict.OUT_OF_MEMORY, "{name} needs more memory than it has."),
    Stop.CRASHED: (Verdict.CRASHED, "{name} ends the whole Python program{detail}."),
    Stop.UNREADABLE: (Verdict.REFUSED, "{name} gives an answer that cannot be read{detail}."),
}


def verdict_of(observation: Observation) -> Verdict:
    """Return the verdict on a call that gave no value."""
    match observation:
        case Missing():
            return Verdict.MISSING
        case Raised():
            return Verdict.RAISED
        case Refused():
            return Verdict.REFUSED
        case Stopped(reason=reason):
            return _STOPPED[reason][0]
        case Returned():
            return Verdict.REVIEW


def told(observation: Observation, name: str) -> str:
    """Say in a sentence what happened to the call of `name` instead of a value."""
    match observation:
        case Missing(similar=similar):
            guess = f" The file has `{similar[0]}`; is that the one meant?" if similar else ""
            return f"{name} is not in the file.{guess}"
        case Raised():
            return _raised_words(observation, name)
        case Refused(what=what, where=where):
            part = f" (at {where})" if where else ""
            return f"{name} returns {what}{part}; numbers, text, lists, tuples, dicts and NumPy arrays can be read."
        case Stopped(reason=reason, detail=detail):
            return _STOPPED[reason][1].format(name=name, detail=f" ({detail})" if detail else "")
        case Returned():
            return ""


def _raised_words(raised: Raised, name: str) -> str:
    message = f": {raised.message}" if raised.message else ""
    where = f" in line {raised.line} of {raised.place}" if raised.line else ""
    if raised.column:
        # Only text that does not compile has a column; no name in the file can be asked for anything.
        caret = " " * (raised.column - 1) + "^"
        return f"The file does not compile{message}{where}.\n{raised.source}\n{caret}"
    source = f": `{raised.source.strip()}`" if raised.source.strip() else ""
    return f"{name} ends with {raised.type}{message}{where}{source}."
