"""Named causes: each wrong answer is made from the expected one by plain NumPy here, apart from the code under test."""

import math
import re
import time
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader import diagnose as room
from grader.diagnose import SENTENCES, Pair, diagnose
from grader.model import Tolerance

A = np.array
rng = np.random.default_rng(7)
V = A([0.7319, -1.2846, 2.9173, 0.4462, -3.8057, 1.6628])  # a vector
P = A([0.2371, 0.6854, 1.4427, 2.9318, 0.8763])  # positive
M = A([[0.7319, -1.2846, 2.9173], [0.4462, -3.8057, 1.6628], [5.1937, 0.3481, -0.9276], [1.1379, 2.2841, -4.6613]])
S = M[:3]  # square
T = rng.normal(size=(2, 3, 4))
W = rng.normal(size=(4, 4))
Z = V[:4] + 1j * A([0.6153, 2.4789, -1.3392, 0.5127])
X, Y = rng.normal(size=(3, 8)), rng.normal(size=8)
LONG = rng.normal(size=12)


def with_nan(array, *places):
    changed = array.astype(float)
    changed[list(places)] = math.nan
    return changed


def changed(array, **entries):
    new = array.copy()
    for place, value in entries.items():
        new[tuple(int(axis) for axis in re.findall(r"\d", place))] = value
    return new


# what is named: got, want, arguments, a piece of the sentence
NAMED = {
    "input: vector": ("input", Y, np.tanh(Y), (X, Y), "argument 2"),
    "input: where some values stay": ("input", V, np.maximum(V, 0) + 0.0, (V,), "argument 1"),
    "input: the transpose is asked": ("input", M, M.T, (M,), "argument 1"),
    "input: one that is a list": ("input", V, V * 1.7 + 0.2, (V.tolist(),), "argument 1"),
    "extra axis: column for vector": ("extra_axis", V[:, None], V, (), "too many"),
    "extra axis: vector for row": ("extra_axis", V, V[None], (), "too few"),
    "extra axis: array for number": ("extra_axis", A([[0.7319]]), A(0.7319), (), "too many"),
    "flattened: rows": ("flattened", M.ravel(), M, (), "row after row"),
    "flattened: columns": ("flattened", M.T.ravel(), M, (), "column after column"),
    "flattened: all equal": ("flattened", np.ones(6), np.ones((2, 3)), (), "one vector"),
    "sign: vector": ("sign", -V, V, (), "-1 times"),
    "sign: one number": ("sign", A(-0.41), A(0.41), (), "sign"),
    "sign: one for one": ("sign", A(-1.0), A(1.0), (), "sign"),
    "sign: all negative, so that it is the absolute value as well": ("sign", P, -P, (), "sign"),
    "factor: 2": ("factor_two", 2 * V, V, (), "2 times"),
    "factor: 1/2 of one number": ("factor_two", A(0.36595), A(0.7319), (), "divided by 2."),
    "factor: 2 of small whole numbers": ("factor_two", A([6, 10, 14]), A([3, 5, 7]), (), "2 times"),
    "factor: 2 before a size": ("factor_two", V[:2] / 2, V[:2], (V[:2],), "divided by 2."),
    "factor: pi": ("factor", V / math.pi, V, (), "divided by π"),
    "factor: 2 pi": ("factor", A(0.7319 * 6.283185307179586), A(0.7319), (), "2π times"),
    "factor: degrees": ("factor", np.degrees(V), V, (), "degrees"),
    "factor: radians": ("factor", np.radians(V), V, (), "divided by 180/π"),
    "factor: log to base 10 for ln": ("factor", np.log10(P), np.log(P), (), "divided by ln 10"),
    "factor: log to base 2 for ln": ("factor", np.log2(P), np.log(P), (), "divided by ln 2"),
    "factor: log to base 2 for 10": ("factor", np.log2(P), np.log10(P), (), "log2 10"),
    "factor: per cent": ("factor", 100 * P, P, (), "100 times"),
    "factor: milli": ("factor", P / 1000, P, (), "divided by 1000."),
    "transposed": ("transposed", M.T, M, (), "transpose"),
    "transposed: square": ("transposed", S.T, S, (), "transpose"),
    "transposed: row for column": ("transposed", V[None], V[:, None], (), "transpose"),
    "reversed: vector": ("reversed", V[::-1], V, (), "values"),
    "reversed: rows": ("reversed", M[::-1], M, (), "rows"),
    "reversed: columns": ("reversed", M[:, ::-1], M, (), "columns"),
    "reversed: third axis": ("reversed", T[:, :, ::-1], T, (), "axis 2"),
    "conjugate": ("conjugate", Z.real - 1j * Z.imag, Z, (), "conjugate"),
    "real part": ("real_part", Z.real, Z, (), "real"),
    "real part, still complex": ("real_part", Z.real + 0j, Z, (), "real"),
    "imaginary part": ("imaginary_part", Z.imag, Z, (), "imaginary"),
    "squared": ("squared", V * V, V, (), "square of"),
    "root": ("root", P**0.5, P, (), "square root"),
    "reciprocal": ("reciprocal", P**-1, P, (), "1 divided by"),
    "reciprocal of zero": ("reciprocal", A([math.inf, 1 / 0.73, 1 / 2.31]), A([0.0, 0.73, 2.31]), (), "1 divided by"),
    "inverse": ("inverse", np.linalg.solve(S, np.eye(3)), S, (), "inverse"),
    "complement": ("complement", 1 - P, P, (), "1 minus"),
    "logarithm: natural": ("logarithm", np.log(P), P, (), "natural"),
    "logarithm: base 10": ("logarithm", np.log(P) / np.log(10), P, (), "base 10"),
    "logarithm: decibels": ("logarithm", 20 * np.log(P) / np.log(10), P, (), "20 times"),
    "power: e": ("power", math.e**V, V, (), "e to the power"),
    "power: 2": ("power", 2.0**V, V, (), "2 to the power"),
    "clipped": ("clipped", np.where(V < 0, 0, V), V, (), "negative"),
    "nan replaced": ("nan_replaced", A([0.0, 2.7319, 0.0, 3.1]), A([math.nan, 2.7319, math.inf, 3.1]), (), "0"),
    "diagonal: filled": ("diagonal", np.diag([S[0, 0], S[1, 1], S[2, 2]]), S, (), "diagonal"),
    "diagonal: alone": ("diagonal", A([S[0, 0], S[1, 1], S[2, 2]]), S, (), "diagonal"),
    "off diagonal": ("off_diagonal", np.where(np.eye(3) == 1, 0, S), S, (), "diagonal is 0"),
    "cumulative": ("cumulative", A([V[: k + 1].sum() for k in range(6)]), V, (), "values"),
    "cumulative: columns": ("cumulative", np.stack([M[:, : k + 1].sum(1) for k in range(3)], 1), M, (), "columns"),
    "differences": ("differences", V[1:] - V[:-1], V, (), "neighbouring values"),
    "differences: first kept": ("differences", V - np.append(0, V[:-1]), V, (), "neighbouring values"),
    "differences: rows": ("differences", M[1:] - M[:-1], M, (), "neighbouring rows"),
    "piece: first row": ("piece", M[0], M, (), "first of the rows"),
    "piece: first row as a matrix": ("piece", M[:1], M, (), "first of the rows"),
    "piece: last column": ("piece", M[:, -1], M, (), "last of the columns"),
    "piece: first value": ("piece", A(V[0] + 3.0), V + 3.0, (), "first of the values"),
    "reduced: sum": ("reduced", A(math.fsum(V)), V, (), "The sum of"),
    "reduced: mean": ("reduced", A([math.fsum(V) / 6]), V, (), "The mean of"),
    "reduced: norm": ("reduced", A(math.hypot(*V)), V, (), "The norm of"),
    "reduced: sum over the rows": ("reduced", A([math.fsum(column) for column in M.T]), M, (), "sum over the rows"),
    "reduced: sum over the columns": ("reduced", A([[math.fsum(row)] for row in M]), M, (), "sum over the columns"),
    "other axis: sum": ("other_axis", A([sum(row) for row in M]), A([sum(column) for column in M.T]), (M,), "sum"),
    "other axis: sum, square": ("other_axis", A([sum(r) for r in S]), A([sum(c) for c in S.T]), (Y, S), "argument 2"),
    "other axis: over all": ("other_axis", A(M.var()), M.var(0), (M,), "variance of argument 1"),
    "other axis: not over all": (
        "other_axis",
        A([sum(row) for row in M]),
        A(sum(M.ravel())),
        (M,),
        "sum of argument 1",
    ),
    "other axis: softmax": (
        "other_axis",
        np.exp(M) / np.exp(M).sum(1)[:, None],
        np.exp(M) / np.exp(M).sum(0),
        (M,),
        "softmax",
    ),
    "absolute": ("absolute", (V * V) ** 0.5, V, (), "absolute"),
    "absolute: complex": ("absolute", np.hypot(Z.real, Z.imag), Z, (), "absolute"),
    "mean for sum": ("mean_for_sum", A(0.7319 / 8), A(0.7319), (Y,), "entries of argument 1"),
    "mean for sum: rows": ("mean_for_sum", M.sum(0) / 7, M.sum(0), (np.ones((7, 5)),), "rows of argument 1"),
    "sum for mean: columns": ("sum_for_mean", 5 * V, V, (np.ones((7, 5)),), "columns of argument 1"),
    "sum for mean: two names": ("sum_for_mean", 8 * P, P, (X, Y), "columns of argument 1 or entries of argument 2"),
    "mean for sum: the answer's own size": ("mean_for_sum", P / 5, P, (), "entries of the answer"),
    "argument as a factor": ("argument_factor", 0.0625 * V, V, (X, 0.0625), "times argument 2"),
    "division by an argument": ("argument_factor", V / 0.13, V, (0.13,), "divided by argument 1"),
    "degrees of freedom": ("degrees_of_freedom", P * 8 / 7, P, (Y,), "n - 1, not by n"),
    "degrees of freedom: root": ("degrees_of_freedom", P * (7 / 8) ** 0.5, P, (Y,), "by n, not by n - 1"),
    "triangle: upper": ("triangle", np.where([[1, 1, 1], [0, 1, 1], [0, 0, 1]], S, 0), S, (), "upper"),
    "triangle: below": ("triangle", np.where([[0, 0, 0], [1, 0, 0], [1, 1, 0]], S, 0), S, (), "below"),
    "rolled: later": ("rolled", np.append(V[-1], V[:-1]), V, (), "later"),
    "rolled: columns earlier": ("rolled", M[:, [1, 2, 0]], M, (), "columns stand one place earlier"),
    "missing entry: first": ("missing_entry", V[1:], V, (), "first of the values"),
    "missing entry: last column": ("missing_entry", M[:, :-1], M, (), "last of the columns"),
    "extra entry: front": ("extra_entry", np.append(1.0, V), V, (), "front"),
    "extra entry: row at the end": ("extra_entry", np.vstack([M, np.ones(3)]), M, (), "rows there is one more"),
    "sorted: ascending": ("sorted", A(sorted(V)), V, (), "ascending"),
    "sorted: descending": ("sorted", A(sorted(V, reverse=True)), V, (), "descending"),
    "reshaped": ("reshaped", M.reshape(3, 4), M, (), "shape"),
    "rounded: 2 decimals": ("rounded", A([0.73, -1.28, 2.92, 0.45, -3.81, 1.66]), V, (), "2 decimals"),
    "rounded: 1 decimal": ("rounded", A([0.7, -1.3, 2.9, 0.4, -3.8, 1.7]), V, (), "1 decimal."),
    "rounded: whole numbers": ("rounded", A([1, -1, 3, 0, -4, 2]), V, (), "whole"),
    "shifted: later, 0 first": ("shifted", np.append(0, V[:-1]), V, (), "later"),
    "shifted: earlier, the last one twice": ("shifted", np.append(V[1:], V[-1]), V, (), "earlier"),
    "truncated": ("truncated", A([int(v) for v in 100 * V]), 100 * V, (), "whole number"),
    "rows permuted": ("rows_permuted", M[[2, 0, 1, 3]], M, (), "rows"),
    "columns permuted": ("columns_permuted", M[:, [1, 0, 2]], M, (), "columns"),
    "size factor: 2/m": ("size_factor", 2 * V / 9, V, (np.ones(9),), "divided by the number of entries"),
    "size factor: 1/(2m)": ("size_factor", V / 18, V, (np.ones(9),), "divided by 2 and the number"),
    "size factor: root": ("size_factor", V / 13**0.5, V, (np.ones(13),), "root of the number"),
    "size factor: square of an argument": ("size_factor", V * 0.1369, V, (0.37,), "square of argument 1"),
    "reordered": ("reordered", V[[1, 0, 3, 2, 5, 4]], V, (), "order"),
    "reordered: complex": ("reordered", Z[[1, 0, 3, 2]], Z, (), "order"),
    "any factor": ("any_factor", -2.37 * V, V, (), "factor"),
    "any factor: complex": ("any_factor", (0.3 + 1j) * Z, Z, (), "factor"),
    "offset": ("offset", V + 0.77, V, (), "constant"),
    "not finite": ("not_finite", with_nan(V, 2, 5), V, (), "at [2]"),
    "one entry": ("one_entry", changed(V, at3=9.9), V, (), "at [3]"),
    "one entry: matrix": ("one_entry", changed(M, at2_1=9.9), M, (), "at [2, 1]"),
    "one entry: nan": ("not_finite", changed(M, at2_1=math.nan), M, (), "at [2, 1]"),
    "edge: vector": ("edge", changed(changed(V, at0=0.1), at5=0.3), V, (), "edge"),
    "edge: matrix": ("edge", W * A([[1.1], [1], [1], [1]]) * A([1, 1, 1, 1.3]), W, (), "edge"),
    "from index": ("from_index", np.append(LONG[:8], [1, 2, 3, 4]), LONG, (), "first 8 values"),
    "from index: rows": ("from_index", np.vstack([M, -M * M]), np.vstack([M, M]), (), "first 4 rows"),
}


def digits_of(*values):
    """Numbers of some length as they may stand in a sentence, to 3 digits."""
    numbers = np.concatenate([np.ravel(value) for value in values])
    parts = np.concatenate([np.real(numbers), np.imag(numbers)])
    return {f"{abs(part):.{3}g}" for part in parts if math.isfinite(part) and part % 1}


@pytest.mark.parametrize(("name", "got", "want", "arguments", "words"), NAMED.values(), ids=NAMED)
def test_named(name, got, want, arguments, words):
    cause = diagnose([Pair(got=got, want=want, arguments=arguments)], Tolerance())
    assert cause is not None
    assert (cause.name, words in cause.says) == (name, True), cause
    assert not [number for number in digits_of(want) if number in cause.says]


def test_every_cause_has_a_sentence_a_row_and_a_test():
    assert {row.name for row in room._ROWS} == set(SENTENCES) == {row[0] for row in NAMED.values()} | {"float32"}


def test_the_simplest_are_tried_first():
    ranks = [row.rank for row in room._ROWS]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_sentences_are_plain(sentence):
    assert sentence[0].isupper() or sentence.startswith("{")
    assert sentence.endswith(".")
    assert not re.search(r"\b(you|your|error|fail\w*|should|must|!)\b", sentence)


ANTISYMMETRIC, HERMITIAN = A([[0, 1.37], [-1.37, 0]]), A([[1.1, 1j], [-1j, 2.7]])
PALINDROME, ODD = A([1.5, 2.5, 1.5]), A([1.37, 0.4, 0, -0.4, -1.37])
TWO, THREE, FOUR, NINE = (np.ones(size) for size in (2, 3, 4, 9))

# --- several cases -------------------------------------------------------------------------------------------------


def pairs(*cases):
    return [Pair(got=A(got), want=A(want), arguments=tuple(arguments)) for got, want, *arguments in cases]


SEVERAL = {
    "1/m with m of each case": (pairs((0.7319 / 4, 0.7319, FOUR), (3.1174 / 9, 3.1174, NINE)), "mean_for_sum"),
    "one number a case, one factor": (pairs((1.4638, 0.7319), (6.2348, 3.1174)), "factor_two"),
    "roots of single numbers": (pairs((0.7319**0.5, 0.7319), (3.1174**0.5, 3.1174)), "root"),
    "four single numbers and one constant": (pairs(*((w + 0.41, w) for w in P[:4])), "offset"),
    "four single numbers and one factor": (pairs(*((w * 0.41, w) for w in P[:4])), "any_factor"),
    "a case that stays right under the cause": (pairs((-V, V), (0.0, 0.0)), "sign"),
    "sizes that differ": (pairs((V[::-1], V), (P[::-1], P)), "reversed"),
    "palindromes beside a telling case": (pairs((PALINDROME, PALINDROME), (V[::-1], V)), "reversed"),
    "antisymmetric beside a telling case": (pairs((-ANTISYMMETRIC, ANTISYMMETRIC), (M.T, M)), "transposed"),
    "m = 2 beside another m": (pairs((0.7319 / 2, 0.7319, TWO), (3.1174 / 3, 3.1174, THREE)), "mean_for_sum"),
    "shapes of several cases": (pairs((V[:, None], V), (P[:, None], P)), "extra_axis"),
    "one entry, the other case right": (pairs((V, V), (changed(P, at3=0.1), P)), "one_entry"),
}


@pytest.mark.parametrize(("cases", "name"), SEVERAL.values(), ids=SEVERAL)
def test_several_cases(cases, name):
    cause = diagnose(cases, Tolerance())
    assert cause is not None
    assert cause.name == name


# --- never a guess -------------------------------------------------------------------------------------------------

NOISE = rng.normal(size=6)
SILENT = {
    "right": pairs((V, V)),
    "right within the tolerance": pairs((V * (1 + 1e-7), V)),
    "no cases": [],
    "noise": pairs((NOISE, V)),
    "noise on the right answer": pairs((V + 1e-3 * NOISE, V)),
    "noise on a cause": pairs((-V + 1e-3 * NOISE, V)),
    "two causes: sign of the squares": pairs((-V * V, V)),
    "two causes: factor and constant": pairs((2 * V + 1, V)),
    "two causes: cumulative and reversed": pairs((np.cumsum(V)[::-1], V)),
    "two causes: root of the mean": pairs(((0.7319 / 4) ** 0.5, 0.7319, FOUR), ((3.117 / 9) ** 0.5, 3.117, NINE)),
    "two causes: transposed and squared": pairs((M.T**2, M)),
    "one case explained, the other not": pairs((-V, V), (P[::-1] * 1.1, P)),
    "one case explained, the other right": pairs((-V, V), (P, P)),
    "each case its own factor": pairs((2 * V, V), (3 * P, P)),
    "each case its own constant": pairs((V + 1.1, V), (P + 2.2, P)),
    "each case its own cause": pairs((-V, V), (P**2, P)),
    "one number, some factor": pairs((0.7319 * 2.37, 0.7319)),
    "three numbers, some factor": pairs((V[:3] * 2.37, V[:3])),
    "two single numbers, some constant": pairs((0.7319 + 0.41, 0.7319), (3.1174 + 0.41, 3.1174)),
    "one number, its square": pairs((0.7319**2, 0.7319)),
    "one number, its logarithm": pairs((math.log(0.7319), 0.7319)),
    "one small whole number and its half": pairs((6, 12)),
    "two is 1 + 1, 2 * 1 and 2 to the power of 1": pairs((2, 1)),
    "four is 2 + 2, 2 * 2 and 2 squared": pairs((4.0, 2.0)),
    "three whole numbers and their squares": pairs((A([1, 4, 9]), A([1, 2, 3]))),
    "all zero": pairs((np.zeros(6), V)),
    "zero is expected": pairs((V, np.zeros(6))),
    "zero is expected, one constant came": pairs((np.full(6, 0.37), np.zeros(6))),
    "constant for constant": pairs((np.full(6, 5.31), np.full(6, 3.17))),
    "constant for constant, squared": pairs((np.full(6, 3.17**2), np.full(6, 3.17))),
    "a constant so large that all else is lost in it": pairs((1e12 + V, V)),
    "antisymmetric: sign or transposed": pairs((-ANTISYMMETRIC, ANTISYMMETRIC)),
    "odd about its middle: sign or reversed": pairs((-ODD, ODD)),
    "shares that add up to one: complement or reversed": pairs((A([0.7319, 0.2681]), A([0.2681, 0.7319]))),
    "Hermitian: conjugate or transposed": pairs((HERMITIAN.conj(), HERMITIAN)),
    "labels in another order": pairs((A([1, 0, 0, 1, 1]), A([0, 1, 1, 0, 1]))),
    "labels exchanged": pairs((A([1, 0, 0, 1, 1]), A([0, 1, 1, 0, 0]))),
    "one of four, all else zero": pairs((np.zeros(4), A([0, 0, 1.37, 0]))),
    "small whole numbers and a size": pairs((3, 12, np.ones(4))),
    "a small argument that came back": pairs((2.0, 5.0, 2.0)),
    "a number for a vector": pairs((0.3, V)),
    "a number for a square matrix": pairs((0.0, S)),
    "a singular matrix": pairs((np.ones((2, 2)), A([[1.37, 1.37], [1.37, 1.37]]))),
    "a vector for a number": pairs((V, 0.3)),
    "other shapes": pairs((NOISE[:4], V)),
    "zeros in a transposed shape": pairs((np.zeros((2, 3)), np.zeros((3, 2)))),
    "only the middle of a small matrix is right": pairs((S + A([[1, 2, 3], [4, 0, 5], [6, 7, 8]]), S)),
    "nan everywhere": pairs((np.full(6, math.nan), V)),
    "empty": pairs((np.zeros(0), np.zeros(0)), (-V, V)),
    "no numbers": [Pair(got=A(["a"]), want=A([1.0]))],
    "truth values": [Pair(got=~A([True, False]), want=A([True, False]))],
}


@pytest.mark.parametrize("cases", SILENT.values(), ids=SILENT)
def test_nothing_is_named(cases):
    assert diagnose(cases, Tolerance()) is None


def test_float32_is_named_where_the_tolerance_is_finer():
    case = [Pair(got=V.astype(np.float32).astype(float), want=V)]
    strict = diagnose(case, Tolerance(rtol=1e-12))
    assert strict is not None
    assert strict.name == "float32"
    assert diagnose([Pair(got=V + 1e-8 * NOISE, want=V)], Tolerance(rtol=1e-12)) is None


@pytest.mark.parametrize("rtol", [1e-1, 1e-2])
def test_a_wide_tolerance_makes_single_numbers_say_little(rtol):
    near_pi = [Pair(got=A(3.15 * 0.7319), want=A(0.7319))]
    assert diagnose(near_pi, Tolerance(rtol=rtol)) is None


def test_a_stated_atol_is_meant_on_the_scale_of_the_expected_values():
    tolerance = Tolerance(rtol=0.0, atol=1e-6)
    cause = diagnose([Pair(got=1000 * V + 5e-4, want=V)], tolerance)
    assert cause is not None
    assert cause.name == "factor"
    assert diagnose([Pair(got=1000 * V + 5e-3, want=V)], tolerance) is None


def test_the_tolerance_is_kept_entry_by_entry():
    just = [Pair(got=-V * (1 + 0.9e-6), want=V)]
    beyond = [Pair(got=-V + A([0, 0, 1e-5, 0, 0, 0]), want=V)]
    assert diagnose(just, Tolerance()) is not None
    assert diagnose(beyond, Tolerance()) is None


def test_an_order_is_an_assignment_and_not_a_greedy_choice():
    # Row 0 fits columns 0 and 1, row 1 column 0 only: a choice that is never taken back leaves row 1 without one.
    assert room._assignable(A([[True, True, False], [True, False, False], [False, False, True]]))
    assert not room._assignable(A([[True, False, False], [True, False, False], [True, True, True]]))


@given(seed=st.integers(0, 2**32 - 1), shape=arrays.array_shapes(min_dims=0, max_dims=3, max_side=5))
@settings(max_examples=60, deadline=None)
def test_noise_is_never_named(seed, shape):
    draw = np.random.default_rng(seed).normal
    case = Pair(got=draw(size=shape), want=draw(size=shape), arguments=(draw(size=shape), draw(size=7), float(draw())))
    assert diagnose([case], Tolerance()) is None


NUMBERS = st.sampled_from([np.float64, np.complex128, np.float32, np.int64, np.uint8])


def any_array():
    shapes = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
    return NUMBERS.flatmap(lambda dtype: arrays.arrays(dtype, shapes))


@given(
    cases=st.lists(st.tuples(any_array(), any_array(), st.lists(any_array(), max_size=2)), max_size=3),
    same=st.booleans(),
    rtol=st.sampled_from([0.0, 1e-6, 0.5]),
    atol=st.sampled_from([None, 0.0, 1e-3]),
)
@settings(max_examples=150, deadline=None)
def test_any_numbers_can_be_diagnosed(cases, same, rtol, atol):
    made = [
        Pair(got=got, want=np.resize(want, got.shape) if same else want, arguments=tuple(arguments))
        for got, want, arguments in cases
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cause = diagnose(made, Tolerance(rtol=rtol, atol=atol))
    assert cause is None or cause.name in SENTENCES


@given(want=any_array(), other=any_array())
@settings(max_examples=60, deadline=None)
def test_what_is_right_has_no_cause(want, other):
    assert diagnose([Pair(got=want, want=want, arguments=(other,))], Tolerance()) is None


# --- bounds --------------------------------------------------------------------------------------------------------


def test_beyond_the_caps_nothing_is_said():
    big = np.random.default_rng(1).normal(size=room.MAX_NUMBERS + 1)
    assert diagnose([Pair(got=-big, want=big)], Tolerance()) is None
    assert diagnose([Pair(got=-big[1:], want=big[1:])], Tolerance()) is not None
    assert diagnose([Pair(got=-V, want=V)] * (room.MAX_CASES + 1), Tolerance()) is None


def test_an_order_of_many_is_not_looked_for():
    many = np.random.default_rng(1).normal(size=room.MAX_ORDERED + 1)
    shuffled = np.random.default_rng(2).permutation(many)
    assert diagnose([Pair(got=shuffled, want=many)], Tolerance()) is None
    assert diagnose([Pair(got=np.roll(shuffled[1:], 3), want=shuffled[1:])], Tolerance()) is not None


def test_a_wrong_answer_costs_little():
    draw = np.random.default_rng(3).normal
    cases = [Pair(got=draw(size=100), want=draw(size=100), arguments=(draw(size=(5, 20)),)) for _ in range(5)]
    seconds = []
    for _ in range(10):
        start = time.process_time()
        diagnose(cases, Tolerance())
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.02  # ten times what it takes, so that a busy machine does not fail it
