"""What `same` lets through and stops: by hand, and against trying every transformation there is."""

import itertools
import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from grader import rubric
from grader.checks.invariance import MAX_ITEMS, Same, UpTo, matching
from grader.checks.values import Close, Factor
from grader.compare import Shapes
from grader.errors import RubricError
from grader.model import Action, Answer, Question, Returned

A = np.array
V = A([[1.0, 2.0, -1.0], [0.5, 0.0, 3.0], [4.0, -1.0, 1.0]])
TURN = np.exp(0.7j)


def same(*up_to, **options):
    return Same(up_to=tuple(map(UpTo, up_to)), **options)


def answer(got, want, case="inputs"):
    return Answer(question=Question(Action.CALL, "f", case), got=Returned(value=got), want=want)


def finding(kind, *pairs):
    return kind.judge([answer(*pair, case=f"case{n}") for n, pair in enumerate(pairs)])


def right(kind, got, want):
    return finding(kind, (got, want)).credit == 1


# what is open, what came, what is expected, whether it is right
TABLE = {
    "positive_factor: twice": (["positive_factor"], 2 * V, V, True),
    "positive_factor: negative": (["positive_factor"], -2 * V, V, False),
    "positive_factor: zero": (["positive_factor"], 0 * V, V, False),
    "positive_factor: plus a constant": (["positive_factor"], V + 1, V, False),
    "factor: negative": (["factor"], -2 * V, V, True),
    "factor: as large as floats go": (["factor"], 1e307 * V, V, True),
    "factor: tiny": (["factor"], 1e-300 * V, V, True),
    "factor: tiny noise": (["factor"], 1e-300 * A([1.0, 1.0]), A([1.0, 2.0]), False),
    "factor: one for all columns": (["factor"], V * [1.0, 2.0, 1.0], V, False),
    "factor: zero": (["factor"], A([0.0, 0.0]), A([1.0, 2.0]), False),
    "factor: a real one": (["factor"], TURN * A([1.0 + 0j, 2.0]), A([1.0 + 0j, 2.0]), False),
    "constant: added": (["constant"], V + 7, V, True),
    "constant: a huge one hides nothing": (["constant"], np.full((3, 3), 1e12), V, False),
    "constant: nor does the reference's own": (["constant"], np.zeros(3), 1e6 + A([1.0, 2.0, 3.0]), False),
    "constant: times two": (["constant"], 2 * V, V, False),
    "constant and factor": (["constant", "factor"], 3 - 2 * V, V, True),
    "constant and positive factor: negative": (["constant", "positive_factor"], 3 - 2 * V, V, False),
    "constant and factor: flat": (["constant", "factor"], np.full((3, 3), 2.0), V, False),
    "constant of complex numbers": (["constant"], A([1.0, 2j]) + (3 + 4j), A([1.0, 2j]), True),
    "column_sign: two flipped": (["column_sign"], V * [1.0, -1.0, -1.0], V, True),
    "column_sign: a row flipped": (["column_sign"], V * [[1.0], [-1.0], [1.0]], V, False),
    "column_sign: of a vector": (["column_sign"], -V[0], V[0], True),
    "column_sign: one entry of a vector": (["column_sign"], V[0] * [1, 1, -1], V[0], False),
    "column_sign: of a number": (["column_sign"], -2.0, 2.0, True),
    "column_sign: a column of zeros": (["column_sign"], V * [0.0, -1.0, 1.0], V * [0.0, 1.0, 1.0], True),
    "column_sign: zeros for a column": (["column_sign"], V * [0.0, -1.0, 1.0], V, False),
    "column_sign: scaled": (["column_sign"], 2 * V, V, False),
    "column_sign and positive factor": (["column_sign", "positive_factor"], 2 * V * [1, -1, 1], V, True),
    "column_sign and positive factor, each its own": (
        ["column_sign", "positive_factor"],
        V * [1, -2, 1],
        V,
        False,
    ),
    "phase: of each column": (["phase"], V * [1j, TURN, -1.0], V.astype(complex), True),
    "phase: where the reference is real": (["phase"], V * [1j, TURN, -1.0], V, True),
    "phase: real where the reference is complex": (["phase"], V, V * [1j, TURN, -1.0], True),
    "phase: of a vector": (["phase"], TURN * V[0], V[0] + 0j, True),
    "phase: each entry its own": (["phase"], V[0] * [1, TURN, 1], V[0] + 0j, False),
    "phase: scaled": (["phase"], 2j * V, V, False),
    "phase: conjugate": (["phase"], A([1.0, -1j, 2.0]), A([1.0, 1j, 2.0]), False),
    "phase: zeros": (["phase"], 0j * V, V, False),
    "phase and positive factor": (["phase", "positive_factor"], 2j * V, V, True),
    "order: of a vector": (["order"], A([3.0, 1.0, 2.0]), A([1.0, 2.0, 3.0]), True),
    "order: one twice": (["order"], A([1.0, 1.0, 3.0]), A([1.0, 2.0, 3.0]), False),
    "order: one as often as expected": (["order"], A([2.0, 1.0, 1.0]), A([1.0, 1.0, 2.0]), True),
    "order: conjugate roots, sorted apart by rounding": (
        ["order"],
        A([1 - 1j, 1 + 1e-12 + 1j]),
        A([1 + 1j, 1 + 2e-12 - 1j]),
        True,
    ),
    "order: of all entries of a matrix": (["order"], V.ravel()[::-1].reshape(3, 3), V, True),
    "order: of a number": (["order"], 2.0, 2.0, True),
    "order and factor": (["order", "factor"], -2 * A([3.0, 1.0, 2.0]), A([1.0, 2.0, 3.0]), True),
    "order and positive factor: negative": (["order", "positive_factor"], -2 * A([3.0, 1.0]), A([1.0, 3.0]), False),
    "order, factor and constant": (["order", "factor", "constant"], 5 - 2 * A([3.0, 1.0, 2.5]), A([1, 2.5, 3]), True),
    "row_order: turned round": (["row_order"], V[[2, 0, 1]], V, True),
    "row_order: columns": (["row_order"], V[:, [2, 0, 1]], V, False),
    "row_order: entries of one row": (["row_order"], np.vstack([V[:2], V[2, ::-1]]), V, False),
    "row_order: repeated rows": (["row_order"], V[[1, 0, 0]], V[[0, 1, 0]], True),
    "row_order: another row repeated": (["row_order"], V[[1, 1, 0]], V[[0, 1, 0]], False),
    "row_order: of a vector": (["row_order"], A([2.0, 1.0]), A([1.0, 2.0]), True),
    "row_order: of matrices": (["row_order"], np.stack([V, 2 * V]), np.stack([2 * V, V]), True),
    "row_order and constant": (["row_order", "constant"], V[[2, 0, 1]] - 9, V, True),
    "row_order, factor and constant": (["row_order", "factor", "constant"], 100 - 3 * V[[2, 0, 1]], V, True),
    "column_order: turned round": (["column_order"], V[:, [2, 0, 1]], V, True),
    "column_order: rows": (["column_order"], V[[2, 0, 1]], V, False),
    "column_order and sign": (["column_order", "column_sign"], V[:, [2, 0, 1]] * [-1, 1, -1], V, True),
    "column_order and sign: a column twice": (
        ["column_order", "column_sign"],
        V[:, [2, 2, 1]] * [-1, 1, -1],
        V,
        False,
    ),
    "column_order and sign: a column and its opposite": (
        ["column_order", "column_sign"],
        A([[1.0, 1.0], [2.0, 2.0]]),
        A([[1.0, -1.0], [2.0, -2.0]]),
        True,
    ),
    "column_order and phase": (["column_order", "phase"], V[:, [2, 0, 1]] * [1j, TURN, 1], V, True),
    "column_order, sign and positive factor": (
        ["column_order", "column_sign", "positive_factor"],
        3 * V[:, [2, 0, 1]] * [-1, 1, -1],
        V,
        True,
    ),
    "labels: renamed": (["labels"], A([7, 7, 0, 5]), A([0, 0, 1, 2]), True),
    "labels: swapped": (["labels"], A([1.0, 1.0, 0.0]), A([0.0, 0.0, 1.0]), True),
    "labels: two groups in one": (["labels"], A([1, 1, 1, 2]), A([0, 0, 1, 2]), False),
    "labels: one group in two": (["labels"], A([0, 3, 1, 2]), A([0, 0, 1, 2]), False),
    "labels: as a list": (["labels"], [3, 3, 4], A([0, 0, 1]), False),
    "transpose: open": (["transpose"], V.T, V, True),
    "transpose: not used": (["transpose"], V, V, True),
    "transpose: of another shape": (["transpose"], V[:2].T, V[:2], True),
    "transpose: rows turned round": (["transpose"], V[::-1], V, False),
    "transpose and order of rows": (["transpose", "row_order"], V.T[[1, 2, 0]], V, True),
    "transpose and sign of columns": (["transpose", "column_sign"], V.T * [1, -1, 1], V, True),
    "transpose and factor": (["transpose", "factor"], -2 * V.T, V, True),
    "another shape": (["order"], A([1.0, 2.0, 3.0, 3.0]), A([1.0, 2.0, 3.0]), False),
    "a word": (["order"], "right", A([1.0, 2.0, 3.0]), False),
    "complex where real is due": (["order"], A([1.0, 2.0]) + 0j, A([1.0, 2.0]), False),
}


@pytest.mark.parametrize(("up_to", "got", "want", "expected"), TABLE.values(), ids=TABLE)
def test_what_is_open_and_nothing_else(up_to, got, want, expected):
    kind = same(*up_to)
    found = finding(kind, (got, want))
    assert kind.faults([want]) == ()
    assert (found.credit == 1) is expected
    assert expected is (found.difference is None and not found.message)


@pytest.mark.parametrize("up_to", list(UpTo))
def test_everything_is_the_same_as_itself_and_nothing_as_nan(up_to):
    kind = same(up_to)
    want = np.arange(1.0, 10.0).reshape(3, 3) if up_to is not UpTo.LABELS else np.ones((3, 3))
    assert right(kind, want, want)
    spoilt = want.copy()
    spoilt[1, 2] = math.nan
    assert not right(kind, spoilt, want)
    assert not right(kind, np.full((3, 3), math.inf), want)


ODD = {
    "none": None,
    "a word": "x",
    "an empty array": np.zeros((0, 3)),
    "a ragged list": [[1.0], [1.0, 2.0]],
    "bools": np.ones((3, 3), bool),
    "zeros": np.zeros((3, 3)),
    "nan": np.full((3, 3), math.nan),
    "one inf": np.diag([1.0, math.inf, 1.0]),
    "largest floats": np.full((3, 3), 1.7e308) * [1, -1, 1],
    "smallest floats": np.full((3, 3), 5e-324),
}


@pytest.mark.parametrize("got", ODD.values(), ids=ODD)
@pytest.mark.parametrize("up_to", list(UpTo))
def test_odd_values_are_judged_without_an_error(up_to, got):
    want = np.arange(1.0, 10.0).reshape(3, 3) if up_to is not UpTo.LABELS else A([[0, 1, 1], [0, 1, 1], [0, 1, 2]])
    assert not right(same(up_to), got, want)


@pytest.mark.parametrize("up_to", list(UpTo))
@pytest.mark.parametrize(
    "want", [np.zeros((2, 2)), np.zeros(0), 0.0, [1.0, 2.0], (A([1.0]), 2.0), "word", None, {"a": 1.0}], ids=repr
)
def test_a_known_mistake_may_give_anything(up_to, want):
    # Known mistakes pass through the kind without its faults having been asked for.
    assert not right(same(up_to), A([[1.0, 2.0], [3.0, 4.0]]), want)


def test_each_case_has_a_transformation_of_its_own():
    kind = same("factor")
    assert finding(kind, (2 * V, V), (-V, V)).credit == 1
    found = finding(kind, (2 * V, V), (V + 1, V))
    assert (found.credit, found.question.case) == (0, "case1")


def test_a_list_passes_for_a_vector_where_shapes_are_loose():
    kind = same("order", shapes=Shapes.LOOSE)
    assert right(kind, [3.0, 1.0, 2.0], A([1.0, 2.0, 3.0]))
    assert right(kind, A([[3.0], [1.0], [2.0]]), A([1.0, 2.0, 3.0]))
    assert not right(kind, [[3.0, 1.0], [2.0]], A([1.0, 2.0, 3.0]))


# --- against trying everything -------------------------------------------------------------------------------------


def by_trying(got, want, up_to, fits):
    """Whether any transformation, one after the other, satisfies `fits(got, turned)`."""
    wants = [want, want.T] if "transpose" in up_to else [want]
    signs = "column_sign" in up_to
    for one in wants:
        if one.shape != got.shape:
            continue
        columns = one.shape[1]
        for order in orders(one, up_to):
            for sign in itertools.product((1.0, -1.0), repeat=columns) if signs else [(1.0,) * columns]:
                if fits(got, order * sign):
                    return True
    return False


def orders(want, up_to):
    rows, columns = want.shape
    if "order" in up_to:
        for places in itertools.permutations(range(want.size)):
            yield want.ravel()[list(places)].reshape(want.shape)
    elif "row_order" in up_to:
        yield from (want[list(places)] for places in itertools.permutations(range(rows)))
    elif "column_order" in up_to:
        yield from (want[:, list(places)] for places in itertools.permutations(range(columns)))
    else:
        yield want


COMBINATIONS = [
    list(listed)
    for count in (1, 2, 3)
    for listed in itertools.combinations([each.value for each in UpTo if each not in {"labels", "phase"}], count)
    if not any(
        {one, other} <= set(listed)
        for one, other in [
            ("factor", "positive_factor"),
            ("factor", "column_sign"),
            ("order", "row_order"),
            ("order", "column_order"),
            ("row_order", "column_order"),
            ("column_sign", "order"),
            ("column_sign", "row_order"),
            ("column_sign", "constant"),
        ]
    )
]
SMALL = arrays(float, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=3), elements=st.integers(-2, 2))


def fits_a_line(up_to):
    """Return whether some line through the expected entries meets all that came, by an independent least squares."""

    def fits(got, want):
        columns = [want.ravel()] if {"factor", "positive_factor"} & set(up_to) else []
        fixed = 0.0 if columns else want.ravel()
        columns += [np.ones(want.size)] if "constant" in up_to else []
        system = np.stack(columns, axis=1) if columns else np.zeros((want.size, 0))
        solution, *_ = np.linalg.lstsq(system, got.ravel() - fixed, rcond=None)
        if np.abs(system @ solution + fixed - got.ravel()).max() > 1e-7 * max(1.0, float(np.abs(got).max())):
            return False
        return "factor" in up_to or "positive_factor" not in up_to or solution[0] > 1e-9

    return fits


@given(st.data())
def test_it_is_what_trying_everything_finds(data):
    up_to = data.draw(st.sampled_from(COMBINATIONS))
    want = data.draw(SMALL)
    if "order" in up_to:
        assume(want.size <= 6)
    kind = same(*up_to, atol=1e-6)
    assume(kind.faults([want]) == ())
    if data.draw(st.booleans()):
        got = scrambled(data, want, up_to)
        if data.draw(st.booleans()):
            got[data.draw(st.integers(0, len(got) - 1)), 0] += data.draw(st.sampled_from([1e-9, 1.0]))
    else:
        got = data.draw(arrays(float, want.shape, elements=st.integers(-2, 2)))
    # The factor of zero is the only line that the least squares above would take and the kind must not.
    assume(np.ptp(got) > 1e-3)
    assert right(kind, got, want) is by_trying(got, want, up_to, fits_a_line(up_to))


def scrambled(data, want, up_to):
    got = want.T if "transpose" in up_to and data.draw(st.booleans()) else want
    rows, columns = got.shape
    if "order" in up_to:
        got = got.ravel()[data.draw(st.permutations(range(got.size)))].reshape(got.shape)
    if "row_order" in up_to:
        got = got[data.draw(st.permutations(range(rows)))]
    if "column_order" in up_to:
        got = got[:, data.draw(st.permutations(range(columns)))]
    if "column_sign" in up_to:
        got = got * data.draw(arrays(float, columns, elements=st.sampled_from([1.0, -1.0])))
    if {"factor", "positive_factor"} & set(up_to):
        got = got * data.draw(st.sampled_from([0.5, 3.0, *([-0.5, -3.0] if "factor" in up_to else [])]))
    return got + data.draw(st.sampled_from([-10.0, 0.25])) if "constant" in up_to else got.copy()


@given(st.data(), st.sampled_from([["order"], ["row_order"], ["column_order"], ["column_order", "column_sign"]]))
def test_a_wide_tolerance_needs_an_assignment_that_no_sorting_finds(data, up_to):
    want = data.draw(SMALL)
    assume(want.size <= 6)
    got = data.draw(arrays(float, want.shape, elements=st.integers(-2, 2)))
    kind = same(*up_to, rtol=0.0, atol=1.1)
    expected = by_trying(got, want, up_to, lambda mine, theirs: bool((np.abs(mine - theirs) <= 1.1).all()))
    assert right(kind, got, want) is expected


@given(arrays(bool, st.tuples(st.integers(1, 5), st.shared(st.integers(1, 5)))))
def test_matching_is_a_largest_one(fits):
    column_of = matching(fits)
    taken = [(row, column) for row, column in enumerate(column_of.tolist()) if column >= 0]
    assert all(fits[row, column] for row, column in taken)
    assert len({column for _, column in taken}) == len(taken)
    rows, columns = fits.shape
    padded = np.zeros((5, 5), bool)
    padded[:rows, :columns] = fits
    assert len(taken) == max(int(padded[range(5), list(places)].sum()) for places in itertools.permutations(range(5)))


@given(
    arrays(np.int64, 5, elements=st.integers(0, 2)),
    arrays(np.int64, 5, elements=st.integers(0, 2)),
)
def test_labels_are_what_trying_every_renaming_finds(got, want):
    renamings = itertools.permutations(range(3))
    assert right(same("labels"), got, want) is any(np.array_equal(A(names)[want], got) for names in renamings)


@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
def test_eigenvectors_pass_whatever_their_signs_and_order_and_noise_does_not(seed, size):
    rng = np.random.default_rng(seed)
    half = rng.normal(size=(size, size))
    want = np.linalg.eigh(half + half.T).eigenvectors
    got = (want + 1e-12 * rng.normal(size=want.shape))[:, rng.permutation(size)] * rng.choice([-1.0, 1.0], size=size)
    kind = same("column_order", "column_sign")
    assert right(kind, got, want)
    assert not right(kind, got + 1e-3 * rng.normal(size=want.shape), want)
    assert not right(kind, rng.normal(size=want.shape), want)


@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
def test_complex_eigenvectors_pass_whatever_their_phases_and_noise_does_not(seed, size):
    rng = np.random.default_rng(seed)
    half = rng.normal(size=(size, size)) + 1j * rng.normal(size=(size, size))
    want = np.linalg.eigh(half + half.conj().T).eigenvectors
    got = want[:, rng.permutation(size)] * np.exp(2j * np.pi * rng.random(size))
    kind = same("phase", "column_order")
    assert right(kind, got, want)
    assert not right(kind, got + 1e-3 * rng.normal(size=want.shape), want)


@given(st.integers(0, 2**32 - 1), st.integers(2, 30))
def test_roots_pass_in_any_order(seed, degree):
    rng = np.random.default_rng(seed)
    want = rng.normal(size=degree) + 1j * rng.normal(size=degree)
    assert right(same("order"), rng.permutation(want), want)
    assert not right(same("order"), rng.permutation(want) + 1e-2 * rng.normal(size=degree), want)


@given(SMALL, st.sampled_from([2.0, -3.0, 1e-8]))
def test_factor_is_what_the_kind_factor_takes(want, factor):
    assume(want.any())
    for got in (factor * want, factor * want + np.eye(*want.shape)):
        assert right(same("factor"), got, want) is right(Factor(), got, want)


def test_what_is_allowed_moves_with_its_entry():
    kind = same("order", rtol=0.1, atol=1e-6)
    assert right(kind, A([105.0, 1.0]), A([1.0, 100.0]))
    assert not right(kind, A([100.0, 1.2]), A([1.0, 100.0]))


@pytest.mark.parametrize(("noise", "expected"), [(0.4, True), (0.6, False)])
def test_a_factor_is_fitted_once_more_in_the_order_that_is_found(noise, expected):
    # 400 entries within 0.05 * 10 of zero make the norm, and with it the first guess of the factor, half as large again
    want = np.append(np.zeros(400), 10.0)
    assert right(same("order", "positive_factor", rtol=0.05), np.append(10.0, np.full(400, noise)), want) is expected


def test_many_items_are_matched():
    rng = np.random.default_rng(3)
    want = rng.integers(0, 5, size=(MAX_ITEMS, 2)).astype(float)  # most rows are there many times
    assert right(same("row_order"), rng.permutation(want), want)


# --- words and evidence --------------------------------------------------------------------------------------------


def test_the_difference_is_to_the_turned_expected_array():
    got = V[:, [2, 0, 1]] * [-1.0, 1.0, -1.0]
    got[1, 0] += 0.5
    found = finding(same("column_order", "column_sign"), (got, V))
    assert found.message == "compared up to the order of the columns and the sign of each column:"
    (entry,) = found.difference.entries
    assert (entry.index, entry.got, entry.want) == ((1, 0), -2.5, -3.0)


def test_entries_that_fit_nowhere_are_told_beside_the_nearest():
    found = finding(same("order"), (A([9.0, 5.5, 1.25]), A([1.0, 5.0, 9.0])))
    assert [(entry.got, entry.want) for entry in found.difference.entries] == [(5.5, 5.0), (1.25, 1.0)]


def test_the_difference_is_to_the_best_of_all_that_is_open():
    got = V.T.copy()
    got[0, 1] += 1.0
    assert finding(same("transpose"), (got, V)).difference.outside == 1


def test_a_wrong_shape_is_told_alone():
    found = finding(same("order"), (A([1.0]), A([1.0, 2.0])))
    assert (found.message, found.difference.mismatch) == ("", "shape")


@pytest.mark.parametrize(
    ("got", "words"),
    [
        pytest.param([1, 1, 1, 2], "at [0] and [2] have the same label; they belong to different groups", id="joined"),
        pytest.param([0, 3, 1, 2], "at [0] and [1] have different labels; they belong to one group", id="split"),
    ],
)
def test_labels_are_told_by_two_entries(got, words):
    assert words in finding(same("labels"), (A(got), A([0, 0, 1, 2]))).message


# --- what the teacher wrote ----------------------------------------------------------------------------------------

CLASHES = {
    "nothing": ([], "at least one"),
    "twice": (["order", "order"], "each once"),
    "two factors": (["factor", "positive_factor"], "both factor and positive_factor"),
    "factor and sign": (["column_sign", "factor"], "both factor and column_sign"),
    "factor and phase": (["factor", "phase"], "sign would be open twice"),
    "sign and phase": (["column_sign", "phase"], "both phase and column_sign"),
    "two orders": (["order", "row_order"], "both order and row_order"),
    "rows and columns": (["column_order", "row_order"], "cannot be told"),
    "sign and order of rows": (["row_order", "column_sign"], "cannot be told"),
    "phase and constant": (["constant", "phase"], "cannot be told"),
    "labels and order": (["labels", "order"], "labels are names"),
}


@pytest.mark.parametrize(("up_to", "words"), CLASHES.values(), ids=CLASHES)
def test_what_does_not_go_together_is_refused(up_to, words):
    with pytest.raises(ValueError, match="`up_to` must") as caught:
        same(*up_to)
    assert words in str(caught.value)


FAULTS = {
    "zero": (same("factor"), A([0.0, 0.0]), "expected value is zero"),
    "zero up to a positive factor": (same("positive_factor", "order"), A([0.0, 0.0]), "expected value is zero"),
    "one number": (same("factor"), 3.0, "anything fits"),
    "one number up to a constant": (same("constant"), A([3.0]), "anything fits"),
    "two numbers up to a line": (same("constant", "factor"), A([3.0, 4.0]), "anything fits"),
    "all equal up to a line": (same("constant", "factor"), A([0.1, 0.1, 0.1]), "all equal"),
    "all equal up to a constant": (same("constant"), A([0.1, 0.1, 0.1]), "exact zero"),
    "labels all different": (same("labels"), A([3, 1, 2]), "occurs once"),
    "labels that are nan": (same("labels"), A([1.0, 1.0, math.nan]), "not finite"),
    "columns of a vector": (same("column_order"), A([1.0, 2.0]), "needs a matrix"),
    "transpose of a vector": (same("transpose"), A([1.0, 2.0]), "needs a matrix"),
    "signs of a stack": (same("column_sign"), np.ones((2, 2, 2)), "needs a matrix"),
    "a tuple": (same("factor"), (A([1.0, 2.0]), 3.0), "one array or number"),
    "a word": (same("order"), "right", "holds no numbers"),
    "nothing": (same("order"), np.zeros(0), "holds no numbers"),
    "nan": (same("order"), A([1.0, math.nan]), "not finite"),
    "zero without atol": (same("column_sign"), A([0.0, 0.0]), "exact zero"),
    "too many": (same("order"), np.arange(1.0, MAX_ITEMS + 2), "too many to match"),
}


@pytest.mark.parametrize(("kind", "want", "words"), FAULTS.values(), ids=FAULTS)
def test_expected_values_that_leave_the_answer_open_are_faults(kind, want, words):
    (fault,) = kind.faults([want])
    assert words in fault


# --- ladders -------------------------------------------------------------------------------------------------------

LADDER = {"1e-8": Decimal(1), "1e-4": Decimal("0.5"), "1e-2": Decimal("0.1")}
REACHED = {
    "within the tightest": (1e-10, 1, ""),
    "within the next": (1e-6, Decimal("0.5"), "right to 1e-4; full points need 1e-8."),
    "within the last": (1e-3, Decimal("0.1"), "right to 1e-2; full points need 1e-8."),
    "within none": (0.5, 0, ""),
}


@pytest.mark.parametrize(("error", "credit", "message"), REACHED.values(), ids=REACHED)
def test_a_ladder_gives_the_credit_of_the_tightest_rung_that_holds(error, credit, message):
    found = finding(Close(ladder=LADDER), (2.0 * (1 + error), 2.0))
    assert (found.credit, found.message) == (credit, message)
    assert (found.difference is None) is (credit == 1)
    found = finding(same("column_sign", ladder=LADDER), (-V * (1 + error), V))
    assert found.credit == credit
    assert found.message.startswith(message)


def test_a_rung_holds_where_all_cases_do():
    found = finding(Close(ladder=LADDER), (2.0 * (1 + 1e-6), 2.0), (2.0 * (1 + 1e-3), 2.0), (2.0, 2.0))
    assert found.credit == Decimal("0.1")
    assert found.difference.entries[0].allowed == pytest.approx(4e-8)
    assert finding(Close(ladder=LADDER), (2.0, 2.0), (math.nan, 2.0)).credit == 0


def test_atol_is_the_same_on_every_rung():
    want, got = A([0.0, 1.0]), A([1e-5, 1.0 + 1e-6])
    assert finding(Close(ladder=LADDER), (got, want)).credit == Decimal("0.5")
    assert finding(Close(ladder=LADDER, atol=1e-6), (got, want)).credit == 0


def test_a_floor_holds_on_every_rung():
    kind = Close(ladder=LADDER, at_least=0.0, atol=1e-3)
    assert finding(kind, (0.0, 1e-4)).credit == 1
    assert finding(kind, (-1e-4, 1e-4)).credit == 0


def test_the_tolerance_of_a_ladder_is_its_tightest():
    assert Close(ladder=LADDER).tolerance.rtol == 1e-8
    assert Close(rtol=1e-3).tolerance.rtol == 1e-3


LADDERS = {
    "empty": ({}, "credit 1 to its smallest"),
    "top below one": ({"1e-8": Decimal("0.9")}, "credit 1 to its smallest"),
    "rising": ({"1e-8": Decimal(1), "1e-4": Decimal("0.2"), "1e-2": Decimal("0.5")}, "less, above 0, to each larger"),
    "nothing at the end": ({"1e-8": Decimal(1), "1e-4": Decimal(0)}, "above 0, to each larger"),
    "the same twice": ({"1e-4": Decimal(1), "0.0001": Decimal("0.5")}, "credit 1 to its smallest"),
    "a word": ({"tight": Decimal(1)}, "got 'tight'"),
    "no tolerance": ({"0": Decimal(1)}, "got '0'"),
    "nan": ({"nan": Decimal(1)}, "got 'nan'"),
    "larger than one": ({"2": Decimal(1)}, "got '2'"),
}


@pytest.mark.parametrize(("ladder", "words"), LADDERS.values(), ids=LADDERS)
@pytest.mark.parametrize("make", [Close, lambda ladder: same("order", ladder=ladder)], ids=["close", "same"])
def test_a_ladder_that_makes_no_sense_is_refused(make, ladder, words):
    with pytest.raises(ValueError, match="`ladder` must") as caught:
        make(ladder=ladder)
    assert words in str(caught.value)


RUBRIC = """\
title: Small
file: small.py
reference: small_reference.py
cases: {some: [[1, 2]]}
exercises:
  - id: 1
    title: Vectors
    points: 2
    checks:
      - {call: vectors, on: [some], kind: same, up_to: [column_order, column_sign], ladder: {1e-8: 1, 1e-4: 0.5}}
      - {name: loss, call: vectors, on: [some], kind: close, ladder: {1e-6: 1, 1e-3: 0.25}}
"""


def loaded(folder, text):
    (folder / "small_reference.py").write_text("def vectors(x):\n    return x\n")
    (folder / "rubric.yaml").write_text(text)
    return rubric.load(folder / "rubric.yaml")


def test_a_rubric_says_it_in_one_line(tmp_path):
    first, second = loaded(tmp_path, RUBRIC).exercises[0].checks
    ladder = {"1e-8": Decimal(1), "1e-4": Decimal("0.5")}
    assert first.kind == same("column_order", "column_sign", ladder=ladder)
    assert second.kind == Close(ladder={"1e-6": Decimal(1), "1e-3": Decimal("0.25")})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("column_sign]", "column_sgn]", "did you mean 'column_sign'?", id="misspelt"),
        pytest.param("column_sign]", "row_order]", "must not hold both", id="clash"),
        pytest.param("1e-4: 0.5", "1e-4: 1.5", "`ladder` must give credit 1", id="more for less"),
        pytest.param("1e-4: 0.5", "rough: 0.5", "got 'rough'", id="no number"),
        pytest.param("up_to: [column_order, column_sign], ", "", "`up_to` is missing", id="left out"),
    ],
)
def test_a_rubric_that_says_it_wrongly_is_told_where(tmp_path, old, new, message):
    with pytest.raises(RubricError) as caught:
        loaded(tmp_path, RUBRIC.replace(old, new))
    (fault,) = caught.value.faults
    assert message in fault.message
    assert fault.line == 10
