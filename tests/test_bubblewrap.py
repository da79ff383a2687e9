"""The jail's command line, and what is found inside a real one."""

import errno
import json
import os
import select
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox import bubblewrap

BOUND = (Path("/opt/python/bin/python3"), Path("/usr/lib"))
NEW, OLD = (0, 11, 0), (0, 6, 1)
SCRATCH = "/tmp"  # noqa: S108 - the jail's own
SECONDS = 20


def line(*, root: bool = False, found: tuple[int, ...] = NEW, environment: dict[str, str] | None = None) -> list[str]:
    return list(bubblewrap.command(BOUND, environment or {}, root=root, found=found))


@pytest.mark.parametrize(
    ("root", "there", "not_there"),
    [
        pytest.param(
            False, {"--unshare-all", "--die-with-parent", "--new-session", "--clearenv"}, {"--cap-add"}, id="user"
        ),
        # In a user namespace of its own root could not become anybody else.
        pytest.param(True, {"--unshare-net", "--unshare-pid", "--unshare-ipc"}, {"--unshare-all"}, id="root"),
    ],
)
def test_namespaces_are_all_new_but_for_roots_users(root: bool, there: set[str], not_there: set[str]) -> None:
    words = set(line(root=root))
    assert there <= words
    assert not_there & words == set()
    assert "--proc" not in words


def test_root_keeps_only_what_it_needs_to_change_and_kill_its_children() -> None:
    words = line(root=True)
    kept = {name for option, name in pairwise(words) if option == "--cap-add"}
    assert kept == {"CAP_SETUID", "CAP_SETGID", "CAP_KILL"}
    assert words.index("ALL") < words.index("--cap-add")


@pytest.mark.parametrize(
    ("found", "sized"), [(NEW, True), ((0, 7, 0), True), (OLD, False)], ids=["new", "first", "old"]
)
def test_the_scratch_folder_has_a_size_where_bwrap_knows_the_option(found: tuple[int, ...], sized: bool) -> None:
    words = line(found=found)
    assert ("--size" in words) == sized
    assert not sized or words[words.index("--size") + 2 : words.index("--size") + 4] == ["--tmpfs", SCRATCH]


def test_places_are_read_only_and_the_folders_above_them_are_made_first() -> None:
    words = line()
    mounts = words[words.index(SCRATCH) + 1 : words.index("--chdir")]
    dirs = ["--dir", "/opt", "--dir", "/opt/python", "--dir", "/opt/python/bin", "--dir", "/usr"]
    assert mounts == [*dirs, *[word for place in BOUND for word in ("--ro-bind", str(place), str(place))]]


def test_the_environment_is_what_is_given() -> None:
    words = line(environment={"TZ": "UTC", "A": "b c"})
    assert words[words.index("--clearenv") :] == ["--clearenv", "--setenv", "TZ", "UTC", "--setenv", "A", "b c", "--"]


def test_only_what_python_needs_is_readable(root: Path) -> None:
    places = bubblewrap.readable([*bubblewrap.libraries(), Path("/nonexistent/site-packages")])
    assert bubblewrap.interpreter() in places
    assert all(place.exists() for place in places)
    assert [(one, two) for one in places for two in places if one != two and one.is_relative_to(two)] == []
    private = [Path.home() / ".ssh", root / "reference", root / "rubrics", Path("/etc/passwd"), Path("/usr/src")]
    assert [(each, place) for each in private for place in places if each.is_relative_to(place)] == []


# --- whether there is one ------------------------------------------------------------------------------------------


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that puts a script in the place of bwrap."""

    def put(script: str) -> None:
        (tmp_path / "bwrap").write_text(
            f'#!/bin/sh\nif [ "$1" = --version ]; then echo bubblewrap 0.8.0; exit; fi\n{script}'
        )
        (tmp_path / "bwrap").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(bubblewrap, "PROBE_SECONDS", 0.5)

    return put


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        pytest.param("exit 0", "", id="it works"),
        pytest.param(
            "echo one >&2; echo bwrap: no user namespaces >&2; exit 1", "bwrap: no user namespaces", id="refused"
        ),
        pytest.param("exit 3", "bwrap ended with status 3", id="without a word"),
        pytest.param("while :; do :; done", "bwrap does not start: ", id="it hangs"),
    ],
)
def test_why_there_is_no_jail_is_said_in_bwraps_own_words(
    pretend: Callable[[str], None], script: str, reason: str
) -> None:
    pretend(script)
    assert bubblewrap.lacking()[: len(reason) or None] == reason


def test_without_bwrap_there_is_no_jail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (bubblewrap.version(), bubblewrap.lacking()) == ((), "bwrap is not installed")


# --- inside a real one ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def jail() -> Sequence[str]:
    if sys.platform != "linux" or bubblewrap.lacking():
        pytest.skip(f"no jail on this machine: {bubblewrap.lacking()}")
    found, root = bubblewrap.version(), os.geteuid() == 0
    start = bubblewrap.command(bubblewrap.readable(()), {"LC_ALL": "C.UTF-8"}, root=root, found=found)
    return (*start, str(bubblewrap.interpreter()), "-I", "-S", "-c")


def inside(jail: Sequence[str], lines: str) -> Any:
    done = subprocess.run((*jail, lines), capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


DEVICES = "null zero full random urandom tty console ptmx pts shm core fd stdin stdout stderr"
OF_THE_MACHINE = ("/proc", "/sys", "/home", "/run", "/var", "/etc/passwd", "/usr/src")
BELOW_SCRATCH = sorted({path.parts[2] for path in bubblewrap.readable(()) if path.is_relative_to(SCRATCH)})
"""Where Python itself was installed below /tmp, that is found there."""
PROGRAMS = ("/bin/sh", "/usr/bin/env", "/usr/bin/git", "/usr/sbin", "/sbin")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param(
            "{name: os.environ[name] for name in os.environ if name != 'PWD'}", {"LC_ALL": "C.UTF-8"}, id="variables"
        ),
        pytest.param("os.getcwd()", "/", id="the current folder"),
        pytest.param(f"[path for path in {OF_THE_MACHINE} if os.path.exists(path)]", [], id="nothing of the machine"),
        pytest.param(f"[path for path in {PROGRAMS} if os.path.exists(path)]", [], id="no other program"),
        pytest.param(f"sorted(set(os.listdir('/dev')) - set('{DEVICES}'.split()))", [], id="few devices"),
        pytest.param("[name for _, name in socket.if_nameindex()]", ["lo"], id="no network"),
        pytest.param("os.uname().nodename", "jail", id="no name"),
        pytest.param("os.getpid() < 10", True, id="processes of its own"),
        pytest.param("os.listdir('/tmp')", BELOW_SCRATCH, id="an empty scratch folder"),
        pytest.param("os.statvfs('/usr/lib').f_flag & os.ST_RDONLY", os.ST_RDONLY, id="the system is read-only"),
    ],
)
def test_inside_there_is_only_what_was_named(jail: Sequence[str], expression: str, expected: object) -> None:
    assert inside(jail, f"import json, os, socket; print(json.dumps({expression}))") == expected


def test_a_listener_outside_cannot_be_reached(jail: Sequence[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
        assert inside(jail, f"import socket; print(socket.socket().connect_ex({address}))") == errno.ECONNREFUSED


def test_the_jail_ends_with_whoever_started_it(jail: Sequence[str]) -> None:
    """The output of a process in the jail closes when nobody holds it any more."""
    waiting = (*jail, "import time; print('up', flush=True); time.sleep(600)")
    starter = f"import subprocess, time; subprocess.Popen({waiting!r}); time.sleep(600)"
    with subprocess.Popen((sys.executable, "-c", starter), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        process.kill()
        ready, _, _ = select.select([process.stdout], [], [], SECONDS)
        assert ready
        assert process.stdout.read() == ""
