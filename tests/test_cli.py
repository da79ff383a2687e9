"""The command line as a user meets it: real processes, real files, exit codes, and what goes to which stream."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader import cli
from grader.errors import GraderError

REFERENCE = """\
import numpy as np

ANSWER = "yes"

def double(x):
    return 2 * x

def half(x):
    return x / 2

def make_random(rng):
    return (rng.normal(size=4),)
"""
RUBRIC = """\
title: Small
course: Testing
file: work.py
reference: reference.py
points: 3
limits: {seconds: 1}
cases:
  given: [[1, 2]]
exercises:
  - id: 1
    title: Double
    points: 2
    checks:
      - {name: value, call: double, on: [given, random], kind: close, points: 1.5, hint: Add it to itself.}
      - {name: answer, read: ANSWER, kind: choice, options: ["yes", "no"], points: 0.5}
      - {name: unchanged, kind: unchanged, costs: 0.2}
  - id: 2
    title: Half
    points: 1
    checks:
      - {name: secret, call: half, on: [random], kind: close, visibility: hidden, hint: Think of two.}
"""
RIGHT = 'ANSWER = "Yes"\ndef double(x):\n    return x + x\ndef half(x):\n    return 0.5 * x\n'


def grader(*arguments, cwd=None, **more):
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env=environment, check=False, timeout=120, **more
    )


@pytest.fixture
def course(tmp_path):
    (tmp_path / "reference.py").write_text(REFERENCE)
    (tmp_path / "small.yaml").write_text(RUBRIC)
    handed_in = tmp_path / "handed in"
    for name, text in {
        "ada": RIGHT,
        "bob": RIGHT.replace("x + x", "x + x + 1"),
        "eve": "def double(x:\n",
        "loop": RIGHT.replace("return x + x", "while True: pass"),
    }.items():
        (handed_in / name).mkdir(parents=True)
        (handed_in / name / "work.py").write_text(text)
    (handed_in / "notes.txt").write_text("remember the milk")
    return tmp_path


def graded(course, *more):
    return grader("grade", "small.yaml", "handed in", "-o", "out", "--isolation", "process", *more, cwd=course)


def test_grade_writes_what_other_tools_read(course):
    done = graded(course)
    assert done.returncode == 0, done.stderr
    assert "ada" in done.stdout
    assert str(Path("out/index.html")) in done.stderr
    results = json.loads((course / "out" / "results.json").read_text())
    head = {key: results[key] for key in ("schema", "assignment", "points_possible", "isolation")}
    assert head == {"schema": "grader/results/1", "assignment": "small", "points_possible": 3, "isolation": "process"}
    assert len(results["rubric_sha256"]) == 64
    by_id = {each["id"]: each for each in results["submissions"]}
    assert list(by_id) == ["ada", "bob", "eve", "loop", "notes.txt"]
    assert {id_: each["points"] for id_, each in by_id.items()} == {
        "ada": 3,
        "bob": 1.5,
        "eve": 0,
        "loop": 1.5,
        "notes.txt": 0,
    }
    assert all(each["complete"] and each["points_possible"] == 3 for each in by_id.values())
    ada = by_id["ada"]["exercises"][0]
    assert {key: ada[key] for key in ("id", "points", "points_possible")} == {
        "id": "1",
        "points": 2,
        "points_possible": 2,
    }
    first = {
        key: ada["checks"][0][key] for key in ("name", "verdict", "points", "points_possible", "message", "hidden")
    }
    assert first == {
        "name": "value",
        "verdict": "passed",
        "points": 1.5,
        "points_possible": 1.5,
        "message": "",
        "hidden": False,
    }
    verdicts = {id_: [[c["verdict"] for c in e["checks"]] for e in each["exercises"]] for id_, each in by_id.items()}
    assert verdicts["bob"] == [["failed", "passed", "passed"], ["passed"]]
    assert verdicts["eve"] == [["raised"] * 3, ["raised"]]
    assert verdicts["loop"] == [["timed_out", "passed", "timed_out"], ["passed"]]
    assert verdicts["notes.txt"] == [["missing"] * 3, ["missing"]]
    assert by_id["loop"]["seconds"] >= 1.0
    with (course / "out" / "grades.csv").open(newline="") as opened:
        rows = {row["id"]: row for row in csv.DictReader(opened)}
    assert list(rows["bob"]) == ["id", "points", "points_possible", "status", "1", "2"]
    assert (rows["bob"]["points"], rows["bob"]["1"], rows["bob"]["2"]) == ("1.5", "0.5", "1")
    assert "line 1" in (course / "out" / "reports" / "eve.html").read_text()
    assert "reports/ada.html" in (course / "out" / "index.html").read_text()


def test_a_hidden_check_shows_its_name_and_hint_only(course):
    (course / "handed in" / "bob" / "work.py").write_text(RIGHT.replace("0.5 * x", "0.75 * x"))
    assert graded(course).returncode == 0
    page = (course / "out" / "reports" / "bob.html").read_text()
    assert "Think of two." in page
    message = json.loads((course / "out" / "results.json").read_text())["submissions"][1]["exercises"][1]["checks"][0]
    assert message["hidden"]
    assert "is expected" in message["message"]
    assert "is expected" not in page


def test_a_second_run_keeps_the_first(course):
    graded(course)
    before = (course / "out" / "results.json").read_bytes()
    (course / "handed in" / "ada" / "work.py").write_text("")
    assert graded(course).returncode == 0
    assert (course / "out" / "earlier" / "1" / "results.json").read_bytes() == before
    assert json.loads((course / "out" / "results.json").read_text())["submissions"][0]["points"] == 0


def test_only_one_exercise(course):
    assert graded(course, "--only", "2").returncode == 0
    results = json.loads((course / "out" / "results.json").read_text())
    assert results["points_possible"] == 1
    assert [[e["id"] for e in each["exercises"]] for each in results["submissions"]] == [["2"]] * 5


def test_workers_change_nothing_but_the_times(course):
    def results(*more):
        assert graded(course, *more).returncode == 0
        found = json.loads((course / "out" / "results.json").read_text())
        for each in found["submissions"]:
            del each["seconds"]
        return found

    assert results("-j", "1") == results("-j", "3")


WRONG_USE = {
    "no such command": (["grad"], "Did you mean"),
    "no such option": (["grade", "small.yaml", "handed in", "--isolatoin", "jail"], "--isolation"),
    "no such level": (["grade", "small.yaml", "handed in", "--isolation", "cage"], "cage"),
    "no rubric": (["grade", "smal.yaml", "handed in"], "smal.yaml"),
    "a folder for a rubric": (["grade", "handed in", "handed in"], "handed in"),
    "no submissions": (["grade", "small.yaml", "handed out"], "handed out: there is no such file or folder"),
    "no such exercise": (["grade", "small.yaml", "handed in", "--only", "9"], "the exercises are 1, 2"),
    "the output is a file": (["grade", "small.yaml", "handed in", "-o", "small.yaml"], "small.yaml"),
    "nothing to check": (["check", "gone.py", "--rubric", "small.yaml"], "gone.py"),
}


@pytest.mark.parametrize(("arguments", "fragment"), WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use_is_explained_and_changes_nothing(course, arguments, fragment):
    before = sorted(course.rglob("*"))
    done = grader(*arguments, cwd=course)
    assert done.returncode == 2, done.stderr
    assert fragment in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert sorted(course.rglob("*")) == before


def test_a_broken_rubric_tells_all_its_faults_and_grades_nobody(course):
    broken = RUBRIC.replace("kind: close, points: 1.5", "knd: close, points: lots").replace("    title: Half\n", "")
    (course / "small.yaml").write_text(broken)
    done = graded(course)
    assert done.returncode == 2
    assert "small.yaml:14:58: " in done.stderr
    assert "did you mean 'kind'" in done.stderr
    assert "'lots'" in done.stderr
    assert "title" in done.stderr
    assert "nobody is graded" in done.stderr
    assert not (course / "out").exists()


def test_a_reference_that_fails_grades_nobody(course):
    (course / "reference.py").write_text(REFERENCE.replace("2 * x", "x[9]"))
    done = graded(course)
    assert done.returncode == 2
    assert "IndexError" in done.stderr
    assert "line 6 of reference.py" in done.stderr
    assert not (course / "out").exists()


def test_two_hand_ins_with_one_id_stop_the_run_with_both_names(course):
    other = course / "late"
    (other / "ada").mkdir(parents=True)
    (other / "ada" / "work.py").write_text(RIGHT)
    done = graded(course, "late")
    assert done.returncode == 2
    assert str(Path("handed in/ada")) in done.stderr
    assert str(Path("late/ada")) in done.stderr


@pytest.mark.parametrize(
    ("who", "code", "fragment"),
    [
        pytest.param("ada", 0, "3", id="all right"),
        pytest.param("bob", 1, "Add it to itself.", id="something wrong"),
    ],
)
def test_check_prints_what_is_right_and_what_is_not(course, who, code, fragment):
    file = Path("handed in") / who / "work.py"
    done = grader("check", file, "--rubric", "small.yaml", "--isolation", "process", cwd=course)
    assert done.returncode == code, done.stderr
    assert fragment in done.stdout


def test_verify(course):
    done = grader("verify", "small.yaml", "--isolation", "process", cwd=course)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The rubric is sound.")
    (course / "small.yaml").write_text(RUBRIC.replace("kind: close, points: 1.5", "kind: close, rtol: 1, points: 1.5"))
    done = grader("verify", "small.yaml", "--isolation", "process", cwd=course)
    assert done.returncode == 1
    assert "FAIL a module in which every function returns zeros earns 0" in done.stdout


def test_kinds_are_printed_and_stand_in_the_readme(root):
    done = grader("kinds")
    assert done.returncode == 0
    assert done.stdout.strip() in (root / "README.md").read_text(encoding="utf-8")


def test_the_schema_is_json():
    assert json.loads(grader("kinds", "--json-schema").stdout)["title"] == "Rubric"


def test_doctor_names_every_level():
    done = grader("doctor")
    assert done.returncode == 0
    assert all(level in done.stdout for level in ("jail", "confined", "process"))


def test_help_of_every_command_is_quick_to_import():
    code = (
        "import sys, click.testing, grader.cli as c\n"
        "for name in [None, *c.commands.commands]:\n"
        "    words = [name, '--help'] if name else ['--help']\n"
        "    assert click.testing.CliRunner().invoke(c.commands, words).exit_code == 0\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "yaml", "jinja2", "msgspec", "pygments", "matplotlib", "rich", "asyncio"}
    assert set(done.stdout.split()) & heavy == set()


def test_an_interrupt_leaves_no_process_and_no_half_results(course):
    slow = RIGHT.replace("return x + x", "import time; time.sleep(30)")
    (course / "small.yaml").write_text(RUBRIC.replace("seconds: 1", "seconds: 30, first_look_seconds: 30"))
    (course / "handed in" / "ada" / "work.py").write_text(slow)
    command = [
        sys.executable,
        "-m",
        "grader",
        "grade",
        "small.yaml",
        "handed in",
        "-o",
        "out",
        "--isolation",
        "process",
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen(
        command, cwd=course, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        time.sleep(4)
        running.send_signal(signal.SIGINT)
        started = time.monotonic()
        _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert time.monotonic() - started < 10
    assert "Traceback" not in err
    assert not (course / "out" / "results.json").exists()


EXITS = {
    "our own bug": (RuntimeError("oh"), 3, "fault of the grader itself"),
    "an error of ours": (GraderError("the disk is full"), 2, "error: the disk is full"),
    "an interrupt": (KeyboardInterrupt(), 130, "Interrupted"),
}


@pytest.mark.parametrize(("error", "code", "fragment"), EXITS.values(), ids=EXITS)
def test_exit_codes(monkeypatch, capsys, error, code, fragment):
    def fail(**_):
        raise error

    monkeypatch.setattr(cli.commands, "main", fail)
    with pytest.raises(SystemExit) as exit_:
        cli.main()
    assert exit_.value.code == code
    assert fragment in capsys.readouterr().err
