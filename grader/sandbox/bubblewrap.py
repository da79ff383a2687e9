"""The jail around a zygote, as a command line for `bwrap`: namespaces and mounts are its business, not ours.

Inside there is a file system of its own with nothing but Python, its libraries and what they link to, all read-only;
no other program, no /proc, no network but an unconnected loopback, no process but the zygote's own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

SYSTEM = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/lib", "/lib32", "/lib64")
"""What Python and compiled libraries link to."""
TABLES = (
    "/etc/ld.so.cache",  # where the dynamic linker looks libraries up
    "/etc/alternatives",  # Debian's links to the BLAS that was chosen
    "/usr/share/zoneinfo",
)
SCRATCH_BYTES = 64 << 20
"""For what libraries write when they are imported; children cannot write at all."""
PROBE_SECONDS = 10.0

SINCE = {"--size": (0, 7, 0)}
"""Options that older versions of bwrap do not know, and go without."""
ROOT_KEEPS = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL")
"""A zygote of root makes its children somebody else, and must still be able to kill them."""


def interpreter() -> Path:
    """Return this Python itself, not the link to it in a virtual environment."""
    # `sys.executable` may be a copy that needs the pyvenv.cfg beside it.
    return Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def libraries() -> tuple[Path, ...]:
    """Return the folders on the path that packages are installed in."""
    return tuple(Path(place) for place in sys.path if place.endswith(("site-packages", "dist-packages")))


def readable(packages: Iterable[Path]) -> tuple[Path, ...]:
    """Return all that must be readable for Python to work: the system's libraries, Python's own, these packages.

    Whole prefixes are not: one of ~/.local also holds what is nobody's business.
    """
    # By its real path too: where a link leads to Python, it finds its library from there.
    prefixes = (interpreter().parent.parent, Path(sys.base_prefix), Path(sys.base_exec_prefix), Path(sys.prefix))
    own = [prefix / folder for prefix in prefixes for folder in ("lib", "lib64")]
    wanted = [Path(place) for place in (*SYSTEM, *TABLES)] + own + list(packages)
    return _outermost([interpreter(), *(place for place in wanted if place.exists())])


def command(
    bound: Iterable[Path], environment: Mapping[str, str], *, root: bool, found: tuple[int, ...]
) -> tuple[str, ...]:
    """Return the jail's command line, to be followed by the program to run in it and its arguments.

    Args:
        bound: files and folders to be found in the jail, read-only, in their own places.
        environment: all variables that the program gets.
        root: whether it is started by root.
        found: the version of bwrap.
    """
    return (
        shutil.which("bwrap") or "bwrap",
        *(_as_root() if root else ("--unshare-all",)),
        *("--hostname", "jail"),
        # Dies with the thread that started it, and takes every process inside along.
        "--die-with-parent",
        # A session of its own: no process inside can type into the terminal.
        "--new-session",
        # null, zero, full, random, urandom, tty; nothing of the machine's own /dev.
        *("--dev", "/dev"),
        *_supported(found, "--size", str(SCRATCH_BYTES)),
        *("--tmpfs", "/tmp"),  # noqa: S108 - the jail's own, and empty
        # After the scratch folder: Python may have been installed below /tmp.
        *_mounts(bound),
        *("--chdir", "/"),
        "--clearenv",
        *(word for name, value in environment.items() for word in ("--setenv", name, value)),
        "--",
    )


def version() -> tuple[int, ...]:
    """Return the version of bwrap; empty when there is none."""
    program = shutil.which("bwrap")
    if program is None:
        return ()
    return tuple(int(part) for part in re.findall(r"\d+", _run((program, "--version")).stdout)[:3])


def lacking() -> str:
    """Start an interpreter in a jail, change user there where root must; return what went wrong, or nothing."""
    found = version()
    if not found:
        return "bwrap is not installed"
    root = os.geteuid() == 0
    change = "import os; os.setgroups([]); os.setresgid(*[65534] * 3); os.setresuid(*[65534] * 3)" if root else ""
    jail = command(readable(()), {}, root=root, found=found)
    try:
        done = _run((*jail, str(interpreter()), "-I", "-S", "-c", change))
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bwrap does not start: {error}"
    lines = done.stderr.strip().splitlines() or [f"bwrap ended with status {done.returncode}"]
    return lines[-1] if done.returncode else ""


def _run(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - bwrap, and inside it our own interpreter
        words, capture_output=True, text=True, check=False, timeout=PROBE_SECONDS
    )


def _as_root() -> Sequence[str]:
    """Root keeps its own user namespace: in a new one with a single user there is nobody else to become."""
    namespaces = ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
    return (*namespaces, "--cap-drop", "ALL", *(word for name in ROOT_KEEPS for word in ("--cap-add", name)))


def _mounts(bound: Iterable[Path]) -> Iterable[str]:
    """Show each place under its own name, whether it is a folder, a file or a link to one."""
    places = list(bound)
    # Folders that bwrap makes on its own are closed to all but their owner, whom children of root no longer are.
    above = dict.fromkeys(folder for place in places for folder in reversed(place.parents[:-1]))
    yield from (word for folder in above for word in ("--dir", str(folder)))
    yield from (word for place in places for word in ("--ro-bind", str(place), str(place)))


def _supported(found: tuple[int, ...], option: str, value: str) -> Sequence[str]:
    return (option, value) if found >= SINCE[option] else ()


def _outermost(places: Iterable[Path]) -> tuple[Path, ...]:
    """Leave out what lies below another of the places."""
    unique = dict.fromkeys(places)
    return tuple(place for place in unique if not any(above in unique for above in place.parents))
