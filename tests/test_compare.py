"""How far apart two values are: every row is worked out by hand from |a - e| <= atol + rtol |e|."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.compare import Shapes, compare, describe, same_word, unsound_tolerance, words
from grader.model import Mismatch, Tolerance

STRICT, LOOSE = Shapes.STRICT, Shapes.LOOSE
A = np.array

SAME = {
    "equal numbers": (2.0, 2.0, STRICT),
    "int for float": (2, 2.0, STRICT),
    "numpy scalar as array without axes": (A(2.0), 2.0, STRICT),
    "just inside rtol": (1.0 + 1e-6, 1.0, STRICT),
    "small entry on the scale of its array": (A([1000.0, 0.0009]), A([1000.0, 0.0]), STRICT),
    "int array for float array": (A([1, 2]), A([1.0, 2.0]), STRICT),
    "empty arrays": (np.zeros((0, 2)), np.zeros((0, 2)), STRICT),
    "tuple of parts": ((A([1.0]), 2.0), (A([1.0]), 2.0), STRICT),
    "dict with more in it": ({"a": 1.0, "b": 2.0}, {"a": 1.0}, STRICT),
    "dict keys in another spelling": ({"ReLU": 1.0}, {"relu": 1.0}, STRICT),
    "complex where complex is due": (A([1j]), A([1j]), STRICT),
    "column for vector": (A([[1.0], [2.0]]), A([1.0, 2.0]), LOOSE),
    "row for vector": (A([[1.0, 2.0]]), A([1.0, 2.0]), LOOSE),
    "list for vector": ([1, 2.0], A([1.0, 2.0]), LOOSE),
    "list of one-element arrays": ([A([1.0]), A([2.0])], A([1.0, 2.0]), LOOSE),
    "one-element array for number": (A([[3.0]]), 3.0, LOOSE),
    "one-element list for number": ([3.0], 3.0, LOOSE),
    "number for vector of one": (3.0, A([3.0]), LOOSE),
    "list for tuple": ([1.0, 2.0], (1.0, 2.0), LOOSE),
    "nested list for matrix of its shape": ([[1.0, 2.0]], A([[1.0, 2.0]]), LOOSE),
}

DIFFERENT = {
    "just outside": (1.0 + 2.1e-6, 1.0, STRICT, Mismatch.NUMBERS),
    "nan": (math.nan, 1.0, STRICT, Mismatch.NOT_FINITE),
    "nan everywhere": (A([math.nan] * 3), A([1.0, 2.0, 3.0]), STRICT, Mismatch.NOT_FINITE),
    "inf": (A([1.0, math.inf]), A([1.0, 2.0]), STRICT, Mismatch.NOT_FINITE),
    "none": (None, 1.0, STRICT, Mismatch.KIND),
    "true for one": (True, 1.0, STRICT, Mismatch.KIND),
    "array of truth values": (A([True, False]), A([1.0, 0.0]), LOOSE, Mismatch.KIND),
    "list with a truth value": ([True, 0.0], A([1.0, 0.0]), LOOSE, Mismatch.KIND),
    "text": ("1.0", 1.0, LOOSE, Mismatch.KIND),
    "list of text": (["1.0"], A([1.0]), LOOSE, Mismatch.KIND),
    "ragged list": ([[1.0], [1.0, 2.0]], A([1.0, 1.0, 2.0]), LOOSE, Mismatch.KIND),
    "complex for real": (A([1.0 + 0j]), A([1.0]), STRICT, Mismatch.KIND),
    "list for vector": ([1.0, 2.0], A([1.0, 2.0]), STRICT, Mismatch.KIND),
    "list for tuple": ([1.0, 2.0], (1.0, 2.0), STRICT, Mismatch.KIND),
    "too few parts": ((1.0,), (1.0, 2.0), LOOSE, Mismatch.KIND),
    "dict without a key": ({"a": 1.0}, {"a": 1.0, "b": 2.0}, LOOSE, Mismatch.KIND),
    "column for vector": (A([[1.0], [2.0]]), A([1.0, 2.0]), STRICT, Mismatch.SHAPE),
    "scalar for array": (1.0, A([1.0, 1.0]), LOOSE, Mismatch.SHAPE),
    "square for vector": (np.ones((2, 2)), np.ones(4), LOOSE, Mismatch.SHAPE),
    "transposed matrix": (np.ones((3, 2)), np.ones((2, 3)), LOOSE, Mismatch.SHAPE),
    "flat for matrix": (np.ones(6), np.ones((2, 3)), LOOSE, Mismatch.SHAPE),
    "two numbers for one": ([1.0, 1.0], 1.0, LOOSE, Mismatch.SHAPE),
}


@pytest.mark.parametrize(("got", "want", "shapes"), SAME.values(), ids=SAME)
def test_same(got, want, shapes):
    assert compare(got, want, Tolerance(), shapes) is None


@pytest.mark.parametrize(("got", "want", "shapes", "mismatch"), DIFFERENT.values(), ids=DIFFERENT)
def test_different(got, want, shapes, mismatch):
    difference = compare(got, want, Tolerance(), shapes)
    assert difference is not None
    assert difference.mismatch is mismatch
    assert words(difference)


def test_evidence_counts_ranks_and_places_what_is_off():
    want = A([[1.0, 2.0, 4.0], [8.0, 0.0, 1.0]])
    got = A([[1.0, 2.5, 4.0], [8.0, 0.0, 1.001]])
    difference = compare(got, want, Tolerance(rtol=0.0, atol=1e-3 / 2))
    assert (difference.outside, difference.total) == (2, 6)
    assert [entry.index for entry in difference.entries] == [(0, 1), (1, 2)]
    assert difference.entries[0].error == 0.5
    assert difference.worst_ratio == pytest.approx(1000.0)


def test_at_most_ten_rows_of_evidence():
    difference = compare(np.ones(50), np.zeros(50), Tolerance(atol=0.1))
    assert (difference.outside, len(difference.entries)) == (50, 10)


WORDS = {
    "number": (0.41, 0.39, "0.41 where 0.39 ± 8e-07 is expected."),
    "array": (
        A([1.0, 3.0]),
        A([1.0, 2.0]),
        "1 of 2 values differ; the worst, at [1], is 3 where 2 ± 4e-06 is expected.",
    ),
    "shape": (
        np.ones((3, 2)),
        np.ones((2, 3)),
        "an array of shape (2, 3) is expected; an array of shape (3, 2) is returned.",
    ),
    "kind": (None, 1.0, "a number is expected; None is returned."),
    "part": ((1.0, 5.0), (1.0, 2.0), "In part [1]: 5 where 2 ± 4e-06 is expected."),
    "not finite": (A([1.0, math.nan]), A([1.0, 2.0]), "1 of 2 values are not finite numbers; nan at [1]."),
    "one not finite": (math.inf, 1.0, "the value is inf, not a finite number."),
}


@pytest.mark.parametrize(("got", "want", "sentence"), WORDS.values(), ids=WORDS)
def test_words(got, want, sentence):
    assert words(compare(got, want, Tolerance())) == sentence


UNSOUND = {
    "zero everywhere without atol": (np.zeros(2), Tolerance(), "exact zero"),
    "a zero with atol 0": (A([1.0, 0.0]), Tolerance(atol=0.0), "exact zero"),
    "not finite": (A([math.inf]), Tolerance(), "not finite"),
    "text": ("right", Tolerance(), "not made of numbers"),
    "a part that is zero": ((1.0, 0.0), Tolerance(), "exact zero"),
}
SOUND = {
    "a zero among others": (A([1.0, 0.0]), Tolerance()),
    "zeros with atol": (np.zeros(2), Tolerance(atol=1e-9)),
    "empty": (np.zeros(0), Tolerance()),
}


@pytest.mark.parametrize(("want", "tolerance", "fragment"), UNSOUND.values(), ids=UNSOUND)
def test_a_tolerance_that_cannot_judge_is_refused(want, tolerance, fragment):
    assert fragment in unsound_tolerance(want, tolerance)


@pytest.mark.parametrize(("want", "tolerance"), SOUND.values(), ids=SOUND)
def test_a_tolerance_that_can_judge_is_accepted(want, tolerance):
    assert unsound_tolerance(want, tolerance) == ""


WORD_PAIRS = {
    "case": ("Softmax", "softmax", True),
    "outer spaces": ("  softmax\n", "softmax", True),
    "hyphen for space": ("more-measurements", "more measurements", True),
    "hyphen for nothing": ("soft-max", "softmax", True),
    "both hyphenated": ("N-LMS", "NLMS", True),
    "another word": ("sigmoid", "softmax", False),
    "empty": ("", "softmax", False),
    "inner space": ("soft max", "softmax", False),
}


@pytest.mark.parametrize(("one", "other", "same"), WORD_PAIRS.values(), ids=WORD_PAIRS)
def test_words_agree_without_case_outer_spaces_hyphens(one, other, same):
    assert same_word(one, other) is same
    assert same_word(other, one) is same


DESCRIPTIONS = {
    "none": (None, "None"),
    "number": (3, "the number 3"),
    "number of many digits": (10**400, "the number 1.0000000e+400"),
    "array": (np.ones((2, 3)), "an array of shape (2, 3)"),
    "truth array": (A([True]), "an array of True/False of shape (1,)"),
    "numpy scalar": (A(1.5), "the number 1.5"),
    "text": ("x" * 100, f"the text {'x' * 40!r}"),
    "dict": ({"a": 1}, "a dict with 'a'"),
}


@pytest.mark.parametrize(("value", "text"), DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_describe(value, text):
    assert describe(value) == text


finite = st.floats(-1e100, 1e100, allow_nan=False)


@given(arrays.arrays(np.float64, arrays.array_shapes(max_dims=3, max_side=4), elements=finite), st.floats(1e-12, 0.1))
def test_a_value_agrees_with_itself_and_with_nothing_further_away_than_the_tolerance(want, rtol):
    tolerance = Tolerance(rtol=rtol, atol=1e-3)
    assert compare(want.copy(), want, tolerance) is None
    away = want + 3 * (1e-3 + rtol * np.abs(want).max())
    assert compare(away, want, tolerance).outside == want.size


@given(arrays.arrays(np.float64, 4, elements=finite), st.floats(1e-3, 1e3))
def test_scaling_both_sides_changes_no_verdict(want, factor):
    got = want + 1e-5
    plain = compare(got, want, Tolerance(rtol=1e-6, atol=1e-6 * (np.abs(want).max() + 1)))
    scaled = compare(got * factor, want * factor, Tolerance(rtol=1e-6, atol=factor * 1e-6 * (np.abs(want).max() + 1)))
    assert (plain is None) == (scaled is None)
