"""The journey of one submission with a fake sandbox: what is asked, what counts, what is said."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from grader.checks.conduct import Unchanged
from grader.checks.structure import Part
from grader.checks.values import Close, Proportional
from grader.errors import RubricError, SandboxError
from grader.grading import grade
from grader.judging import told, verdict_of
from grader.model import (
    Action,
    Cell,
    Check,
    Exercise,
    Limits,
    Missing,
    Mistake,
    Module,
    Question,
    Raised,
    Refused,
    Returned,
    Rubric,
    Run,
    Stop,
    Stopped,
    Submission,
    Verdict,
    Visibility,
)
from grader.plan import prepare

D = Decimal
X = np.array([1.0, 2.0, 3.0])


def question(name, case="x"):
    return Question(Action.CALL, name, case)


def check(name="sum", *, kind=None, of=None, points="1", **more):
    questions = more.pop("questions", (question(of or "total"),))
    return Check(name=name, kind=kind or Close(), questions=questions, points=D(points), **more)


def module(id_="ada"):
    return Submission(id=id_, name=id_, main=Module(name="work", cells=(Cell(label="work.py", text=""),)))


def rubric(*checks, limits=None, **more):
    exercise = Exercise(id="1", title="One", points=sum((each.points for each in checks), D(0)), checks=checks)
    values = {
        "id": "tiny",
        "title": "Tiny",
        "file": "work.py",
        "exercises": (exercise,),
        "reference": module("reference"),
        "mistakes": module("mistakes"),
        "cases": {"x": (X,), "y": (2 * X,)},
        "path": Path("tiny.yaml"),
        "sha256": "",
        "limits": limits or Limits(),
    }
    return Rubric(**(values | more))


RIGHT = {"total": lambda x: float(x.sum()), "make_made": lambda: (X * 10,), "worst": lambda x: float(x.max())}
WRONG = {"total__mean": lambda x: float(x.mean()), "total__negative": lambda x: float(-x.sum())}


class Fake:
    """Answers from tables of functions, by the id of what is asked; keeps what it was asked."""

    def __init__(self, **answers):
        self.answers = {"reference": RIGHT, "mistakes": WRONG} | answers
        self.asked = []

    def __call__(self, submission, asks, *, limits, definitions_only=False, **_seed):
        self.asked.append((submission.id, tuple(ask.question for ask in asks), limits, definitions_only))
        known = self.answers[submission.id]
        known = known.pop(0) if isinstance(known, list) else known
        if isinstance(known, Exception):
            raise known
        if isinstance(known, Run):
            return known
        return Run(observations={ask.question: self.observation(known, ask) for ask in asks}, seconds=0.5)

    def observation(self, known, ask):
        made = known.get(ask.question.name, Missing())
        if not callable(made):
            return made
        value = made(*ask.arguments)
        return value if isinstance(value, Returned) else Returned(value=value)


def graded(made, answers, **fakes):
    fake = Fake(ada=answers, **fakes)
    return grade(prepare(made, fake), module(), fake), fake


def outcome(made, answers, **fakes):
    (exercise,) = graded(made, answers, **fakes)[0].exercises
    return exercise.outcomes[0]


def test_a_right_answer_earns_its_points_with_one_look():
    result, fake = graded(rubric(check()), RIGHT)
    assert (result.points, result.points_possible, result.complete) == (1, 1, True)
    assert [who for who, *_ in fake.asked] == ["reference", "ada"]
    assert result.seconds == 0.5


def test_cases_that_are_not_literal_are_made_by_the_reference():
    result, fake = graded(rubric(check(questions=(question("total", "made"),))), RIGHT)
    assert result.points == 1
    assert fake.asked[0][1] == (Question(Action.MAKE, "make_made"),)


LOST = {
    "missing": (Missing(similar=("totl",)), Verdict.MISSING, "The file has `totl`"),
    "raised": (
        Raised(type="ValueError", message="no", place="work.py", line=3, source="  raise"),
        Verdict.RAISED,
        "ends with ValueError: no in line 3 of work.py: `raise`.",
    ),
    "refused": (
        Refused(what="a value of type set", where="[0]"),
        Verdict.REFUSED,
        "returns a value of type set (at [0])",
    ),
    "timed out": (Stopped(reason=Stop.TIMED_OUT), Verdict.TIMED_OUT, "does not come to an end"),
    "no time left": (Stopped(reason=Stop.NO_TIME_LEFT), Verdict.TIMED_OUT, "is not run"),
    "out of memory": (Stopped(reason=Stop.OUT_OF_MEMORY), Verdict.OUT_OF_MEMORY, "more memory"),
    "crashed": (Stopped(reason=Stop.CRASHED, detail="aborted"), Verdict.CRASHED, "(aborted)"),
    "unreadable": (Stopped(reason=Stop.UNREADABLE), Verdict.REFUSED, "cannot be read"),
}


@pytest.mark.parametrize(("observation", "verdict", "fragment"), LOST.values(), ids=LOST)
def test_what_gives_no_value_has_its_own_verdict_and_words(observation, verdict, fragment):
    got = outcome(rubric(check()), {"total": observation})
    assert (got.verdict, got.points) == (verdict, 0)
    assert fragment in got.message
    assert verdict_of(observation) is verdict
    assert "`total`" in told(observation, "`total`")


def test_a_wrong_value_is_told_with_its_inputs():
    got = outcome(rubric(check()), {"total": lambda _: 5.0})
    assert got.verdict is Verdict.FAILED
    assert got.message == "`total` (inputs `x`): 5 where 6 ± 1e-05 is expected."
    assert got.difference.entries[0].want == 6.0


MEAN = Mistake(name="total__mean", credit=D("0.5"), says="This is the mean.")
NEGATIVE = Mistake(name="total__negative", says="The sign is turned.")


@pytest.mark.parametrize(
    ("answer", "verdict", "points", "says"),
    [
        pytest.param(lambda x: float(x.mean()), Verdict.PARTIAL, D("0.5"), "This is the mean.", id="with credit"),
        pytest.param(lambda x: float(-x.sum()), Verdict.FAILED, D(0), "The sign is turned.", id="without credit"),
        pytest.param(
            lambda x: float(x.mean()) if x[0] == 1 else 0.0, Verdict.FAILED, D(0), "`total`", id="in one case only"
        ),
    ],
)
def test_a_known_mistake_is_named_when_it_explains_every_case(answer, verdict, points, says):
    made = check(questions=(question("total"), question("total", "y")), mistakes=(NEGATIVE, MEAN))
    got = outcome(rubric(made), {"total": answer})
    assert (got.verdict, got.points) == (verdict, points)
    assert got.message.startswith(says)


def test_a_cause_that_explains_every_number_is_named():
    made = rubric(check(of="doubled"), reference=module("reference"))
    got = outcome(made, {"doubled": lambda x: -2 * x}, reference=RIGHT | {"doubled": lambda x: 2 * x})
    assert got.verdict is Verdict.FAILED
    assert got.message.startswith("`doubled` (inputs `x`): 3 of 3 values differ")
    assert got.message.endswith("the sign is turned around.")


EITHER = {
    "the first alone": ({"total": 6.0}, [("sum", "passed", 1)]),
    "the other alone": ({"worst": 3.0}, [("largest", "passed", 1)]),
    "both": ({"total": 6.0, "worst": 3.0}, [("sum", "passed", 1)]),
    "the better of two": ({"total": 5.0, "worst": 3.0}, [("largest", "passed", 1)]),
    "both wrong": ({"total": 5.0, "worst": 4.0}, [("sum", "failed", 0)]),
    "the other wrong, the first missing": ({"worst": 4.0}, [("largest", "failed", 0)]),
    "neither": ({}, [("sum", "missing", 0)]),
}


@pytest.mark.parametrize(("values", "left"), EITHER.values(), ids=EITHER)
def test_a_check_may_stand_in_for_another_and_the_better_counts(values, left):
    made = rubric(check(), check("largest", of="worst", points="0", instead_of=("sum",)))
    answers = {name: (lambda _, value=value: value) for name, value in values.items()}
    result, _ = graded(made, answers)
    (exercise,) = result.exercises
    assert [(each.check, each.verdict, each.points) for each in exercise.outcomes] == left
    assert sum(each.points_possible for each in exercise.outcomes) == exercise.points_possible == 1


def test_a_check_rests_on_those_it_needs():
    made = rubric(check("first", points="0.5"), check("second", points="0.5", needs=("first",)))
    result, _ = graded(made, {"total": lambda _: 1.0})
    first, second = result.exercises[0].outcomes
    assert (first.verdict, second.verdict, second.points) == (Verdict.FAILED, Verdict.SKIPPED, 0)
    assert "'first'" in second.message


CHANGED = Returned(value=6.0, again=Returned(value=7.0), arguments=(X,))


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        pytest.param(CHANGED, D("0.9"), id="a tenth is lost"),
        pytest.param(Returned(value=5.0, again=Returned(value=7.0)), D(0), id="nothing is left to lose"),
        pytest.param(Raised(type="E", message=""), D(0), id="no value to judge"),
    ],
)
def test_a_cost_is_taken_off_what_the_exercise_earned(answer, points):
    made = rubric(check(), check("unchanged", kind=Unchanged(), points="0", costs=D("0.1"), repeat=True))
    result, _ = graded(made, {"total": lambda _: answer} if isinstance(answer, Returned) else {"total": answer})
    assert result.points == points
    assert sum((each.points for each in result.exercises[0].outcomes), D(0)) == points


def test_hidden_checks_and_hints_are_marked():
    made = check(visibility=Visibility.HIDDEN, hint="Add them up.")
    got = outcome(rubric(made), {"total": lambda _: 0.0})
    assert (got.hidden, got.hint) == (True, "Add them up.")
    assert outcome(rubric(made), RIGHT).hint == ""


def test_what_only_hidden_checks_ask_is_asked_apart_and_nothing_said_of_it_is_shown():
    hidden = check("secret", questions=(question("total", "y"),), visibility=Visibility.HIDDEN)
    conduct = check(
        "unchanged",
        kind=Unchanged(),
        points="0",
        costs=D("0.1"),
        repeat=True,
        questions=(question("total", "y"), question("total")),
    )
    leaky = Returned(value=0.0, printed="y = [2, 4, 6]", warnings=("y = [2, 4, 6]",), again=Returned(value=1.0))
    made = rubric(hidden, check(), conduct)
    result, fake = graded(made, {"total": lambda x: leaky if x[0] == 2 else RIGHT["total"](x)})
    first, second = [asked[1] for asked in fake.asked if asked[0] == "ada"][:2]
    assert (first, second) == ((question("total"),), (question("total", "y"),))
    shown = [each for each in result.exercises[0].outcomes if not each.hidden]
    assert not any("[2" in f"{each.message}{each.printed}{each.warnings}" for each in shown)
    raising = Raised(type="E", message="y = [2, 4, 6]", printed="y = [2, 4, 6]")
    result, _ = graded(made, {"total": raising})
    last = result.exercises[0].outcomes[-1]
    assert (last.verdict, last.printed) == (Verdict.RAISED, "")
    assert "[2" not in last.message


# --- the second look -----------------------------------------------------------------------------------------------


def test_what_missed_full_marks_is_asked_again_alone_and_the_better_counts():
    result, fake = graded(rubric(check()), [{"total": lambda _: 0.0}, RIGHT])
    assert result.points == 1
    assert [who for who, *_ in fake.asked].count("ada") == 2
    result, _ = graded(rubric(check()), [{"total": lambda _: 0.0}, {"total": Missing()}])
    assert result.exercises[0].outcomes[0].verdict is Verdict.FAILED


def test_the_first_look_is_short_and_the_second_has_all_the_time():
    limits = Limits(seconds=5.0, first_look_seconds=1.0, submission_seconds=60.0)
    _, fake = graded(rubric(check(), limits=limits), [{"total": Stopped(reason=Stop.TIMED_OUT)}, RIGHT])
    first, second = (asked[2] for asked in fake.asked if asked[0] == "ada")
    assert (first.seconds, second.seconds) == (1.0, 5.0)
    assert second.submission_seconds == 59.5


def test_what_is_missing_is_not_asked_again():
    _, fake = graded(rubric(check()), {})
    assert [who for who, *_ in fake.asked].count("ada") == 1


def test_a_file_that_does_not_load_at_all_is_for_a_human():
    broken = Raised(type="SyntaxError", message="bad", place="work.py", line=2)
    run = Run(observations={question("total"): broken}, load_failure=broken)
    result, fake = graded(rubric(check()), run)
    assert result.points == 0
    assert result.exercises[0].outcomes[0].verdict is Verdict.RAISED
    assert "ends with SyntaxError" in result.needs_a_human
    assert [who for who, *_ in fake.asked].count("ada") == 1


def test_a_file_graded_by_its_definitions_carries_a_note_and_is_looked_at_that_way_again():
    stopped = Raised(type="EOFError", message="", place="work.py", line=1)
    runs = [Run(observations={question("total"): Returned(value=0.0)}, load_failure=stopped), RIGHT]
    result, fake = graded(rubric(check()), runs)
    assert result.points == 1
    assert "definitions only" in result.notes[0]
    assert fake.asked[-1][3] is True


# --- faults of ours, and of the rubric -----------------------------------------------------------------------------


def test_a_hand_in_that_cannot_be_read_is_listed_with_nothing():
    made = rubric(check())
    lost = Submission(id="bob", name="bob", fault="work.py is empty")
    result = grade(prepare(made, Fake()), lost, Fake())
    assert (result.points, result.complete) == (0, True)
    assert {each.verdict for each in result.exercises[0].outcomes} == {Verdict.MISSING}
    assert result.needs_a_human == "work.py is empty"


def test_a_lost_sandbox_is_no_zero():
    result, _ = graded(rubric(check()), SandboxError("gone"))
    assert (result.points, result.complete) == (None, False)
    assert result.exercises[0].outcomes[0].verdict is Verdict.GRADER_ERROR


class Broken(Close):
    def judge(self, _answers):
        raise RuntimeError


def test_a_kind_that_fails_is_no_zero():
    got = outcome(rubric(check(kind=Broken())), RIGHT)
    assert (got.verdict, got.points) == (Verdict.GRADER_ERROR, None)


UNFIT = {
    "the reference raises": ({"total": Raised(type="E", message="no")}, {}, "ends with E: no"),
    "the reference lacks a name": ({}, {}, "is not in the file"),
    "make gives no tuple": (RIGHT | {"make_made": lambda: X}, {"case": "made"}, "must return a tuple"),
    "the expected value is zero": (RIGHT | {"total": lambda _: 0.0}, {}, "exact zero"),
    "the part is not there": (RIGHT, {"kind": Part(key=0, of=Close())}, "no part 0"),
    "any factor fits": (RIGHT | {"total": lambda _: 0.0}, {"kind": Proportional()}, "any factor fits"),
}


@pytest.mark.parametrize(("reference", "more", "fragment"), UNFIT.values(), ids=UNFIT)
def test_a_reference_that_cannot_be_judged_by_stops_the_grading(reference, more, fragment):
    made = rubric(check(kind=more.get("kind"), questions=(question("total", more.get("case", "x")),), line=7))
    with pytest.raises(RubricError) as error:
        prepare(made, Fake(reference=reference))
    assert fragment in str(error.value)


def test_all_faults_of_a_reference_are_told_at_once():
    made = rubric(check("a"), check("b", of="worst"))
    with pytest.raises(RubricError) as error:
        prepare(made, Fake(reference={}))
    assert len(error.value.faults) == 2


def test_points_are_exact():
    thirds = rubric(*(check(str(n), points=part) for n, part in enumerate(("0.1", "0.2", "0.7"))))
    assert graded(thirds, RIGHT)[0].points == 1
