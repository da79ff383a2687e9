"""The one process that executes student code: load the module, answer the asks in order, each as soon as it is there.

By the time this runs the process has been confined. It is trusted with nothing: what it sends is decoded outside
with suspicion, what it measures (prints, warnings, line numbers) is feedback and never worth points.
"""

from __future__ import annotations

import io
import os
import random
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grader.sandbox.inside import figure, inert, module, probes, wire

MAX_MESSAGE = 2000
"""Characters kept of an exception's message or a source line."""
MAX_WARNINGS = 5
MAX_NAMES = 500
"""Names of the module that are reported, for did-you-mean."""

Send = Callable[[bytes], None]


def carry_out(order: wire.Order, send: Send, easels: list[figure.Easel]) -> None:
    """Do what the parent asked for."""
    if isinstance(order, wire.Probing):
        send(wire.encode(wire.Probed(list(_through(order)))))
    else:
        serve(order, send, easels)


def _through(order: wire.Probing) -> tuple[str, ...]:
    canaries = probes.Canaries(parent=os.getppid(), folder=order.folder, tcp=order.tcp, abstract=order.abstract)
    if not order.fatal:
        return probes.run_probes(canaries)
    probes.FATAL[order.fatal](canaries)
    return (order.fatal,)


def serve(job: wire.Job, send: Send, easels: list[figure.Easel]) -> None:
    """Load the job's module and answer its asks."""
    hints = Hints(job.printed_characters)
    hints.begin()
    _reseed(job.seed)
    try:
        loaded, notes = module.load(job.name, job.cells, job.helpers, definitions_only=job.definitions_only)
    except module.BrokenCellError as broken:
        send(wire.encode(wire.LoadFailed(_failure(broken.__cause__ or broken, _labels(job)), [])))
        return
    names = [name for name in vars(loaded) if not name.startswith("__")][:MAX_NAMES]
    send(wire.encode(wire.Loaded(names, notes)))
    for index, ask in enumerate(job.asks):
        hints.begin()
        target = vars(loaded).get(ask.name, _ABSENT)
        send(_absent(index) if target is _ABSENT else _answer(index, ask, _act(ask, target, easels), job, hints))


class Hints:
    """What a call prints and warns about, kept up to a limit; a fresh pair of streams for every call."""

    def __init__(self, limit: int) -> None:
        """Keep at most `limit` characters per call."""
        self._limit = limit
        self._kept = _Kept(limit)
        self._warnings: list[str] = []

    def begin(self) -> None:
        """Start afresh, whatever the last call did to the streams."""
        self._kept = _Kept(self._limit)
        self._warnings = []
        stream = io.TextIOWrapper(io.BufferedWriter(self._kept), encoding="utf-8", errors="replace")
        sys.stdout = sys.stderr = stream
        warnings.simplefilter("always")
        warnings.showwarning = self._warn

    def printed(self) -> str:
        """Return what was printed since `begin`."""
        try:
            sys.stdout.flush()
        except Exception:  # noqa: BLE001 - the student may have closed or replaced it
            return self._kept.text()
        return self._kept.text()

    def warned(self) -> list[str]:
        """Return the warnings since `begin`."""
        return list(self._warnings)

    def _warn(
        self, message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: object, **__: object
    ) -> None:
        text = _sendable(f"{category.__name__}: {message!s:.300} ({Path(filename).name}, line {lineno})")
        if text not in self._warnings and len(self._warnings) < MAX_WARNINGS:
            self._warnings.append(text)


class _Kept(io.RawIOBase):
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = bytearray()
        self._dropped = False

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        view = memoryview(content)  # type: ignore[arg-type]  # the io protocol hands in a buffer
        room = self._limit - len(self._bytes)
        self._bytes += view[: max(room, 0)]
        self._dropped |= len(view) > room
        return len(view)

    def text(self) -> str:
        tail = "\n[the rest is left out]" if self._dropped else ""
        return self._bytes.decode("utf-8", "replace") + tail


_ABSENT = object()
Act = Callable[[Sequence[object]], object]


def _absent(index: int) -> bytes:
    return wire.encode(wire.Answered(index, wire.Absent(), None, None, "", []))


def _act(ask: wire.AskMessage, target: Any, easels: list[figure.Easel]) -> Act:  # noqa: ANN401 - the student's
    """Return what to do with a name of the module, given the arguments."""
    acts: dict[str, Act] = {
        "call": lambda arguments: target(*arguments),
        "read": lambda _: target,
        "draw": lambda _: figure.draw(target, easels),
        "make": lambda _: target(np.random.default_rng(ask.seed)),
    }
    return acts[ask.action]


def _answer(index: int, ask: wire.AskMessage, act: Act, job: wire.Job, hints: Hints) -> bytes:
    arguments = [inert.unpack(argument) for argument in ask.arguments]

    def once() -> wire.Result:
        # Packed before the next call: a function may return the very object that it changes.
        _reseed(job.seed)
        return _result(lambda: act(arguments), job)

    result = once()
    again = once() if ask.repeat else None
    after = _after(arguments) if ask.repeat else None
    answered = wire.Answered(index, result, again, after, hints.printed(), hints.warned())
    return _bounded(answered, job.bounds.answer_bytes)


def _result(act: Callable[[], object], job: wire.Job) -> wire.Result:
    try:
        return wire.Value(inert.pack(act(), job.bounds.answer_bytes))
    except inert.UnsendableError as refusal:
        return wire.Unsendable(refusal.what[:MAX_MESSAGE], refusal.where[:MAX_MESSAGE])
    except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are the student's too
        return _failure(error, _labels(job))


def _after(arguments: Sequence[object]) -> list[inert.Packed] | None:
    try:
        return [inert.pack(argument) for argument in arguments]
    except inert.UnsendableError:
        return None


def _bounded(answered: wire.Answered, limit: int) -> bytes:
    frame = wire.encode(answered)
    if len(frame) <= limit:
        return frame
    refusal = wire.Unsendable(f"a value of {len(frame) >> 20} MiB, more than may be returned", "")
    return wire.encode(wire.Answered(answered.index, refusal, None, None, "", []))


def _reseed(seed: int) -> None:
    """Make the global generators give the same numbers before every call, whatever ran before."""
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002 - the generator that students use


# --- failures ------------------------------------------------------------------------------------------------------


def _sendable(text: str) -> str:
    """Replace halves of characters, which no encoding carries."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _labels(job: wire.Job) -> frozenset[str]:
    modules = [job.cells, *job.helpers.values()]
    return frozenset(cell.label for cells in modules for cell in cells)


def _failure(error: BaseException, labels: frozenset[str]) -> wire.Failure:
    """Describe an exception by its innermost line in the student's own source."""
    place, line, column = _place(error, labels)
    return wire.Failure(
        name=type(error).__name__[:MAX_MESSAGE],
        message=_message(error),
        place=place,
        line=line,
        column=column,
        source=_source(place, line),
        memory=isinstance(error, MemoryError),
    )


def _place(error: BaseException, labels: frozenset[str]) -> tuple[str, int, int]:
    if isinstance(error, SyntaxError) and error.filename in labels:
        return error.filename or "", error.lineno or 0, error.offset or 0
    found = ("", 0, 0)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in labels:
            found = (trace.tb_frame.f_code.co_filename, trace.tb_lineno, 0)
        trace = trace.tb_next
    return found


def _message(error: BaseException) -> str:
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return _sendable(str(text)[:MAX_MESSAGE])
    except BaseException:  # noqa: BLE001 - the student's own __str__
        return ""


def _source(place: str, line: int) -> str:
    import linecache

    return linecache.getline(place, line).rstrip("\n")[:MAX_MESSAGE] if place else ""
