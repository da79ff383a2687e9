"""Every kind of check: what it lets through and what it stops, worked out by hand."""

import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from grader.checks import KINDS
from grader.checks.conduct import Finite, Unchanged
from grader.checks.figure import Figure
from grader.checks.formula import Formula
from grader.checks.invariance import Same, UpTo
from grader.checks.properties import (
    Converges,
    Direction,
    Monotone,
    Orthogonal,
    Psd,
    Shape,
    Solves,
    Sums,
    Symmetric,
    Within,
)
from grader.checks.structure import Part, Unordered
from grader.checks.values import Choice, Close, Constant, Factor, OneOf, Proportional
from grader.compare import Shapes
from grader.model import Action, Answer, Question, Raised, Returned

A = np.array
LOOSE = Shapes.LOOSE


def answer(got, want, *also, case="inputs", **returned):
    question = Question(Action.CALL, "f", case)
    return Answer(question=question, got=Returned(value=got, **returned), want=want, also=also)


def credit(kind, *pairs):
    answers = [pair if isinstance(pair, Answer) else answer(*pair, case=f"case{n}") for n, pair in enumerate(pairs)]
    return kind.judge(answers).credit


def given(got, *arguments):
    return replace(answer(got, None), arguments=arguments)


LINES = [(A([1.0, 1.0]), 1.5), (A([1.0, 1.0]), 0.5)]
MODES = OneOf(also=("right",))
BETWEEN = OneOf(also=("right",), between=True)
STEP_LEFT, STEP_RIGHT = A([0.0, 0.0, 1.0]), A([0.0, 1.0, 1.0])
LADDER = Close(ladder={"1e-8": Decimal(1), "1e-4": Decimal("0.5")})
TURNED = Same(up_to=(UpTo.COLUMN_SIGN, UpTo.COLUMN_ORDER))
SLOPE = Formula(domain={"y": (0, 1), "p": (0.05, 0.95)})
OPTIONS = Choice(options=("relu", "soft max", "linear"))
MARKS = {
    "points": A([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 1.0]]),
    "lines": [A([[0.5, 0.0], [2.5, 1.0]])],
    "contours": [],
}


def marks(points=(), lines=(), contours=()):
    return {
        "points": np.reshape(A(points, dtype=float), (-1, 2)),
        "lines": [A(line) for line in lines],
        "contours": list(contours),
    }


POINTS = [[0, 0], [1, 0], [2, 1]]
LINE = [[0.0, -0.25], [3.0, 1.25]]

# kind in the rubric, the kind, its answers (got, want, also...), whether they are right
TABLE = {
    "close: right": ("close", Close(), [(1.0, 1.0), (2.0, 2.0)], 1),
    "close: one case wrong": ("close", Close(), [(1.0, 1.0), (2.1, 2.0)], 0),
    "close: nan": ("close", Close(), [(math.nan, 1.0)], 0),
    "close: exact zero came as rounding": ("close", Close(atol=1e-9), [(A([1e-17, 0.0]), A([0.0, 3e-17]))], 1),
    "close: floor kept": ("close", Close(atol=1e-20, at_least=0.0), [(3e-33, 0.0)], 1),
    "close: below the floor": ("close", Close(atol=1e-20, at_least=0.0), [(-1e-25, 0.0)], 0),
    "close: on the upper rung": ("close", LADDER, [(1.0, 1.0), (2.000002, 2.0)], Decimal("0.5")),
    "close: on no rung": ("close", LADDER, [(1.0, 1.0), (2.2, 2.0)], 0),
    "proportional: half": ("proportional", Proportional(), [(1.0, 2.0), (5.0, 10.0), (0.0, 0.0)], 1),
    "proportional: another factor in one case": ("proportional", Proportional(), [(1.0, 2.0), (2.0, 10.0)], 0),
    "proportional: the mean": ("proportional", Proportional(), [(6.0 / 3, 6.0), (8.0 / 4, 8.0)], 0),
    "proportional: negative": ("proportional", Proportional(), [(-1.0, 2.0), (-5.0, 10.0)], 0),
    "proportional: zero": ("proportional", Proportional(), [(0.0, 2.0), (0.0, 10.0)], 0),
    "proportional: an added constant": ("proportional", Proportional(), [(3.0, 2.0), (11.0, 10.0)], 0),
    "proportional: not zero where zero is due": ("proportional", Proportional(), [(1.0, 2.0), (0.1, 0.0)], 0),
    "proportional: small case beside a large one": ("proportional", Proportional(), [(1e9, 1e9), (1.001, 1.0)], 0),
    "proportional: nan in one case": ("proportional", Proportional(), [(1.0, 1.0), (math.nan, 1.0)], 0),
    "proportional: none": ("proportional", Proportional(), [(None, 1.0), (1.0, 1.0)], 0),
    "factor: each case its own": ("factor", Factor(), [(A([2.0, 4.0]), A([1.0, 2.0])), (A([-1.0]), A([3.0]))], 1),
    "factor: joint vector": ("factor", Factor(shapes=LOOSE), [((A([-2.0, 4.0]), -1.0), (A([1.0, -2.0]), 0.5))], 1),
    "factor: parts scaled differently": ("factor", Factor(), [((A([2.0, -4.0]), 0.5), (A([1.0, -2.0]), 0.5))], 0),
    "factor: zero": ("factor", Factor(), [(A([0.0, 0.0]), A([1.0, 2.0]))], 0),
    "factor: another direction": ("factor", Factor(), [(A([1.0, 2.1]), A([1.0, 2.0]))], 0),
    "same: columns turned": ("same", TURNED, [(A([[2.0, -1.0], [4.0, -3.0]]), A([[1.0, 2.0], [3.0, 4.0]]))], 1),
    "same: rows turned": ("same", TURNED, [(A([[3.0, 4.0], [1.0, 2.0]]), A([[1.0, 2.0], [3.0, 4.0]]))], 0),
    "one_of: the first": ("one_of", MODES, [(STEP_LEFT, STEP_LEFT, STEP_RIGHT)], 1),
    "one_of: the other": ("one_of", MODES, [(STEP_RIGHT, STEP_LEFT, STEP_RIGHT)], 1),
    "one_of: neither": ("one_of", MODES, [(A([0.0, 0.5, 1.0]), STEP_LEFT, STEP_RIGHT)], 0),
    "one_of: nan": ("one_of", MODES, [(A([0.0, math.nan, 1.0]), STEP_LEFT, STEP_RIGHT)], 0),
    "one_of between: half way": ("one_of", BETWEEN, [(A([0.0, 0.5, 1.0]), STEP_LEFT, STEP_RIGHT)], 1),
    "one_of between: beyond": ("one_of", BETWEEN, [(A([0.0, 1.5, 1.0]), STEP_LEFT, STEP_RIGHT)], 0),
    "one_of between: nan": ("one_of", BETWEEN, [(A([math.nan, 0.5, 1.0]), STEP_LEFT, STEP_RIGHT)], 0),
    "one_of: shape": ("one_of", BETWEEN, [(A([0.0, 1.0]), STEP_LEFT, STEP_RIGHT)], 0),
    "choice: spelt otherwise": ("choice", OPTIONS, [(" Soft-Max ", "soft max")], 1),
    "choice: another option": ("choice", OPTIONS, [("relu", "soft max")], 0),
    "choice: no option": ("choice", OPTIONS, [("tanh", "soft max")], 0),
    "choice: no word": ("choice", OPTIONS, [(1, "soft max")], 0),
    "constant: true": ("constant", Constant(), [(True, True)], 1),
    "constant: numpy's true": ("constant", Constant(), [(np.ones((), bool), True)], 1),
    "constant: one is not true": ("constant", Constant(), [(1, True)], 0),
    "constant: the word is not true": ("constant", Constant(), [("True", True)], 0),
    "constant: false": ("constant", Constant(), [(False, True)], 0),
    "constant: true is not one": ("constant", Constant(), [(True, 1)], 0),
    "constant: number": ("constant", Constant(), [(1.0, 1), (A(0.0), 0)], 1),
    "constant: another number": ("constant", Constant(), [(2, 1)], 0),
    "constant: word": ("constant", Constant(), [("Lms", "LMS")], 1),
    "parts: the part is right": ("parts", Part(key=1, of=Close()), [((9.0, 2.0), (1.0, 2.0))], 1),
    "parts: the part is wrong": ("parts", Part(key=0, of=Close()), [((9.0, 2.0), (1.0, 2.0))], 0),
    "parts: by key": ("parts", Part(key="b", of=Close()), [({"b": 2.0}, {"a": 1.0, "b": 2.0})], 1),
    "parts: key missing": ("parts", Part(key="a", of=Close()), [({"b": 2.0}, {"a": 1.0, "b": 2.0})], 0),
    "parts: too many parts": ("parts", Part(key=0, of=Close()), [((1.0, 2.0, 3.0), (1.0, 2.0))], 0),
    "parts: not a tuple": ("parts", Part(key=0, of=Close()), [(None, (1.0, 2.0))], 0),
    "parts: of alternatives": ("parts", Part(key=0, of=MODES), [((STEP_RIGHT,), (STEP_LEFT,), (STEP_RIGHT,))], 1),
    "unordered: as listed": ("unordered", Unordered(of=Factor()), [(LINES, LINES)], 1),
    "unordered: turned round and scaled": (
        "unordered",
        Unordered(of=Factor()),
        [([(A([-2.0, -2.0]), -1.0), (A([3.0, 3.0]), 4.5)], LINES)],
        1,
    ),
    "unordered: one twice": ("unordered", Unordered(of=Factor()), [([LINES[0], LINES[0]], LINES)], 0),
    "unordered: one missing": ("unordered", Unordered(of=Factor()), [([LINES[0]], LINES)], 0),
    "unordered: none": ("unordered", Unordered(of=Factor()), [(None, LINES)], 0),
    "unordered: needs a reassignment": (
        "unordered",
        Unordered(of=Close(atol=1.1)),
        [([1.0, 0.0], [0.0, 2.0])],
        1,
    ),
    "figure: points and line": ("figure", Figure(), [(marks(POINTS, [LINE]), MARKS)], 1),
    "figure: line missing": ("figure", Figure(), [(marks(POINTS), MARKS)], Decimal("0.5")),
    "figure: point missing": ("figure", Figure(), [(marks(POINTS[:2], [LINE]), MARKS)], Decimal("0.5")),
    "figure: decoration beside": ("figure", Figure(), [(marks([*POINTS, [5, 5]], [LINE, [[0, 0], [0, 9]]]), MARKS)], 1),
    "figure: contour": ("figure", Figure(), [(marks(POINTS, (), [(0.5, [A(LINE)])]), MARKS)], 1),
    "figure: contour at another level": (
        "figure",
        Figure(markers=False),
        [(marks((), (), [(0.4, [A(LINE)])]), MARKS)],
        0,
    ),
    "figure: line elsewhere": ("figure", Figure(markers=False), [(marks((), [[[0.5, 0.2], [2.5, 1.2]]]), MARKS)], 0),
    "figure: a stub of a line": ("figure", Figure(markers=False), [(marks((), [[[0.5, 0.0], [0.7, 0.1]]]), MARKS)], 0),
    "figure: nothing": ("figure", Figure(), [({"points": None}, MARKS)], 0),
    "formula: another form": ("formula", SLOPE, [("(p - y)/(p*(1 - p))", "-(y/p) + (1-y)/(1-p)")], 1),
    "formula: brackets lost": ("formula", SLOPE, [("-y/p - (1-y)/(1-p)", "-(y/p) + (1-y)/(1-p)")], 0),
    "unchanged: same again": (
        "unchanged",
        Unchanged(),
        [answer(1.0, 1.0, again=Returned(value=1.0), arguments=())],
        1,
    ),
    "unchanged: another result": ("unchanged", Unchanged(), [answer(1.0, 1.0, again=Returned(value=2.0))], 0),
    "unchanged: fails the second time": (
        "unchanged",
        Unchanged(),
        [answer(1.0, 1.0, again=Raised(type="ValueError", message=""))],
        0,
    ),
    "unchanged: nan again": (
        "unchanged",
        Unchanged(),
        [answer(A([math.nan]), 1.0, again=Returned(value=A([math.nan])))],
        1,
    ),
    "finite: right": ("finite", Finite(), [((A([1.0, 2.0]), [3]), 0.0)], 1),
    "finite: nan": ("finite", Finite(), [(A([1.0, math.nan]), 0.0)], 0),
    "finite: inf in a dict": ("finite", Finite(), [({"a": math.inf}, 0.0)], 0),
    "finite: nothing at all": ("finite", Finite(), [(None, 0.0)], 0),
    "finite: true is no number": ("finite", Finite(), [(True, 0.0)], 0),
    "shape: the argument's": ("shape", Shape(like=0), [given(A([1.0, 2.0]), A([3.0, 4.0]))], 1),
    "shape: another": ("shape", Shape(like=0), [given(A([1.0, 2.0]), A([3.0]))], 0),
    "within: right": ("within", Within(low=0.0), [(A([0.0, 2.0]), None)], 1),
    "within: one below": ("within", Within(low=0.0), [(A([0.0, -2.0]), None)], 0),
    "sums: rows": ("sums", Sums(), [(A([[0.5, 0.5], [0.0, 1.0]]), None)], 1),
    "sums: one row short": ("sums", Sums(), [(A([[0.5, 0.5], [0.0, 0.9]]), None)], 0),
    "monotone: falls": ("monotone", Monotone(direction=Direction.DECREASING), [(A([3.0, 2.0, 2.0]), None)], 1),
    "monotone: rises once": ("monotone", Monotone(direction=Direction.DECREASING), [(A([3.0, 2.0, 2.5]), None)], 0),
    "symmetric: right": ("symmetric", Symmetric(), [(A([[1.0, 2.0], [2.0, 0.0]]), None)], 1),
    "symmetric: not": ("symmetric", Symmetric(), [(A([[1.0, 2.0], [0.0, 1.0]]), None)], 0),
    "psd: right": ("psd", Psd(), [(A([[1.0, 1.0], [1.0, 1.0]]), None)], 1),
    "psd: indefinite": ("psd", Psd(), [(A([[1.0, 2.0], [2.0, 1.0]]), None)], 0),
    "orthogonal: right": ("orthogonal", Orthogonal(), [(A([[0.6, 0.8], [0.8, -0.6]]), None)], 1),
    "orthogonal: askew": ("orthogonal", Orthogonal(), [(A([[0.6, 1.0], [0.8, 0.0]]), None)], 0),
    "solves: right": ("solves", Solves(), [given(A([2.0, 1.0]), A([[1.0, 1.0], [0.0, 3.0]]), A([3.0, 3.0]))], 1),
    "solves: another": ("solves", Solves(), [given(A([2.0, 2.0]), A([[1.0, 1.0], [0.0, 3.0]]), A([3.0, 3.0]))], 0),
    "converges: halves": ("converges", Converges(), [given(1 + step, step) for step in (0.4, 0.2, 0.1)], 1),
    "converges: quarters": ("converges", Converges(), [given(1 + step**2, step) for step in (0.4, 0.2, 0.1)], 0),
}


@pytest.mark.parametrize(("name", "kind", "answers", "expected"), TABLE.values(), ids=TABLE)
def test_kind(name, kind, answers, expected):
    assert isinstance(kind, KINDS[name])
    finding = kind.judge([each if isinstance(each, Answer) else answer(*each) for each in answers])
    assert finding.credit == expected
    assert (finding.credit == 1) == (finding.difference is None and not finding.message)


def test_every_kind_has_a_row_from_both_sides():
    rows = {(name, expected == 1) for name, _, _, expected in TABLE.values()}
    assert rows == {(name, right) for name in KINDS for right in (True, False)}


FAULTS = {
    "close on a zero without atol": (Close(), [0.0], "exact zero"),
    "close on a word": (Close(), ["right"], "not made of numbers"),
    "proportional on zeros": (Proportional(), [0.0, 0.0], "any factor fits"),
    "factor on a zero": (Factor(), [A([0.0])], "expected value is zero"),
    "choice outside its options": (OPTIONS, ["tanh"], "none of the options"),
    "constant that is an array": (Constant(), [A([1.0])], "a constant is"),
    "part that is not there": (Part(key=3, of=Close()), [(1.0, 2.0)], "no part 3"),
    "part with a fault of its kind": (Part(key=0, of=Close()), [(0.0, 2.0)], "exact zero"),
    "unordered on a number": (Unordered(of=Close()), [1.0], "no collection"),
    "figure without points": (Figure(), [marks((), [LINE])], "draws no points"),
    "figure without lines": (Figure(), [marks(POINTS)], "draws no lines"),
    "finite on nan": (Finite(), [math.nan], "not finite"),
}


@pytest.mark.parametrize(("kind", "wants", "fragment"), FAULTS.values(), ids=FAULTS)
def test_expected_values_that_a_kind_cannot_judge_are_faults(kind, wants, fragment):
    (fault,) = kind.faults(wants)
    assert fragment in fault


@pytest.mark.parametrize(
    ("kind", "wants"),
    [
        pytest.param(Close(), [1.0, A([0.0, 1.0])], id="close"),
        pytest.param(Proportional(), [1.0, 0.0], id="proportional"),
        pytest.param(Factor(), [(A([1.0, 0.0]), 0.0)], id="factor"),
        pytest.param(OPTIONS, ["Soft-max"], id="choice"),
        pytest.param(Constant(), [True, 0, "LMS", A(1.0)], id="constant"),
        pytest.param(Unordered(of=Factor()), [LINES], id="unordered"),
        pytest.param(Figure(), [MARKS], id="figure"),
        pytest.param(Finite(), [A([1.0])], id="finite"),
        pytest.param(Unchanged(), [None], id="unchanged"),
    ],
)
def test_expected_values_that_a_kind_can_judge_are_none(kind, wants):
    assert kind.faults(wants) == ()


@pytest.mark.parametrize(
    "make",
    [pytest.param(lambda: Choice(options=("one",)), id="choice of one"), pytest.param(OneOf, id="one_of without also")],
)
def test_options_that_make_no_sense_are_refused(make):
    with pytest.raises(ValueError, match="must"):
        make()


CHANGES = {
    "an array entry": (A([1.0, 2.0]), A([1.0, 3.0]), False),
    "an array's shape": (A([1.0, 2.0]), A([[1.0, 2.0]]), False),
    "nothing": (A([1.0, math.nan]), A([1.0, math.nan]), True),
    "a list": ([1.0, 2.0], [2.0, 1.0], False),
    "a list's length": ([1.0], [1.0, 2.0], False),
    "a number": (1.0, 1.0, True),
    "a dict": ({"a": 1.0}, {"a": 2.0}, False),
}


@pytest.mark.parametrize(("sent", "kept", "unchanged"), CHANGES.values(), ids=CHANGES)
def test_unchanged_sees_the_arguments(sent, kept, unchanged):
    got = Returned(value=1.0, again=Returned(value=1.0), arguments=(kept,))
    question = Question(Action.CALL, "f", "inputs")
    finding = Unchanged().judge([Answer(question=question, got=got, want=1.0, arguments=(sent,))])
    assert (finding.credit == 1) is unchanged
    assert unchanged or "argument 1" in finding.message
