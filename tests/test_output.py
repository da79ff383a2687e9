"""The output folder: whole or not at all, whenever a run ends, and whatever else lies there."""

import errno
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader import output
from grader.errors import GraderError, UsageError
from grader.output import check_folder, drafted, set_aside, write


def result(mark):
    """Return the files of a run, told apart by a mark."""
    return {
        "reports/ada.html": f"ada {mark}",
        "reports/bob.html": f"bob {mark}",
        "index.html": f"index {mark}",
        "grades.csv": f"grades {mark}",
        "results.json": f'{{"schema": "grader/results/1", "mark": "{mark}"}}',
    }


def run(folder, mark):
    with drafted(folder) as draft:
        write(draft, result(mark))


def files(folder):
    """Return all files below a folder with their texts; a link is its target."""
    return {
        str(path.relative_to(folder)): f"-> {path.readlink()}" if path.is_symlink() else path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    }


def within(name, tree):
    return {f"{name}/{path}": text for path, text in tree.items()}


# --- runs that end well --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["out", "a/b/out", "."])
def test_a_run_leaves_its_files_and_nothing_else(tmp_path, name):
    run(tmp_path / name, "1")
    assert files(tmp_path / name) == result("1")
    assert sorted(entry.name for entry in (tmp_path / name).iterdir()) == sorted(output.OURS)


def test_earlier_runs_are_set_aside_by_number(tmp_path):
    for mark in "123":
        run(tmp_path, mark)
    assert files(tmp_path) == {**result("3"), **within("earlier/1", result("1")), **within("earlier/2", result("2"))}


def test_numbers_go_on_after_the_highest(tmp_path):
    for name in ("41", "9", "notes"):
        (tmp_path / "earlier" / name).mkdir(parents=True)
    run(tmp_path, "1")
    run(tmp_path, "2")
    assert within("earlier/42", result("1")).items() <= files(tmp_path).items()


def test_a_report_that_is_no_more_is_gone(tmp_path):
    run(tmp_path, "1")
    with drafted(tmp_path) as draft:
        write(draft, {name: text for name, text in result("2").items() if name != "reports/bob.html"})
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == ["ada.html"]


def test_what_others_put_there_stays(tmp_path):
    foreign = {"notes.txt": "mine", "data/results.json": "mine", "earlier/notes.txt": "mine"}
    for name, text in foreign.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    run(tmp_path, "1")
    run(tmp_path, "2")
    assert files(tmp_path) == {**foreign, **result("2"), **within("earlier/1", result("1"))}


def test_the_folder_may_be_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    run(tmp_path / "out", "1")
    run(tmp_path / "out", "2")
    assert files(tmp_path / "real") == {**result("2"), **within("earlier/1", result("1"))}
    assert (tmp_path / "out").is_symlink()


def test_reports_are_as_private_as_the_user_wants(tmp_path):
    before = os.umask(0o077)
    try:
        run(tmp_path / "out", "1")
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "out", *(tmp_path / "out").rglob("*"))} == {0}


def test_text_is_written_as_it_is(tmp_path):
    write(tmp_path, {"a": "é\r\n\n", "b/c": "\ud800"})
    assert (tmp_path / "a").read_bytes() == b"\xc3\xa9\r\n\n"
    assert (tmp_path / "b" / "c").read_bytes() == b"\\ud800"


def test_an_empty_draft_changes_nothing(tmp_path):
    run(tmp_path, "1")
    with drafted(tmp_path):
        pass
    assert files(tmp_path) == result("1")


# --- setting aside alone -------------------------------------------------------------------------------------------


def test_there_is_nothing_to_set_aside(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    assert set_aside(tmp_path) is None
    assert files(tmp_path) == {"notes.txt": "mine"}


def test_set_aside_returns_where_it_is_kept(tmp_path):
    run(tmp_path, "1")
    assert set_aside(tmp_path) == tmp_path / "earlier" / "1"
    assert files(tmp_path) == within("earlier/1", result("1"))


# --- what is refused -----------------------------------------------------------------------------------------------

REFUSED = {
    "a file": ({"out": "mine"}, "out", "must be a folder"),
    "below a file": ({"out": "mine"}, "out/deep/er", "must be a folder"),
    "a link that leads nowhere": ({"out": "-> nowhere"}, "out", "must be a folder"),
    "below a link that leads nowhere": ({"out": "-> nowhere"}, "out/deep", "must be a folder"),
    "a device": ({}, "/dev/null", "must be a folder"),
    "results of another tool": ({"out/results.json": '{"score": 1}'}, "out", "results.json that no earlier run made"),
    "results that are empty": ({"out/results.json": ""}, "out", "results.json that no earlier run made"),
    "results that are a folder": ({"out/results.json/a": "b"}, "out", "results.json that no earlier run made"),
    "results that are a dangling link": ({"out/results.json": "-> gone"}, "out", "results.json that no earlier run"),
    "grades alone": ({"out/grades.csv": "mine"}, "out", "grades.csv that no earlier run made"),
    "a dangling link alone": ({"out/index.html": "-> gone"}, "out", "index.html that no earlier run made"),
    "reports and a page": (
        {"out/reports/a": "mine", "out/index.html": "mine"},
        "out",
        "reports, index.html that no earlier run made",
    ),
    "earlier is a file": ({"out/earlier": "mine"}, "out", "earlier must be a folder"),
}


def lay(folder, tree):
    for name, text in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("-> "):
            path.symlink_to(text.removeprefix("-> "))
        else:
            path.write_text(text)


@pytest.mark.parametrize(("tree", "name", "fragment"), REFUSED.values(), ids=REFUSED)
def test_a_folder_is_refused_before_anything_is_done(tmp_path, tree, name, fragment):
    lay(tmp_path, tree)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError) as error:
        check_folder(tmp_path / name)
    assert fragment in str(error.value)
    with pytest.raises(UsageError):
        run(tmp_path / name, "1")
    assert sorted(tmp_path.rglob("*")) == before
    assert files(tmp_path) == tree


@pytest.mark.parametrize("name", [".", "a", "a/b/c"])
def test_a_folder_is_accepted_and_left_alone(tmp_path, name):
    run(tmp_path, "1")
    check_folder(tmp_path / name)
    assert files(tmp_path) == result("1")
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("name", ["out", "out/deep/er"])
def test_a_folder_that_may_not_be_written_is_refused(unprivileged, name):
    (unprivileged / "out").mkdir(mode=0o555)
    with pytest.raises(UsageError, match="nothing may be written in"):
        check_folder(unprivileged / name)


@pytest.mark.parametrize("mode", [0o000, 0o666], ids=["closed", "not to be entered"])
def test_a_folder_that_may_not_be_entered_is_refused(unprivileged, mode):
    (unprivileged / "out").mkdir()
    (unprivileged / "out").chmod(mode)
    with pytest.raises(UsageError, match="nothing may be written in"):
        check_folder(unprivileged / "out" / "a")


def test_what_comes_into_the_way_meanwhile_is_not_overwritten(tmp_path):
    def hindered():
        with drafted(tmp_path) as draft:
            write(draft, result("1"))
            (tmp_path / "grades.csv").write_text("mine")

    with pytest.raises(UsageError, match=r"grades\.csv is in the way"):
        hindered()
    assert (tmp_path / "grades.csv").read_text() == "mine"
    (tmp_path / "grades.csv").unlink()
    run(tmp_path, "2")
    assert files(tmp_path) == {**result("2"), **within("earlier/1", result("1"))}


# --- runs that end badly -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, GraderError], ids=lambda kind: kind.__name__)
def test_a_run_that_fails_leaves_what_was(tmp_path, error):
    run(tmp_path, "1")

    def failing():
        with drafted(tmp_path) as draft:
            write(draft, result("2"))
            raise error

    with pytest.raises(error):
        failing()
    assert files(tmp_path) == result("1")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(output.OURS)


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    run(tmp_path, "1")
    written = itertools.count()
    write_bytes = Path.write_bytes

    def full(path, content):
        if next(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write_bytes(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(GraderError, match=r"could not be written \(No space left on device\)"):
            run(tmp_path, "2")
    assert files(tmp_path) == result("1")


def test_an_error_that_is_not_of_the_system_stays_what_it_is(tmp_path):
    def failing():
        with drafted(tmp_path):
            raise FileNotFoundError("student.html.j2")

    with pytest.raises(FileNotFoundError):
        failing()


@pytest.mark.parametrize("which", range(9))
def test_a_file_that_cannot_be_moved_leaves_all_where_they_were(tmp_path, monkeypatch, which):
    run(tmp_path, "1")
    moves = itertools.count()
    rename = Path.rename

    def held(path, target):
        if next(moves) == which + 1:  # the first is the draft's own name
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", held)
        with pytest.raises(GraderError, match=r"could not be written \(Permission denied\)"):
            run(tmp_path, "2")
    first = result("1") if which < len(output.OURS) + 1 else within("earlier/1", result("1"))
    if which == len(output.OURS):  # all are there, but without their number
        first = within("earlier/.half", result("1"))
    assert files(tmp_path) == {**first, **within(".finished", result("2"))}
    run(tmp_path, "3")
    assert files(tmp_path) == {
        **result("3"),
        **within("earlier/1", result("1")),
        **within("earlier/2", result("2")),
    }


DYING = """
import os, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:2]
from grader.output import drafted, write
import json
folder, step, left = Path(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4])
seen = 0
def count(event, arguments):
    global seen
    if event in {"os.rename", "os.mkdir", "os.rmdir"} or event == "open" and arguments[1] == "wb":
        if seen == step:
            os._exit(9)
        seen += 1
sys.addaudithook(count)
with drafted(folder) as draft:
    write(draft, left)
os._exit(0)
"""


def dying(folder, mark, step):
    """Let a run die before its step of that number; say whether it did."""
    root = str(Path(__file__).parent.parent)
    command = [sys.executable, "-c", DYING, root, str(folder), str(step), json.dumps(result(mark))]
    return subprocess.run(command, check=False, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}).returncode == 9


@pytest.mark.parametrize("earlier", [False, True], ids=["a first run", "a second run"])
def test_wherever_a_run_dies_nothing_is_lost_and_the_next_one_mends_it(tmp_path, earlier):
    first = within("earlier/1", result("1")) if earlier else {}
    second = within(f"earlier/{1 + earlier}", result("2"))
    for step in itertools.count():
        folder = tmp_path / str(step)
        if earlier:
            run(folder, "1")
        if not dying(folder, "2", step):
            break
        if earlier:
            assert set(result("1").values()) <= set(files(folder).values())
        check_folder(folder)
        run(folder, "3")
        left = {name: text for name, text in files(folder).items() if not name.startswith(".draft")}
        assert left in ({**first, **result("3")}, {**first, **second, **result("3")})
    assert step > len(result("2")) + len(output.OURS)
    assert files(folder) == {**first, **result("2")}
