"""Hostile hand-ins, graded for real beside honest ones: nothing is earned undeservedly, and nobody else is hurt.

Each module of `tests/attacks/` is one student's. Its first comments say what must come of it:

    # A05: what it tries                      the id of the catalogue that it belongs to
    # earns: norm 0, scale 1.5                exercises that do not earn their 2 points; none: all do
    # verdicts: raised crashed|refused        words that occur beside passed and skipped, each or one of several
    # says: PermissionError                   to be found on its page
    # hides: some words                       not to be found on its page
    # levels: jail, confined, process         where it is graded; the first two without this line
    # at process: norm 2                      what it earns there instead
    # seconds: 4                              of the grader's time at most
    # alone                                   without the honest functions, which else stand before it
    # engine: what is wrong                   it gets through; the test is expected to fail until that is mended

What stands between @ and @ is filled in. Every bomb is bounded by itself, connections go to listeners of this test, and
signals to processes of this test, should the sandbox fail.
"""

import csv
import ctypes
import io
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader import batch
from grader.errors import GraderError
from grader.intake import find, slug
from grader.model import Action, Ask, Cell, Isolation, Limits, Module, Question, Returned, Submission
from grader.rubric import load
from grader.sandbox import levels
from grader.sandbox.outside import Sandbox
from grader.scratch import scratch

# Some of what it finds still gets through (`engine:`); until that is mended it runs with `make test-long`.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
ATTACKS = Path(__file__).parent / "attacks"
EXERCISES = ("norm", "solve", "mean", "scale")
FULL = 2.0
JAILED = ("jail", "confined")

HONEST = """\
import numpy as np


def norm(v):
    return float(np.sqrt(np.sum(v**2)))


def solve(A, b):
    return np.linalg.solve(A, b)


def mean(x):
    return x.sum() / x.size


def scale(x, c):
    return c * x
"""
SECRET_INPUT, SECRET_ANSWER = 7355608.0, 8675309.0
SECRET = re.compile(r"7[.,_ ]?3[.,_ ]?5[.,_ ]?5[.,_ ]?6|8[.,_ ]?6[.,_ ]?7[.,_ ]?5[.,_ ]?3")
"""The first digits of both, however they are written."""
REFERENCE = f"""{HONEST}

SECRET, ANSWER = {SECRET_INPUT}, {SECRET_ANSWER}


def make_made(rng):
    return (rng.normal(size=7),)


def make_system(rng):
    return rng.normal(size=(2, 2)) + 3 * np.eye(2), rng.normal(size=2)


def make_pair(rng):
    return rng.normal(size=5), 2.5


def make_hidden_norm(rng):
    return (np.array([SECRET, np.sqrt(ANSWER**2 - SECRET**2)]),)


def make_hidden_system(rng):
    return np.diag([SECRET, 1.0]), np.array([SECRET * ANSWER, ANSWER])


def make_hidden_mean(rng):
    return (np.array([SECRET, 2 * ANSWER - SECRET]),)


def make_hidden_pair(rng):
    return np.array([SECRET, 0.5 * SECRET]), ANSWER / SECRET
"""
LIMITS = (
    "{seconds: 0.5, first_look_seconds: 0.2, load_seconds: 0.6, submission_seconds: 2, memory_mib: 256, answer_mib: 1}"
)
RUBRIC = f"""\
title: Attacked
file: work.py
reference: reference.py
seed: 1
limits: {LIMITS}
cases:
  given: [[3, 4]]
exercises:
  - id: norm
    title: The norm
    points: 2
    checks:
      - {{name: value, call: norm, on: [given, made], kind: close}}
      - {{name: secret, call: norm, on: [hidden_norm], kind: close, visibility: hidden}}
  - id: solve
    title: A linear system
    points: 2
    checks:
      - {{name: value, call: solve, on: [system], kind: close}}
      - {{name: secret, call: solve, on: [hidden_system], kind: close, visibility: hidden}}
  - id: mean
    title: The mean
    points: 2
    checks:
      - {{name: value, call: mean, on: [made], kind: close}}
      - {{name: secret, call: mean, on: [hidden_mean], kind: close, visibility: hidden}}
  - id: scale
    title: A multiple
    points: 2
    checks:
      - {{name: value, call: scale, on: [pair], kind: close}}
      - {{name: secret, call: scale, on: [hidden_pair], kind: close, visibility: hidden}}
      - {{name: unchanged, kind: unchanged, costs: 0.5}}
"""
SECONDS = 3.5
"""Of the grader's time for one hand-in: the 2 of the rubric, and a little for what begins and ends children."""


# --- cases ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Case:
    """One hostile hand-in and what must come of it; see the top of this file."""

    name: str
    earns: Mapping[str, float] = field(default_factory=dict)
    at_process: Mapping[str, float] | None = None
    verdicts: tuple[frozenset[str], ...] = ()
    says: str = ""
    hides: str = ""
    levels: tuple[str, ...] = JAILED
    seconds: float = SECONDS
    engine: str = ""
    text: str | bytes = ""
    make: Callable[[Path], object] | None = None
    """Puts the hand-in there; without it, it is a folder with a `work.py` of this text."""
    odd_name: str = ""
    """The name it is handed in by, where that is the point."""

    @property
    def waits(self) -> bool:
        return any("timed_out" in some for some in self.verdicts)

    def points(self, level: str) -> dict[str, float]:
        earns = self.earns if level != "process" or self.at_process is None else self.at_process
        return {exercise: earns.get(exercise, FULL) for exercise in EXERCISES}


def words(text: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(word.split("|")) for word in text.split())


def points(text: str) -> dict[str, float]:
    pairs = (pair.split() for pair in text.split(",") if pair.strip())
    return {exercise: float(earned) for exercise, earned in pairs}


def read_case(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    head = re.match(r"(?:#[^\n]*\n)+", text)
    assert head, path
    title, *lines = (line.removeprefix("#").strip() for line in head[0].splitlines())
    assert re.fullmatch(r"[A-Z]\d\d: .+", title), path
    told = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    keys = {"alone", "earns", "verdicts", "says", "hides", "levels", "at process", "seconds", "engine"}
    assert "earns" in told, path
    assert told.keys() <= keys, path
    return Case(
        name=path.stem,
        earns=points(told["earns"]),
        at_process=points(told["at process"]) if "at process" in told else None,
        verdicts=words(told.get("verdicts", "")),
        says=told.get("says", ""),
        hides=told.get("hides", ""),
        levels=tuple(level.strip() for level in told["levels"].split(",")) if "levels" in told else JAILED,
        seconds=float(told.get("seconds", SECONDS)),
        engine=told.get("engine", ""),
        text=text if "alone" in told else f"{HONEST}\n\n{text}",
    )


NOTHING = dict.fromkeys(EXERCISES, 0.0)


def refused(name: str, says: str, **more: object) -> Case:
    """Return a hand-in that is not read at all, and why."""
    return Case(name=name, earns=NOTHING, verdicts=words("missing"), says=says, **more)  # type: ignore[arg-type]


def unparsed(name: str, text: str, verdicts: str = "raised", says: str = "") -> Case:
    """Return a hand-in that Python's parser or compiler does not get through."""
    return Case(name=name, earns=NOTHING, verdicts=words(verdicts), says=says, text=f"{HONEST}\n{text}\n")


def in_folder(*files: tuple[str, str | bytes]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.mkdir()
        for name, content in files:
            (path / name).write_bytes(content.encode() if isinstance(content, str) else content)

    return make


def sparse(path: Path) -> None:
    path.mkdir()
    (path / "work.py").touch()
    os.truncate(path / "work.py", 1 << 40)


def archive(path: Path) -> None:
    with zipfile.ZipFile(path.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("../../work.py", HONEST)
        opened.writestr("bomb", bytes(10**7))


def linked(target: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.mkdir()
        (path / "work.py").symlink_to(path.parent.parent / target)

    return make


def in_the_way(make: Callable[[str], object]) -> Callable[[Path], None]:
    def made(path: Path) -> None:
        path.mkdir()
        make(str(path / "work.py"))

    return made


def bound_socket(path: str) -> None:
    # By a short relative name: a path to a socket has little room.
    folder, name = os.path.split(path)
    before = Path.cwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(name)
    finally:
        os.chdir(before)


MAGIC = {"cell_type": "code", "source": ["%matplotlib inline\n", "!pip install x\n", HONEST]}
BESIDE = "import os\nos._exit(0)\n"

BUILT = (
    unparsed("e28_parentheses", f"x = {'(' * 10**5}{')' * 10**5}", says="parentheses"),
    unparsed("e28_signs", f"x = {'-' * 10**6}1", "raised|crashed|out_of_memory"),
    unparsed("e28_sum", f"x = {'1+' * 4 * 10**5}1", "raised|crashed|out_of_memory|timed_out"),
    unparsed("e28_attributes", f"x = a{'.b' * 4 * 10**5}", "raised|crashed|out_of_memory|timed_out"),
    unparsed("e28_lambdas", f"x = {'lambda:' * 10**5}1", "raised|crashed|out_of_memory|timed_out"),
    unparsed("e28_elifs", "if 0: pass\n" + "elif 0: pass\n" * 60_000, "raised|crashed|out_of_memory"),
    unparsed("e28_digits", f"x = {'9' * 10**5}", says="digits"),
    unparsed("e28_power_kept", "X = 9**9**9", "timed_out|out_of_memory"),
    unparsed("i09_syntax_error", "def norm(v:\n    return 0", says="does not compile"),
    unparsed("i10_python_2", 'print "norm"', says="print"),
    Case(name="e28_power_dropped", text=f"{HONEST}\n9**9**9\n"),
    Case(name="e28_long_line", text=f"{HONEST}\nx = '{'a' * 10**6}'\n"),
    refused("e28_nul", "null bytes", text=f"{HONEST}\n\0".encode()),
    refused("e28_coding", "coding line", text=f"# coding: utf-7\n{HONEST}"),
    Case(name="i07_bom_and_crlf", text=b"\xef\xbb\xbf" + HONEST.replace("\n", "\r\n").encode()),
    refused("i07_utf16", "UTF-16", text=HONEST.encode("utf-16")),
    refused("i07_latin1", "UTF-8", text=f"{HONEST}\n# \xe9".encode("latin-1")),
    refused("i19_empty", "empty", make=in_folder(("work.py", ""))),
    refused("i19_archive_renamed", "archive", text=b"PK\x03\x04" + bytes(100)),
    refused("i19_pdf_renamed", "PDF", text=b"%PDF-1.7 "),
    refused("r30_archive", "There is no work.py", make=archive),
    refused("r30_sparse_terabyte", "larger", make=sparse),
    refused("r32_notebook_nested", "not a whole notebook|too large", make=in_folder(("work.ipynb", "[" * 200_000))),
    Case(name="i18_notebook", make=in_folder(("work.ipynb", json.dumps({"nbformat": 4, "cells": [MAGIC]})))),
    refused("a11_link_to_the_reference", "link", make=linked("reference.py")),
    refused("a11_link_to_a_neighbour", "link", make=linked("class/000-honest/work.py")),
    refused("a11_link_as_folder", "link", make=lambda path: path.symlink_to("000-honest")),
    refused("i02_pipe", "pipe", make=in_the_way(os.mkfifo)),
    refused("i02_socket", "socket", make=in_the_way(bound_socket)),
    refused("i02_folder", "folder", make=in_the_way(os.mkdir)),
    Case(
        name="f33_files_beside",
        make=in_folder(
            ("work.py", HONEST),
            *((f"{name}.py", BESIDE) for name in ("numpy", "random", "conftest", "sitecustomize", "msgspec", "grader")),
            ("pytest.ini", "[pytest]\naddopts = --exitfirst"),
            ("work.pth", BESIDE),
        ),
    ),
    Case(name="i04_elements", odd_name="<script>alert('name')<", text=HONEST),
    Case(name="i04_terminal", odd_name="\x1b[31mred\x1b]0;title\x07", text=HONEST),
    Case(name="i04_turned_round", odd_name="ada\u202eyp.krow", text=HONEST),
    Case(name="i04_several_lines", odd_name="two\nlines\r", text=HONEST),
    Case(name="i04_long", odd_name="n" * 240, text=HONEST),
    Case(name="i04_not_unicode", odd_name=os.fsdecode(b"\xff\xfe name"), text=HONEST),
    Case(name="i06_option", odd_name="-rf", text=HONEST),
    Case(name="i06_device", odd_name="con", text=HONEST),
    Case(name="h03_formula", odd_name="=cmd|' C calc'!A0", text=HONEST),
    Case(name="h06_path", odd_name="%2e%2e%2fetc", text=HONEST),
)
CASES = (*map(read_case, sorted(ATTACKS.glob("*.py"))), *BUILT)


# --- the course ----------------------------------------------------------------------------------------------------


class Course:
    """A small course in a folder that is open to everybody, with listeners and a process to be reached for."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.home, self.scratch, self.classes = (folder / name for name in ("home", "scratch", "class"))
        self.streams = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))),
            stack.enter_context(socket.socket(socket.AF_UNIX)),
            stack.enter_context(socket.socket(socket.AF_UNIX)),
        ]
        self.datagrams = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        self.datagrams.bind(("127.0.0.1", 0))
        for listener, address in zip(self.streams[1:], (str(folder / "socket"), f"\0{folder.name}"), strict=True):
            listener.bind(address)
            listener.listen()
        for each in (*self.streams, self.datagrams):
            each.settimeout(0)
        self.victim = stack.enter_context(subprocess.Popen(["sleep", "600"]))
        stack.callback(self.victim.kill)
        self.write()

    def write(self) -> None:
        for place in (self.home / ".config", self.scratch, self.classes, self.folder / "__pycache__"):
            place.mkdir(parents=True)
        files = {"reference.py": REFERENCE, "attacked.yaml": RUBRIC, "canary": "canary", "home/.config/token": "token"}
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        (self.folder / "__pycache__" / "reference.cpython-311.pyc").write_bytes(b"compiled")

    def open_to_everybody(self) -> None:
        for path in (self.folder, *self.folder.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o777 if path.is_dir() or path.is_socket() else 0o666)

    def fill(self, text: str, output: Path) -> str:
        at = {
            "token": self.folder.name,
            "folder": self.folder,
            "home": self.home,
            "reference": self.folder / "reference.py",
            "rubric": self.folder / "attacked.yaml",
            "canary": self.folder / "canary",
            "sibling": self.classes / "000-honest" / "work.py",
            "output": output,
            "socket": self.folder / "socket",
            "abstract": self.folder.name,
            "secret": f"secret of {self.folder.name}",
            "tcp": self.streams[0].getsockname()[1],
            "udp": self.datagrams.getsockname()[1],
            "victim": self.victim.pid,
        }
        return re.sub("@([a-z]+)@", lambda found: str(at[found[1]]), text)

    def hand_in(self, cases: Sequence[Case], output: Path) -> dict[str, str]:
        """Write a class in which every case stands between honest students; return the ids of the cases."""
        shutil.rmtree(self.classes)
        self.classes.mkdir()
        in_folder(("work.py", HONEST))(self.classes / "000-honest")
        ids = {}
        for number, case in enumerate(cases, start=1):
            name = case.odd_name or f"{number:03}-{case.name}"
            text = self.fill(case.text, output) if isinstance(case.text, str) else case.text
            (case.make or in_folder(("work.py", text)))(self.classes / name)
            in_folder(("work.py", HONEST))(self.classes / f"{number:03}-{case.name}-honest")
            ids[case.name] = slug(name)
        self.open_to_everybody()
        return ids

    def environment(self) -> dict[str, str]:
        own = {"HOME": str(self.home), "TMPDIR": str(self.scratch), "GRADER_ATTACK": self.fill("@secret@", self.home)}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        return {**kept, **own, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}

    def command(self, level: str, jobs: int, output: Path) -> list[str]:
        words = ("grade", "attacked.yaml", "class", "-o", output, "-j", jobs, "--isolation", level)
        return [sys.executable, "-m", "grader", *map(str, words)]


@pytest.fixture(scope="module")
def course() -> Iterator[Course]:
    folder = Path(tempfile.mkdtemp(prefix="attacks-"))
    try:
        with ExitStack() as stack:
            yield Course(folder, stack)
    finally:
        shutil.rmtree(folder)


PR_SET_CHILD_SUBREAPER = 36


@pytest.fixture(scope="module", autouse=True)
def adopting() -> Iterator[None]:
    """Become the parent of every process that is left behind, so that it can be seen."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    yield
    libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def children() -> set[int]:
    listed = (path.read_text(encoding="ascii").split() for path in Path("/proc/self/task").glob("*/children"))
    return {int(pid) for pids in listed for pid in pids}


def left_behind(before: set[int], *, patience: float = 3.0) -> set[int]:
    """Return the processes that are still there after a moment; those that have ended are collected."""
    end = time.monotonic() + patience
    while time.monotonic() < end and children() - before:
        for pid in children() - before:
            os.waitpid(pid, os.WNOHANG)
        time.sleep(0.02)
    return children() - before


def snapshot(course: Course) -> dict[str, tuple[int, int, int]]:
    """Return what lies in the course's folder and everywhere else that attacks write to."""
    spread = [Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/dev/shm"), Path.home(), ROOT, Path("/")]  # noqa: S108
    libraries = [Path(sysconfig.get_paths()["purelib"]), Path(os.__file__).parent]
    token = course.folder.name
    found = [path for place in (*spread, *libraries) if place.is_dir() for path in place.glob(f"*{token}*")]
    found += [path for path in course.folder.rglob("*") if "out-" not in str(path.relative_to(course.folder))]
    status = {str(path): path.lstat() for path in found}
    return {path: (each.st_mode, *state_of(each)) for path, each in status.items()}


def state_of(status: os.stat_result) -> tuple[int, int]:
    # What lies in a folder is told by the paths; that of the scratch files changes while the grader runs.
    return (0, 0) if stat.S_ISDIR(status.st_mode) else (status.st_size, status.st_mtime_ns)


# --- a class, graded -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Graded:
    """What a run left."""

    level: str
    ids: Mapping[str, str]
    texts: Mapping[str, str]
    submissions: Mapping[str, dict]  # type: ignore[type-arg]
    pages: Mapping[str, str]
    output: Path
    code: int
    told: str
    """What it wrote to the terminal."""
    largest_mib: int
    """Of the grader and all below it."""
    seconds: float
    processes: set[int]
    changed: dict[str, object]


RUNS = {
    "jail, two workers": ("jail", 2),
    "confined, one worker": ("confined", 1),
    "process, two workers": ("process", 2),
    "jail, one worker": ("jail", 1),
    "confined, two workers": ("confined", 2),
}
SLOW = ("jail, one worker", "confined, two workers")
PARAMETERS = [pytest.param(*RUNS[name], id=name, marks=[pytest.mark.slow] if name in SLOW else []) for name in RUNS]


def cases_of(level: str, jobs: int) -> list[Case]:
    """Return the class of a run; one of them leaves out what uses up its time, so that the whole does not take long."""
    quick = (level, jobs) == RUNS["confined, one worker"]
    return [case for case in CASES if level in case.levels and not (quick and case.waits)]


class Runs:
    """Grades each class once, when it is first asked for."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.done: dict[tuple[str, int], Graded] = {}

    def get(self, level: str, jobs: int) -> Graded:
        if (level, jobs) not in self.done:
            tried = levels.trial(Isolation(level))
            assert not tried.through
            if tried.problem:
                pytest.skip(f"{level} is not to be had here: {tried.problem}")
            self.done[level, jobs] = run(self.course, level, jobs)
        return self.done[level, jobs]


@pytest.fixture(scope="module")
def runs(course: Course) -> Runs:
    return Runs(course)


def run(course: Course, level: str, jobs: int) -> Graded:
    cases = cases_of(level, jobs)
    output = course.folder / f"out-{level}-{jobs}"
    ids = course.hand_in(cases, output)
    before, files = children(), snapshot(course)
    started = time.monotonic()
    with (course.folder / "out-terminal").open("w+b") as terminal:
        grader = subprocess.Popen(
            course.command(level, jobs, output),
            cwd=course.folder,
            env=course.environment(),
            stdin=subprocess.DEVNULL,
            stdout=terminal,
            stderr=terminal,
        )
        _, status, used = os.wait4(grader.pid, 0)
        grader.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - started
        terminal.seek(0)
        told = terminal.read().decode("utf-8", "surrogateescape")
    assert (output / "results.json").is_file(), told
    results = json.loads((output / "results.json").read_text(encoding="utf-8"))
    after = snapshot(course)
    return Graded(
        level=level,
        ids=ids,
        texts={case.name: course.fill(str(case.text), output) for case in cases},
        submissions={each["id"]: each for each in results["submissions"]},
        pages={path.stem: path.read_text(encoding="utf-8") for path in (output / "reports").iterdir()},
        output=output,
        code=grader.returncode,
        told=told,
        largest_mib=used.ru_maxrss >> 10,
        seconds=seconds,
        processes=left_behind(before),
        changed={
            path: (files.get(path), after.get(path)) for path in {*files, *after} if files.get(path) != after.get(path)
        },
    )


def earned(submission: dict) -> dict[str, float]:  # type: ignore[type-arg]
    return {exercise["id"]: exercise["points"] for exercise in submission["exercises"]}


# --- what comes of each case ---------------------------------------------------------------------------------------

TABLE = [
    pytest.param(
        level,
        jobs,
        case,
        id=f"{name}: {case.name}",
        marks=[
            *([pytest.mark.slow] if name in SLOW else []),
            *([pytest.mark.xfail(reason=case.engine, strict=True)] if case.engine else []),
        ],
    )
    for name, (level, jobs) in RUNS.items()
    for case in cases_of(level, jobs)
]
HOST_PATHS = (str(ROOT), sysconfig.get_paths()["purelib"], str(Path(os.__file__).parent))
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize(("level", "jobs", "case"), TABLE)
def test_a_case_earns_what_it_deserves(runs: Runs, course: Course, level: str, jobs: int, case: Case) -> None:
    graded = runs.get(level, jobs)
    got, page = graded.submissions[graded.ids[case.name]], graded.pages[graded.ids[case.name]]
    verdicts = {check["verdict"] for exercise in got["exercises"] for check in exercise["checks"]}
    messages = [check["message"] for exercise in got["exercises"] for check in exercise["checks"]]
    assert earned(got) == case.points(level), (verdicts, messages, got["notes"])
    if level != "process":
        # Each declared word (or one of several) occurs, and no other.
        verdicts -= {"passed", "skipped"}
        assert all(verdicts & some for some in case.verdicts), (verdicts, messages)
        assert verdicts <= frozenset().union(*case.verdicts), (verdicts, messages)
    shown = page.split('<section aria-labelledby="source">')[0]
    told = f"{shown} {' '.join(messages)}"
    assert level == "process" or any(word in told for word in case.says.split("|")), (case.says, messages)
    assert not case.hides or case.hides not in shown
    assert got["seconds"] <= case.seconds
    assert not SECRET.search(shown), SECRET.findall(shown)
    foreign = [path for path in (*HOST_PATHS, str(course.folder)) if path not in graded.texts[case.name]]
    assert [path for path in foreign if path in shown or path in json.dumps(got)] == []


@pytest.mark.parametrize(("level", "jobs"), PARAMETERS)
def test_honest_neighbours_lose_nothing(runs: Runs, level: str, jobs: int) -> None:
    graded = runs.get(level, jobs)
    honest = {id_: each for id_, each in graded.submissions.items() if id_.endswith("-honest")}
    assert len(honest) == len(graded.ids) + 1
    full = dict.fromkeys(EXERCISES, FULL)
    assert {id_: earned(each) for id_, each in honest.items() if earned(each) != full} == {}
    assert [id_ for id_, each in honest.items() if each["notes"] or each["needs_a_human"]] == []


# --- what must hold of a whole run ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "jobs"), PARAMETERS)
def test_a_run_leaves_nothing_behind(runs: Runs, course: Course, level: str, jobs: int) -> None:
    graded = runs.get(level, jobs)
    assert graded.processes == set()
    assert graded.changed == {}
    assert list(course.scratch.iterdir()) == []
    assert course.victim.poll() is None
    for listener in course.streams:
        with pytest.raises(BlockingIOError):
            listener.accept()
    with pytest.raises(BlockingIOError):
        course.datagrams.recv(1)


@pytest.mark.parametrize(("level", "jobs"), PARAMETERS)
def test_a_run_stays_within_bounds(runs: Runs, level: str, jobs: int) -> None:
    graded = runs.get(level, jobs)
    incomplete = [each for each in graded.submissions.values() if not each["complete"]]
    assert graded.code == (1 if incomplete else 0), graded.told[-2000:]
    assert graded.seconds < sum(each["seconds"] for each in graded.submissions.values()) + 30
    assert graded.largest_mib < 700
    assert not CONTROL.search(graded.told)


NOISE = "an int or an error ratio beyond every float warns, or fails, in `compare`; both go to the teacher's terminal"


@pytest.mark.parametrize(("level", "jobs"), PARAMETERS[:2])
@pytest.mark.xfail(reason=NOISE, strict=True)
def test_a_run_tells_the_teacher_of_no_fault_of_its_own(runs: Runs, level: str, jobs: int) -> None:
    told = runs.get(level, jobs).told
    assert [word for word in ("Warning", "Traceback", "Error") if word in told] == []


class Elements(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        values = dict(attrs)
        self.links += [values[name] or "" for name in ("href", "src", "action") if name in values]
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values.get("content") or ""
        if tag not in {"meta", "br", "link", "hr", "col"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def elements(page: str) -> Elements:
    parser = Elements()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


@pytest.mark.parametrize(("level", "jobs"), PARAMETERS)
def test_pages_hold_no_element_of_a_student(runs: Runs, level: str, jobs: int) -> None:
    graded = runs.get(level, jobs)
    ours = elements(graded.pages["000-honest"])
    ours.tags |= {"code", "ol", "li", "br", "h3", "details", "summary", "pre", "table", "caption", "thead", "tbody"}
    ours.tags |= {"tr", "th", "td", "bdi", "b", "strong", "span", "p", "a"}
    for id_, page in graded.pages.items():
        found = elements(page)
        assert found.tags <= ours.tags, id_
        assert found.attributes <= ours.attributes | {"scope", "colspan"}, id_
        assert all(link.startswith("#") for link in found.links), (id_, found.links)
        assert "default-src 'none'" in found.policy, id_
        assert not CONTROL.search(page.replace("\n", "")), id_
    index = elements((graded.output / "index.html").read_text(encoding="utf-8"))
    assert all(re.fullmatch(r"#[\w-]+|reports/[\w%.-]+\.html", link) for link in index.links)
    assert index.tags.isdisjoint({"script", "img", "attack-element", "iframe", "object", "form"})


@pytest.mark.parametrize(("level", "jobs"), PARAMETERS)
def test_records_are_inert(runs: Runs, level: str, jobs: int) -> None:
    graded = runs.get(level, jobs)
    rows = list(csv.reader(io.StringIO((graded.output / "grades.csv").read_text(encoding="utf-8"))))
    assert len(rows) == len(graded.submissions) + 1
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    texts = json.loads((graded.output / "results.json").read_text(encoding="utf-8"))
    assert [text for text in strings(texts) if CONTROL.search(text)] == []


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            yield from strings(part)


# --- first, middle and last ----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("level", JAILED)
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
def test_a_case_may_stand_anywhere_among_three(course: Course, level: str, place: int) -> None:
    cases = [case for case in CASES if level in case.levels]
    ids = course.hand_in(cases, course.folder / "out-three")
    plan = batch.plan_of(load(course.folder / "attacked.yaml"), Isolation(level))
    found = {each.id: each for each in find([course.classes], "work.py")}
    honest = [replace(found["000-honest"], id=id_) for id_ in ("one", "two")]
    wrong = {}
    for case in cases:
        three = [*honest[:place], found[ids[case.name]], *honest[place:]]
        got = [grade.points for grade in batch.grade_all(plan, three, Isolation(level), 1)]
        due = got[place] if case.engine else Decimal(str(sum(case.points(level).values())))
        full = [plan.rubric.points] * 2
        if got != [*full[:place], due, *full[place:]]:
            wrong[case.name] = got
    assert wrong == {}


# --- the other worker's students -----------------------------------------------------------------------------------

BOMB = """
import threading, time
threading.stack_size(1 << 16)
hold = threading.Event()
def f():
    try:
        for _ in range(3000):
            threading.Thread(target=hold.wait, args=(8,), daemon=True).start()
    except RuntimeError:
        pass
    time.sleep(1.5)
"""
THREADED = """
import threading
def f():
    threads = [threading.Thread(target=int) for _ in range(4)]
    for thread in threads:
        thread.start()
    return 1
"""


@pytest.mark.parametrize(
    "level",
    [
        pytest.param(
            level, marks=pytest.mark.xfail(reason="threads are counted over all children of one user", strict=True)
        )
        for level in JAILED
    ],
)
def test_a_thread_bomb_takes_no_threads_from_the_other_worker(level: str) -> None:
    tried = levels.trial(Isolation(level))
    if tried.problem:
        pytest.skip(tried.problem)
    limits = Limits(seconds=5, memory_mib=1024)
    ask = [Ask(question=Question(Action.CALL, "f"))]

    def submission(text: str) -> Submission:
        return Submission(id="x", name="x", main=Module(name="work", cells=(Cell(label="work.py", text=text),)))

    with Sandbox(Isolation(level)) as one, Sandbox(Isolation(level)) as other:
        one.ready(), other.ready()
        bomb = threading.Thread(target=one.observe, args=(submission(BOMB), ask), kwargs={"limits": limits})
        bomb.start()
        time.sleep(0.7)
        (got,) = other.observe(submission(THREADED), ask, limits=limits).observations.values()
        bomb.join()
    assert isinstance(got, Returned), got


SLOW_TO_START = "import time\nimport matplotlib.pyplot\ndef f():\n    time.sleep(20)\n"


@pytest.mark.xfail(reason="`abort` does not know of a zygote that is just being started", strict=True)
def test_an_abort_does_not_wait_for_what_is_just_beginning() -> None:
    submission = Submission(
        id="x", name="x", main=Module(name="work", cells=(Cell(label="work.py", text=SLOW_TO_START),))
    )
    with Sandbox(Isolation.PROCESS) as sandbox:
        ended: list[float] = []

        def work() -> None:
            with suppress(GraderError):
                sandbox.observe(submission, [Ask(question=Question(Action.CALL, "f"))], limits=Limits(seconds=6))
            ended.append(time.monotonic())

        worker = threading.Thread(target=work)
        worker.start()
        time.sleep(0.1)
        aborted = time.monotonic()
        sandbox.abort()
        worker.join()
        assert ended[0] - aborted < 3


# --- the grader is ended in the middle -----------------------------------------------------------------------------

ENDLESS = HONEST.replace("return float", "while True: pass\n    return float")


FLEET = {"jail": 8, "confined": 4}
"""Processes below a grader whose two workers each have a child at work: at `jail` two of bwrap's beside the zygote."""


def below(pid: int) -> int:
    """Return how many processes descend from one."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return len(found) - 1


def wait_until(condition: Callable[[], bool], *, patience: float = 15.0) -> None:
    end = time.monotonic() + patience
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)


def start(course: Course, level: str) -> subprocess.Popen[str]:
    shutil.rmtree(course.classes)
    for name in ("ada", "bob", "eve"):
        (course.classes / name).mkdir(parents=True)
        (course.classes / name / "work.py").write_text(ENDLESS)
    long = RUBRIC.replace("seconds: 0.5, first_look_seconds: 0.2", "seconds: 9, first_look_seconds: 9")
    (course.folder / "long.yaml").write_text(long.replace("submission_seconds: 2", "submission_seconds: 9"))
    command = [
        word.replace("attacked.yaml", "long.yaml") for word in course.command(level, 2, course.folder / "out-ended")
    ]
    return subprocess.Popen(
        command,
        cwd=course.folder,
        env=course.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


ENDS = {
    "killed while it tries the level": (signal.SIGKILL, "trying"),
    "killed while it grades": (signal.SIGKILL, "grading"),
    "terminated while it grades": (signal.SIGTERM, "grading"),
    "interrupted while it tries the level": (signal.SIGINT, "trying"),
    "interrupted while it grades": (signal.SIGINT, "grading"),
    "interrupted while its workers begin": (signal.SIGINT, "beginning"),
}
RACE = pytest.mark.xfail(reason="`abort` does not know of a zygote that is just being started", strict=False)
SELDOM = {"terminated while it grades", "interrupted while it tries the level"}


@pytest.mark.parametrize("level", JAILED)
@pytest.mark.parametrize(
    ("number", "when"),
    [
        pytest.param(
            *ENDS[name],
            id=name,
            marks=[pytest.mark.slow] if name in SELDOM else [RACE] if ENDS[name][1] == "beginning" else [],
        )
        for name in ENDS
    ],
)
def test_a_grader_that_is_ended_leaves_nothing(course: Course, level: str, number: int, when: str) -> None:
    if tried := levels.trial(Isolation(level)).problem:
        pytest.skip(tried)
    before = children()
    with start(course, level) as grader:
        wait_until(lambda: any(course.scratch.iterdir()))
        if when != "trying":
            wait_until(lambda: below(grader.pid) >= FLEET[level])
        time.sleep(1.0 if when == "grading" else 0.0)
        assert grader.poll() is None
        grader.send_signal(number)
        try:
            told, _ = grader.communicate(timeout=5)
        finally:
            grader.kill()
    assert grader.returncode == (130 if number == signal.SIGINT else -number), told
    assert "Traceback" not in told
    assert left_behind(before) == set()
    assert not (course.folder / "out-ended").exists()
    if number == signal.SIGKILL and when == "trying":
        # Nobody is there to remove the folder of the canaries; the next run does.
        with scratch("grader-canary-", course.scratch):
            pass
    assert list(course.scratch.iterdir()) == []
