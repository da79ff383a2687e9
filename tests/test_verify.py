"""Is this rubric sound? A tiny assignment with one thing wrong at a time, proved in the real sandbox."""

from pathlib import Path

import pytest

from grader import batch
from grader.errors import RubricError
from grader.model import Isolation
from grader.rubric import load
from grader.sandbox.outside import Sandbox
from grader.verify import findings

REFERENCE = """\
import numpy as np

def double(x):
    return 2 * x

def make_random(rng):
    return (rng.normal(size=4),)
"""
RUBRIC = """\
title: Doubling
file: work.py
reference: reference.py
{more}exercises:
  - id: 1
    title: Double
    points: 1
    checks:
      - {{name: value, call: double, on: [random], kind: close, rtol: {rtol}}}
"""
RIGHT = "def double(x):\n    return x + x\n"
EXPECTED = "points: 1\n"


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Isolation.PROCESS) as opened:
        yield opened


def proved(folder: Path, sandbox, *, reference=REFERENCE, rtol="1e-6", more="", examples=()):
    (folder / "reference.py").write_text(reference)
    (folder / "doubling.yaml").write_text(RUBRIC.format(rtol=rtol, more=more))
    for name, (text, expected) in dict(examples).items():
        (folder / "examples" / name).mkdir(parents=True)
        (folder / "examples" / name / "work.py").write_text(text)
        if expected is not None:
            (folder / "examples" / name / "expected.yaml").write_text(expected)
    plan = batch.plan_of(load(folder / "doubling.yaml"), Isolation.PROCESS)
    found = findings(plan, folder / "examples" if examples else None, sandbox.observe)
    return {finding.what: finding.problems for finding in found}


def test_a_sound_rubric(tmp_path, sandbox):
    result = proved(tmp_path, sandbox, examples={"right": (RIGHT, EXPECTED)})
    assert list(result) == [
        "the reference earns 1 of 1 points",
        "a module in which every function returns None earns 0",
        "a module in which every function returns its first argument earns 0",
        "a module in which every function returns zeros earns 0",
        "example right earns 1",
    ]
    assert not any(result.values())


def test_a_reference_that_is_not_the_same_twice_fails(tmp_path, sandbox):
    changing = REFERENCE.replace("return 2 * x", "return 2 * x + np.random.default_rng().normal()")
    (problem,) = proved(tmp_path, sandbox, reference=changing)["the reference earns 1 of 1 points"]
    assert "value" in problem


def test_a_tolerance_so_loose_that_a_stub_passes_fails(tmp_path, sandbox):
    result = proved(tmp_path, sandbox, rtol="1.0")
    unsound = [what for what, problems in result.items() if problems]
    assert unsound == [
        "a module in which every function returns its first argument earns 0",
        "a module in which every function returns zeros earns 0",
    ]


def test_what_a_stub_is_declared_to_earn_is_held_to_the_point(tmp_path, sandbox):
    identity = REFERENCE.replace("return 2 * x", "return 1 * x")
    result = proved(tmp_path, sandbox, reference=identity, more="stubs: {argument: {1: 1}}\n")
    assert not any(result.values())
    assert "a module in which every function returns its first argument earns 1" in result


DEVIATIONS = {
    "another total": (RIGHT, "points: 0.5\n", "earns 1, declared is 0.5"),
    "another exercise": (RIGHT, "points: 1\nexercises: {1: 0.5}\n", "exercise 1 earns 1, declared is 0.5"),
    "another verdict": (RIGHT, "points: 1\nverdicts: {1: [failed]}\n", "no check that is failed"),
    "other words": ("def double(x): return x", "points: 0\nexercises: {1: 0}\nmessages: {1: [halved]}\n", "'halved'"),
    "nothing declared": (RIGHT, None, "cannot be read"),
    "rubbish declared": (RIGHT, "points: [\n", "expected `points`"),
    "a list declared": (RIGHT, "- 1\n", "expected `points`"),
    "points that are no number": (RIGHT, "points: many\n", "expected `points`"),
}


@pytest.mark.parametrize(("text", "expected", "fragment"), DEVIATIONS.values(), ids=DEVIATIONS)
def test_an_example_that_is_not_as_declared_fails(tmp_path, sandbox, text, expected, fragment):
    result = proved(tmp_path, sandbox, examples={"case": (text, expected)})
    problems = list(result.values())[-1]
    assert any(fragment in problem for problem in problems)


def test_a_reference_that_raises_stops_before_anything_is_proved(tmp_path, sandbox):
    with pytest.raises(RubricError, match="ZeroDivisionError"):
        proved(tmp_path, sandbox, reference=REFERENCE.replace("2 * x", "1 / 0"))
