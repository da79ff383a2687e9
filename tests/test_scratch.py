"""Folders of a run: gone when it ends, and swept by the next one when it was killed."""

import os
import subprocess
import sys

import pytest

from grader.scratch import scratch


def test_a_folder_lives_as_long_as_the_block(tmp_path):
    with scratch("x-", tmp_path) as folder:
        (folder / "file").write_text("1")
        assert folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_it_is_gone_after_an_error(tmp_path):
    with pytest.raises(KeyError), scratch("x-", tmp_path):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def dead_process():
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


LEFT = {
    "by a process that is dead": (f"x-{dead_process()}-abc", False),
    "by one that runs": (f"x-{os.getppid()}-abc", True),
    "without a number": ("x-abc", True),
    "by another program": (f"y-{dead_process()}-abc", True),
}


@pytest.mark.parametrize(("name", "stays"), LEFT.values(), ids=LEFT)
def test_what_a_killed_run_left_is_swept_and_nothing_else(tmp_path, name, stays):
    (tmp_path / name).mkdir()
    with scratch("x-", tmp_path):
        assert (tmp_path / name).exists() is stays
