"""One exercise: its checks taken apart into lines of a score, held against the rules, and given their points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from typing import TypeAlias, cast

from grader.model import ZERO, Action, Check, Exercise, Kind, Mistake, Question
from grader.rubric.document import CheckText, ExerciseText, Group, MistakeText, PartText
from grader.rubric.names import Names
from grader.rubric.scalars import near
from grader.rubric.source import Faults, Spot

_ACTIONS = (Action.CALL, Action.READ, Action.DRAW)
HUNDREDTH = Decimal("0.01")
_NOT_WITH_UNCHANGED = ("call", "read", "draw", "on", "points", "mistakes")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line of a score: a check, or one part of it."""

    name: str
    check: CheckText
    section: CheckText | PartText
    kind: Kind | None
    questions: tuple[Question, ...]


_Groups: TypeAlias = Sequence[tuple[CheckText, tuple[_Line, ...]]]
"""The lines that each check comes to."""


def resolve(text: ExerciseText, part: type, names: Names) -> Exercise:
    """Return an exercise, with the checks whose kind could be read; `part` is the kind that judges one part."""
    for check in text.checks:
        _hold_rules(check, names)
    groups = [(check, tuple(_lines(check, part, names))) for check in text.checks]
    lines = [line for _, group in groups for line in group]
    for line in lines:
        _hold_names(line, names)
    _hold_mistakes(text, lines, names)
    names.unique((line.name, line.section.at("name")) for line in lines if line.name)
    calls = _calls(text, lines, names)
    points = _points(text, groups, names)
    named = zip(_earlier("needs", text, groups, names), _earlier("instead_of", text, groups, names), strict=True)
    checks = tuple(
        replace(_check(line, calls, needs, given, text.mistakes), instead_of=instead_of)
        for line, given, (needs, instead_of) in zip(lines, points, named, strict=True)
        if line.kind is not None
    )
    return Exercise(id=text.id, title=text.title, points=text.points, checks=checks, statement=text.statement)


def _check(
    line: _Line,
    calls: tuple[Question, ...],
    needs: tuple[str, ...],
    points: Decimal,
    common: Sequence[MistakeText],
) -> Check:
    check, section = line.check, line.section
    unchanged = check.kind_name == "unchanged"
    return Check(
        name=line.name,
        kind=cast("Kind", line.kind),
        questions=calls if unchanged else line.questions,
        points=points,
        costs=check.costs or ZERO,
        repeat=unchanged,
        mistakes=tuple(Mistake(name=text.name, credit=text.credit, says=text.says) for text in _known_to(line, common)),
        needs=needs,
        visibility=section.visibility or check.visibility,
        hint=section.hint or check.hint,
        line=section.spot.line,
    )


def _mistakes(line: _Line) -> tuple[MistakeText, ...]:
    """Return a part's own mistakes before those of all parts."""
    own = line.section.mistakes
    return own if line.section is line.check else (*own, *line.check.mistakes)


def _known_to(line: _Line, common: Sequence[MistakeText]) -> tuple[MistakeText, ...]:
    """Return a line's own mistakes, then those of the exercise about the function that it calls."""
    own = _mistakes(line)
    named = {mistake.name for mistake in own}
    return (*own, *(mistake for mistake in common if _concerns(mistake, line) and mistake.name not in named))


def _concerns(mistake: MistakeText, line: _Line) -> bool:
    return any(question.name == mistake.name.partition("__")[0] for question in line.questions)


# --- lines ---------------------------------------------------------------------------------------------------------


def _lines(check: CheckText, part: type, names: Names) -> Iterator[_Line]:
    """Yield a check as it stands, or one line for each of its parts."""
    questions = _questions(check, names)
    name = check.name or check.call or check.read or check.draw or check.kind_name
    if not isinstance(check.kind, Group):
        kind = cast("Kind | None", check.kind)
        yield _Line(name=name, check=check, section=check, kind=kind, questions=questions)
        return
    for text in check.kind.parts:
        kind = None if text.kind is None else part(key=text.part, of=text.kind)
        own = text.name or f"{name}[{text.part}]"
        yield _Line(name=own, check=check, section=text, kind=kind, questions=questions)


def _questions(check: CheckText, names: Names) -> tuple[Question, ...]:
    """Return what a check asks, one question for each case; none when it does not say what."""
    asked = [(action, name) for action in _ACTIONS if (name := getattr(check, action)) is not None]
    for action, name in asked:
        names.in_reference(name, check.at(action))
    cases = check.on or ("",)
    for index, case in enumerate(check.on or ()):
        names.case(case, check.at("on", index))
    names.unique((case, check.at("on", index)) for index, case in enumerate(check.on or ()))
    return tuple(Question(action, name, case) for action, name in asked for case in cases)


def _calls(text: ExerciseText, lines: Sequence[_Line], names: Names) -> tuple[Question, ...]:
    """Return every call of an exercise once, for its `unchanged` check."""
    calls = [question for line in lines for question in line.questions if question.action is Action.CALL]
    for check in text.checks if text.sound and not calls else ():
        if check.kind_name == "unchanged":
            names.faults.add(check.spot, "an `unchanged` check needs a check of this exercise with `call`")
    return tuple(dict.fromkeys(calls))


# --- rules ---------------------------------------------------------------------------------------------------------


def _hold_rules(check: CheckText, names: Names) -> None:
    """Keep a fault for keys that do not go together."""
    if check.kind_name == "unchanged":
        for key in _NOT_WITH_UNCHANGED:
            if check.has(key):
                names.faults.add(
                    check.at(key), "an `unchanged` check covers every call of its exercise; leave this out"
                )
        if not check.has("costs"):
            names.faults.add(check.spot, "the key `costs` is missing: the points an `unchanged` check takes away")
    else:
        _hold_asking(check, names)
        for key in filter(check.has, ("points", "parts") if check.has("costs") else ()):
            names.faults.add(check.at(key), f"a check with `costs` takes points away and earns none; leave `{key}` out")


def _hold_asking(check: CheckText, names: Names) -> None:
    asked = [action for action in _ACTIONS if check.has(action)]
    if len(asked) != 1:
        found = " and ".join(asked) or "none of them"
        names.faults.add(check.spot, f"expected exactly one of call, read, draw; got {found}")
    if check.has("on") and asked and Action.CALL not in asked:
        names.faults.add(check.at("on"), "`on` goes with `call`; a constant or a drawing has no cases")
    if check.kind_name == "figure" and asked and Action.DRAW not in asked:
        names.faults.add(check.at("kind"), "kind figure goes with `draw`, the function that draws")
    if check.kind_name not in {"", "figure"} and Action.DRAW in asked:
        names.faults.add(check.at("kind"), f"`draw` goes with kind figure, got {check.kind_name}")


def _hold_names(line: _Line, names: Names) -> None:
    """Look up what a line's kind and mistakes name."""
    section = line.section
    for index, name in enumerate(line.kind.also if line.kind is not None else ()):
        names.in_reference(name, section.at("also", index) if section.has("also") else section.at("of"))
    for mistake in _mistakes(line):
        if mistake.name:
            names.in_mistakes(mistake.name, mistake.at("name"))


def _hold_mistakes(text: ExerciseText, lines: Sequence[_Line], names: Names) -> None:
    """Look up the exercise's own mistakes, each of which must concern one of its checks."""
    for mistake in text.mistakes:
        if mistake.name:
            names.in_mistakes(mistake.name, mistake.at("name"))
            if text.sound and not any(_concerns(mistake, line) for line in lines):
                function = mistake.name.partition("__")[0]
                names.faults.add(mistake.at("name"), f"no check of this exercise calls {function!r}")


def _earlier(key: str, text: ExerciseText, groups: _Groups, names: Names) -> Iterator[tuple[str, ...]]:
    """Yield the earlier checks that each line names under `key`; one with parts stands for all of them."""
    known: dict[str, tuple[str, ...]] = {}
    for check, lines in groups:
        for line in lines:
            sections = (check,) if line.section is check else (check, line.section)
            if text.sound:
                _hold_earlier(key, sections, tuple(known), names)
            written = (name for section in sections for name in getattr(section, key))
            yield tuple(dict.fromkeys(found for name in written for found in known.get(name, ())))
            known.setdefault(line.name, (line.name,))
        if check.name:
            known.setdefault(check.name, tuple(line.name for line in lines))


def _hold_earlier(key: str, sections: Sequence[CheckText | PartText], known: Sequence[str], names: Names) -> None:
    for section in sections:
        for index, name in enumerate(getattr(section, key)):
            if name not in known:
                message = f"no earlier check of this exercise is called {name!r}{near(name, known)}"
                names.faults.add(section.at(key, index), message)


# --- points --------------------------------------------------------------------------------------------------------


def _points(text: ExerciseText, groups: _Groups, names: Names) -> tuple[Decimal, ...]:
    """Return the points of every line; they mean nothing where a fault leaves them open."""
    faults = names.faults if text.sound else None
    given = [points for check, lines in groups for points in _given(check, lines, faults)]
    return _shared(text.points, given, text.at("points"), faults)


def _given(check: CheckText, lines: Sequence[_Line], faults: Faults | None) -> Sequence[Decimal | None]:
    """Return what the lines of a check say they are worth; points of the check itself are shared among its parts."""
    if check.costs is not None and not check.has("points") and not check.has("parts"):
        return [ZERO] * len(lines)
    own = [ZERO if line.section.instead_of or check.instead_of else line.section.points for line in lines]
    if check.points is None or not isinstance(check.kind, Group):
        return own
    return _shared(check.points, own, check.at("points"), faults)


def _shared(total: Decimal, given: Sequence[Decimal | None], spot: Spot, faults: Faults | None) -> tuple[Decimal, ...]:
    try:
        return shares(total, given)
    except SharesError as error:
        if faults is not None:
            faults.add(spot, str(error))
        # With these the sum above is as it should be, so that one fault is kept and not two.
        return (total, *[ZERO] * len(given))[: len(given)]


class SharesError(Exception):
    """Points that do not add up; the message shows the sum."""


def shares(total: Decimal, given: Sequence[Decimal | None]) -> tuple[Decimal, ...]:
    """Return points that sum to `total`: the given ones, and equal shares of the rest for None.

    A share is a whole number of hundredths, rounded down; the last one takes what is left.
    """
    known = [points for points in given if points is not None]
    without = len(given) - len(known)
    left = total - sum(known, ZERO)
    if not without:
        if left:
            raise SharesError(f"expected {total} points in all, got {_sum(known)}")
        return tuple(known)
    share = (left / without).quantize(HUNDREDTH, rounding=ROUND_DOWN)
    if left < 0 or (share == 0 and total > 0):
        message = (
            f"{_sum(known)} of {total} points are given, which leaves too little for {without} more without points"
        )
        raise SharesError(message)
    rest = iter([share] * (without - 1) + [left - share * (without - 1)])
    return tuple(next(rest) if points is None else points for points in given)


def _sum(known: Sequence[Decimal]) -> str:
    terms = [str(points) for points in known if points]
    return f"{' + '.join(terms)} = {sum(known, ZERO)}" if len(terms) > 1 else "".join(terms) or "0"
