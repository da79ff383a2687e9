"""The parent's end of a zygote: start it at a level, hand it jobs, read its frames under a watchdog, end it."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from grader.errors import SandboxError, SandboxLostError
from grader.model import Isolation
from grader.sandbox import bubblewrap
from grader.sandbox.inside import wire

START_SECONDS = 60.0
"""How long a zygote may take to import its libraries."""
WATCHDOG_SECONDS = 5.0
"""How long beyond its own limits a zygote may stay silent before it is killed itself."""
MAX_FRAME = 1 << 30
_CHUNK = 1 << 20

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


class Zygote:
    """A running zygote: jobs go in, frames come out; `close` ends it and everything below it."""

    def __init__(self, level: Isolation, imports: tuple[str, ...]) -> None:
        """Start it and wait until it is ready; SandboxError when it does not come up."""
        self._unread = bytearray()
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

    def send(self, order: wire.Order) -> None:
        """Hand over an order; `frames` then tells what becomes of it."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(wire.encode(order))
            self._process.stdin.flush()
        except OSError as error:
            raise SandboxLostError("the sandbox ended before it could be asked") from error

    def frames(self, bounds: wire.Bounds) -> Iterator[wire.Relayed | wire.Ended]:
        """Yield the child's reports, then how it ended; SandboxLostError when the zygote is lost."""
        deadline = time.monotonic() + bounds.total_seconds + WATCHDOG_SECONDS
        while True:
            quiet = max(bounds.load_seconds, bounds.seconds) + WATCHDOG_SECONDS
            message = self._message(min(deadline, time.monotonic() + quiet))
            if isinstance(message, wire.Ready | wire.Unfit):
                raise SandboxLostError("the sandbox speaks out of turn")
            yield message
            if isinstance(message, wire.Ended):
                return

    def kill(self) -> None:
        """End it at once, from any thread; whoever waits for a frame gets a SandboxError."""
        self._process.kill()

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
        if isinstance(message, wire.Unfit):
            raise SandboxError(message.reason)
        if not isinstance(message, wire.Ready) or message.version != wire.VERSION:
            raise SandboxError("the sandbox does not start as it should")
        return message

    def _message(self, deadline: float) -> wire.FromZygote:
        try:
            (length,) = wire.HEADER.unpack(self._read(wire.HEADER.size, deadline))
            if length > MAX_FRAME:
                raise SandboxLostError("the sandbox sends more than it may")
            return wire.decode_from_zygote(self._read(length, deadline))
        except ValueError as error:
            raise SandboxLostError(f"the sandbox cannot be understood: {error}") from error

    def _read(self, count: int, deadline: float) -> bytes:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        while len(self._unread) < count:
            readable, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            part = os.read(descriptor, _CHUNK) if readable else b""
            if not part:
                raise SandboxLostError("the sandbox ended by itself" if readable else "the sandbox does not answer")
            self._unread += part
        content = bytes(self._unread[:count])
        del self._unread[:count]
        return content


def command(level: Isolation, imports: tuple[str, ...]) -> tuple[str, ...]:
    """Return the command line of a zygote at a level; what it needs to read is all that it gets to see."""
    libraries = bubblewrap.libraries()
    readable = bubblewrap.readable(libraries)
    rooms = Path(__file__).parent
    lists = [os.pathsep.join(map(str, listed)) for listed in (imports, libraries, readable)]
    words = (str(rooms), level.value, *lists)
    python = (str(bubblewrap.interpreter()), "-S", "-s", "-P", str(rooms / "inside" / "boot.py"), *words)
    if level is not Isolation.JAIL:
        return python
    bound = (*readable, rooms / "inside", *_drawing_cache().glob("*"))
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return (*bubblewrap.command(bound, environment(), root=root, found=bubblewrap.version()), *python)


def environment() -> dict[str, str]:
    """Return the whole environment of the processes inside."""
    return {**ENVIRONMENT, "MPLCONFIGDIR": str(_drawing_cache())}


def _drawing_cache() -> Path:
    """Return where Matplotlib keeps its list of fonts, which takes it seconds to make anew."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "grader" / "matplotlib"
