"""Attempts at everything that a confined child must not be able to do; each is harmless where it succeeds.

They run raw inside the real sandbox before anything is graded, and in the tests. A probe returns when the forbidden
thing worked and raises OSError when it was refused; any other exception is a fault of the probe.

Many system calls are made with arguments that no kernel accepts. There the answer tells who spoke: EPERM is the filter
(or a plain lack of rights), any other error means that the call got as far as the kernel's own code.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import mmap
import os
import resource
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.inside import libc, seccomp


@dataclass(frozen=True, slots=True, kw_only=True)
class Canaries:
    """What stands outside to be reached for; the probes are worth something only where all of it is there."""

    parent: int
    """A process of the same user; the zygote."""
    folder: str
    """A folder that everybody may read and write, holding `canary` (a file) and `socket` (a listening socket)."""
    tcp: int
    """A port of 127.0.0.1 with a listener."""
    abstract: str
    """Name of a listening abstract Unix socket, without the leading NUL."""

    def path(self, name: str) -> Path:
        """Return the path of something in the folder."""
        return Path(self.folder) / name


Probe = Callable[[Canaries], object]


def run_probes(canaries: Canaries) -> tuple[str, ...]:
    """Return the names of all that got through; empty inside a tight sandbox. Takes a few milliseconds."""
    return tuple(name for name, probe in PROBES.items() if _gets_through(probe, canaries))


def _gets_through(probe: Probe, canaries: Canaries) -> bool:
    try:
        probe(canaries)
    except OSError:
        return False
    return True


# --- files ---------------------------------------------------------------------------------------------------------


def _opens(path: str, flags: int = os.O_RDONLY) -> Probe:
    return lambda canaries: os.close(os.open(path.format(canaries.parent), flags | os.O_CLOEXEC))


def _opens_canary(flags: int) -> Probe:
    return lambda canaries: os.close(os.open(canaries.path("canary"), flags | os.O_CLOEXEC))


def _makes(make: Callable[[Path], object], remove: Callable[[Path], object] = Path.unlink) -> Probe:
    """Make something new in the folder; that it cannot be removed again does not make it refused."""

    def probe(canaries: Canaries) -> None:
        make(canaries.path("new"))
        with contextlib.suppress(OSError):
            remove(canaries.path("new"))

    return probe


def _writes_in(folder: str) -> Probe:
    """Open a file without a name there: nothing is left behind where it succeeds."""
    place = os.path.expanduser(folder)  # noqa: PTH111 - Path's raises where there is no home
    return lambda _: os.close(os.open(place, os.O_TMPFILE | os.O_WRONLY | os.O_CLOEXEC, 0o600))


FILES: Mapping[str, Probe] = {
    "read a file outside": _opens_canary(os.O_RDONLY),
    "write to a file outside": _opens_canary(os.O_WRONLY | os.O_APPEND),
    "list a folder outside": lambda canaries: list(Path(canaries.folder).iterdir()),
    "list the root": lambda _: list(Path("/").iterdir()),
    "read /etc/passwd": _opens("/etc/passwd"),
    "read /proc/self": _opens("/proc/self/status"),
    "write its own memory by /proc": _opens("/proc/self/mem", os.O_RDWR),
    "read the environment of its parent": _opens("/proc/{}/environ"),
    "list the descriptors of its parent": _opens("/proc/{}/fd"),
    "read the memory of its parent by /proc": _opens("/proc/{}/mem"),
    "read /sys": _opens("/sys"),
    "open a terminal": _opens("/dev/ptmx", os.O_RDWR | os.O_NOCTTY),
    "create a file": _makes(lambda path: os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600))),
    "make a folder": _makes(Path.mkdir, Path.rmdir),
    "make a link": _makes(lambda path: path.symlink_to("nowhere")),
    "make a pipe with a name": _makes(os.mkfifo),
    "make a hard link": lambda canaries: _makes(lambda path: path.hardlink_to(canaries.path("canary")))(canaries),
    "rename a file": lambda canaries: canaries.path("canary").rename(canaries.path("canary")),
    "truncate a file": lambda canaries: os.truncate(canaries.path("canary"), canaries.path("canary").stat().st_size),
    "change a file's mode": lambda canaries: canaries.path("canary").chmod(canaries.path("canary").stat().st_mode),
    "change a file's times": lambda canaries: os.utime(canaries.path("canary")),
    "write in the current folder": _writes_in("."),
    "write in /tmp": _writes_in("/tmp"),  # noqa: S108 - a place that is open to everybody
    "write in /var/tmp": _writes_in("/var/tmp"),  # noqa: S108 - a place that is open to everybody
    "write in /dev/shm": _writes_in("/dev/shm"),  # noqa: S108 - a place that is open to everybody
    "write in the home folder": _writes_in("~"),
}


# --- other processes -----------------------------------------------------------------------------------------------


def _forks(_: Canaries) -> None:
    if os.fork() == 0:
        os._exit(0)
    os.wait()


def _spawns(_: Canaries) -> None:
    try:
        os.posix_spawn("/nonexistent", ["nonexistent"], {})
    except FileNotFoundError:  # it came as far as looking for the program
        return


def _owns_a_signal(canaries: Canaries) -> None:
    """A pipe that is ready for reading would then send SIGIO to the parent."""
    with os.fdopen(os.pipe()[0], "rb") as reader:
        fcntl.fcntl(reader, fcntl.F_SETOWN, canaries.parent)


def _asks_for_signals(_: Canaries) -> None:
    with os.fdopen(os.pipe()[0], "rb") as reader:
        fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC)


_CONSTANT = b"A constant lies at one address before and after a fork."


def _process_memory(x86_64: int, aarch64: int) -> Probe:
    """Copy a constant between the parent and this process; where it succeeds the bytes are equal before and after."""

    def probe(canaries: Canaries) -> None:
        content = ctypes.create_string_buffer(_CONSTANT)
        here = struct.pack("PN", ctypes.addressof(content), len(_CONSTANT))
        there = struct.pack("PN", id(_CONSTANT) + bytes.__basicsize__ - 1, len(_CONSTANT))
        libc.system_call(_number((x86_64, aarch64)), canaries.parent, here, 1, there, 1, 0)

    return probe


def _raises_a_limit(_: Canaries) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard == resource.RLIM_INFINITY:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard + 1, hard + 1))
    except ValueError as error:
        raise PermissionError(errno.EPERM, str(error)) from error


PROCESSES: Mapping[str, Probe] = {
    "fork": _forks,
    "start a program": _spawns,
    "signal its parent": lambda canaries: os.kill(canaries.parent, 0),
    "signal its group": lambda _: os.kill(0, 0),
    "signal everybody": lambda _: os.kill(-1, 0),
    "have SIGIO sent to its parent": _owns_a_signal,
    "have SIGIO sent": _asks_for_signals,
    "read the memory of its parent": _process_memory(310, 270),
    "write the memory of its parent": _process_memory(311, 271),
    "change the priority of its parent": lambda canaries: os.setpriority(os.PRIO_PROCESS, canaries.parent, 0),
    "raise its own limits": _raises_a_limit,
}


# --- the network ---------------------------------------------------------------------------------------------------


def _connects(family: int, address: Callable[[Canaries], object]) -> Probe:
    def probe(canaries: Canaries) -> None:
        with socket.socket(family, socket.SOCK_STREAM) as connection:
            connection.settimeout(0.5)
            connection.connect(address(canaries))  # type: ignore[arg-type]  # a tuple or a text, as the family wants

    return probe


def _sends_a_datagram(_: Canaries) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"", ("127.0.0.1", 9))


def _listens(_: Canaries) -> None:
    with socket.create_server(("127.0.0.1", 0)):
        pass


def _opens_a_pair(_: Canaries) -> None:
    for end in socket.socketpair():
        end.close()


def _socket(family: int, kind: int) -> Probe:
    return lambda _: socket.socket(family, kind).close()


AF_ALG, AF_VSOCK = 38, 40

NETWORK: Mapping[str, Probe] = {
    "connect by TCP": _connects(socket.AF_INET, lambda canaries: ("127.0.0.1", canaries.tcp)),
    "connect to a Unix socket": _connects(socket.AF_UNIX, lambda canaries: str(canaries.path("socket"))),
    "connect to an abstract socket": _connects(socket.AF_UNIX, lambda canaries: "\0" + canaries.abstract),
    "send a datagram": _sends_a_datagram,
    "listen": _listens,
    "open a pair of sockets": _opens_a_pair,
    "open a netlink socket": _socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "open a raw socket": _socket(socket.AF_PACKET, socket.SOCK_RAW),
    "open a vsock": _socket(AF_VSOCK, socket.SOCK_STREAM),
    "open a crypto socket": _socket(AF_ALG, socket.SOCK_SEQPACKET),
}


# --- system calls that must not get as far as the kernel -----------------------------------------------------------

PARENT = 0x7FFFFFFE
"""Stands in the table for the parent's number."""
_NOWHERE = b"/nonexistent"

# fmt: off
CALLS: Mapping[str, tuple[tuple[int | None, int | None], tuple[int | bytes | None, ...]]] = {
    # other programs and processes
    "execve": ((59, 221), (_NOWHERE, None, None)), "execveat": ((322, 281), (-100, _NOWHERE, None, None, 0)),
    "clone a namespace": ((56, 220), (0x10010900, 0)), "unshare": ((272, 97), (1,)), "setns": ((308, 268), (-1, 0)),
    "ptrace": ((101, 117), (0x4206, PARENT, 0, 0)), "kcmp": ((312, 272), (PARENT, PARENT, 99, 0, 0)),
    "tkill": ((200, 130), (PARENT, 0)), "tgkill": ((234, 131), (PARENT, PARENT, 0)),
    "rt_sigqueueinfo": ((129, 138), (PARENT, 0, None)), "rt_tgsigqueueinfo": ((297, 240), (PARENT, PARENT, 0, None)),
    "pidfd_open": ((434, 434), (PARENT, 0)), "pidfd_send_signal": ((424, 424), (-1, 0, None, 0)),
    "pidfd_getfd": ((438, 438), (-1, 0, 0)), "process_madvise": ((440, 440), (-1, None, 0, 0, 0)),
    "prlimit64 of the parent": ((302, 261), (PARENT, 7, None, None)), "setpgid": ((109, 154), (0, -1)),
    "sched_setaffinity": ((203, 122), (PARENT, 0, None)), "sched_setscheduler": ((144, 119), (PARENT, -1, None)),
    "sched_setattr": ((314, 274), (PARENT, None, 0)), "ioprio_set": ((251, 30), (1, PARENT, -1)),
    "get_robust_list": ((274, 100), (PARENT, None, None)), "migrate_pages": ((256, 238), (PARENT, 0, None, None)),
    "move_pages": ((279, 239), (PARENT, 0, None, None, None, 0)),
    # rights, and the confinement itself
    "setresuid": ((117, 147), (-1, -1, -1)), "setresgid": ((119, 149), (-1, -1, -1)),
    "setgroups": ((116, 159), (-1, None)), "capset": ((126, 91), (None, None)), "prctl": ((157, 167), (3, 0, 0, 0, 0)),
    "seccomp": ((317, 277), (-1, 0, None)), "landlock_create_ruleset": ((444, 444), (None, 0, 1)),
    "personality": ((135, 92), (0xFFFFFFFF,)), "modify_ldt": ((154, None), (0, None, 0)), "iopl": ((172, None), (-1,)),
    # file systems
    "mount": ((165, 40), (b"none", _NOWHERE, b"tmpfs", 0, None)), "umount2": ((166, 39), (_NOWHERE, 0)),
    "pivot_root": ((155, 41), (_NOWHERE, _NOWHERE)), "chroot": ((161, 51), (_NOWHERE,)),
    "open_tree": ((428, 428), (-1, _NOWHERE, 0)), "fsopen": ((430, 430), (None, 0)),
    "mount_setattr": ((442, 442), (-1, b"", 0, None, 0)), "openat2": ((437, 437), (-100, _NOWHERE, None, 0)),
    "name_to_handle_at": ((303, 264), (-100, b"/", None, None, 0)), "open_by_handle_at": ((304, 265), (-1, None, 0)),
    "unlinkat": ((263, 35), (-100, _NOWHERE, 0)), "fchownat": ((260, 54), (-100, _NOWHERE, -1, -1, 0)),
    "setxattr": ((188, 5), (_NOWHERE, b"user.x", None, 0, 0)), "quotactl": ((179, 60), (-1, None, 0, None)),
    "inotify_init1": ((294, 26), (0,)), "fanotify_init": ((300, 262), (0, 0)), "flock": ((73, 32), (-1, 1)),
    "splice": ((275, 76), (-1, None, -1, None, 0, 0)), "vmsplice": ((278, 75), (-1, None, 0, 0)),
    # memory and messages beyond the process
    "memfd_create": ((319, 279), (b"probe", 0)), "memfd_secret": ((447, 447), (-1,)), "mlock": ((149, 228), (0, 0)),
    "shmget": ((29, 194), (0, 0, 0)), "semget": ((64, 190), (0, -1, 0)), "msgget": ((68, 186), (0x6772, 0)),
    "mq_open": ((240, 180), (b"nonexistent", 0)), "keyctl": ((250, 219), (0, -3, 0)),
    "add_key": ((248, 217), (None, None, None, 0, 0)), "request_key": ((249, 218), (None, None, None, 0)),
    # large parts of the kernel that have had many holes
    "io_uring_setup": ((425, 425), (1, None)), "io_uring_enter": ((426, 426), (-1, 0, 0, 0, None, 0)),
    "io_setup": ((206, 0), (0, None)), "bpf": ((321, 280), (0, None, 0)), "userfaultfd": ((323, 282), (0,)),
    "perf_event_open": ((298, 241), (None, 0, -1, -1, 0)),
    # commands that the filter must tell apart
    "fcntl: a lock": ((72, 25), (-1, 6, None)), "fcntl: F_SETSIG": ((72, 25), (-1, 10, 0)),
    "fcntl: F_SETOWN_EX": ((72, 25), (-1, 15, None)), "fcntl: a lease": ((72, 25), (-1, 1024, 0)),
    "fcntl: a notification": ((72, 25), (-1, 1026, 0)), "fcntl: the size of a pipe": ((72, 25), (-1, 1031, 0)),
    "ioctl: FIOASYNC": ((16, 29), (-1, 0x5452, None)), "ioctl: TIOCSTI": ((16, 29), (-1, 0x5412, None)),
    "ioctl: FIOSETOWN": ((16, 29), (-1, 0x8901, None)),
    # the machine
    "swapon": ((167, 224), (_NOWHERE, 0)), "reboot": ((169, 142), (0, 0, 0, None)), "acct": ((163, 89), (_NOWHERE,)),
    "init_module": ((175, 105), (None, 0, None)), "kexec_load": ((246, 104), (0, 1000, None, 0)),
    "sethostname": ((170, 161), (None, -1)), "clock_settime": ((227, 112), (-1, None)),
    "syslog": ((103, 116), (10, None, 0)),
}
# fmt: on
_SILENCE = {errno.EPERM, errno.EACCES, errno.ENOSYS}


def _reaches_the_kernel(numbers: tuple[int | None, int | None], arguments: tuple[int | bytes | None, ...]) -> Probe:
    def probe(canaries: Canaries) -> None:
        try:
            libc.system_call(_number(numbers), *(canaries.parent if each == PARENT else each for each in arguments))
        except OSError as error:
            if error.errno in _SILENCE:
                raise

    return probe


def _number(numbers: tuple[int | None, int | None]) -> int:
    number = numbers[list(seccomp.ARCHITECTURES).index(os.uname().machine)]
    if number is None:
        raise OSError(errno.ENOSYS, "no such system call here")
    return number


PROBES: Mapping[str, Probe] = {
    **FILES,
    **PROCESSES,
    **NETWORK,
    **{f"call {name}": _reaches_the_kernel(*call) for name, call in CALLS.items()},
}
"""Everything that must be refused, by what it tries."""


# --- probes that a tight sandbox answers with SIGSYS ---------------------------------------------------------------


def _x32(_: Canaries) -> None:
    libc.system_call(seccomp.X32 | 39)


_GETPID_OF_I386 = bytes.fromhex("b814000000 cd80 c3")
"""mov eax, 20; int 0x80; ret."""


def _i386(_: Canaries) -> None:
    code = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(_GETPID_OF_I386)
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()


FATAL: Mapping[str, Probe] = {"call by the x32 ABI": _x32, "call by the 32-bit gate": _i386}
"""x86-64 only: each ends the process that tries it, and so needs one of its own."""
