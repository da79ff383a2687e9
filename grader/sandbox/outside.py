"""Start a zygote, feed it jobs, time them, and turn what comes back into observations.

A submission is one job for one child. What hung or crashed costs the calls of the same function; the rest goes on in
a fresh child. A module that does not load as it stands is loaded once more with its definitions only.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import select
import subprocess
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from grader.errors import SandboxError
from grader.model import (
    Action,
    Ask,
    Isolation,
    Limits,
    Missing,
    Module,
    Observation,
    Question,
    Raised,
    Refused,
    Returned,
    Run,
    Stop,
    Stopped,
    Submission,
)
from grader.sandbox.inside import wire

START_SECONDS = 60.0
"""How long a zygote may take to import its libraries."""
WATCHDOG_SECONDS = 5.0
"""How long beyond its own limits a zygote may stay silent before it is killed itself."""
MAX_FRAME = 1 << 30

PRELOADS = {
    "matplotlib": ("matplotlib.pyplot",),
    "scipy": ("scipy.linalg", "scipy.signal", "scipy.optimize", "scipy.special"),
    "pandas": ("pandas",),
    "sympy": ("sympy",),
}
"""Libraries that are dear to import: imported before the fork where a submission mentions them."""

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "MPLBACKEND": "Agg",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHON_COLORS": "0",
}
"""All that a process inside finds in its environment: what makes two runs alike, nothing of the machine."""


# --- one zygote ----------------------------------------------------------------------------------------------------


class Zygote:
    """A running zygote: jobs go in, frames come out; `close` ends it and everything below it."""

    def __init__(self, level: Isolation, imports: tuple[str, ...]) -> None:
        """Start it and wait until it is ready; SandboxError when it does not come up."""
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
            command(level, imports),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            cwd="/",
            start_new_session=True,
        )
        try:
            self.ready = self._first_word()
        except BaseException:
            self.close()
            raise

    def send(self, job: wire.Job) -> None:
        """Hand over a job; `frames` then tells what becomes of it."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(wire.encode(job))
            self._process.stdin.flush()
        except OSError as error:
            msg = "the sandbox ended before it could be asked"
            raise SandboxError(msg) from error

    def frames(self, job: wire.Job) -> Iterator[wire.Relayed | wire.Ended]:
        """Yield the child's reports, then how it ended; SandboxError when the zygote itself is lost."""
        deadline = time.monotonic() + job.total_seconds + WATCHDOG_SECONDS
        while True:
            message = self._message(min(deadline, time.monotonic() + job.seconds + WATCHDOG_SECONDS))
            if isinstance(message, wire.Ready):
                msg = "the sandbox speaks out of turn"
                raise SandboxError(msg)
            yield message
            if isinstance(message, wire.Ended):
                return

    def close(self) -> None:
        """Close our end; it kills its child and exits, or is killed."""
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        try:
            self._process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _first_word(self) -> wire.Ready:
        message = self._message(time.monotonic() + START_SECONDS)
        if not isinstance(message, wire.Ready) or message.version != wire.VERSION:
            msg = "the sandbox does not start as it should"
            raise SandboxError(msg)
        return message

    def _message(self, deadline: float) -> wire.FromZygote:
        try:
            (length,) = wire.HEADER.unpack(self._read(wire.HEADER.size, deadline))
            if length > MAX_FRAME:
                msg = "the sandbox sends more than it may"
                raise SandboxError(msg)
            return wire.decode_from_zygote(self._read(length, deadline))
        except ValueError as error:
            msg = f"the sandbox cannot be understood: {error}"
            raise SandboxError(msg) from error

    def _read(self, count: int, deadline: float) -> bytes:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        content = bytearray()
        while len(content) < count:
            readable, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            part = os.read(descriptor, min(count - len(content), 1 << 20)) if readable else b""
            if not part:
                msg = "the sandbox ended by itself" if readable else "the sandbox does not answer"
                raise SandboxError(msg)
            content += part
        return bytes(content)


def command(level: Isolation, imports: tuple[str, ...]) -> tuple[str, ...]:
    """Return the command line of a zygote at a level."""
    boot = Path(__file__).parent / "inside" / "boot.py"
    libraries = [place for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    rooms = str(Path(__file__).parent)
    return (sys.executable, "-S", "-s", "-P", str(boot), rooms, level.value, ",".join(imports), *libraries)


def environment() -> dict[str, str]:
    """Return the whole environment of the processes inside."""
    return dict(ENVIRONMENT)


# --- what a submission does ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """What one child got done."""

    observations: dict[Question, Observation] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    load_failure: Raised | Stopped | None = None
    stopped: Stopped | None = None


class Sandbox:
    """Zygotes at one level, one for each set of heavy imports, started when first needed.

    Not for several threads at once: a worker has its own.
    """

    def __init__(self, level: Isolation, imports: Iterable[str] = ()) -> None:
        """Take the level, and the libraries that every submission gets imported beforehand."""
        self.level = level
        self._imports = tuple(imports)
        self._zygotes: dict[tuple[str, ...], Zygote] = {}

    def __enter__(self) -> Sandbox:
        """Return itself; leaving ends every process."""
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """End every process."""
        self.close()

    def close(self) -> None:
        """End every zygote and everything below it."""
        for zygote in self._zygotes.values():
            zygote.close()
        self._zygotes.clear()

    def ready(self) -> wire.Ready:
        """Start the plain zygote, if need be, and return its first word: the versions inside."""
        return self._zygote(self._imports).ready

    def observe(
        self,
        submission: Submission,
        asks: Sequence[Ask],
        *,
        limits: Limits,
        seed: int = 0,
        definitions_only: bool = False,
    ) -> Run:
        """Ask a submission everything, in fresh children as often as something ends one; each ask gets an answer."""
        started = time.monotonic()
        run = Run(observations={})
        pending = tuple(asks)
        failure: Raised | Stopped | None = None
        notes: tuple[str, ...] = ()
        observations: dict[Question, Observation] = {}
        while pending:
            left = started + limits.submission_seconds - time.monotonic()
            if left <= 0:
                observations |= dict.fromkeys(_questions(pending), Stopped(reason=Stop.NO_TIME_LEFT))
                break
            attempt = self._attempt(submission, pending, replace(limits, submission_seconds=left), seed, definitions_only)
            observations |= attempt.observations
            notes = attempt.notes or notes
            pending = tuple(ask for ask in pending if ask.question not in observations)
            if attempt.load_failure is not None:
                failure = failure or attempt.load_failure
                if definitions_only:
                    observations |= dict.fromkeys(_questions(pending), attempt.load_failure)
                    break
                definitions_only = True
            elif attempt.stopped is not None and pending:
                ended = pending[0].question.name
                same = [ask for ask in pending if ask.question.name == ended]
                observations |= dict.fromkeys(_questions(same), attempt.stopped)
                pending = tuple(ask for ask in pending if ask.question.name != ended)
        return replace(
            run, observations=observations, notes=notes, load_failure=failure, seconds=time.monotonic() - started
        )

    def _attempt(
        self, submission: Submission, asks: Sequence[Ask], limits: Limits, seed: int, definitions_only: bool
    ) -> _Attempt:
        imports = self._wanted(submission)
        job = _job(submission, asks, limits, seed, definitions_only=definitions_only)
        try:
            zygote = self._zygote(imports)
            zygote.send(job)
            return _understood(asks, zygote.frames(job))
        except SandboxError:
            # The zygote is lost, perhaps by what the student did; the next attempt gets a new one.
            lost = self._zygotes.pop(imports, None)
            if lost is None:
                raise
            lost.close()
            return _Attempt(stopped=Stopped(reason=Stop.CRASHED, detail="the sandbox process ended"))

    def _wanted(self, submission: Submission) -> tuple[str, ...]:
        mentioned = {name for name in submission_imports(submission) if name in PRELOADS}
        return tuple(sorted({*self._imports, *(module for name in mentioned for module in PRELOADS[name])}))

    def _zygote(self, imports: tuple[str, ...]) -> Zygote:
        if imports not in self._zygotes:
            self._zygotes[imports] = Zygote(self.level, imports)
        return self._zygotes[imports]


def submission_imports(submission: Submission) -> frozenset[str]:
    """Return the top-level packages that a submission's lines import, found without parsing it."""
    modules = [module for module in (submission.main, *submission.modules) if module is not None]
    lines = (line.strip() for module in modules for cell in module.cells for line in cell.text.splitlines())
    words = (line.split() for line in lines if line.startswith(("import ", "from ")))
    return frozenset(word.split(".")[0].rstrip(",") for line in words for word in line[1:])


def _questions(asks: Sequence[Ask]) -> list[Question]:
    return [ask.question for ask in asks]


def _job(
    submission: Submission, asks: Sequence[Ask], limits: Limits, seed: int, *, definitions_only: bool
) -> wire.Job:
    assert submission.main is not None
    return wire.Job(
        name=submission.main.name,
        cells=_cells(submission.main),
        helpers={module.name: _cells(module) for module in submission.modules},
        asks=[_ask(ask, seed) for ask in asks],
        definitions_only=definitions_only,
        seed=seed,
        seconds=limits.seconds,
        total_seconds=limits.submission_seconds,
        memory_bytes=limits.memory_mib << 20,
        answer_bytes=limits.answer_mib << 20,
        printed_characters=limits.printed_kib << 10,
    )


def _cells(module: Module) -> list[wire.CellMessage]:
    return [wire.CellMessage(cell.label, cell.text) for cell in module.cells]


def _ask(ask: Ask, seed: int) -> wire.AskMessage:
    # Each case has a stream of its own, so that a new case leaves the others' numbers alone.
    seeds = [seed, zlib.crc32(ask.question.name.encode())] if ask.question.action is Action.MAKE else []
    packed = [wire.pack(argument) for argument in ask.arguments]
    return wire.AskMessage(ask.question.action.value, ask.question.name, packed, seeds, ask.repeat)


# --- from reports to observations ----------------------------------------------------------------------------------


def _understood(asks: Sequence[Ask], frames: Iterator[wire.Relayed | wire.Ended]) -> _Attempt:
    """Read one child's reports to their end; the first that is malformed ends what is believed of it."""
    loaded: wire.Loaded | None = None
    failure: wire.LoadFailed | None = None
    answered: dict[Question, Observation] = {}
    ended = wire.Ended("lost", 0)
    unreadable = False
    for frame in frames:
        if isinstance(frame, wire.Ended):
            ended = frame
        elif not unreadable:
            try:
                report = wire.decode_report(frame.frame)
                if isinstance(report, wire.Loaded):
                    loaded = loaded or report
                elif isinstance(report, wire.LoadFailed):
                    failure = failure or report
                elif loaded is not None:
                    question = asks[report.index].question
                    answered[question] = _observation(report, asks[report.index], loaded.names)
            except (ValueError, IndexError):
                unreadable = True
    stopped = Stopped(reason=Stop.UNREADABLE) if unreadable else _stopped(ended)
    if loaded is None:
        return _Attempt(load_failure=_raised(failure.failure) if failure else stopped or _VANISHED)
    complete = len(answered) == len(asks)
    return _Attempt(observations=answered, notes=tuple(loaded.notes), stopped=None if complete else stopped or _VANISHED)


_VANISHED = Stopped(reason=Stop.CRASHED, detail="the program ended itself before it gave an answer")

_SIGNALS = {4: "illegal instruction", 6: "aborted", 7: "bus error", 8: "arithmetic error", 11: "segmentation fault"}


def _stopped(ended: wire.Ended) -> Stopped | None:
    match ended.how:
        case "silent" | "total":
            return Stopped(reason=Stop.TIMED_OUT if ended.how == "silent" else Stop.NO_TIME_LEFT)
        case "too_large":
            return Stopped(reason=Stop.UNREADABLE, detail="the answer is too large")
        case "signalled" if ended.status == 9:  # noqa: PLR2004 - SIGKILL that we did not send: the kernel, for memory
            return Stopped(reason=Stop.OUT_OF_MEMORY)
        case "signalled" if ended.status == 24:  # noqa: PLR2004 - SIGXCPU
            return Stopped(reason=Stop.TIMED_OUT)
        case "signalled":
            return Stopped(reason=Stop.CRASHED, detail=_SIGNALS.get(ended.status, f"signal {ended.status}"))
        case _:
            return None


def _observation(report: wire.Answered, ask: Ask, names: list[str]) -> Observation:
    first = _result(report.result, ask, names)
    if not isinstance(first, Returned):
        return replace(first, printed=report.printed) if isinstance(first, Raised) else first
    after = report.arguments
    return replace(
        first,
        again=None if report.again is None else _result(report.again, ask, names),
        arguments=None if after is None else tuple(wire.unpack(argument) for argument in after),
        printed=report.printed,
        warnings=tuple(report.warnings),
    )


def _result(result: wire.Result, ask: Ask, names: list[str]) -> Observation:
    match result:
        case wire.Value(value):
            return Returned(value=wire.unpack(value))
        case wire.Failure():
            return _raised(result)
        case wire.Unsendable(what, where):
            return Refused(what=what, where=where)
        case wire.Absent():
            return Missing(similar=tuple(difflib.get_close_matches(ask.question.name, names, n=1, cutoff=0.75)))


def _raised(failure: wire.Failure) -> Raised | Stopped:
    if failure.memory:
        return Stopped(reason=Stop.OUT_OF_MEMORY)
    return Raised(
        type=failure.name,
        message=failure.message,
        place=failure.place,
        line=failure.line,
        column=failure.column,
        source=failure.source,
    )
