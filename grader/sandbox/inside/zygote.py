"""A warm interpreter that never runs student code: it forks a child per job, relays what the child says, and ends it.

The wall clock, the size limit and the kill live here, outside the child. One job at a time, one thread.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import importlib
import mmap
import os
import platform
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from grader.sandbox.inside import child, confinement, figure, landlock, wire

HINT_BYTES = 1 << 20
"""What a frame may hold beside its value: captured text, warnings, names."""
GATHERING = 0.001
"""Seconds between two looks at what a child has said."""
_CHUNK = 1 << 16

WARM = (
    *("numpy.linalg", "numpy.fft", "numpy.random", "numpy.polynomial", "numpy.ma"),
    *("ast", "collections", "copy", "dataclasses", "decimal", "fractions", "functools", "inspect", "itertools"),
    *("linecache", "math", "operator", "random", "statistics", "string", "time", "traceback", "typing", "warnings"),
)
"""What students import: once, before the fork, instead of in every child."""


def main(level: str, imports: tuple[str, ...], readable: tuple[str, ...]) -> None:
    """Import what is heavy, say that we are ready, then carry out orders until the parent closes its end."""
    orders, answers = _own_pipes()
    missing = [name for name in (*WARM, *imports) if not _imported(name)]
    try:
        confined = confinement.prepare(level, readable)
    except (confinement.ConfinementError, OSError) as error:
        _write(answers, wire.encode(wire.Unfit(str(error))))
        return
    adopt_orphans()
    in_use = address_space()
    easels = figure.prepare() if "matplotlib.pyplot" in sys.modules else []
    gc.collect()
    gc.freeze()  # pages of what is loaded now stay shared with the children
    ready = wire.Ready(wire.VERSION, platform.python_version(), np.__version__, missing, landlock.abi())
    _write(answers, wire.encode(ready))
    while (content := _read_frame(orders)) is not None:
        order = wire.decode_order(content)
        bounds = order.bounds
        confine = functools.partial(confined.apply, in_use + bounds.memory_bytes, bounds.total_seconds)
        _serve(order, orders, answers, functools.partial(_obey, order, confine, easels))


def _own_pipes() -> tuple[int, int]:
    """Move the parent's pipes away from 0 and 1, where student code would look for them."""
    orders, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)
    return orders, answers


def _imported(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


# --- one order -----------------------------------------------------------------------------------------------------


def _serve(order: wire.Order, orders: int, answers: int, obey: Callable[[int], None]) -> None:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        _become_child(reader, writer, obey)
    os.close(writer)
    how = "lost"
    try:
        how = _relay(order.bounds, reader, orders, answers)
    finally:
        os.close(reader)
        status = _end(pid, patience=EXIT_PATIENCE if how == "closed" else 0.0)
    _write(answers, wire.encode(_ended(how, status)))


def _become_child(reader: int, writer: int, obey: Callable[[int], None]) -> None:
    """Keep nothing but the answer pipe, where it belongs; obey; never return."""
    status = 1
    try:
        os.setsid()
        os.close(reader)
        os.dup2(writer, 3)
        obey(3)
        status = 0
    finally:
        os._exit(status)


def _obey(order: wire.Order, confine: Callable[[], None], easels: list[figure.Easel], answer: int) -> None:
    """Put the confinement on, say so, and do what is asked."""
    confine()
    _write(answer, wire.encode(wire.Begun()))
    child.carry_out(order, lambda frame: _write(answer, frame), easels)


def _relay(bounds: wire.Bounds, reader: int, orders: int, answers: int) -> str:
    """Pass frames on until the child closes its end, is silent for too long, or says too much."""
    started = time.monotonic()
    due = started + bounds.load_seconds
    patience = iter([bounds.load_seconds])  # after the first frame, `Begun`, comes the loading; then the calls
    frames = _Frames(bounds.answer_bytes + HINT_BYTES)
    poll = select.poll()
    poll.register(reader, select.POLLIN)
    poll.register(orders, 0)  # tells only when the parent is gone
    while True:
        limits = {"silent": due, "total": started + bounds.total_seconds}
        first = min(limits, key=lambda name: limits[name])
        left = limits[first] - time.monotonic()
        ready = dict(poll.poll(max(left, 0.0) * 1000))
        if orders in ready:
            return "orphaned"
        if left <= 0:
            return first
        chunk = os.read(reader, _CHUNK) if reader in ready else None
        if chunk == b"":
            return "closed"
        if found := frames.feed(chunk or b""):
            for _ in found:
                due = time.monotonic() + next(patience, bounds.seconds)
            _write(answers, wire.encode(wire.Relayed(found)))
            # Let the next few gather: waking up for each costs more than most answers take.
            time.sleep(GATHERING)
        if frames.too_large:
            return "too_large"


class _Frames:
    """Cuts a stream of bytes into frames; the length is checked before anything is kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self.too_large = False

    def feed(self, chunk: bytes) -> list[bytes]:
        self._buffer += chunk
        found: list[bytes] = []
        while len(self._buffer) >= wire.HEADER.size:
            (length,) = wire.HEADER.unpack_from(self._buffer)
            if length > self._limit:
                self.too_large = True
                return found
            end = wire.HEADER.size + length
            if len(self._buffer) < end:
                return found
            found.append(bytes(self._buffer[wire.HEADER.size : end]))
            del self._buffer[:end]
        return found


def _end(pid: int, *, patience: float) -> int:
    """Kill the child's whole group, collect it and whatever it left behind; return its wait status."""
    exited = os.pidfd_open(pid)
    select.select([exited], [], [], patience)
    os.close(exited)
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    end_orphans()
    return status


EXIT_PATIENCE = 0.5
"""Seconds a child gets to exit by itself once it has closed its answer pipe."""


def _ended(how: str, status: int) -> wire.Ended:
    if how != "closed":
        return wire.Ended(how, 0)
    if os.WIFSIGNALED(status):
        return wire.Ended("signalled", os.WTERMSIG(status))
    return wire.Ended("exited", os.WEXITSTATUS(status))


# --- the processes below us ----------------------------------------------------------------------------------------

PR_SET_CHILD_SUBREAPER = 36
"""include/uapi/linux/prctl.h: what a child leaves behind becomes ours, to be ended here."""


def adopt_orphans() -> None:
    """Become the parent of every process that a child starts and leaves (only `process` lets it start any)."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_orphans() -> None:
    """Kill and collect all processes below us, however deep, until there is none."""
    with contextlib.suppress(ChildProcessError):
        while True:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                _kill_children()


def _kill_children() -> None:
    try:
        listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
        below = [int(pid) for pid in listed.split()]
    except OSError:  # no /proc in here: then nothing could be started either
        below = []
    for pid in below:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    time.sleep(0.001)


def address_space() -> int:
    """Return the bytes of address space in use, found without /proc by a child that tries."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writer, str(_smallest_limit()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    found = os.read(reader, 1 << 8)
    os.close(reader)
    os.waitpid(pid, 0)
    return int(found)


def _smallest_limit() -> int:
    """Return the smallest limit on address space under which another page still fits."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    low, high = 0, 1 << 46
    while high - low > mmap.PAGESIZE:
        middle = (low + high) // 2
        resource.setrlimit(resource.RLIMIT_AS, (middle, hard))
        try:
            mmap.mmap(-1, mmap.PAGESIZE).close()
        except (OSError, MemoryError):
            low = middle
        else:
            high = middle
    return high


# --- frames --------------------------------------------------------------------------------------------------------


def _read_frame(descriptor: int) -> bytes | None:
    header = _read_exactly(descriptor, wire.HEADER.size)
    return None if header is None else _read_exactly(descriptor, wire.HEADER.unpack(header)[0])


def _read_exactly(descriptor: int, count: int) -> bytes | None:
    parts: list[bytes] = []
    while count:
        part = os.read(descriptor, min(count, _CHUNK))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _write(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
