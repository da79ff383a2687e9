"""What a child puts on itself before it touches student code: identity, limits, Landlock, seccomp, in this order.

All that can be made ready is made in the zygote (`prepare`), so that a child pays for a few system calls only. What
cannot be put on raises: a child that is less confined than its level says must not go on.
"""

from __future__ import annotations

import contextlib
import fcntl
import math
import os
import resource
import signal
import struct
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.sandbox.inside import landlock, libc, seccomp

JAIL, CONFINED, PROCESS = "jail", "confined", "process"
"""The levels; at `process` there are limits only, the other two differ in what is around the zygote."""

NOBODY = 65534
"""The user that the children of root become."""
SPARE_TASKS = 256
"""Threads that a child may have beyond what its user runs anyway: the second line behind the refusal to fork."""
DESCRIPTORS = 64
FILE_BYTES = {JAIL: 0, CONFINED: 0, PROCESS: 1 << 24}
"""How far a file may grow: not at all where none is writable, little on a student's own machine."""
GRACE_SECONDS = 1
"""Between SIGXCPU, which tells why the child ended, and SIGKILL, which ends it in any case."""

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_NO_NEW_PRIVS = 1, 4, 8, 38
"""`include/uapi/linux/prctl.h`."""
CAPABILITY_VERSION_3, CAP_DAC_READ_SEARCH = 0x20080522, 2
"""`include/uapi/linux/capability.h`."""
_RULESET_FROM = 64
"""The ruleset's descriptor lies above those of pipes, which are moved about."""
_DESCRIPTORS_END = 1 << 16


class ConfinementError(RuntimeError):
    """This machine, or this user on it, cannot confine a child; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a child becomes; `user` is None where it stays who it is."""

    user: int | None
    reads_all: bool = False
    """Keep root's right to pass closed folders: Python may live below /root. What is read is then Landlock's decision,
    as it is for an ordinary user's own files."""

    def assume(self) -> None:
        """Become this user without any capability but that one; there is no way back."""
        if self.reads_all:
            libc.call("prctl", PR_SET_KEEPCAPS, 1, 0, 0, 0)
        if self.user is not None:
            os.setgroups([])
            os.setresgid(self.user, self.user, self.user)
            os.setresuid(self.user, self.user, self.user)
        kept = 1 << CAP_DAC_READ_SEARCH if self.reads_all else 0
        libc.call("capset", struct.pack("=Ii", CAPABILITY_VERSION_3, 0), struct.pack("=6I", kept, kept, 0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class Barriers:
    """What keeps a child from everything but computing; there are none at level `process`."""

    identity: Identity
    ruleset: int
    """Descriptor of the Landlock ruleset."""
    quiet: int
    filter: seccomp.Filter
    tasks: int
    """Processes and threads that the child's user may have."""

    def close_off(self) -> None:
        """Put Landlock and seccomp on this thread; afterwards nothing can be changed any more."""
        libc.call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        landlock.restrict(self.ruleset, self.quiet)
        os.close(self.ruleset)
        self.filter.finish(os.getpid())
        self.filter.install()


@dataclass(frozen=True, slots=True)
class Confinement:
    """All that a child needs to confine itself, made ready by the process that forks it."""

    level: str
    parent: int
    barriers: Barriers | None = None

    def apply(self, address_space: int, cpu_seconds: float, *, last_descriptor: int = 3) -> None:
        """Confine this process, which the preparing one must have forked; nothing takes it back.

        Args:
            address_space: bytes it may have mapped, what it inherited counted in.
            cpu_seconds: time on the processor, over all threads.
            last_descriptor: every descriptor above it is closed.
        """
        _close_above(last_descriptor, -1 if self.barriers is None else self.barriers.ruleset)
        if self.barriers is not None:
            self.barriers.identity.assume()
        # After the change of user, which clears it.
        _die_with(self.parent)
        _limit(self._limits(address_space), cpu_seconds)
        if self.barriers is not None:
            self.barriers.close_off()

    def _limits(self, address_space: int) -> dict[str, int]:
        limits = {
            "RLIMIT_AS": address_space,
            "RLIMIT_FSIZE": FILE_BYTES[self.level],
            "RLIMIT_NOFILE": DESCRIPTORS,
            "RLIMIT_CORE": 0,
            "RLIMIT_MEMLOCK": 0,
            "RLIMIT_MSGQUEUE": 0,
        }
        return limits if self.barriers is None else limits | {"RLIMIT_NPROC": self.barriers.tasks}


def prepare(level: str, readable: Sequence[str], *, user: int = NOBODY) -> Confinement:
    """Make ready what the children of this process will put on; ConfinementError when they cannot.

    Call it when all libraries are imported. This process itself is left as free as it was, only that others of the
    same user can no longer look into its memory; its children inherit that.
    """
    if level == PROCESS:
        return Confinement(level, os.getpid())
    if sys.platform != "linux":
        raise ConfinementError("Landlock and seccomp are parts of Linux")
    version = landlock.abi()
    if version == 0:
        raise ConfinementError("this kernel has no Landlock (Linux 5.13 brought it), or has it switched off")
    try:
        prepared = seccomp.prepare(os.uname().machine)
    except LookupError as error:
        raise ConfinementError(str(error)) from error
    libc.call("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0)
    identity = _identity(readable, user)
    built = landlock.ruleset(readable)
    ruleset = fcntl.fcntl(built, fcntl.F_DUPFD_CLOEXEC, _RULESET_FROM)
    os.close(built)
    tasks = int(_asked(identity, lambda: str(_tasks_in_use()))) + SPARE_TASKS
    return Confinement(level, os.getpid(), Barriers(identity, ruleset, landlock.quiet(version), prepared, tasks))


# --- steps of the child --------------------------------------------------------------------------------------------


def _close_above(last: int, but: int) -> None:
    # A range that ends before it begins is not empty to every version of `closerange`: it would close all.
    os.closerange(last + 1, max(but, last + 1))
    os.closerange(max(last, but) + 1, _DESCRIPTORS_END)


def _die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent ends."""
    if sys.platform == "linux":
        libc.call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise ConfinementError("the parent ended before its child was ready")


def _limit(limits: dict[str, int], cpu_seconds: float) -> None:
    for name, most in limits.items():
        # macOS has fewer limits, and refuses the one on address space.
        if hasattr(resource, name) and (sys.platform == "linux" or name != "RLIMIT_AS"):
            _lower(getattr(resource, name), most, most)
    seconds = math.ceil(cpu_seconds)
    _lower(resource.RLIMIT_CPU, seconds, seconds + GRACE_SECONDS)


def _lower(which: int, soft: int, hard: int) -> None:
    _, inherited = resource.getrlimit(which)
    most = hard if inherited == resource.RLIM_INFINITY else min(hard, inherited)
    resource.setrlimit(which, (min(soft, most), most))


# --- what the zygote finds out beforehand --------------------------------------------------------------------------


def _identity(readable: Sequence[str], user: int) -> Identity:
    """Choose whom children become; where that user cannot reach Python, it keeps the right to pass closed folders."""
    if os.geteuid() != 0:
        return Identity(None)
    plain, reader = Identity(user), Identity(user, reads_all=True)
    closed = _asked(plain, lambda: _first_closed(readable))
    if not closed:
        return plain
    with contextlib.suppress(ConfinementError):  # in a container root itself may lack that right
        if not _asked(reader, lambda: _first_closed(readable)):
            return reader
    raise ConfinementError(
        f"{closed} is closed to the unprivileged user that the children of root become: "
        "run as an ordinary user, or let others read it and pass the folders above it"
    )


def _first_closed(readable: Sequence[str]) -> str:
    for path in readable:
        try:
            os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
        except FileNotFoundError:
            continue
        except PermissionError:
            return path
    return ""


def _tasks_in_use() -> int:
    """Return how many processes and threads this user runs, this one among them.

    It is found by trying, since a jail has no /proc to count in, and a container does not see all of them.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    low, high = 0, 1 << 17 if hard == resource.RLIM_INFINITY else hard
    while low < high:
        middle = (low + high) // 2
        resource.setrlimit(resource.RLIMIT_NPROC, (middle, hard))
        if _a_thread_starts():
            high = middle
        else:
            low = middle + 1
    return low - 1


def _a_thread_starts() -> bool:
    thread = threading.Thread(target=int)
    try:
        thread.start()
    except RuntimeError:
        return False
    thread.join()
    return True


def _asked(identity: Identity, question: Callable[[], str]) -> str:
    """Let a child that has become someone answer a question."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        _answer(identity, question, writer)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as answers:
        word, _, answer = answers.read().partition(" ")
    os.waitpid(pid, 0)
    if word != "answer":
        raise ConfinementError(f"a child cannot give up the rights of this user: {answer or 'it ended at once'}")
    return answer


def _answer(identity: Identity, question: Callable[[], str], writer: int) -> None:
    try:
        identity.assume()
        os.write(writer, f"answer {question()}".encode())
    except OSError as error:
        os.write(writer, f"failure {error}".encode())
    finally:
        os._exit(0)
