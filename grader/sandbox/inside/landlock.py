"""Landlock: which files a process may open, kept by the kernel for an ordinary user without any set-up.

A ruleset is built once, in the zygote; the child that inherits its descriptor puts it on itself with one system call.
Everything that the running kernel's Landlock can refuse is refused; only reading below the named paths is let through.

Sources: `include/uapi/linux/landlock.h` for the numbers, `Documentation/userspace-api/landlock.rst` for the ABIs.
"""

from __future__ import annotations

import contextlib
import os
import stat
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.sandbox.inside import libc

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""The same on every architecture (`include/uapi/asm-generic/unistd.h`, `arch/x86/entry/syscalls/syscall_64.tbl`)."""
CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1
LOG_SAME_EXEC_OFF, LOG_FLAGS_SINCE = 1, 7
"""A flag of RESTRICT_SELF, and the ABI that brought it."""

WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3

FILES: Sequence[tuple[int, int]] = (
    (1, (1 << 13) - 1),  # EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_*, MAKE_*
    (2, 1 << 13),  # REFER
    (3, 1 << 14),  # TRUNCATE
    (5, 1 << 15),  # IOCTL_DEV
    (9, 1 << 16),  # RESOLVE_UNIX: connect to a socket by its path
)
"""(ABI, what it can refuse about files)."""
NETWORK: Sequence[tuple[int, int]] = (
    (4, 0b0011),  # BIND_TCP, CONNECT_TCP
    (10, 0b1100),  # BIND_UDP, CONNECT_SEND_UDP
)
SCOPES: Sequence[tuple[int, int]] = (
    (6, 0b11),  # ABSTRACT_UNIX_SOCKET, SIGNAL: nothing beyond the confined process itself
)

DEVICES = {
    "/dev/null": READ_FILE | WRITE_FILE,
    "/dev/zero": READ_FILE,
    "/dev/random": READ_FILE,
    "/dev/urandom": READ_FILE,
}
"""The null device is the one place to write to: programs silence their output with it."""


def abi() -> int:
    """Return the version of Landlock that the kernel offers; 0 where it has none or has it switched off."""
    try:
        return libc.system_call(CREATE_RULESET, None, 0, CREATE_RULESET_VERSION)
    except OSError:
        return 0


def handled(version: int) -> bytes:
    """Return the `struct landlock_ruleset_attr` that refuses all that a version can.

    The kernel takes a longer structure than it knows as long as the rest is zero.
    """
    return struct.pack("=3Q", *(_rights(table, version) for table in (FILES, NETWORK, SCOPES)))


def ruleset(readable: Iterable[str]) -> int:
    """Return the descriptor of a new ruleset: read below these paths, use the devices, nothing else."""
    attribute = handled(abi())
    descriptor = libc.system_call(CREATE_RULESET, attribute, len(attribute), 0)
    for path in readable:
        _allow(descriptor, path, READ_FILE | READ_DIR)
    for path, access in DEVICES.items():
        if Path(path).is_char_device():
            _allow(descriptor, path, access)
    return descriptor


def restrict(descriptor: int, flags: int) -> None:
    """Put a ruleset on this thread and all it starts; no_new_privs must be set. It cannot be taken off."""
    libc.system_call(RESTRICT_SELF, descriptor, flags)


def quiet(version: int) -> int:
    """Return the flags that keep refusals out of the machine's audit log, which student code could fill."""
    return LOG_SAME_EXEC_OFF if version >= LOG_FLAGS_SINCE else 0


def _rights(table: Sequence[tuple[int, int]], version: int) -> int:
    return sum(rights for since, rights in table if since <= version)


def _allow(descriptor: int, path: str, access: int) -> None:
    """Add a rule; a path that is not there needs none."""
    with contextlib.suppress(FileNotFoundError):
        target = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(target).st_mode):
                access &= ~READ_DIR  # a right of folders only: the kernel refuses it for a file
            libc.system_call(ADD_RULE, descriptor, RULE_PATH_BENEATH, struct.pack("=Qi", access, target), 0)
        finally:
            os.close(target)
