"""The allow list of system calls: what NumPy needs to compute, and nothing that reaches another process or the network.

A program is classic BPF, run by the kernel before each system call: from another architecture it kills; a call on the
list passes, for some only with the right argument; every other call fails with EPERM, so that student code sees a
PermissionError with a line number and goes on.

Sources of the numbers: `arch/x86/entry/syscalls/syscall_64.tbl` and `include/uapi/asm-generic/unistd.h` (all of
aarch64) for the calls, `include/uapi/linux/{audit,bpf_common,seccomp,sched,prctl}.h` and
`include/uapi/asm-generic/{fcntl,ioctls}.h` for the constants.
"""

from __future__ import annotations

import ctypes
import errno
import itertools
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.sandbox.inside import libc

Instruction = tuple[int, int, int, int]
"""One `struct sock_filter`: code, jump if true, jump if false, constant."""
Block = tuple[Instruction, ...]

ARCHITECTURES: Mapping[str, int] = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64 by what `uname -m` says; both are little-endian."""

# fmt: off
PASSING: Mapping[str, tuple[int | None, int | None]] = {
    # files: which ones, is Landlock's business
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "open": (2, None), "openat": (257, 56), "close": (3, 57), "lseek": (8, 62),
    "stat": (4, None), "lstat": (6, None), "fstat": (5, 80), "newfstatat": (262, 79), "statx": (332, 291),
    "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439),
    "readlink": (89, None), "readlinkat": (267, 78), "getdents": (78, None), "getdents64": (217, 61),
    "getcwd": (79, 17), "chdir": (80, 49),
    "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "pipe": (22, None), "pipe2": (293, 59),
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72),
    # memory
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "mremap": (25, 216), "madvise": (28, 233),
    "brk": (12, 214),
    # signals and timers of the process itself
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "rt_sigpending": (127, 136),
    "rt_sigtimedwait": (128, 137), "rt_sigsuspend": (130, 133), "pause": (34, None), "sigaltstack": (131, 132),
    "alarm": (37, None), "setitimer": (38, 103), "getitimer": (36, 102), "restart_syscall": (219, 128),
    # time and chance
    "nanosleep": (35, 101), "clock_nanosleep": (230, 115), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "gettimeofday": (96, 169), "time": (201, None), "times": (100, 153), "getrandom": (318, 278),
    # what it is and what it has used
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174), "geteuid": (107, 175),
    "getgid": (104, 176), "getegid": (108, 177), "uname": (63, 160), "sysinfo": (99, 179), "getrusage": (98, 165),
    "getrlimit": (97, 163), "getcpu": (309, 168), "sched_getaffinity": (204, 123), "sched_yield": (24, 124),
    # threads
    "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293),
    "exit": (60, 93), "exit_group": (231, 94),
}
"""Calls that pass with any argument, with their numbers on x86-64 and aarch64; None where there is no such call.

Left out on purpose, though they look harmless: `memfd_create` (memory beyond RLIMIT_AS, and a file to execute),
`flock` and the POSIX locks of `fcntl` (a sibling notices, or waits for ever), `prctl` and `seccomp` (nothing is to be
changed any more), `socketpair` (no sockets at all), `ftruncate` and its like (nothing is writable anyway).
"""

GUARDED: Mapping[str, tuple[int, int]] = {
    "clone": (56, 220), "clone3": (435, 435), "prlimit64": (302, 261), "kill": (62, 129), "tgkill": (234, 131),
    "ioctl": (16, 29), "fcntl": (72, 25),
}
"""Calls that pass with some arguments only."""
# fmt: on

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_JMP|JGE|K, BPF_JMP|JSET|K, BPF_RET|K."""
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
"""Offsets into `struct seccomp_data`."""
KILL_PROCESS, ERRNO, ALLOW = 0x80000000, 0x00050000, 0x7FFF0000

X32 = 0x40000000
"""Calls of the x32 ABI have this bit; they would dodge a list of 64-bit numbers."""
CLONE_THREAD = 0x00010000
CLONE_OF_A_THREAD = 0x007D0F00
"""VM FS FILES SIGHAND THREAD SYSVSEM SETTLS PARENT_SETTID CHILD_CLEARTID DETACHED: all that glibc and musl ask for."""
F_SETFL, O_ASYNC = 4, 0o20000
COMMANDS = {
    # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX. FIOASYNC and TIOCSTI are the ones to keep out.
    "ioctl": (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451),
    # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC. F_SETOWN and F_SETSIG would send signals to any process.
    "fcntl": (0, 1, 2, 3, 1030),
}
NOBODYS_PID = 0x7FFFFFFF
"""Stands in a template for the process that will be confined; no process has this number."""

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2

_PASS: Block = ((RETURN, 0, 0, ALLOW),)
_REFUSE: Block = ((RETURN, 0, 0, ERRNO | errno.EPERM),)
_KILL: Block = ((RETURN, 0, 0, KILL_PROCESS),)


@dataclass(frozen=True, slots=True)
class Filter:
    """A program that is complete but for the process it is for: made before the fork, finished in each child."""

    instructions: bytearray
    """An array of `struct sock_filter`; never resized, since `head` holds its address."""
    places: tuple[int, ...]
    """Where in it the number of the process goes."""
    head: bytes
    """The `struct sock_fprog`."""

    def finish(self, own_pid: int) -> None:
        """Write the process in: signals and limits pass when they are for itself."""
        for place in self.places:
            struct.pack_into("<I", self.instructions, place, own_pid)

    def install(self) -> None:
        """Put the filter on this thread and all it starts; no_new_privs must be set. It cannot be taken off."""
        libc.call("prctl", PR_SET_SECCOMP, SECCOMP_MODE_FILTER, self.head, 0, 0)


def prepare(machine: str) -> Filter:
    """Return the filter of an architecture; LookupError when there is no list for it."""
    if machine not in ARCHITECTURES:
        raise LookupError(f"there is no list of system calls for {machine}")
    program = _assemble(machine)
    instructions = bytearray(b"".join(struct.pack("<HBBI", *instruction) for instruction in program))
    places = tuple(8 * index + 4 for index, instruction in enumerate(program) if instruction[3] == NOBODYS_PID)
    address = ctypes.addressof(ctypes.c_char.from_buffer(instructions))
    return Filter(instructions, places, struct.pack("HP", len(program), address))


def _assemble(machine: str) -> Block:
    column = list(ARCHITECTURES).index(machine)
    return (
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, ARCHITECTURES[machine]),
        *_KILL,
        (LOAD, 0, 0, NUMBER),
        *_search(_intervals(_actions(column, NOBODYS_PID))),
    )


# --- what becomes of each call -------------------------------------------------------------------------------------


def _actions(column: int, pid: int) -> dict[int, Block]:
    """Return a block for each listed call number of one architecture."""
    guards = {
        "clone": _thread_only(),
        # ENOSYS, not EPERM: glibc then falls back to `clone`, whose flags a filter can read.
        "clone3": ((RETURN, 0, 0, ERRNO | errno.ENOSYS),),
        "prlimit64": _one_of(0, (0, pid)),
        "kill": _one_of(0, (pid,)),
        "tgkill": _one_of(0, (pid,)),
        "ioctl": _one_of(1, COMMANDS["ioctl"]),
        "fcntl": (*_without_signals(), *_one_of(1, COMMANDS["fcntl"])),
    }
    passing = {numbers[column]: _PASS for numbers in PASSING.values()}
    guarded = {numbers[column]: guards[name] for name, numbers in GUARDED.items()}
    return {number: block for number, block in (passing | guarded).items() if number is not None}


def _argument(index: int) -> Instruction:
    """Load the lower half of an argument: all that the kernel itself reads of an int."""
    return (LOAD, 0, 0, ARGUMENTS + 8 * index)


def _one_of(index: int, values: Sequence[int]) -> Block:
    """Pass when an argument is one of the values."""
    tests = tuple((EQUAL, len(values) - place, 0, value) for place, value in enumerate(values))
    return (_argument(index), *tests, *_REFUSE, *_PASS)


def _thread_only() -> Block:
    """Pass a `clone` that makes a thread of this process, with no flag beyond what a C library asks for."""
    beyond = 0xFFFFFFFF & ~CLONE_OF_A_THREAD
    return (_argument(0), (ANY_BIT, 0, 2, CLONE_THREAD), (ANY_BIT, 1, 0, beyond), *_PASS, *_REFUSE)


def _without_signals() -> Block:
    """Settle F_SETFL: it passes unless it asks for signals. Other commands fall through to what follows."""
    return (_argument(1), (EQUAL, 0, 4, F_SETFL), _argument(2), (ANY_BIT, 0, 1, O_ASYNC), *_REFUSE, *_PASS)


# --- from blocks to a program --------------------------------------------------------------------------------------


def _intervals(actions: Mapping[int, Block]) -> list[tuple[int, Block]]:
    """Return (first number, block) for every stretch of numbers with one fate, from 0 upwards."""

    def fate(number: int) -> Block:
        return _KILL if number >= X32 else actions.get(number, _REFUSE)

    starts = sorted({0, X32, *actions, *(number + 1 for number in actions)})
    return [(next(stretch), block) for block, stretch in itertools.groupby(starts, key=fate)]


def _search(intervals: Sequence[tuple[int, Block]]) -> Block:
    """Return a binary search by call number.

    A list of tests, one per call, would be as right; but the kernel runs a filter once for each of its numbers when
    it is installed, and a search makes that three times shorter (0.1 ms per child).
    """
    if len(intervals) == 1:
        return intervals[0][1]
    middle = len(intervals) // 2
    below, above = _search(intervals[:middle]), _search(intervals[middle:])
    return ((AT_LEAST, len(below), 0, intervals[middle][0]), *below, *above)
