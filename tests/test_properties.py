"""Properties of answers: by hand, on random right answers, and on noise."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import rubric
from grader.checks import KINDS
from grader.checks.properties import (
    MAX_SIZE,
    Converges,
    Direction,
    Each,
    Monotone,
    Orthogonal,
    Property,
    Psd,
    Shape,
    Solves,
    Sums,
    Symmetric,
    Within,
)
from grader.compare import Shapes
from grader.errors import RubricError
from grader.model import Action, Answer, Question, Returned

A = np.array
LOOSE = Shapes.LOOSE
COLUMNS, WHOLE = Sums(each=Each.COLUMN), Sums(each=Each.WHOLE)
CENTRED = Sums(to=0.0)
STRICTLY = Psd(strictly=True)
FALLING = Monotone(direction=Direction.DECREASING)
RISING = Monotone(strictly=True)
SHARE = Within(low=0.0, high=1.0)
OPEN = Within(low=0.0, high=1.0, strictly=True)
DIRECTIONS = Orthogonal(unit=False)


def answer(got, *arguments, want=None, case="inputs"):
    question = Question(Action.CALL, "f", case)
    return Answer(question=question, got=Returned(value=got), want=want, arguments=arguments)


def message(kind, got, *arguments):
    found = kind.judge([answer(got, *arguments)])
    assert (found.credit == 1) is (not found.message and found.difference is None)
    return found.message


# a property, what came, what is said of it (nothing where it is right)
TABLE = {
    "sums: rows": (Sums(), A([[0.5, 0.5], [0.25, 0.75]]), ""),
    "sums: a row is short": (
        Sums(),
        A([[0.5, 0.5], [0.5, 0.5], [0.5, 0.48]]),
        "row 2 (from 0) sums to 0.98; each row must sum to 1.",
    ),
    "sums: columns for rows": (Sums(), A([[0.5, 0.25], [0.5, 0.75]]), "row 0 (from 0) sums to 0.75"),
    "sums: columns": (COLUMNS, A([[0.5, 0.25], [0.5, 0.75]]), ""),
    "sums: a column is short": (COLUMNS, A([[0.5, 0.25], [0.5, 0.5]]), "column 1 (from 0) sums to 0.75; each column"),
    "sums: of a vector": (Sums(), A([0.25, 0.75]), ""),
    "sums: of a vector as a column": (COLUMNS, A([0.25, 0.75]), ""),
    "sums: of a short vector": (COLUMNS, A([0.25, 0.5]), "the numbers sum to 0.75; they must sum to 1."),
    "sums: as a whole": (WHOLE, A([[0.5, 0.25], [0.25, 0.0]]), ""),
    "sums: rows for the whole": (WHOLE, A([[0.5, 0.5], [0.5, 0.5]]), "the numbers sum to 2; they must"),
    "sums: within rounding": (Sums(), A([[0.1] * 10]), ""),
    "sums: to zero within rounding": (CENTRED, A([[0.1, 0.2, -0.3]]), ""),
    "sums: not to zero": (CENTRED, A([[0.1, 0.2, -0.2]]), "row 0 (from 0) sums to 0.1; each row must sum to 0."),
    "sums: to zero, all zero": (CENTRED, A([[0.0, 0.0]]), ""),
    "sums: large ones excuse nothing": (Sums(), A([[1e12, -1e12 + 0.5]]), "sums to 0.5"),
    "sums: beyond all floats": (CENTRED, A([[1e308, 1e308]]), "sums to inf"),
    "sums: within atol": (Sums(atol=0.1), A([0.5, 0.45]), ""),
    "sums: a list": (Sums(), [[0.5, 0.5], [1, 0]], ""),
    "sums: complex": (Sums(), A([1.0, 1j, -1j]), ""),
    "sums: a number": (Sums(), 1.0, "a vector or matrix of numbers is expected; the number 1 is returned."),
    "symmetric: right": (Symmetric(), A([[1.0, 2.0], [2.0, 3.0]]), ""),
    "symmetric: within rounding": (Symmetric(), A([[1.0, 2.0], [2.0 + 1e-9, 3.0]]), ""),
    "symmetric: not": (
        Symmetric(),
        A([[1.0, 2.0], [2.5, 3.0]]),
        "the entry at [0, 1] is 2, that at [1, 0] is 2.5; they must be equal.",
    ),
    "symmetric: antisymmetric": (Symmetric(), A([[0.0, 2.0], [-2.0, 0.0]]), "they must be equal"),
    "symmetric: not square": (
        Symmetric(),
        np.ones((2, 3)),
        "a square matrix of numbers is expected; an array of shape",
    ),
    "symmetric: hermitian": (Symmetric(), A([[1.0, 2j], [-2j, 3.0]]), ""),
    "symmetric: complex but not hermitian": (
        Symmetric(),
        A([[1.0, 2j], [2j, 3.0]]),
        "complex conjugates of each other",
    ),
    "symmetric: complex diagonal": (Symmetric(), A([[1j, 0.0], [0.0, 3.0]]), "complex conjugates"),
    "symmetric: largest floats": (Symmetric(), A([[0.0, 1.7e308], [-1.7e308, 0.0]]), "they must be equal"),
    "symmetric: within atol": (Symmetric(atol=0.6), A([[1.0, 2.0], [2.5, 3.0]]), ""),
    "psd: right": (Psd(), A([[2.0, 1.0], [1.0, 2.0]]), ""),
    "psd: singular": (Psd(), A([[1.0, 1.0], [1.0, 1.0]]), ""),
    "psd: zero": (Psd(), np.zeros((2, 2)), ""),
    "psd: indefinite": (Psd(), A([[1.0, 2.0], [2.0, 1.0]]), "the smallest eigenvalue is -1; none may be below 0."),
    "psd: not symmetric": (Psd(), A([[2.0, 1.0], [0.0, 2.0]]), "they must be equal"),
    "psd: hermitian": (Psd(), A([[2.0, 1j], [-1j, 2.0]]), ""),
    "psd: hermitian and indefinite": (Psd(), A([[1.0, 2j], [-2j, 1.0]]), "smallest eigenvalue is -1"),
    "psd: huge": (Psd(), 1e308 * A([[1.0, 0.5], [0.5, 1.0]]), ""),
    "psd: not square": (Psd(), np.ones((1, 2)), "a square matrix"),
    "psd strictly: right": (STRICTLY, A([[2.0, 1.0], [1.0, 2.0]]), ""),
    "psd strictly: badly conditioned": (STRICTLY, np.diag([1.0, 1e-10]), ""),
    "psd strictly: singular": (STRICTLY, A([[1.0, 1.0], [1.0, 1.0]]), "all must be above 0."),
    "psd strictly: zero": (STRICTLY, np.zeros((2, 2)), "the smallest eigenvalue is 0; all must be above 0."),
    "orthogonal: right": (Orthogonal(), A([[0.6, 0.8], [0.8, -0.6], [0.0, 0.0]]), ""),
    "orthogonal: rows": (Orthogonal(each=Each.ROW), A([[0.6, 0.8, 0.0], [0.8, -0.6, 0.0]]), ""),
    "orthogonal: rows for columns": (Orthogonal(), A([[0.6, 0.8, 0.0], [0.8, -0.6, 0.0]]), "3 columns of 2 numbers"),
    "orthogonal: askew": (
        Orthogonal(),
        A([[1.0, 0.6], [0.0, 0.8]]),
        "columns 0 and 1 (from 0) are not orthogonal: the cosine of the angle between them has size 0.6; it must be 0.",
    ),
    "orthogonal: not of length one": (
        Orthogonal(),
        A([[1.0, 0.0], [0.0, 2.0]]),
        "column 1 (from 0) has length 2; each must have length 1.",
    ),
    "orthogonal: of any length": (DIRECTIONS, A([[1.0, 0.0], [0.0, 2.0]]), ""),
    "orthogonal: of very different lengths": (DIRECTIONS, A([[1e200, 0.0], [0.0, 1e-200]]), ""),
    "orthogonal: of very different lengths, askew": (DIRECTIONS, A([[1e200, 1e-200], [0.0, 1e-200]]), "size 0.7071"),
    "orthogonal: zero": (DIRECTIONS, A([[1.0, 0.0], [0.0, 0.0]]), "column 1 (from 0) is zero."),
    "orthogonal: complex": (Orthogonal(), A([[1.0, 1j], [1j, 1.0]]) / math.sqrt(2), ""),
    "orthogonal: complex without the conjugate": (
        Orthogonal(),
        A([[1.0, 1j], [1j, -1.0]]) / math.sqrt(2),
        "has size 1;",
    ),
    "orthogonal: one column": (Orthogonal(), A([[0.6], [0.8]]), ""),
    "orthogonal: a vector": (Orthogonal(), A([0.6, 0.8]), "a matrix of numbers is expected"),
    "monotone: rising": (Monotone(), A([1.0, 1.0, 2.0]), ""),
    "monotone: falling": (FALLING, A([3.0, 1.0, 1.0]), ""),
    "monotone: not rising": (
        Monotone(),
        A([1.0, 2.0, 1.5]),
        "the value at [2] is 1.5 after 2; every value must not be below the one before it.",
    ),
    "monotone: not falling": (FALLING, A([3.0, 1.0, 1.5]), "the value at [2] is 1.5 after 1; every value must not be"),
    "monotone: within rounding": (FALLING, A([3.0, 1.0, 1.0 + 1e-12]), ""),
    "monotone: rounding of a converged loss": (FALLING, A([3.0, 1e-33, 5e-33]), ""),
    "monotone: a small rise after a large start": (FALLING, A([1e6, 1.0, 1.001]), "is 1.001 after 1"),
    "monotone: a list": (FALLING, [3, 2, 1], ""),
    "monotone: a column": (FALLING, A([[3.0], [2.0]]), ""),
    "monotone: a matrix": (FALLING, A([[3.0, 2.0], [1.0, 0.0]]), "a sequence of at least two real numbers is expected"),
    "monotone: one number": (FALLING, A([3.0]), "at least two real numbers"),
    "monotone: complex": (FALLING, A([3.0, 1j]), "at least two real numbers"),
    "monotone strictly: rising": (RISING, A([1.0, 1.5, 2.0]), ""),
    "monotone strictly: still": (RISING, A([1.0, 1.0]), "is 1 after 1; every value must be above the one before it."),
    "within: right": (SHARE, A([[0.0, 0.5], [1.0, 0.25]]), ""),
    "within: rounded up": (SHARE, A([1.0 + 4e-16]), ""),
    "within: above": (SHARE, A([[0.0, 1.25]]), "the value at [0, 1] is 1.25; every value must be at most 1."),
    "within: below": (SHARE, -0.1, "the value is -0.1; every value must be at least 0."),
    "within: barely below zero": (SHARE, -1e-300, "at least 0"),
    "within: above a low end": (Within(low=2.0), A([2.0, 1e300]), ""),
    "within: below a low end": (
        Within(low=2.0),
        A([2.0, 1.0, -5.0]),
        "the value at [2] is -5; every value must be at least 2",
    ),
    "within: below a high end": (Within(high=-1.0), A([-1.0, -2.0]), ""),
    "within: complex": (SHARE, A([0.5j]), "an array of real numbers is expected"),
    "within strictly: inside": (OPEN, A([0.5, 1e-9]), ""),
    "within strictly: at the end": (OPEN, A([0.5, 1.0]), "the value at [1] is 1; every value must be below 1."),
    "within strictly: at the start": (OPEN, A([0.0]), "every value must be above 0."),
}


@pytest.mark.parametrize(("kind", "got", "said"), TABLE.values(), ids=TABLE)
def test_property(kind, got, said):
    found = message(kind, got)
    assert (said in found) if said else (found == "")
    faults = kind.faults([got])
    assert faults == ((f"the reference's own answer does not have this property: {found}",) if found else ())


ONE_ARRAY = [Sums(), Symmetric(), Psd(), Orthogonal(), Monotone(), SHARE]
WITH_ARGUMENTS = [Shape(sizes=(3, 3)), Shape(like=0), Solves(), Solves(least_squares=True), Converges()]
ODD = {
    "none": None,
    "true": True,
    "a word": "1",
    "a dict": {"a": 1.0},
    "an empty list": [],
    "an empty array": np.zeros((0, 0)),
    "a ragged list": [[1.0], [1.0, 2.0]],
    "a list of words": ["1", "2"],
    "a list of none": [None, 1.0],
    "bools": np.eye(3, dtype=bool),
    "nan": np.full((3, 3), math.nan),
    "one nan": np.diag([1.0, math.nan, 1.0]),
    "inf": np.diag([1.0, math.inf, 1.0]),
    "many axes": np.ones((1, 1, 1, 1), complex),
}


@pytest.mark.parametrize("got", ODD.values(), ids=ODD)
@pytest.mark.parametrize("kind", [*ONE_ARRAY, *WITH_ARGUMENTS], ids=str)
def test_odd_values_never_pass_and_never_raise(kind, got):
    found = kind.judge([answer(got, np.eye(3), np.ones(3))])
    assert found.credit == 0
    assert found.message or found.difference


@pytest.mark.parametrize("kind", ONE_ARRAY, ids=lambda kind: type(kind).__name__)
def test_what_is_not_finite_is_told_before_any_property(kind):
    found = message(kind, A([[1.0], [math.nan]]))
    assert found == "1 of 2 values are not finite numbers (nan or inf)."


@pytest.mark.parametrize("kind", ONE_ARRAY, ids=lambda kind: type(kind).__name__)
@pytest.mark.parametrize("got", [np.full((3, 3), 1.7e308), -np.full((3, 3), 1.7e308), np.full((3, 3), 5e-324)])
def test_extreme_numbers_are_judged_without_an_error(kind, got):
    assert kind.judge([answer(got)]).credit in {0, 1}


def test_what_is_too_large_to_look_at_is_not_looked_at():
    got = np.zeros((1, MAX_SIZE + 1), np.int8)
    assert "more than can be looked at" in message(Sums(to=0.0), got)


def test_the_first_case_without_the_property_is_named():
    found = Sums().judge([answer(A([1.0]), case="a"), answer(A([2.0]), case="b"), answer(A([3.0]), case="c")])
    assert found.question.case == "b"


def test_no_expected_value_is_asked_for():
    kinds = [name for name, kind in KINDS.items() if issubclass(kind, Property)]
    assert kinds == ["within", "sums", "monotone", "symmetric", "psd", "orthogonal"]
    assert Sums().judge([answer(A([0.5, 0.5]), want="anything")]).credit == 1


# --- random right answers and noise --------------------------------------------------------------------------------

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(2, 8)


@given(SEEDS, SIZES, SIZES)
def test_probabilities_sum_to_one_and_noise_does_not(seed, rows, columns):
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(rows, columns)) * 10
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    softmax = weights / weights.sum(axis=1, keepdims=True)
    assert message(Sums(), softmax) == ""
    assert message(COLUMNS, softmax.T) == ""
    assert message(SHARE, softmax) == ""
    assert message(Sums(), softmax + 1e-3 * rng.random(softmax.shape)) != ""


@given(SEEDS, SIZES, st.integers(1, 8))
def test_covariances_are_positive_semidefinite_and_noise_is_not(seed, size, samples):
    rng = np.random.default_rng(seed)
    factor = rng.normal(size=(size, samples)) * 10.0 ** rng.uniform(-3, 3)
    assert message(Psd(), factor @ factor.T) == ""
    assert (message(STRICTLY, factor @ factor.T) == "") is (samples >= size)
    turn, _ = np.linalg.qr(rng.normal(size=(size, size)))
    indefinite = turn @ np.diag(np.append(rng.random(size - 1) + 0.5, -1e-3)) @ turn.T
    assert "the smallest eigenvalue is -0.001;" in message(Psd(), (indefinite + indefinite.T) / 2)


@given(SEEDS, SIZES)
def test_singular_vectors_are_orthogonal_and_noise_is_not(seed, size):
    rng = np.random.default_rng(seed)
    left, _, right = np.linalg.svd(rng.normal(size=(size + 2, size)), full_matrices=False)
    assert message(Orthogonal(), left) == ""
    assert message(Orthogonal(each=Each.ROW), right) == ""
    assert message(DIRECTIONS, left * 10.0 ** rng.uniform(-9, 9, size=size)) == ""
    assert message(Orthogonal(), left + 1e-4 * rng.normal(size=left.shape)) != ""


@given(SEEDS, SIZES, st.sampled_from([(), (3,)]))
def test_solutions_solve_and_others_do_not(seed, size, more):
    rng = np.random.default_rng(seed)
    matrix, right = rng.normal(size=(size, size)), rng.normal(size=(size, *more))
    solution = np.linalg.solve(matrix, right)
    assert message(Solves(rtol=1e-9), solution, matrix, right) == ""
    assert message(Solves(transposed=True, matrix=1, right=0), solution, right, matrix.T) == ""
    assert message(Solves(rtol=0.0), solution, matrix, right) == ""  # but for rounding
    off = solution.copy()
    off[0] += 0.01 * np.abs(solution).max()
    # the residual of the error, computed for itself
    wrong_by = float(np.abs(matrix[:, :1] * 0.01 * np.abs(solution).max()).max())
    assert (message(Solves(rtol=1e-9), off, matrix, right) == "") is bool(wrong_by <= 1e-9 * np.abs(right).max())


@given(SEEDS, SIZES)
def test_least_squares_hold_the_normal_equations_and_others_do_not(seed, size):
    rng = np.random.default_rng(seed)
    matrix, right = rng.normal(size=(size + 3, size)), rng.normal(size=size + 3)
    fit = np.linalg.lstsq(matrix, right, rcond=None)[0]
    kind = Solves(least_squares=True, rtol=1e-9)
    assert message(kind, fit, matrix, right) == ""
    assert message(Solves(least_squares=True, rtol=0.0), fit, matrix, right) == ""  # but for rounding
    assert message(kind, np.linalg.solve(matrix.T @ matrix, matrix.T @ right), matrix, right) == ""
    assert message(Solves(least_squares=True, transposed=True), fit, matrix.T, right) == ""
    assert "A^T (A x - b)" in message(kind, fit * 1.001, matrix, right)
    assert message(kind, np.zeros(size), matrix, right) != ""


# --- equations -----------------------------------------------------------------------------------------------------

M = A([[2.0, 0.0], [0.0, 4.0]])
# a kind, what came, the arguments, what is said of it (nothing where it is right)
EQUATIONS = {
    "solves: right": (Solves(), A([1.0, 2.0]), (M, A([2.0, 8.0])), ""),
    "solves: wrong": (
        Solves(),
        A([1.0, 2.5]),
        (M, A([2.0, 8.0])),
        "with x for the returned values, A x - b has size 2 at [1]; it must be 0 ± 8e-06.",
    ),
    "solves: within atol": (Solves(atol=2.5), A([1.0, 2.5]), (M, A([2.0, 8.0])), ""),
    "solves: b is zero": (Solves(), A([0.0, 0.0]), (M, A([0.0, 0.0])), ""),
    "solves: b is zero and x is not": (Solves(), A([1e-9, 0.0]), (M, A([0.0, 0.0])), "has size 2e-09 at [0]"),
    "solves: a nearly singular system, right": (
        Solves(),
        A([1.0, 1.0]),
        (A([[1.0, 1.0], [1.0, 1.0 + 1e-10]]), A([2.0, 2.0 + 1e-10])),
        "",
    ),
    "solves: large along what is nearly singular": (
        Solves(),
        A([1e14, -1e14]),
        (A([[1.0, 1.0], [1.0, 1.0 + 1e-10]]), A([2.0, 2.0])),
        "has size",
    ),
    "solves: beyond all floats": (
        Solves(),
        A([1.7e308, 1.7e308]),
        (A([[1.0, -1.0], [2.0, -2.0]]), A([0.0, 0.0])),
        "has size",
    ),
    "solves: several right-hand sides": (Solves(), np.eye(2), (M, M), ""),
    "solves: complex": (Solves(), A([1j, 2.0]), (M, A([2j, 8.0])), ""),
    "solves: complex matrix, transposed but not conjugated": (
        Solves(transposed=True),
        A([1.0, 1.0]),
        (A([[1j, 1.0], [1.0, 2j]]), A([1 + 1j, 1 + 2j])),
        "",
    ),
    "solves: no matrix": (
        Solves(),
        A([1.0, 2.0]),
        (A([1.0]), A([2.0, 8.0])),
        "argument 0 (from 0) of these inputs is not a matrix",
    ),
    "solves: no such argument": (
        Solves(right=3),
        A([1.0]),
        (M, A([2.0])),
        "argument 3 (from 0) of these inputs is not a right",
    ),
    "solves: b too short": (Solves(), A([1.0]), (M, A([2.0])), "not a right-hand side of 2 equations"),
    "least squares: right": (Solves(least_squares=True), A([2.0]), (np.ones((3, 1)), A([1.0, 2.0, 3.0])), ""),
    "least squares: the median": (
        Solves(least_squares=True),
        A([2.0]),
        (np.ones((3, 1)), A([1.0, 2.0, 6.0])),
        "A^T (A x - b) has size 3 at [0]; it must be 0 ± 1e-05.",
    ),
    "least squares: an exact fit": (Solves(least_squares=True), A([1.0, 2.0]), (M, A([2.0, 8.0])), ""),
    "least squares: nothing to explain": (
        Solves(least_squares=True),
        A([0.0]),
        (A([[1.0], [1.0]]), A([1.0, -1.0])),
        "",
    ),
    "least squares: nothing there": (Solves(least_squares=True), A([0.0]), (A([[1.0], [1.0]]), A([0.0, 0.0])), ""),
    "least squares: several": (
        Solves(least_squares=True),
        A([[2.0, 0.0]]),
        (np.ones((3, 1)), A([[1.0, 1.0], [2.0, 0.0], [3.0, -1.0]])),
        "",
    ),
    "least squares: complex": (Solves(least_squares=True), A([0.5 - 0.5j]), (A([[1.0], [1j]]), A([1.0, 1.0])), ""),
}


@pytest.mark.parametrize(("kind", "got", "arguments", "said"), EQUATIONS.values(), ids=EQUATIONS)
def test_equations(kind, got, arguments, said):
    found = message(kind, got, *arguments)
    assert (said in found) if said else (found == "")


@pytest.mark.parametrize(
    ("shapes", "got", "credit"),
    [
        pytest.param(Shapes.STRICT, A([[1.0], [2.0]]), 0, id="strict"),
        pytest.param(LOOSE, A([[1.0], [2.0]]), 1, id="loose"),
        pytest.param(LOOSE, [1.0, 2.0], 1, id="a list"),
        pytest.param(LOOSE, A([1.0, 2.0, 3.0]), 0, id="too long"),
    ],
)
def test_the_solution_has_a_shape(shapes, got, credit):
    assert Solves(shapes=shapes).judge([answer(got, M, A([2.0, 8.0]))]).credit == credit


SHAPES = {
    "as an argument": (Shape(like=1), np.ones((2, 3)), (0.0, np.zeros((2, 3))), True),
    "not as an argument": (Shape(like=0), np.ones((3, 2)), (np.zeros((2, 3)),), False),
    "as an argument that is a number": (Shape(like=0), 2.0, (1.0,), True),
    "no such argument": (Shape(like=2), 2.0, (1.0,), False),
    "sizes": (Shape(sizes=(2, 3)), np.ones((2, 3), int), (), True),
    "other sizes": (Shape(sizes=(2, 3)), np.ones((2, 3, 1)), (), False),
    "complex": (Shape(sizes=(2,)), A([1j, 2.0]), (), True),
    "a number": (Shape(sizes=()), 2, (), True),
    "no number": (Shape(sizes=()), A([2.0]), (), False),
    "a number, loosely": (Shape(sizes=(), shapes=LOOSE), A([2.0]), (), True),
    "a list": (Shape(sizes=(2,)), [1.0, 2.0], (), False),
    "a list, loosely": (Shape(sizes=(2,), shapes=LOOSE), [1.0, 2.0], (), True),
    "a column, loosely": (Shape(sizes=(2,), shapes=LOOSE), A([[1.0], [2.0]]), (), True),
}


@pytest.mark.parametrize(("kind", "got", "arguments", "expected"), SHAPES.values(), ids=SHAPES)
def test_shape(kind, got, arguments, expected):
    assert (kind.judge([answer(got, *arguments)]).credit == 1) is expected


def test_a_wrong_shape_is_told():
    found = Shape(like=0).judge([answer(np.ones((3, 2)), np.zeros((2, 3)))])
    assert (found.difference.got, found.difference.want) == ("an array of shape (3, 2)", "an array of shape (2, 3)")


# --- convergence ---------------------------------------------------------------------------------------------------


def euler(step):
    return (1 - step) ** round(1 / step)  # y' = -y from 1, at time 1


def heun(step):
    return (1 - step + step**2 / 2) ** round(1 / step)


def stepped(method, steps):
    return [answer(method(step), "decay", step, case=f"step{step}") for step in steps]


def counted(method, counts):
    return [answer(A([method(1 / count), 1.0]), "decay", count) for count in counts]


HALVES = (0.1, 0.05, 0.025)
ORDERS = {
    "euler": (Converges(step=1), stepped(euler, HALVES), ""),
    "heun": (Converges(step=1, order=2.0), stepped(heun, HALVES), ""),
    "euler where two is due": (
        Converges(step=1, order=2.0),
        stepped(euler, HALVES),
        "of order 1.05; 2 ± 0.2 is expected",
    ),
    "heun where one is due": (Converges(step=1), stepped(heun, HALVES), "of order 2."),
    "by number of steps": (Converges(step=1, order=2.0), counted(heun, (10, 20, 40)), ""),
    "by thirds": (Converges(step=1), stepped(euler, (0.1, 0.1 / 3, 0.1 / 9)), ""),
    "the last three count": (Converges(step=1), [*stepped(lambda _: 7.0, (0.2,)), *stepped(euler, HALVES)], ""),
    "no change": (Converges(step=1), stepped(lambda _: 0.37, HALVES), "shows no order"),
    "no limit": (Converges(step=1), stepped(lambda step: 1 / step, HALVES), "of order -1.00"),
    "one that is nan": (
        Converges(step=1),
        [*stepped(euler, (0.1, 0.05)), *stepped(lambda _: math.nan, (0.025,))],
        "finite numbers are expected",
    ),
    "a word": (Converges(step=1), stepped(lambda _: "small", HALVES), "finite numbers are expected; the text 'small'"),
    "another shape": (
        Converges(step=1),
        [*stepped(euler, (0.1, 0.05)), *stepped(lambda _: A([1.0, 2.0]), (0.025,))],
        "must have the same shape",
    ),
    "uneven steps": (Converges(step=1), stepped(euler, (0.1, 0.05, 0.02)), "changes by the same factor"),
    "the same step": (Converges(step=1), stepped(euler, (0.1, 0.1, 0.1)), "changes by the same factor"),
    "no step": (Converges(step=0), stepped(euler, HALVES), "argument 0 (from 0) of these inputs is not a step"),
    "no such argument": (Converges(step=5), stepped(euler, HALVES), "argument 5"),
    "two cases": (Converges(step=1), stepped(euler, HALVES[:2]), "changes by the same factor over three"),
}


@pytest.mark.parametrize(("kind", "answers", "said"), ORDERS.values(), ids=ORDERS)
def test_order_of_convergence(kind, answers, said):
    found = kind.judge(answers)
    assert (found.credit == 1) is (said == "") is (found.message == "")
    assert said in found.message


@given(st.floats(0.5, 4.0), st.floats(-5, 5), st.floats(0.1, 10), st.sampled_from([0.5, 0.25]))
def test_an_error_of_a_known_order_shows_it(order, limit, size, ratio):
    answers = stepped(lambda step: limit + size * step**order, (0.2, 0.2 * ratio, 0.2 * ratio**2))
    assert Converges(step=1, order=order, within=0.01).judge(answers).credit == 1
    assert Converges(step=1, order=order + 0.02, within=0.01).judge(answers).credit == 0


def test_two_cases_show_no_order():
    (fault,) = Converges().faults([1.0, 2.0])
    assert "at least three cases" in fault
    assert Converges().faults([1.0, 2.0, 3.0]) == ()


# --- what the teacher wrote ----------------------------------------------------------------------------------------

SENSELESS = {
    "orthogonal as a whole": (lambda: Orthogonal(each=Each.WHOLE), "`each` must be"),
    "within nothing": (Within, "must have `low` or `high`"),
    "within an empty range": (lambda: Within(low=1.0, high=1.0), "`low` below `high`"),
    "no shape": (Shape, "either `like`"),
    "two shapes": (lambda: Shape(like=0, sizes=(2,)), "either `like`"),
    "a negative size": (lambda: Shape(sizes=(2, -1)), "whole numbers from 0"),
    "a negative position": (lambda: Shape(like=-1), "position from 0"),
    "one argument for both": (lambda: Solves(right=0), "two different positions"),
    "a negative argument": (lambda: Solves(matrix=-1), "two different positions"),
    "order zero": (lambda: Converges(order=0.0), "above 0"),
    "a negative step": (lambda: Converges(step=-1), "position of an argument"),
}


@pytest.mark.parametrize(("make", "words"), SENSELESS.values(), ids=SENSELESS)
def test_options_that_make_no_sense_are_refused(make, words):
    with pytest.raises(ValueError, match="must") as caught:
        make()
    assert words in str(caught.value)


RUBRIC = """\
title: Small
file: small.py
reference: small_reference.py
cases: {some: [[[1, 2], [3, 4]], [1, 2]], coarse: [1, 0.2], middle: [1, 0.1], fine: [1, 0.05]}
exercises:
  - id: 1
    title: Properties
    points: 5
    checks:
      - {name: a, call: f, on: [some], kind: sums, each: column, to: 2}
      - {name: b, call: f, on: [some], kind: monotone, direction: decreasing, strictly: true}
      - {name: c, call: f, on: [some], kind: within, low: 0}
      - {name: d, call: f, on: [some], kind: shape, sizes: [2, 3]}
      - {name: e, call: f, on: [some], kind: shape, sizes: []}
      - {name: f, call: f, on: [some], kind: solves, matrix: 0, right: 1, least_squares: true, transposed: true}
      - {name: g, call: f, on: [some], kind: orthogonal, each: row, unit: false}
      - {name: h, call: f, on: [coarse, middle, fine], kind: converges, order: 2, step: 1}
      - name: i
        call: f
        on: [some]
        kind: parts
        parts: [{part: 0, kind: psd, strictly: true}, {part: 1, kind: symmetric, rtol: 1e-9}]
"""


def loaded(folder, text):
    (folder / "small_reference.py").write_text("def f(x, y):\n    return x\n")
    (folder / "rubric.yaml").write_text(text)
    return [check.kind for check in rubric.load(folder / "rubric.yaml").exercises[0].checks]


def test_a_rubric_says_them_in_one_line(tmp_path):
    *kinds, first, second = loaded(tmp_path, RUBRIC)
    assert kinds == [
        Sums(each=Each.COLUMN, to=2.0),
        Monotone(direction=Direction.DECREASING, strictly=True),
        Within(low=0.0),
        Shape(sizes=(2, 3)),
        Shape(sizes=()),
        Solves(least_squares=True, transposed=True),
        Orthogonal(each=Each.ROW, unit=False),
        Converges(order=2.0, step=1),
    ]
    assert (first.of, second.of) == (Psd(strictly=True), Symmetric(rtol=1e-9))


def test_a_rubric_that_says_them_wrongly_is_told_where(tmp_path):
    with pytest.raises(RubricError) as caught:
        loaded(tmp_path, RUBRIC.replace("each: column", "each: colum").replace("low: 0", "low: 3, high: 2"))
    first, second = caught.value.faults
    assert (first.line, second.line) == (10, 12)
    assert "did you mean 'column'?" in first.message
    assert "`low` below `high`" in second.message
