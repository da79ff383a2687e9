"""A confined child, for real: what must be refused is, at both levels, and what computing needs still works.

Each test starts a process of its own that stands for the zygote; it forks one child, which confines itself and then
runs a few lines. Nothing leaves the machine, and every process ends by itself or with the one that started it.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox import bubblewrap
from grader.sandbox.inside import confinement, landlock, probes, seccomp

ROOMS = Path(confinement.__file__).parent.parent
SECONDS = 60

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or landlock.abi() == 0 or os.uname().machine not in seccomp.ARCHITECTURES,
    reason="needs Linux with Landlock on x86-64 or aarch64",
)

ZYGOTE = """
import json, os, sys, types

task = json.loads(sys.argv[1])
sys.path.extend(task["libraries"])
for name, places in (("grader", []), ("grader.sandbox", [task["rooms"]])):
    package = types.ModuleType(name)
    package.__path__ = places
    sys.modules[name] = package

import numpy as np
from grader.sandbox.inside import confinement, landlock, libc, probes

canaries = probes.Canaries(**(task["canaries"] | {"parent": os.getpid()}))
exec(task["before"])
prepared = confinement.prepare(task["level"], task["readable"])
reader, writer = os.pipe()
pid = os.fork()
if pid == 0:
    def say(answer):
        os.write(3, json.dumps(answer).encode() + b"\\n")

    def apply(memory=1 << 32, seconds=20):
        prepared.apply(memory, seconds)

    try:
        os.dup2(writer, 3)
        exec(task["child"])
    except BaseException as error:
        say(f"{type(error).__name__}: {error}")
    finally:
        os._exit(0)
os.close(writer)
answer = os.fdopen(reader).readline()
exec(task["after"])
_, status = os.waitpid(pid, 0)
print(json.dumps([json.loads(answer or "null"), status]))
"""


@dataclass(frozen=True)
class Place:
    """Where a child is confined: a level, and the command that the zygote is started with."""

    level: str
    jail: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def readable() -> tuple[Path, ...]:
    return bubblewrap.readable(bubblewrap.libraries())


@pytest.fixture(scope="module", params=["confined", "jail"])
def place(request: pytest.FixtureRequest, readable: tuple[Path, ...]) -> Place:
    if request.param == "jail":
        if reason := bubblewrap.lacking():
            pytest.skip(f"no jail on this machine: {reason}")
        bound = (*readable, ROOMS / "inside")
        found, root = bubblewrap.version(), os.geteuid() == 0
        environment = {"MPLBACKEND": "Agg", "MPLCONFIGDIR": "/tmp"}  # noqa: S108 - the jail's own
        return Place("jail", bubblewrap.command(bound, environment, root=root, found=found))
    return Place("confined")


CONFINED = Place("confined")


@pytest.fixture(scope="module")
def canaries() -> Iterator[probes.Canaries]:
    """Everything that a child may reach for, open to everybody, so that only the sandbox can be in the way."""
    folder = Path(tempfile.mkdtemp(prefix="canary-"))
    folder.chmod(0o777)
    (folder / "canary").write_text("canary", encoding="utf-8")
    (folder / "canary").chmod(0o666)
    name = f"grader-canary-{os.getpid()}"
    with (
        socket.create_server(("127.0.0.1", 0), backlog=16) as tcp,
        socket.socket(socket.AF_UNIX) as path,
        socket.socket(socket.AF_UNIX) as abstract,
    ):
        for end, address in ((path, str(folder / "socket")), (abstract, "\0" + name)):
            end.bind(address)
            end.listen(16)
        (folder / "socket").chmod(0o777)
        yield probes.Canaries(parent=0, folder=str(folder), tcp=tcp.getsockname()[1], abstract=name)
    shutil.rmtree(folder)


@pytest.fixture
def ask(readable: tuple[Path, ...], canaries: probes.Canaries) -> Any:
    """Return a function that has a child run some lines and returns what it said, and its wait status."""

    def asked(place: Place, child: str, *, before: str = "", after: str = "", environment: Any = None) -> Any:
        task = {
            "level": place.level,
            "rooms": str(ROOMS),
            "libraries": [str(folder) for folder in bubblewrap.libraries()],
            "readable": [str(path) for path in readable],
            "canaries": asdict(canaries),
            "before": before,
            "child": child,
            "after": after,
        }
        python = (str(bubblewrap.interpreter()), "-S", "-s", "-P", "-c", ZYGOTE, json.dumps(task))
        done = subprocess.run(
            (*place.jail, *python),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            cwd=canaries.folder,
            env=environment or {"OPENBLAS_NUM_THREADS": "1"},
        )
        assert done.returncode == 0, done.stderr
        return tuple(json.loads(done.stdout))

    return asked


# --- what is refused -----------------------------------------------------------------------------------------------


def test_nothing_gets_through(place: Place, ask: Any) -> None:
    through, status = ask(place, "apply(); say(probes.run_probes(canaries))")
    assert (through, status) == ([], 0)


OPEN_TO_ANYBODY = {
    "read a file outside",
    "write to a file outside",
    "list a folder outside",
    "create a file",
    "make a folder",
    "rename a file",
    "read /proc/self",
    "fork",
    "start a program",
    "signal its group",
    "signal everybody",
    "have SIGIO sent to its parent",
    "connect by TCP",
    "connect to a Unix socket",
    "connect to an abstract socket",
    "send a datagram",
    "listen",
    "open a pair of sockets",
    "open a netlink socket",
    "call execve",
    "call tgkill",
    "call prlimit64 of the parent",
    "call sched_setaffinity",
    "call flock",
    "call memfd_create",
    "call shmget",
    "call msgget",
    "call inotify_init1",
    "call prctl",
    "call fcntl: F_SETSIG",
    "call ioctl: FIOASYNC",
}
"""Probes that a process of any user gets through, in a container as well; else their silence would prove nothing."""


def test_the_probes_do_get_through_where_nothing_is_in_the_way(ask: Any) -> None:
    through, _ = ask(CONFINED, "say(probes.run_probes(canaries))")
    assert OPEN_TO_ANYBODY - set(through) == set()


NO_NEW_PRIVILEGES = "libc.call('prctl', 38, 1, 0, 0, 0); barriers = prepared.barriers"


def test_the_filter_alone_refuses_all_but_files(ask: Any) -> None:
    filtered = f"{NO_NEW_PRIVILEGES}; barriers.filter.finish(os.getpid()); barriers.filter.install()"
    through, _ = ask(CONFINED, f"{filtered}; say(probes.run_probes(canaries))")
    # A limit that was never lowered is not raised: RLIMIT_NOFILE is whatever the machine gives.
    assert set(through) - set(probes.FILES) <= {"raise its own limits"}
    assert {"read a file outside", "write to a file outside"} <= set(through)


def test_landlock_alone_refuses_every_file(ask: Any) -> None:
    restricted = f"{NO_NEW_PRIVILEGES}; landlock.restrict(barriers.ruleset, barriers.quiet)"
    through, _ = ask(CONFINED, f"{restricted}; say(probes.run_probes(canaries))")
    # Landlock does not know about the mode and the times of a file, nor before ABI 3 about its length; the filter does.
    beyond = {"change a file's mode", "change a file's times", "truncate a file"}
    assert set(through) & set(probes.FILES) <= beyond
    assert {"fork", "have SIGIO sent to its parent", "open a pair of sockets"} <= set(through)


SWEEP = """
apply()
passed = {}
for number in range(470):
    if number not in LISTED:
        try:
            passed[number] = libc.system_call(number, -1, -1, -1, -1, -1, -1)
        except OSError as error:
            if error.errno != 1:
                passed[number] = str(error)
say(passed)
"""


def test_the_kernel_refuses_every_number_that_is_not_on_the_list(place: Place, ask: Any) -> None:
    column = list(seccomp.ARCHITECTURES).index(os.uname().machine)
    tables = dict(seccomp.PASSING) | dict(seccomp.GUARDED)
    listed = {numbers[column] for numbers in tables.values()} - {None}
    # uretprobe and uprobe: no filter sees them on x86-64; whoever calls them from elsewhere ends with SIGILL.
    assert ask(place, SWEEP.replace("LISTED", repr(listed | {335, 336}))) == ({}, 0)


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="x86-64 alone has other gates into the kernel")
@pytest.mark.parametrize("name", probes.FATAL)
def test_another_gate_into_the_kernel_ends_the_child(place: Place, ask: Any, name: str) -> None:
    said, status = ask(place, f"apply(); probes.FATAL[{name!r}](canaries); say('went on')")
    assert said is None
    # A kernel without 32-bit emulation has no such gate, and answers with SIGSEGV.
    assert os.WTERMSIG(status) in {signal.SIGSYS, signal.SIGSEGV}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("open(canaries.path('canary')).read()", "PermissionError|FileNotFoundError", id="open"),
        pytest.param("os.fork()", "PermissionError", id="fork"),
        pytest.param("import subprocess; subprocess.run(['/bin/true'])", "PermissionError", id="subprocess"),
        pytest.param("import socket; socket.socket()", "PermissionError", id="socket"),
        pytest.param("os.fstat(4)", "OSError: [Errno 9]", id="a descriptor of the zygote"),
        pytest.param("os.fstat(prepared.barriers.ruleset)", "OSError: [Errno 9]", id="the ruleset's descriptor"),
        pytest.param("import resource; resource.setrlimit(resource.RLIMIT_CORE, (1, 1))", "ValueError", id="limits"),
        pytest.param("os.setresuid(0, 0, 0)", "PermissionError", id="back to root"),
        pytest.param("import grader.sandbox.inside.wire", "PermissionError|ModuleNotFoundError", id="our own files"),
    ],
)
def test_what_is_refused_is_an_exception_with_a_name(place: Place, ask: Any, lines: str, expected: str) -> None:
    said, status = ask(place, f"apply(); {lines}; say('went on')")
    assert status == 0
    assert any(said.startswith(each) for each in expected.split("|")), said


# --- what still works ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("say((np.eye(200) @ np.ones((200, 200))).sum())", 40000.0, id="matmul"),
        pytest.param("say(np.linalg.solve(np.array([[2., 0], [0, 4]]), np.ones(2)).tolist())", [0.5, 0.25], id="solve"),
        pytest.param("say(np.linalg.svd(np.diag([3., 1]))[1].tolist())", [3.0, 1.0], id="svd"),
        pytest.param("say(abs(np.fft.fft(np.ones(4))).tolist())", [4.0, 0.0, 0.0, 0.0], id="fft"),
        pytest.param("say(len(np.random.default_rng().normal(size=1000)))", 1000, id="random numbers"),
        pytest.param("say(np.zeros(10**7).size)", 10**7, id="a large array"),
        pytest.param("import fractions; say(str(fractions.Fraction(1, 2)))", "1/2", id="a late import"),
        pytest.param("import numpy.polynomial as p; say(p.Polynomial([1, 2])(3.0))", 7.0, id="a late part of NumPy"),
        pytest.param(
            "import sqlite3; say(sqlite3.connect(':memory:').execute('select 1').fetchone()[0])", 1, id="sqlite"
        ),
        pytest.param("import time; time.sleep(0.01); say(time.time() > 0)", True, id="time"),
        pytest.param("say(len(os.urandom(8)))", 8, id="chance"),
        pytest.param("import random, uuid; say(len(str(uuid.uuid4())))", 36, id="uuid"),
        pytest.param("print('x', file=open(os.devnull, 'w')); say('silent')", "silent", id="the null device"),
        pytest.param("import signal; signal.alarm(5); say(signal.alarm(0))", 5, id="an alarm"),
        pytest.param("import resource; say(resource.getrlimit(resource.RLIMIT_CORE)[1])", 0, id="its limits"),
        pytest.param("say(os.path.exists(os.__file__))", True, id="a file of Python"),
        pytest.param("say(os.getppid() == canaries.parent)", True, id="its parent's number"),
    ],
)
def test_computing_still_works(place: Place, ask: Any, lines: str, expected: Any) -> None:
    assert ask(place, f"apply(); {lines}") == (expected, 0)


THREADS = """
apply()
import concurrent.futures
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    say(sum(pool.map(lambda n: float(np.ones(n).sum()), range(100))))
"""
TRACEBACK = """
apply()
import json, traceback
try:
    json.loads("{")
except ValueError:
    say("obj, end = self.raw_decode(s" in traceback.format_exc())
"""
FIGURE = """
apply()
import io
axes = plt.figure().add_subplot()
axes.plot([0, 1], [0, 1])
content = io.BytesIO()
axes.figure.savefig(content, format="png")
say(content.getvalue()[1:4].decode())
"""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [pytest.param(THREADS, 4950.0, id="threads"), pytest.param(TRACEBACK, True, id="a traceback with source")],
)
def test_more_of_computing_still_works(place: Place, ask: Any, lines: str, expected: Any) -> None:
    assert ask(place, lines) == (expected, 0)


def test_a_figure_is_drawn_into_memory(place: Place, ask: Any, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    environment = {"MPLBACKEND": "Agg", "MPLCONFIGDIR": str(tmp_path)}
    assert ask(place, FIGURE, before="import matplotlib.pyplot as plt", environment=environment) == ("PNG", 0)


# --- limits and identity -------------------------------------------------------------------------------------------


def test_memory_ends_in_a_memory_error(place: Place, ask: Any) -> None:
    said, status = ask(place, "apply(memory=1 << 30); np.ones(1 << 28); say('went on')")
    assert status == 0
    assert said.partition(":")[0].endswith("MemoryError")


def test_time_on_the_processor_ends_the_child_and_says_why(place: Place, ask: Any) -> None:
    _, status = ask(place, "apply(seconds=0.5)\nwhile True: pass")
    assert os.WTERMSIG(status) == signal.SIGXCPU


BOMB = """
apply(memory=8 << 30)
import threading
threading.stack_size(1 << 16)
started, hold = 0, threading.Event()
try:
    while started < 3000:
        threading.Thread(target=hold.wait, daemon=True).start()
        started += 1
except RuntimeError:
    pass
say(started)
"""


def test_threads_have_an_end(place: Place, ask: Any) -> None:
    started, _ = ask(place, BOMB)
    # A few that had just ended when the zygote counted were still there.
    assert 8 < started <= confinement.SPARE_TASKS + 8


def status_of(child: str, ask: Any) -> dict[str, str]:
    """Return what the kernel tells of the child, read by the zygote while the child sleeps."""
    before = "if os.geteuid() == 0: os.setgroups([4711, 4712])"
    after = "answer = json.dumps(open(f'/proc/{pid}/status').read()); os.kill(pid, 9)"
    said, _ = ask(CONFINED, f"{child}; say(0); import time; time.sleep({SECONDS})", before=before, after=after)
    return {name: value.strip() for name, _, value in (line.partition(":") for line in said.splitlines())}


def test_the_kernel_holds_the_child_confined(ask: Any) -> None:
    confined = status_of("apply()", ask)
    assert (confined["NoNewPrivs"], confined["Seccomp"]) == ("1", "2")
    may_read_all = 1 << 2
    assert int(confined["CapPrm"], 16) & ~may_read_all == 0
    assert (int(confined["CapInh"], 16), int(confined["CapAmb"], 16)) == (0, 0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's children become somebody else")
def test_the_children_of_root_are_nobody(ask: Any) -> None:
    before, confined = status_of("0", ask), status_of("apply()", ask)
    nobody = [str(confinement.NOBODY)] * 4
    assert (before["Uid"].split(), before["Groups"]) == (["0"] * 4, "4711 4712")
    assert (confined["Uid"].split(), confined["Gid"].split(), confined["Groups"]) == (nobody, nobody, "")


def test_nobody_looks_into_the_memory_of_a_zygote_or_its_children(place: Place, ask: Any) -> None:
    pr_get_dumpable = 3
    assert ask(place, f"say(libc.call('prctl', {pr_get_dumpable}, 0, 0, 0, 0))") == (0, 0)


def test_the_child_ends_with_the_zygote(place: Place, ask: Any) -> None:
    """A child that went on would hold the zygote's standard output open until the time is up."""
    after = "print('[0, 0]', flush=True); os._exit(0)"
    assert ask(place, f"apply(); say(1); import time; time.sleep(10 * {SECONDS})", after=after) == (0, 0)


# --- level process, and what is missing ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("open(canaries.path('canary')).read()", "canary", id="files are open"),
        pytest.param("os.waitpid(os.fork() or os._exit(0), 0)[1]", 0, id="a process may be started"),
        pytest.param("__import__('resource').getrlimit(9)[1]", 1 << 32, id="memory is limited"),
        pytest.param("__import__('resource').getrlimit(7)[1]", 64, id="descriptors are limited"),
    ],
)
def test_a_plain_process_has_limits_only(ask: Any, lines: str, expected: Any) -> None:
    assert ask(Place("process"), f"apply(); say({lines})") == (expected, 0)


def test_a_kernel_without_landlock_confines_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    with pytest.raises(confinement.ConfinementError, match="Landlock"):
        confinement.prepare("confined", ())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's children become somebody else")
def test_a_python_that_the_children_of_root_cannot_reach_confines_nobody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr(confinement, "CAP_DAC_READ_SEARCH", 31)  # another right, which does not open the folder
    with pytest.raises(confinement.ConfinementError, match="closed to the unprivileged user"):
        confinement.prepare("confined", (str(tmp_path),))


def test_an_unknown_architecture_confines_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "ARCHITECTURES", {})
    with pytest.raises(confinement.ConfinementError, match="system calls"):
        confinement.prepare("jail", ())
