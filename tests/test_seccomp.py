"""The filter of system calls, proved without installing it: every number of both architectures, from both sides."""

import errno
import re
import struct
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.inside import seccomp

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
OWN, OTHER = 4711, 1
PASS, KILL = "pass", "kill"
EPERM, ENOSYS = "EPERM", "ENOSYS"


def decide(program: bytes, number: int, *arguments: int, architecture: int = ARCHITECTURES["x86_64"]) -> str:
    """Run a program as the kernel's own interpreter would: struct seccomp_data in, an action out."""
    padded = [argument & (1 << 64) - 1 for argument in (*arguments, *[0] * 6)][:6]
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, architecture, 0, *padded)
    instructions = list(struct.iter_unpack("<HBBI", program))
    accumulator = place = 0
    for _ in range(len(instructions)):
        code, yes, no, constant = instructions[place]
        place += 1
        if code == 0x06:
            return action(constant)
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, constant)
        else:
            holds = {0x15: accumulator == constant, 0x35: accumulator >= constant, 0x45: accumulator & constant != 0}
            place += yes if holds[code] else no
    raise AssertionError("the program runs in a circle")


def action(constant: int) -> str:
    return {0x7FFF0000: PASS, 0x80000000: KILL}.get(constant) or {
        0x00050000 | errno.EPERM: EPERM,
        0x00050000 | errno.ENOSYS: ENOSYS,
    }[constant]


@cache
def program(machine: str) -> bytes:
    prepared = seccomp.prepare(machine)
    prepared.finish(OWN)
    return bytes(prepared.instructions)


@cache
def kernel_numbers(machine: str) -> dict[str, int]:
    """Return what the headers of the C library's development package say, where they are installed."""
    headers = {"x86_64": "x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "asm-generic/unistd.h"}
    path = Path("/usr/include") / headers[machine]
    if not path.is_file():
        pytest.skip(f"{path} is not installed: nothing to hold the numbers against")
    found = re.findall(r"^#define __NR(?:3264)?_(\w+)\s+(\d+)", path.read_text(encoding="ascii"), re.MULTILINE)
    renamed = {"fstatat": "newfstatat"} if machine == "aarch64" else {}
    return {renamed.get(name, name): int(number) for name, number in found}


both = pytest.mark.parametrize("machine", ARCHITECTURES)


@both
def test_every_number_is_the_kernels(machine: str) -> None:
    kernel, column = kernel_numbers(machine), list(ARCHITECTURES).index(machine)
    ours = {name: numbers[column] for name, numbers in (dict(seccomp.PASSING) | dict(seccomp.GUARDED)).items()}
    # None must be true as well: a call that exists there has its number here.
    assert ours == {name: kernel.get(name) for name in ours}


@both
def test_every_number_passes_or_not_as_the_table_says(machine: str) -> None:
    column = list(ARCHITECTURES).index(machine)
    passing = {numbers[column] for numbers in seccomp.PASSING.values()}
    guarded = {numbers[column] for numbers in seccomp.GUARDED.values()}
    numbers = {*range(1024), *(1 << bit for bit in range(10, 30)), 0x3FFFFFFF} - guarded
    asked = {number: decide(program(machine), number, architecture=ARCHITECTURES[machine]) for number in numbers}
    assert asked == {number: PASS if number in passing else EPERM for number in numbers}


NEEDED = re.findall(
    r"\w+",
    """
    read write close lseek openat newfstatat getdents64 getcwd pipe2 mmap mprotect munmap madvise brk futex
    set_robust_list rseq gettid rt_sigprocmask sched_getaffinity clock_nanosleep getrandom exit exit_group
    """,
)
"""What a confined child was seen to call: NumPy, threads, lazy imports, a figure drawn into memory."""
BEYOND = re.findall(
    r"\w+",
    """
    socket socketpair connect bind listen accept sendto execve execveat ptrace process_vm_readv process_vm_writev
    unshare setns mount umount2 pivot_root chroot bpf perf_event_open userfaultfd keyctl add_key io_uring_setup
    io_uring_enter io_uring_register open_by_handle_at memfd_create flock tkill rt_sigqueueinfo rt_tgsigqueueinfo
    pidfd_open pidfd_getfd pidfd_send_signal setpriority sched_setaffinity setsid setpgid shmget semget msgget
    mq_open setuid setresuid setgid setgroups capset prctl seccomp setrlimit unlinkat mkdirat renameat linkat
    symlinkat mknodat fchmodat fchownat utimensat setxattr truncate ftruncate inotify_init1 fanotify_init
    personality init_module kexec_load reboot swapon sethostname settimeofday wait4 splice vmsplice tee mlock
    """,
)
"""Other processes, programs, sockets, files that are made or changed, rights, and much-attacked parts of the kernel."""


@both
@pytest.mark.parametrize("name", NEEDED)
def test_what_computing_needs_passes(machine: str, name: str) -> None:
    number = kernel_numbers(machine)[name]
    assert decide(program(machine), number, architecture=ARCHITECTURES[machine]) == PASS


@both
@pytest.mark.parametrize("name", BEYOND)
def test_what_reaches_beyond_the_process_is_refused(machine: str, name: str) -> None:
    number = kernel_numbers(machine)[name]
    assert decide(program(machine), number, architecture=ARCHITECTURES[machine]) == EPERM


THREAD = 0x3D0F00
"""CLONE_VM FS FILES SIGHAND THREAD SYSVSEM SETTLS PARENT_SETTID CHILD_CLEARTID, as glibc's pthread_create has it."""


@both
@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        pytest.param("clone", (THREAD,), PASS, id="a thread of glibc"),
        pytest.param("clone", (THREAD | 0x400000,), PASS, id="a thread of musl"),
        pytest.param("clone", (0x01200011,), EPERM, id="a fork"),
        pytest.param("clone", (0x00004111,), EPERM, id="a vfork, as posix_spawn has it"),
        pytest.param("clone", (THREAD | 0x10000000,), EPERM, id="a thread in a user namespace"),
        pytest.param("clone", (THREAD | 0x00020000,), EPERM, id="a thread in a mount namespace"),
        pytest.param("clone", (THREAD | 0x00008000,), EPERM, id="a thread of another parent"),
        pytest.param("clone", (THREAD << 32,), EPERM, id="the flags in the upper half"),
        pytest.param("clone3", (0, 88), ENOSYS, id="clone3, so that glibc falls back"),
        pytest.param("kill", (OWN, 9), PASS, id="kill itself"),
        pytest.param("kill", (OTHER, 0), EPERM, id="kill another"),
        pytest.param("kill", (0, 0), EPERM, id="kill its group"),
        pytest.param("kill", (-1, 0), EPERM, id="kill everybody"),
        pytest.param("kill", (-OWN, 0), EPERM, id="kill the group that it leads"),
        pytest.param("kill", (OTHER << 32 | OWN, 0), PASS, id="the upper half does not count, as in the kernel"),
        pytest.param("tgkill", (OWN, OWN, 6), PASS, id="abort"),
        pytest.param("tgkill", (OTHER, OTHER, 0), EPERM, id="signal a thread of another"),
        pytest.param("prlimit64", (0, 7), PASS, id="its own limits"),
        pytest.param("prlimit64", (OWN, 7), PASS, id="its own limits by number"),
        pytest.param("prlimit64", (OTHER, 7), EPERM, id="the limits of another"),
        pytest.param("fcntl", (3, 1), PASS, id="F_GETFD"),
        pytest.param("fcntl", (3, 1030), PASS, id="F_DUPFD_CLOEXEC"),
        pytest.param("fcntl", (3, 4, 0x800), PASS, id="F_SETFL O_NONBLOCK"),
        pytest.param("fcntl", (3, 4, 0x2000), EPERM, id="F_SETFL O_ASYNC"),
        pytest.param("fcntl", (3, 4, 0x2800), EPERM, id="F_SETFL O_ASYNC among others"),
        pytest.param("fcntl", (3, 8, OTHER), EPERM, id="F_SETOWN"),
        pytest.param("fcntl", (3, 15, 0), EPERM, id="F_SETOWN_EX"),
        pytest.param("fcntl", (3, 10, 9), EPERM, id="F_SETSIG"),
        pytest.param("fcntl", (3, 6, 0), EPERM, id="F_SETLK"),
        pytest.param("fcntl", (3, 1024, 0), EPERM, id="F_SETLEASE"),
        pytest.param("ioctl", (3, 0x5401), PASS, id="TCGETS, that is isatty"),
        pytest.param("ioctl", (3, 0x5451), PASS, id="FIOCLEX"),
        pytest.param("ioctl", (3, 0x5412), EPERM, id="TIOCSTI"),
        pytest.param("ioctl", (3, 0x5452), EPERM, id="FIOASYNC"),
        pytest.param("ioctl", (3, 0x8901), EPERM, id="FIOSETOWN"),
    ],
)
def test_a_guarded_call_passes_with_the_right_argument_only(
    machine: str, name: str, arguments: tuple[int, ...], expected: str
) -> None:
    number = kernel_numbers(machine)[name]
    assert decide(program(machine), number, *arguments, architecture=ARCHITECTURES[machine]) == expected


@both
@pytest.mark.parametrize(
    "architecture",
    [
        pytest.param(0x40000003, id="i386"),
        pytest.param(0x40000028, id="arm"),
        pytest.param(0xC00000F3, id="riscv64"),
        pytest.param(0, id="none"),
    ],
)
def test_a_call_of_another_architecture_kills(machine: str, architecture: int) -> None:
    assert {decide(program(machine), number, architecture=architecture) for number in range(512)} == {KILL}


@both
def test_a_call_of_the_x32_abi_kills(machine: str) -> None:
    numbers = [0x40000000 + number for number in (*range(600), 0x3FFFFFFF, 0xBFFFFFFF)]
    assert {decide(program(machine), number, architecture=ARCHITECTURES[machine]) for number in numbers} == {KILL}


def test_the_other_architecture_of_the_two_kills() -> None:
    assert decide(program("x86_64"), 63, architecture=ARCHITECTURES["aarch64"]) == KILL
    assert decide(program("aarch64"), 63, architecture=ARCHITECTURES["x86_64"]) == KILL


@given(own=st.integers(1, 1 << 22), asked=st.integers(-(1 << 22), 1 << 22))
def test_one_process_is_its_own_and_no_other(own: int, asked: int) -> None:
    prepared = seccomp.prepare("x86_64")
    for each in (OTHER, own):  # a later child is finished over nothing but the template
        prepared.finish(each)
    assert decide(bytes(prepared.instructions), 62, asked, 0) == (PASS if asked == own else EPERM)


def test_a_template_that_nobody_finished_lets_no_process_signal() -> None:
    prepared = bytes(seccomp.prepare("x86_64").instructions)
    assert {decide(prepared, 62, pid) for pid in (OWN, OTHER, 0, -1)} == {EPERM}


def test_an_architecture_without_a_list_is_refused() -> None:
    with pytest.raises(LookupError, match="riscv64"):
        seccomp.prepare("riscv64")
