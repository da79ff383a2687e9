"""What the sandbox costs: each layer of a confined child, and a whole submission, in multiples of a bare fork.

    python benchmarks/sandbox.py [-n ROUNDS]

Times are milliseconds from before the fork until the child is reaped. The lines take turns within a round, so that a
busy moment of the machine falls on all of them alike; compare ratios, not times of different runs.
"""

from __future__ import annotations

import argparse
import functools
import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from grader.errors import SandboxError
from grader.model import Action, Ask, Cell, Isolation, Limits, Module, Question, Returned, Submission
from grader.sandbox import bubblewrap
from grader.sandbox.inside import confinement, landlock, libc
from grader.sandbox.outside import Sandbox

MEMORY, SECONDS = 2 << 30, 60.0

SOURCE = """
import numpy as np

def norm(v):
    return np.sqrt((v * v).sum())

def solve(a, b):
    return np.linalg.solve(a, b)
"""


def forked(act: Callable[[], object]) -> float:
    """Return how long a child takes to be forked, to act, to say a byte and to be reaped."""
    reader, writer = os.pipe()
    started = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        try:
            # Where `apply` leaves it open.
            os.dup2(writer, 3)
            act()
            os.write(3, b"1")
        finally:
            os._exit(0)
    os.close(writer)
    said = os.read(reader, 1)
    os.waitpid(pid, 0)
    took = time.perf_counter() - started
    os.close(reader)
    if not said:
        raise SystemExit("a child could not do what was to be measured")
    return took * 1e3


def layers() -> Mapping[str, Callable[[], object]]:
    """Return what a child does, by line."""
    readable = [str(path) for path in bubblewrap.readable(bubblewrap.libraries())]
    plain = confinement.prepare(confinement.PROCESS, ())
    try:
        confined = confinement.prepare(confinement.CONFINED, readable)
    except confinement.ConfinementError as error:
        print(f"no Landlock and no seccomp here: {error}")
        return {"fork": int, "+ limits": lambda: plain.apply(MEMORY, SECONDS)}
    barriers = confined.barriers
    assert barriers is not None

    def restrict() -> None:
        libc.call("prctl", confinement.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        landlock.restrict(barriers.ruleset, barriers.quiet)

    def install() -> None:
        libc.call("prctl", confinement.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        barriers.filter.finish(os.getpid())
        barriers.filter.install()

    def apply() -> None:
        confined.apply(MEMORY, SECONDS)

    def answer() -> None:
        apply()
        student()

    return {
        "fork": int,
        "+ limits, descriptors, parent's death": lambda: plain.apply(MEMORY, SECONDS),
        "+ identity": barriers.identity.assume,
        "+ Landlock": restrict,
        "+ seccomp": install,
        "+ all of it": apply,
        "fork, load a module, two calls": student,
        "+ all of it, load a module, two calls": answer,
    }


def student() -> None:
    """Do what a small submission does."""
    names: dict[str, Callable[..., object]] = {}
    exec(compile(SOURCE, "student.py", "exec"), names)  # noqa: S102 - our own source
    names["norm"](names["solve"](np.eye(3), np.ones(3)))


def submissions() -> Iterator[tuple[str, Callable[[], float], Sandbox]]:
    """Yield a line for each level that this machine has, and the sandbox to be closed at the end."""
    cells = (Cell(label="student.py", text=SOURCE),)
    submission = Submission(id="a", name="a", main=Module(name="student", cells=cells))
    vectors = [(np.ones(3),), (np.arange(4.0),)]
    systems = [(np.eye(3), np.ones(3)), (2 * np.eye(4), np.ones(4))]
    cases = [("norm", arguments) for arguments in vectors] + [("solve", arguments) for arguments in systems]
    asks = [
        Ask(question=Question(Action.CALL, name, str(index)), arguments=arguments)
        for index, (name, arguments) in enumerate(cases)
    ]
    for level in (Isolation.PROCESS, Isolation.CONFINED, Isolation.JAIL):
        sandbox = Sandbox(level)
        started = time.perf_counter()
        try:
            sandbox.ready()
        except SandboxError as error:
            print(f"level {level}: {error}")
            continue
        print(
            f"level {level}: the zygote was ready after {(time.perf_counter() - started) * 1e3:.0f} ms, once per worker"
        )

        def observed(sandbox: Sandbox = sandbox) -> float:
            run = sandbox.observe(submission, asks, limits=Limits())
            if not all(isinstance(each, Returned) for each in run.observations.values()):
                raise SystemExit(f"level {sandbox.level} does not answer: {run.observations}")
            return run.seconds * 1e3

        yield f"a submission of four calls, level {level}", observed, sandbox


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=60, help="rounds (60)")
    rounds = parser.parse_args().n
    sent = list(submissions())
    children = {name: functools.partial(forked, act) for name, act in layers().items()}
    gc.collect()
    gc.freeze()
    times = measured(children, rounds) | measured({name: run for name, run, _ in sent}, rounds)
    for _, _, sandbox in sent:
        sandbox.close()
    show(times)


def measured(lines: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Let the lines take turns, each round from another one on, since what comes first finds the caches cold."""
    times: dict[str, list[float]] = {name: [] for name in lines}
    names = list(lines)
    for round_ in range(rounds):
        for index in range(len(names)):
            name = names[(round_ + index) % len(names)]
            times[name].append(lines[name]())
    return times


def show(times: Mapping[str, list[float]]) -> None:
    """Print a line for each, with its ratio to the bare fork."""
    bare = statistics.median(times["fork"])
    print(f"{'':45}{'min ms':>9}{'median ms':>11}{'x fork':>9}{'+ ms':>8}")
    for name, each in times.items():
        median = statistics.median(each)
        print(f"{name:45}{min(each):9.2f}{median:11.2f}{median / bare:9.2f}{median - bare:8.2f}")


if __name__ == "__main__":
    main()
