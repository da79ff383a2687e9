"""Feed zygotes with jobs, time them, and turn what comes back into observations.

A submission is one job for one child. What hung or crashed costs the calls of the same function; the rest goes on in
a fresh child. A module that does not load as it stands is loaded once more with its definitions only.
"""

from __future__ import annotations

import difflib
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from grader.errors import SandboxError, SandboxLostError
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
from grader.sandbox.inside import inert, wire
from grader.sandbox.zygote import Zygote

MAX_NAMES = 500
"""Names of a module that a misspelt one is looked for among."""

PRELOADS = {
    "matplotlib": ("matplotlib.pyplot",),
    "scipy": ("scipy.linalg", "scipy.signal", "scipy.optimize", "scipy.special"),
    "pandas": ("pandas",),
    "sympy": ("sympy",),
}
"""Libraries that are dear to import: imported before the fork where a submission mentions them."""

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
        self._aborted = False

    def __enter__(self) -> Self:
        """Return itself; leaving ends every process."""
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """End every process."""
        self.close()

    def abort(self) -> None:
        """End every process at once, from any thread; what is being observed raises SandboxError."""
        self._aborted = True
        for zygote in list(self._zygotes.values()):
            zygote.kill()

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
        seen: dict[Question, Observation] = {}
        failure: Raised | Stopped | None = None
        notes: tuple[str, ...] = ()
        while pending := [ask for ask in asks if ask.question not in seen]:
            left = started + limits.submission_seconds - time.monotonic()
            if left <= 0:
                seen |= {ask.question: Stopped(reason=Stop.NO_TIME_LEFT) for ask in pending}
                break
            remaining = replace(limits, submission_seconds=left)
            attempt = self._attempt(submission, pending, remaining, seed, definitions_only=definitions_only)
            notes = attempt.notes or notes
            seen |= attempt.observations
            unanswered = [ask for ask in pending if ask.question not in seen]
            if attempt.load_failure is not None:
                failure = failure or attempt.load_failure
                seen |= dict.fromkeys(_questions(unanswered) if definitions_only else (), failure)
                definitions_only = True
            elif attempt.stopped is not None and unanswered:
                # What ended the child is the first that was not answered; it costs all calls of that function.
                ended = unanswered[0].question.name
                same = [question for question in _questions(unanswered) if question.name == ended]
                seen |= dict.fromkeys(same, attempt.stopped)
        return Run(observations=seen, notes=notes, load_failure=failure, seconds=time.monotonic() - started)

    def _attempt(
        self, submission: Submission, asks: Sequence[Ask], limits: Limits, seed: int, *, definitions_only: bool
    ) -> _Attempt:
        """Have one child answer; a lost zygote is replaced once, then what it was asked is held to have ended it."""
        imports = self._wanted(submission)
        job = _job(submission, asks, limits, seed, definitions_only=definitions_only)
        for _ in range(2):
            try:
                zygote = self._zygote(imports)
                zygote.send(job)
                return _understood(asks, zygote.frames(job.bounds))
            except SandboxLostError:
                self._zygotes.pop(imports).close()
                if self._aborted:
                    raise
        if self.level is not Isolation.PROCESS:
            raise SandboxError("the sandbox was lost twice over one submission")
        return _Attempt(stopped=Stopped(reason=Stop.CRASHED, detail="it ends the sandbox as well"))

    def _wanted(self, submission: Submission) -> tuple[str, ...]:
        mentioned = {name for name in submission_imports(submission) if name in PRELOADS}
        return tuple(sorted({*self._imports, *(module for name in mentioned for module in PRELOADS[name])}))

    def _zygote(self, imports: tuple[str, ...]) -> Zygote:
        if self._aborted:
            raise SandboxError("the sandbox is closed")
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


def _job(submission: Submission, asks: Sequence[Ask], limits: Limits, seed: int, *, definitions_only: bool) -> wire.Job:
    assert submission.main is not None
    return wire.Job(
        name=submission.main.name,
        cells=_cells(submission.main),
        helpers={module.name: _cells(module) for module in submission.modules},
        asks=[_ask(ask, seed) for ask in asks],
        definitions_only=definitions_only,
        seed=seed,
        printed_characters=limits.printed_kib << 10,
        bounds=wire.Bounds(
            load_seconds=limits.load_seconds,
            seconds=limits.seconds,
            total_seconds=limits.submission_seconds,
            memory_bytes=limits.memory_mib << 20,
            answer_bytes=limits.answer_mib << 20,
        ),
    )


def _cells(module: Module) -> list[wire.CellMessage]:
    return [wire.CellMessage(cell.label, cell.text) for cell in module.cells]


def _ask(ask: Ask, seed: int) -> wire.AskMessage:
    # Each case has a stream of its own, so that a new case leaves the others' numbers alone.
    seeds = [seed, zlib.crc32(ask.question.name.encode())] if ask.question.action is Action.MAKE else []
    packed = [inert.pack(argument) for argument in ask.arguments]
    return wire.AskMessage(ask.question.action.value, ask.question.name, packed, seeds, ask.repeat)


# --- from reports to observations ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Said:
    """What one child has said so far; from the first report that is malformed on, nothing more is believed."""

    begun: bool = False
    loaded: wire.Loaded | None = None
    failed: wire.LoadFailed | None = None
    answered: dict[Question, Observation] = field(default_factory=dict)
    unreadable: bool = False

    def _awaits(self, index: int, asks: Sequence[Ask]) -> bool:
        """Whether this answer is the first to its question; a second one is somebody's forgery."""
        return self.loaded is not None and 0 <= index < len(asks) and asks[index].question not in self.answered

    def hear(self, content: bytes, asks: Sequence[Ask]) -> None:
        if self.unreadable:
            return
        try:
            match wire.decode_report(content):
                case wire.Begun():
                    self.begun = True
                case wire.Loaded() as loaded:
                    self.loaded = self.loaded or loaded
                case wire.LoadFailed() as failed:
                    self.failed = self.failed or failed
                case wire.Answered(index=index) as answered if self._awaits(index, asks):
                    names = self.loaded.names[:MAX_NAMES] if self.loaded else []
                    self.answered[asks[index].question] = _observation(answered, asks[index], names)
                case _:
                    self.unreadable = True
        except ValueError:
            self.unreadable = True


def _understood(asks: Sequence[Ask], frames: Iterator[wire.Relayed | wire.Ended]) -> _Attempt:
    """Read one child's reports to their end."""
    said = _Said()
    ended = wire.Ended("lost", 0)
    for frame in frames:
        if isinstance(frame, wire.Ended):
            ended = frame
        else:
            for content in frame.frames:
                said.hear(content, asks)
    if not said.begun:
        # It ended before any student code: what it could not put on is our fault.
        raise SandboxError("a child could not be confined")
    stopped = Stopped(reason=Stop.UNREADABLE) if said.unreadable else _stopped(ended)
    if said.loaded is None:
        return _Attempt(load_failure=_raised(said.failed.failure) if said.failed else stopped or _VANISHED)
    complete = len(said.answered) == len(asks)
    return _Attempt(
        observations=said.answered, notes=tuple(said.loaded.notes), stopped=None if complete else stopped or _VANISHED
    )


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
        arguments=None if after is None else tuple(inert.unpack(argument) for argument in after),
        printed=report.printed,
        warnings=tuple(report.warnings),
    )


def _result(result: wire.Result, ask: Ask, names: list[str]) -> Observation:
    match result:
        case wire.Value(value):
            return Returned(value=inert.unpack(value))
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
