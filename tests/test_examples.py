"""The first assignment, proved in the real sandbox: every example gets exactly what its expected.yaml declares."""

from pathlib import Path

import pytest

from grader import batch
from grader.model import Isolation
from grader.rubric import load
from grader.sandbox import levels
from grader.sandbox.outside import Sandbox
from grader.verify import STUBS, example_finding, reference_finding, stub_finding

ROOT = Path(__file__).parent.parent
RUBRIC = ROOT / "rubrics" / "nonlinear_models.yaml"
EXAMPLES = sorted(folder for folder in (ROOT / "submissions_example" / "nonlinear_models").iterdir() if folder.is_dir())

pytest.importorskip("matplotlib")


@pytest.fixture(scope="module")
def level():
    return levels.choose("auto", weakest=Isolation.PROCESS)


@pytest.fixture(scope="module")
def plan(level):
    return batch.plan_of(load(RUBRIC), level)


@pytest.fixture(scope="module")
def sandbox(level, plan):
    with Sandbox(level, plan.rubric.imports) as opened:
        yield opened


def test_there_are_enough_examples():
    assert len(EXAMPLES) >= 14


def test_points_add_up_to_twenty(plan):
    assert plan.rubric.points == 20
    assert [exercise.id for exercise in plan.rubric.exercises] == [str(number) for number in range(1, 18)]


def test_the_reference_earns_everything(plan, sandbox):
    assert reference_finding(plan, sandbox.observe).problems == ()


@pytest.mark.parametrize("stub", STUBS)
def test_a_stub_earns_what_is_due(plan, sandbox, stub):
    assert stub_finding(plan, stub, sandbox.observe).problems == ()


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_earns_what_it_declares(plan, sandbox, folder):
    from grader.intake import Place

    place = Place(id=folder.name, name=folder.name, path=folder)
    assert example_finding(plan, place, sandbox.observe).problems == ()
