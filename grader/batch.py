"""Many submissions: a few workers, each with a sandbox of its own; one that fails never touches the next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from grader.grading import grade
from grader.intake import Place, read
from grader.model import Grade, Isolation, Rubric
from grader.plan import Plan, prepare
from grader.sandbox.outside import Sandbox


def plan_of(rubric: Rubric, level: Isolation) -> Plan:
    """Make a rubric ready in a sandbox of its own, which is gone before any student code runs."""
    with Sandbox(level, rubric.imports) as sandbox:
        return prepare(rubric, sandbox.observe)


def grade_all(
    plan: Plan, places: Sequence[Place], level: Isolation, workers: int, done: Callable[[Grade], None] = lambda _: None
) -> tuple[Grade, ...]:
    """Grade every submission with so many workers; `done` hears of each as it is finished, the result keeps order."""
    sandboxes: list[Sandbox] = []
    own = threading.local()
    telling = threading.Lock()

    def begin() -> None:
        own.sandbox = Sandbox(level, plan.rubric.imports)
        sandboxes.append(own.sandbox)

    def one(place: Place) -> Grade:
        result = grade(plan, read(place, plan.rubric.file), own.sandbox.observe)
        with telling:
            done(result)
        return result

    pool = ThreadPoolExecutor(max(1, min(workers, len(places))), initializer=begin)
    try:
        return tuple(pool.map(one, places))
    except BaseException:
        # Ctrl-C: nobody waits for a student's loop to end.
        for sandbox in sandboxes:
            sandbox.abort()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        for sandbox in sandboxes:
            sandbox.close()
