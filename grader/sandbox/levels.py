"""Which level of isolation this machine gives, found by trying; never by looking for features."""

from __future__ import annotations

from dataclasses import dataclass

from grader.errors import SandboxError, UsageError
from grader.model import Isolation
from grader.sandbox.zygote import Zygote

STRONGEST_FIRST = (Isolation.JAIL, Isolation.CONFINED, Isolation.PROCESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of trying a level; `problem` is empty when it holds."""

    level: Isolation
    problem: str = ""


def trial(level: Isolation) -> Trial:
    """Start a zygote at a level and ask it to confine a child."""
    try:
        zygote = Zygote(level, ())
    except SandboxError as error:
        return Trial(level=level, problem=str(error))
    zygote.close()
    return Trial(level=level)


def choose(wanted: str, weakest: Isolation = Isolation.CONFINED) -> Isolation:
    """Return the wanted level, or for `auto` the strongest that holds here and is not below `weakest`.

    A level that is asked for by name is taken even below `weakest` (that accepts the risk), and refused when it does
    not hold.
    """
    allowed = STRONGEST_FIRST[: STRONGEST_FIRST.index(weakest) + 1] if wanted == "auto" else (Isolation(wanted),)
    problems = []
    for level in allowed:
        tried = trial(level)
        if not tried.problem:
            return level
        problems.append(f"{level}: {tried.problem}")
    raise UsageError(
        "; ".join(problems) + ". `grader doctor` says what is missing; `--isolation process` accepts the risk."
    )


def report() -> str:
    """Return a line for every level: whether it holds here, and if not why."""
    trials = [trial(level) for level in STRONGEST_FIRST]
    return "\n".join(f"{tried.level:<10} {tried.problem or 'available'}" for tried in trials)
