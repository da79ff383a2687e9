"""The reference of "Nonlinear models" against independent computations, and the rubric's cases and known mistakes."""

from __future__ import annotations

import inspect
import math
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

import nonlinear_models as reference
import nonlinear_models_mistakes as mistakes
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import AxLine
from numpy.typing import NDArray

from grader import rubric as rubrics
from grader.checks.conduct import Finite
from grader.checks.structure import Part
from grader.judging import AnswerKey, judged
from grader.model import Action, Answer, Check, Exercise, Mistake, Outcome, Question, Returned, Rubric, Visibility

Array: TypeAlias = NDArray[Any]

RUBRIC = rubrics.load(Path(__file__).parent.parent / "rubrics" / "nonlinear_models.yaml")
SEEDS = (RUBRIC.seed, 1, 2, 3, 4)
STEP = 1e-30

XOR = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
COURSE = (np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0]), np.array([1.0, -2.0]), 0.0)
INPUTS = np.array([[0.0, 0.1, 1.0, 1.0], [0.0, 1.0, 0.2, 1.0]])
CLEAN = np.array([0.0, 0.41, 0.18, 0.5])
NOISY = np.array([-0.0416, 0.3610, 0.1222, 0.4733])

FEW = ("few_samples", "many_samples", "one_sample", "large_values", "perfect_predictions")
WEIGHTED = ("weighted_few", "weighted_many", "weighted_one", "weighted_large", "weighted_perfect")
STACKED = ("stacked_inputs", "stacked_feature", "stacked_large")
BIASED = ("biased_inputs", "biased_feature", "biased_large", "noisy_inputs", "noisy_feature")
WEIGHTED_FITS = ("weighted_inputs", "weighted_feature")
LABELS = ("labels", "one_label", "many_labels")
POINTS = ("points", "points_on_a_line", "one_point", "steep_points")
NETWORKS = ("labelled_network", "wide_network", "one_labelled_sample")
KINK = "network_at_the_kink"


def made(case: str, seed: int = RUBRIC.seed) -> Any:
    """Make a case as the sandbox does: each from a generator of its own, so that no two share their numbers."""
    name = f"make_{case}"
    return getattr(reference, name)(np.random.default_rng([seed, zlib.crc32(name.encode())]))


def arguments(case: str, seed: int = RUBRIC.seed) -> tuple[Any, ...]:
    if not case:
        return ()
    return tuple(RUBRIC.cases[case]) if case in RUBRIC.cases else tuple(made(case, seed))


def by_complex_step(function: Callable[[Array], Any], x: Array) -> Array:
    """Return df/dx_j along the last axis, exact to rounding for an analytic f."""
    columns = [np.imag(function(x + 1j * STEP * unit)) / STEP for unit in np.eye(x.size).reshape(x.size, *x.shape)]
    return np.stack(columns, axis=-1)


def logistic(z: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-z)))


def cross_entropy(y: Array, p: Array) -> Any:
    return -np.sum(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))


def loss(X: Array, y: Array, parameters: tuple[Array, Array, Array, Any], *, at_zero: bool = False) -> Any:
    W1, b1, w2, b2 = parameters
    a = W1 @ X + b1[:, None]
    active = a.real >= 0.0 if at_zero else a.real > 0.0
    return cross_entropy(y, logistic(w2 @ (a * active) + b2))


# --- the figures of the answer sheet and the contract --------------------------------------------------------------


@pytest.mark.parametrize(
    ("outputs", "w", "b", "digits"),
    [
        pytest.param(CLEAN, [0.1, 0.4], 0.0, 14, id="clean"),
        pytest.param(NOISY, [0.1011, 0.4107], -0.05023, 4, id="noisy, the sheet"),
        pytest.param(NOISY, [0.10107389, 0.41070998], -0.05022928, 8, id="noisy, the contract"),
    ],
)
def test_fit_gives_the_printed_parameters(outputs: Array, w: list[float], b: float, digits: int) -> None:
    fitted_w, fitted_b, _ = reference.fit(INPUTS, outputs)
    np.testing.assert_array_equal(np.round(fitted_w, digits), w)
    assert abs(fitted_b - b) <= 0.5 * 10.0 ** -(5 if digits == 4 else digits)


def test_fit_gives_the_printed_errors() -> None:
    assert 0.0 <= reference.fit(INPUTS, CLEAN)[2] < 1e-30
    assert f"{reference.fit(INPUTS, NOISY)[2]:.4e}" == "1.0518e-04"


def test_xor_is_fitted_by_a_flat_plane() -> None:
    w, b, mse = reference.fit_xor()
    np.testing.assert_allclose(w, [0.0, 0.0], atol=1e-15)
    np.testing.assert_allclose([b, mse], [0.5, 0.25], atol=1e-15)


def test_constants_are_the_contracts() -> None:
    assert reference.WELL_DESCRIBED is True
    assert reference.STACKED_LINEAR_IS_LINEAR is True
    assert reference.SATURATED == {"relu": 1.0, "sigmoid": 0.0, "softmax": 0.0}
    words = (reference.IMPROVE, reference.MULTICLASS_OUTPUT, reference.ADAPTIVE_FILTER)
    assert words == ("more measurements", "softmax", "LMS")


# --- linear models -------------------------------------------------------------------------------------------------


def negative_log_likelihood(y: Array, y_hat: Array, variances: Array) -> float:
    densities = zip(y, y_hat, variances, strict=True)
    return math.fsum((s - t) ** 2 / (2.0 * v) + 0.5 * math.log(2.0 * math.pi * v) for s, t, v in densities)


@pytest.mark.parametrize("case", FEW)
def test_squared_error_is_what_a_prediction_costs_in_likelihood(case: str) -> None:
    y, y_hat = made(case)
    ones = np.ones(y.size)
    cost = negative_log_likelihood(y, y_hat, ones) - negative_log_likelihood(y, y, ones)
    assert reference.squared_error(y, y_hat) == pytest.approx(2.0 * cost, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("case", WEIGHTED)
def test_weighted_squared_error_is_what_a_prediction_costs_in_likelihood(case: str) -> None:
    y, y_hat, v = made(case)
    cost = negative_log_likelihood(y, y_hat, v) - negative_log_likelihood(y, y, v)
    assert reference.weighted_squared_error(y, y_hat, v) == pytest.approx(2.0 * cost, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("case", [*STACKED, "clean_ones", "noisy_ones"])
def test_least_squares_solves_the_normal_equations(case: str) -> None:
    X1, y = arguments(case)
    theta = reference.least_squares(X1, y)
    np.testing.assert_allclose(theta, np.linalg.solve(X1 @ X1.T, X1 @ y), rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(theta, np.linalg.lstsq(X1.T, y, rcond=None)[0], rtol=1e-12, atol=1e-15)
    assert np.max(np.abs(X1 @ (y - X1.T @ theta))) <= 1e-11 * max(1.0, float(np.max(np.abs(X1 @ y))))


@pytest.mark.parametrize("case", [*WEIGHTED_FITS, "noisy_ones_weighted"])
def test_weighted_least_squares_solves_its_normal_equations(case: str) -> None:
    X1, y, v = arguments(case)
    theta = reference.weighted_least_squares(X1, y, v)
    scaled = np.linalg.lstsq(X1.T / np.sqrt(v)[:, None], y / np.sqrt(v), rcond=None)[0]
    np.testing.assert_allclose(theta, scaled, rtol=1e-12)
    np.testing.assert_allclose(theta, np.linalg.solve(X1 @ np.diag(1 / v) @ X1.T, X1 @ (y / v)), rtol=1e-9)
    slope = by_complex_step(lambda t: np.sum((y - X1.T @ t) ** 2 / v), theta)
    assert np.max(np.abs(slope)) <= 1e-9 * float(np.max(np.abs(X1 @ (y / v))))


@pytest.mark.parametrize("case", BIASED)
def test_fit_splits_theta_and_averages_the_squares(case: str) -> None:
    X, y = made(case)
    w, b, mse = reference.fit(X, y)
    centred = X - X.mean(axis=1, keepdims=True)
    slopes = np.linalg.solve(centred @ centred.T, centred @ (y - y.mean()))
    np.testing.assert_allclose(w, slopes, rtol=1e-9)
    assert b == pytest.approx(y.mean() - slopes @ X.mean(axis=1), rel=1e-9)
    assert mse == pytest.approx(np.var(y - slopes @ X), rel=1e-9)


# --- nonlinear functions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["around_zero", "mixed_signs", "far_out"])
def test_relu_derivative_is_the_slope_and_one_sided_at_zero(case: str) -> None:
    (x,) = arguments(case)
    for derivative, h in ((reference.relu_derivative, -1e-3), (reference.relu_derivative__right, 1e-3)):
        np.testing.assert_allclose(derivative(x), (np.maximum(x + h, 0.0) - np.maximum(x, 0.0)) / h, rtol=1e-9)


@pytest.mark.parametrize("case", ["around_zero", "mixed_signs", "five_scores", "scores", "one_score", "steep_scores"])
def test_sigmoid_derivatives_are_those_of_the_sigmoid(case: str) -> None:
    (x,) = arguments(case)
    slope = np.diag(by_complex_step(logistic, x))
    np.testing.assert_allclose(reference.sigmoid_derivative(x), slope, rtol=1e-12)
    np.testing.assert_allclose(reference.sigmoid_slope(x), slope, rtol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_sigmoid_derivative_is_exact_at_large_x_without_a_warning(seed: int) -> None:
    (x,) = made("far_out", seed)
    with localcontext(prec=60):
        exact = [float(1 / (2 + Decimal(entry).exp() + (-Decimal(entry)).exp())) for entry in x.tolist()]
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(reference.sigmoid_derivative(x), exact, rtol=1e-12, atol=1e-300)
    assert np.max(np.abs(x)) == 1000.0


@pytest.mark.parametrize("case", ["three_scores", "two_scores", "six_scores"])
def test_softmax_jacobian_is_the_derivative(case: str) -> None:
    (x,) = arguments(case)
    expected = by_complex_step(lambda z: np.exp(z) / np.sum(np.exp(z)), x)
    np.testing.assert_allclose(reference.softmax_jacobian(x), expected, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("case", ["far_scores", "far_apart"])
def test_softmax_jacobian_is_right_at_large_x_without_a_warning(case: str) -> None:
    (x,) = arguments(case)
    with np.errstate(all="raise", under="ignore"):
        jacobian = reference.softmax_jacobian(x)
    nearest, top = np.sort(x)[-2:]
    p = logistic(top - nearest)
    first, second = np.argsort(-x)[:2]
    expected = np.zeros((x.size, x.size))
    expected[np.ix_([first, second], [first, second])] = p * (1 - p) * np.array([[1, -1], [-1, 1]])
    np.testing.assert_allclose(jacobian, expected, atol=1e-15)


# --- shallow networks ----------------------------------------------------------------------------------------------


def looped(X: Array, W1: Array, b1: Array) -> list[list[float]]:
    return [
        [max(0.0, math.fsum(w * x for w, x in zip(row, sample, strict=True)) + bias) for sample in X.T]
        for row, bias in zip(W1, b1, strict=True)
    ]


@pytest.mark.parametrize("case", ["two_by_two", "layers", "widening_layers", "narrow_layers"])
def test_collapse_gives_the_same_map(case: str) -> None:
    W1, b1, W2, b2 = arguments(case)
    W, b = reference.collapse(W1, b1, W2, b2)
    for x in np.random.default_rng(5).normal(size=(6, W1.shape[1])):
        np.testing.assert_allclose(W @ x + b, W2 @ (W1 @ x + b1) + b2, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("case", ["course_hidden", "small_hidden", "hidden_inputs", "one_hidden_input"])
def test_hidden_is_the_relu_map(case: str) -> None:
    np.testing.assert_allclose(reference.hidden(*arguments(case)), looped(*arguments(case)), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("case", ["course_network", "small_score", "network_inputs", "one_network_input"])
def test_network_is_the_weighted_sum_of_the_hidden_layer(case: str) -> None:
    X, W1, b1, w2, b2 = arguments(case)
    samples = zip(*looped(X, W1, b1), strict=True)
    expected = [math.fsum(w * h for w, h in zip(w2, column, strict=True)) + b2 for column in samples]
    np.testing.assert_allclose(reference.network(X, W1, b1, w2, b2), expected, rtol=1e-12, atol=1e-14)


def on_line(a: Array, c: float) -> Array:
    """Return points (2, 9) of the line a . x = c."""
    foot = c * a / (a @ a)
    return np.asarray(foot[:, None] + np.outer([-a[1], a[0]], np.linspace(-3.0, 3.0, 9)))


@pytest.mark.parametrize("case", ["course_output", "small_output", "output_layer", "large_output_layer"])
def test_the_output_is_one_half_on_the_latent_boundary(case: str) -> None:
    w2, b2 = arguments(case)
    np.testing.assert_allclose(w2 @ on_line(*reference.latent_boundary(w2, b2)) + b2, 0.5, rtol=1e-12, atol=1e-11)


def test_the_latent_boundary_of_the_course_is_the_printed_one() -> None:
    a, c = reference.latent_boundary(COURSE[2], COURSE[3])
    assert (a.tolist(), c) == ([1.0, -2.0], 0.5)


def test_the_network_is_one_half_on_both_input_boundaries_and_nowhere_else() -> None:
    lines = reference.input_boundaries()
    assert sorted(c / a[0] for a, c in lines) == [0.5, 1.5]
    for a, c in lines:
        np.testing.assert_allclose(reference.network(on_line(a, c), *COURSE), 0.5, atol=1e-14)
    diagonal = np.linspace(-2.0, 2.0, 4001) + 1e-5
    above = reference.network(np.stack([diagonal, diagonal]), *COURSE) > 0.5
    crossings = diagonal[1:][above[1:] != above[:-1]]
    np.testing.assert_allclose(2.0 * crossings, [0.5, 1.5], atol=3e-3)


def drawn(draw: Callable[[Any], None]) -> tuple[list[tuple[float, ...]], set[tuple[float, ...]]]:
    """Return the points of all scatters, and each line a . x = c as (a1, a2, c) with a1 = 1."""
    axes = Figure().add_subplot()
    draw(axes)
    points = [tuple(row) for marks in axes.collections for row in np.asarray(marks.get_offsets()).tolist()]
    lines = set()
    for line in axes.lines:
        assert isinstance(line, AxLine)
        start, end = line.get_xy1(), line.get_xy2()
        assert start is not None
        assert end is not None
        (x, y), (u, v) = start, end
        a = np.array([v - y, x - u]) / (v - y)
        lines.add((*a.round(12).tolist(), round(float(a @ [x, y]), 12)))
    return sorted(points), lines


def test_plots_hold_the_mapped_inputs_and_the_lines() -> None:
    assert drawn(reference.plot_latent) == ([(0, 0), (1, 0), (1, 0), (2, 1)], {(1.0, -2.0, 0.5)})
    assert drawn(reference.plot_input) == (sorted(map(tuple, XOR.T.tolist())), {(1.0, 1.0, 0.5), (1.0, 1.0, 1.5)})


# --- gradients -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["five_labels", *LABELS])
def test_bce_slope_is_the_derivative_of_the_loss(case: str) -> None:
    y, p = arguments(case)
    np.testing.assert_allclose(reference.bce_slope(y, p), by_complex_step(lambda q: cross_entropy(y, q), p), rtol=1e-12)


@pytest.mark.parametrize("case", ["three_features", "features", "one_feature", "large_features"])
def test_score_slope_is_the_derivative_of_the_score(case: str) -> None:
    (x,) = arguments(case)
    w = np.arange(1.0, x.size + 1.0)
    np.testing.assert_allclose(reference.score_slope(x), by_complex_step(lambda v: v @ x + 0.7, w), rtol=1e-14)


@pytest.mark.parametrize("case", ["five_points", *POINTS])
def test_logistic_gradient_is_the_derivative_of_the_loss(case: str) -> None:
    X, y, w, b = arguments(case)
    expected = by_complex_step(lambda v: cross_entropy(y, logistic(v @ X + b)), w)
    np.testing.assert_allclose(reference.logistic_gradient(X, y, w, b), expected, rtol=1e-7)


@pytest.mark.parametrize("case", ["five_points", *POINTS])
def test_logistic_gradient_is_the_product_of_the_chain(case: str) -> None:
    X, y, w, b = arguments(case)
    f = w @ X + b
    outer = reference.bce_slope(y, logistic(f)) * reference.sigmoid_slope(f)
    terms = [slope * reference.score_slope(x) for slope, x in zip(outer, X.T, strict=True)]
    np.testing.assert_allclose(reference.logistic_gradient(X, y, w, b), np.sum(terms, axis=0), rtol=1e-7)


@pytest.mark.parametrize("right", [False, True], ids=["left", "right"])
@pytest.mark.parametrize("case", ["small_network", "course_network_labelled", KINK, *NETWORKS])
def test_shallow_gradients_are_the_derivatives_of_the_loss(case: str, right: bool) -> None:
    X, y, W1, b1, w2, b2 = arguments(case)
    function = reference.shallow_gradients__right if right else reference.shallow_gradients
    gradients = function(X, y, W1, b1, w2, b2)
    expected = {
        "w2": by_complex_step(lambda v: loss(X, y, (W1, b1, v, b2)), w2),
        "b2": by_complex_step(lambda v: loss(X, y, (W1, b1, w2, v)), np.array([b2])).item(),
        "W1": by_complex_step(lambda v: loss(X, y, (v, b1, w2, b2), at_zero=right), W1).reshape(W1.shape),
        "b1": by_complex_step(lambda v: loss(X, y, (W1, v, w2, b2), at_zero=right), b1),
    }
    assert gradients.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_allclose(gradients[name], value, rtol=1e-10, atol=1e-13, err_msg=name)


@pytest.mark.parametrize("case", ["course_network_labelled", KINK])
def test_at_the_kink_the_two_answers_are_the_one_sided_slopes(case: str) -> None:
    X, y, W1, b1, w2, b2 = arguments(case)
    sides = reference.shallow_gradients, reference.shallow_gradients__right
    for gradients, h in zip(sides, (-1e-7, 1e-7), strict=True):
        here = loss(X, y, (W1, b1, w2, b2))
        steps = [loss(X, y, (W1, b1 + h * unit, w2, b2)) - here for unit in np.eye(b1.size)]
        np.testing.assert_allclose(gradients(X, y, W1, b1, w2, b2)["b1"], np.array(steps) / h, atol=1e-5)
    left, right = (side(X, y, W1, b1, w2, b2) for side in sides)
    assert np.max(np.abs(np.subtract(left["b1"], right["b1"]))) > 1e-2
    assert np.max(np.abs(np.subtract(left["W1"], right["W1"]))) > 1e-2
    np.testing.assert_array_equal(left["w2"], right["w2"])


# --- the cases -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("case", [*STACKED, *BIASED, *WEIGHTED_FITS])
def test_linear_cases_are_well_conditioned(case: str, seed: int) -> None:
    inputs, _, *variances = made(case, seed)
    X1 = np.vstack([inputs, np.ones(inputs.shape[1])]) if case in BIASED else inputs
    assert (X1[-1] == 1.0).all()
    for weights in (np.ones(X1.shape[1]), *(1.0 / v for v in variances)):
        assert np.linalg.cond((X1 * weights) @ X1.T) < 1e6


@pytest.mark.parametrize("seed", SEEDS)
def test_variances_are_far_from_one_and_from_each_other(seed: int) -> None:
    for case in (*WEIGHTED, *WEIGHTED_FITS):
        v = made(case, seed)[-1]
        assert v.min() < 0.2
        assert v.size == 1 or v.max() > 20.0


@pytest.mark.parametrize("seed", SEEDS)
def test_probabilities_and_scores_stay_in_range(seed: int) -> None:
    for case in LABELS:
        p = made(case, seed)[1]
        assert p.min() > 0.02
        assert p.max() < 0.98
    assert np.max(np.abs(made("steep_scores", seed)[0])) == 20.0
    for case in POINTS:
        X, _, w, b = made(case, seed)
        assert np.max(np.abs(w @ X + b)) <= 20.0
    for case in (*NETWORKS, KINK):
        X, _, W1, b1, w2, b2 = made(case, seed)
        assert np.max(np.abs(w2 @ np.maximum(W1 @ X + b1[:, None], 0.0) + b2)) <= 20.0


@pytest.mark.parametrize("seed", SEEDS)
def test_labels_are_zeros_and_ones_and_not_as_many_of_each(seed: int) -> None:
    labels = [made(case, seed)[0] for case in LABELS]
    labels += [made(case, seed)[1] for case in (*POINTS, *NETWORKS, KINK)]
    for y in labels:
        assert set(y.tolist()) <= {0.0, 1.0}
        assert y.size == 1 or 0.0 < y.mean() < 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_pre_activations_are_on_both_sides_of_zero_and_exactly_zero_where_meant(seed: int) -> None:
    for case in ("hidden_inputs", "one_hidden_input", "network_inputs", "one_network_input", *NETWORKS):
        X, W1, b1 = _layer(case, seed)
        a = W1 @ X + b1[:, None]
        assert a.min() < 0.0 < a.max()
        assert np.abs(a).min() > 1e-6
    X, W1, b1 = _layer(KINK, seed)
    for unit in range(3):
        x, w = X[:, 2 * unit], W1[unit]
        assert [w @ x + b1[unit], w[0] * x[0] + (w[1] * x[1] + b1[unit])] == [0.0, 0.0]


def _layer(case: str, seed: int) -> tuple[Array, Array, Array]:
    given = made(case, seed)
    first = 2 if case in (*NETWORKS, KINK) else 1
    return given[0], given[first], given[first + 1]


MADE = [name.removeprefix("make_") for name in dir(reference) if name.startswith("make_")]


@pytest.mark.parametrize("case", MADE)
def test_cases_are_small_float64_repeatable_and_used(case: str) -> None:
    one, other = made(case), made(case)
    for first, second in zip(one, other, strict=True):
        np.testing.assert_array_equal(first, second)
        assert isinstance(first, float) or (first.dtype == np.float64 and first.size <= 300)
    arrays = [argument for argument in one if isinstance(argument, np.ndarray)]
    assert not any(np.shares_memory(a, b) for i, a in enumerate(arrays) for b in arrays[:i])
    assert case in {question.case for check in checks() for question in check.questions}


# --- the rubric ----------------------------------------------------------------------------------------------------


def checks(rubric: Rubric = RUBRIC) -> Iterator[Check]:
    return (check for exercise in rubric.exercises for check in exercise.checks)


SPLITS = {
    "1": {"squared_error": "1"},
    "2": {"least_squares": "1"},
    "3": {"fit 0": "0.3", "fit 1": "0.2", "fit 2": "0.25", "WELL_DESCRIBED": "0.25"},
    "4": {"fit 0": "0.3", "fit 1": "0.2", "fit 2": "0.25", "IMPROVE": "0.25"},
    "5": {"weighted_squared_error": "0.5", "weighted_least_squares": "0.5"},
    "6": {"fit_xor 0": "0.4", "fit_xor 1": "0.3", "fit_xor 2": "0.3"},
    "7": {"relu_derivative": "0.3", "sigmoid_derivative": "0.3", "softmax_jacobian": "0.4"},
    "8": {"SATURATED relu": "0.3", "SATURATED sigmoid": "0.3", "SATURATED softmax": "0.4"},
    "9": {"collapse 0": "0.5", "collapse 1": "0.25", "STACKED_LINEAR_IS_LINEAR": "0.25"},
    "10": {"hidden": "0.25", "latent_boundary": "0.5", "plot_latent": "0.25"},
    "11": {"network": "0.25", "input_boundaries": "0.5", "plot_input": "0.25"},
    "12": {"MULTICLASS_OUTPUT": "1"},
    "13": {"bce_slope": "1"},
    "14": {"sigmoid_slope": "1"},
    "15": {"score_slope": "0.75", "ADAPTIVE_FILTER": "0.25"},
    "16": {"logistic_gradient": "1"},
    "17": {f"shallow_gradients {name}": "1" for name in ("w2", "b2", "W1", "b1")},
}


EXERCISES = pytest.mark.parametrize("exercise", RUBRIC.exercises, ids=lambda exercise: f"exercise {exercise.id}")


def with_arguments(exercise: Exercise) -> dict[str, list[Check]]:
    """Return the checks of functions that take arguments, by function."""
    asked: dict[str, list[Check]] = defaultdict(list)
    for check in exercise.checks:
        if check.questions[0].case and not check.repeat:
            asked[check.questions[0].name].append(check)
    return asked


def part_of(check: Check) -> int | str | None:
    return check.kind.key if isinstance(check.kind, Part) else None


def given_numbers(check: Check) -> list[Question]:
    return [question for question in check.questions if question.case in RUBRIC.cases]


@EXERCISES
def test_points_are_split_as_the_contract_says(exercise: Exercise) -> None:
    points: dict[str, Decimal] = defaultdict(Decimal)
    for check in exercise.checks:
        part = part_of(check)
        if check.points:
            points[check.questions[0].name + ("" if part is None else f" {part}")] += check.points
    assert points == {name: Decimal(share) for name, share in SPLITS[exercise.id].items()}
    called = any(question.case for check in exercise.checks for question in check.questions)
    costs = [check.costs for check in exercise.checks if check.costs]
    assert costs == ([exercise.points / 10] if called else [])


@EXERCISES
def test_a_function_is_first_asked_in_public_on_the_given_numbers_and_for_no_points(exercise: Exercise) -> None:
    public = [check for check in exercise.checks if check.visibility is Visibility.PUBLIC]
    for asked in with_arguments(exercise).values():
        by_cases = [list(group) for _, group in groupby(asked, key=lambda check: check.questions)]
        for check in by_cases[0]:
            assert given_numbers(check) == list(check.questions)
            assert check.points == 0
            assert check.hint
            public.remove(check)
        assert set(by_cases[0][0].questions) <= set(by_cases[1][0].questions)
    assert public == []


@pytest.mark.parametrize("seed", SEEDS)
def test_no_function_changes_its_arguments(seed: int) -> None:
    for question in {question for check in checks() for question in check.questions if question.action is Action.CALL}:
        given = arguments(question.case, seed)
        for argument in given:
            if isinstance(argument, np.ndarray):
                argument.flags.writeable = False
        getattr(reference, question.name)(*given)


# --- answers that are wrong ----------------------------------------------------------------------------------------


@cache
def value(name: str, case: str, seed: int = RUBRIC.seed) -> Any:
    """Return what a function of the reference or the mistakes gives on a case; nothing may change it."""
    function = getattr(reference, name, None) or getattr(mistakes, name)
    return function(*arguments(case, seed))


def credit(check: Check, wrong: str, seed: int = RUBRIC.seed) -> Decimal:
    """Judge what a function gives against the right answers."""
    answers = [
        Answer(
            question=question,
            got=Returned(value=value(wrong, question.case, seed)),
            want=value(question.name, question.case, seed),
            also=tuple(value(name, question.case, seed) for name in check.kind.also),
        )
        for question in check.questions
    ]
    return check.kind.judge(answers).credit


def scaled(kind: Any, times: float) -> Any:
    """Return the kind with a tolerance so many times as wide."""
    if hasattr(kind, "of"):
        return replace(kind, of=scaled(kind.of, times))
    return replace(kind, rtol=times * kind.rtol, atol=None if kind.atol is None else times * kind.atol)


def outcome(check: Check, answers: Callable[[Question], Any]) -> Outcome:
    """Judge answers as a submission's are judged, known mistakes and all."""
    names = {*check.kind.also, *(mistake.name for mistake in check.mistakes)}
    asked = {replace(question, name=name) for question in check.questions for name in names}
    right = {question: value(question.name, question.case) for question in (*check.questions, *asked)}
    key = AnswerKey(answers=right, arguments={question.case: () for question in check.questions})
    return judged(check, {question: Returned(value=answers(question)) for question in check.questions}, key)


def from_a_table(constant: Any, question: Question) -> Any:
    return value(question.name, question.case) if question.case in RUBRIC.cases else constant


@EXERCISES
def test_a_table_of_the_given_numbers_earns_nothing(exercise: Exercise) -> None:
    for asked in with_arguments(exercise).values():
        # A check that rests on one with points is skipped with it.
        pointed = {check.name for check in asked if check.points}
        earning = [check for check in asked if check.points and not pointed & set(check.needs)]
        assert all(len(given_numbers(check)) < len(check.questions) for check in earning)
        for known in asked[0].questions:
            answers = partial(from_a_table, value(known.name, known.case))
            assert [check.name for check in earning if outcome(check, answers).points] == []


def that_know(exercise: Exercise) -> dict[str, list[Check]]:
    """Return the checks that judge numbers and know a mistake, by mistake; those with points where there are any."""
    known: dict[str, list[Check]] = defaultdict(list)
    for check in exercise.checks:
        skipped = check.name == "mse of the clean data"  # with the check it rests on
        for mistake in check.mistakes if not isinstance(check.kind, Finite) and not skipped else ():
            known[mistake.name].append(check)
    return {name: [check for check in listed if check.points] or listed for name, listed in known.items()}


@EXERCISES
def test_a_known_mistake_is_wrong_in_all_checks_of_the_part_that_it_spoils(exercise: Exercise) -> None:
    for name, listed in that_know(exercise).items():
        wrong: dict[int | str | None, set[bool]] = defaultdict(set)
        for check in listed:
            wrong[part_of(check)].add(credit(check, name) < 1)
        assert {True} in wrong.values(), name
        assert {True, False} not in wrong.values(), name


KNOWN = [
    pytest.param(check, mistake, id=f"{exercise.id}, {check.name}: {mistake.name}")
    for exercise in RUBRIC.exercises
    for check in exercise.checks
    for mistake in check.mistakes
    if not isinstance(check.kind, Finite)
]


@pytest.mark.parametrize(("check", "mistake"), KNOWN)
def test_a_known_mistake_is_far_from_right_or_leaves_the_part_as_it_is(check: Check, mistake: Mistake) -> None:
    strict, loose = (replace(check, kind=scaled(check.kind, times)) for times in (1e-3, 1e3))
    for seed in SEEDS:
        untouched = credit(check, mistake.name) == 1
        assert (credit(strict if untouched else loose, mistake.name, seed) == 1) is untouched


@pytest.mark.parametrize(("check", "mistake"), KNOWN)
def test_a_known_mistake_earns_its_credit_and_is_told_what_it_is(check: Check, mistake: Mistake) -> None:
    came = outcome(check, lambda question: value(mistake.name, question.case))
    if credit(check, mistake.name) < 1:
        assert (came.points, came.message) == (mistake.credit * check.points, mistake.says)
    else:
        assert came.points == check.points


def fit_by_inverse(X: Array, y: Array) -> tuple[Array, float, float]:
    X1 = np.concatenate([X, np.ones((1, y.size))])
    theta = np.linalg.inv(X1 @ X1.T) @ X1 @ y
    return theta[:-1], theta[-1], np.mean((y - theta @ X1) ** 2)


@pytest.mark.parametrize(("root", "share"), [pytest.param(False, "1", id="mse"), pytest.param(True, "0.5", id="rmse")])
def test_the_root_of_rounding_is_known_as_a_root(root: bool, share: str) -> None:
    def answers(question: Question) -> Any:
        w, b, mse = fit_by_inverse(*arguments(question.case))
        return w, b, np.sqrt(mse) if root else mse

    errors = [
        check for check in checks() if check.questions[0].name == "fit" and part_of(check) == 2 and not check.needs
    ]
    assert len(errors) == 2
    for check in errors:
        assert outcome(check, answers).points == Decimal(share) * check.points


def test_every_mistake_is_in_the_rubric_and_has_the_signature_of_its_function() -> None:
    functions = inspect.getmembers(mistakes, inspect.isfunction)
    defined = {name: value for name, value in functions if value.__module__ == mistakes.__name__ and name[0] != "_"}
    assert defined.keys() == {mistake.name for check in checks() for mistake in check.mistakes}
    for name, function in defined.items():
        right = getattr(reference, name.partition("__")[0])
        assert list(inspect.signature(function).parameters) == list(inspect.signature(right).parameters)
        assert (function.__doc__ or "").strip()
