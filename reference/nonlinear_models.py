"""Reference answers to "Nonlinear models": 17 exercises of Machine Learning for Signal Processing (5LSL0).

Samples are columns: X is (n, m) = (features, samples), y is (m,). X1 is X with a last row of ones, theta = [w; b].
Losses are sums over samples. The name of an exercise's function or constant is part of the assignment.

Functions that end in `__right` give a further right answer: the derivative from the right where there are two.
Functions that begin with `make_` draw the arguments of one test case from a random generator; their data is generic
(no equal sizes, no symmetric matrix), so that a wrong formula is not right by accident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.random import Generator
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

XOR_INPUTS = ((0.0, 0.0, 1.0, 1.0), (0.0, 1.0, 0.0, 1.0))
XOR_OUTPUTS = (0.0, 1.0, 1.0, 0.0)
COURSE_W1 = ((1.0, 1.0), (1.0, 1.0))
COURSE_B1 = (0.0, -1.0)
COURSE_W2 = (1.0, -2.0)
COURSE_B2 = 0.0


# --- linear models: exercises 1 to 6 -------------------------------------------------------------------------------


def squared_error(y: Array, y_hat: Array) -> float:
    """Return sum_i (y_i - y_hat_i)^2, the negative log-likelihood under unit Gaussian errors up to a factor."""
    residual = y - y_hat
    return float(residual @ residual)


def least_squares(X1: Array, y: Array) -> Array:
    """Return theta (n+1,) that solves X1 X1^T theta = X1 y, the minimum of |y - X1^T theta|^2.

    It is found from the singular values of X1^T (m, n+1), which are not squared as those of X1 X1^T are.
    """
    return np.asarray(np.linalg.lstsq(X1.T, y, rcond=None)[0], dtype=np.float64)


def with_ones(X: Array) -> Array:
    """Return X1 (n+1, m): X with a last row of ones, the input that belongs to the bias."""
    return np.vstack([X, np.ones(X.shape[1])])


def fit(X: Array, y: Array) -> tuple[Array, float, float]:
    """Return (w, b, mse) of the least-squares line: w (n,), b, and mse = 1/m sum_i (y_i - w^T x_i - b)^2."""
    theta = least_squares(with_ones(X), y)
    w, b = theta[:-1], float(theta[-1])
    # On the clean data this is rounding only, of order 1e-32: zero for every purpose, but not equal to 0.
    return w, b, float(np.mean((y - (w @ X + b)) ** 2))


WELL_DESCRIBED = True
IMPROVE = "more measurements"


def weighted_squared_error(y: Array, y_hat: Array, variances: Array) -> float:
    """Return sum_i (y_i - y_hat_i)^2 / v_i for the variances v (m,) of the samples."""
    return float(np.sum((y - y_hat) ** 2 / variances))


def weighted_least_squares(X1: Array, y: Array, variances: Array) -> Array:
    """Return theta (n+1,) that solves X1 V^-1 X1^T theta = X1 V^-1 y with V = diag(v).

    Each sample is divided by its standard deviation, then it is an ordinary least-squares problem.
    """
    weights = 1.0 / np.sqrt(variances)
    return least_squares(X1 * weights, y * weights)


def fit_xor() -> tuple[Array, float, float]:
    """Return (w, b, mse) = ([0, 0], 1/2, 1/4): the best line through the four binary pairs is flat.

    The code published with the answer sheet reports the mse of exercise 4 here; every residual is +-1/2, so it is 1/4.
    """
    return fit(np.array(XOR_INPUTS), np.array(XOR_OUTPUTS))


# --- nonlinear functions: exercises 7 and 8 ------------------------------------------------------------------------


def relu(x: Array) -> Array:
    """Return max(0, x), entry by entry."""
    return np.maximum(x, 0.0)


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + exp(-x)), entry by entry, with exponents that are never positive."""
    shrunk = np.exp(-np.abs(x))
    return np.where(x >= 0.0, 1.0, shrunk) / (1.0 + shrunk)


def softmax(x: Array) -> Array:
    """Return exp(x) / sum_j exp(x_j) for x (k,); the largest entry is taken off first, which changes nothing."""
    grown = np.exp(x - np.max(x))
    total: float = np.sum(grown)
    return grown / total


def relu_derivative(x: Array) -> Array:
    """Return 1 where x > 0 and 0 elsewhere; at x = 0 any value from 0 to 1 is right, this is the left one."""
    return np.where(x > 0.0, 1.0, 0.0)


def relu_derivative__right(x: Array) -> Array:
    """Return 1 where x >= 0 and 0 elsewhere."""
    return np.where(x >= 0.0, 1.0, 0.0)


def sigmoid_derivative(x: Array) -> Array:
    """Return s(x) (1 - s(x)) = e / (1 + e)^2 with e = exp(-|x|), entry by entry: it is even, so |x| does."""
    shrunk = np.exp(-np.abs(x))
    return shrunk / (1.0 + shrunk) ** 2


def softmax_jacobian(x: Array) -> Array:
    """Return diag(f) - f f^T (k, k) with f = softmax(x), x (k,): entry (i, j) is f_i (delta_ij - f_j)."""
    f = softmax(x)
    return np.diag(f) - np.outer(f, f)


SATURATED = {"relu": 1.0, "sigmoid": 0.0, "softmax": 0.0}


# --- shallow networks: exercises 9 to 11 ---------------------------------------------------------------------------


def collapse(W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Array, Array]:
    """Return (W, b) with W2 (W1 x + b1) + b2 = W x + b: W = W2 W1 (o, n) and b = W2 b1 + b2 (o,)."""
    return W2 @ W1, W2 @ b1 + b2


STACKED_LINEAR_IS_LINEAR = True


def hidden(X: Array, W1: Array, b1: Array) -> Array:
    """Return H = max(0, W1 X + b1) (k, m), with b1 (k,) added to every column."""
    return relu(W1 @ X + b1[:, np.newaxis])


def latent_boundary(w2: Array, b2: float) -> tuple[Array, float]:
    """Return (a, c) of the line a^T h = c where w2^T h + b2 = 1/2: a = w2 (2,) and c = 1/2 - b2."""
    return w2.copy(), 0.5 - b2


def network(X: Array, W1: Array, b1: Array, w2: Array, b2: float) -> Array:
    """Return the score f = w2^T max(0, W1 X + b1) + b2 (m,), without a sigmoid."""
    return w2 @ hidden(X, W1, b1) + b2


def input_boundaries() -> list[tuple[Array, float]]:
    """Return both lines (a, c), a^T x = c, on which the course's network gives 1/2.

    Let s = x1 + x2. For s > 1 both hidden units are active: s - 2 (s - 1) = 1/2, so s = 3/2.
    For 0 < s < 1 the first one alone is: s = 1/2. For s < 0 none is, and the network gives 0.
    """
    return [(np.array([1.0, 1.0]), 1.5), (np.array([1.0, 1.0]), 0.5)]


def plot_latent(ax: Axes) -> None:
    """Draw the four inputs as the hidden layer maps them (two coincide) and the boundary h1 - 2 h2 = 1/2."""
    h1, h2 = hidden(np.array(XOR_INPUTS), np.array(COURSE_W1), np.array(COURSE_B1))
    ax.scatter(h1, h2, c=XOR_OUTPUTS)
    _draw_line(ax, *latent_boundary(np.array(COURSE_W2), COURSE_B2))
    ax.set(xlabel="$h_1$", ylabel="$h_2$")


def plot_input(ax: Axes) -> None:
    """Draw the four inputs and the two lines on which the course's network gives 1/2."""
    ax.scatter(*XOR_INPUTS, c=XOR_OUTPUTS)
    for a, c in input_boundaries():
        _draw_line(ax, a, c)
    ax.set(xlabel="$x_1$", ylabel="$x_2$")


def _draw_line(ax: Axes, a: Array, c: float) -> None:
    """Draw a^T x = c through its point nearest to the origin, c a / |a|^2."""
    x, y = c * a / (a @ a)
    ax.axline((float(x), float(y)), (float(x - a[1]), float(y + a[0])))


# --- logistic regression: exercises 12 to 16 -----------------------------------------------------------------------

MULTICLASS_OUTPUT = "softmax"


def bce_slope(y: Array, p: Array) -> Array:
    """Return dJ/dp (m,) of J = -sum_i y_i log p_i + (1 - y_i) log(1 - p_i): -(y/p - (1 - y)/(1 - p)).

    The answer sheet prints -y/p - (1 - y)/(1 - p): without the brackets the second term has the wrong sign.
    """
    return -(y / p - (1.0 - y) / (1.0 - p))


def sigmoid_slope(f: Array) -> Array:
    """Return dp/df = s(f) (1 - s(f)) (m,) of p = s(f), the sigmoid."""
    return sigmoid_derivative(f)


def score_slope(x: Array) -> Array:
    """Return df/dw = x (n,) of the score f = w^T x + b of one sample."""
    return x.copy()


ADAPTIVE_FILTER = "LMS"

FORMULAS = {"13": "-(y/p - (1 - y)/(1 - p))", "14": "sigmoid(f)*(1 - sigmoid(f))", "15": "x"}
"""Exercises 13 to 15 in one line each, for those who answer with a formula."""


def logistic_gradient(X: Array, y: Array, w: Array, b: float) -> Array:
    """Return dJ/dw = -sum_i (y_i - p_i) x_i (n,) with p = s(w^T X + b).

    It is dJ/dp dp/df df/dw of exercises 13 to 15, multiplied out: p (1 - p) cancels, so nothing divides by zero.
    The answer sheet prints the product without brackets around dJ/dp, by which dp/df and x miss the first term.
    """
    return -X @ (y - sigmoid(w @ X + b))


# --- a shallow nonlinear model: exercise 17 ------------------------------------------------------------------------


def shallow_gradients(X: Array, y: Array, W1: Array, b1: Array, w2: Array, b2: float) -> dict[str, Array | float]:  # noqa: PLR0913, PLR0917 - the assignment's signature
    """Return dJ/dw2 (k,), dJ/db2, dJ/dW1 (k, n) and dJ/db1 (k,) of the loss of exercise 13.

    With A = W1 X + b1 (k, m), H = max(0, A), p = s(w2^T H + b2) (m,), e = p - y (m,) and
    D = (w2 e^T) * [A > 0] (k, m):  w2: H e,  b2: sum_i e_i,  W1: D X^T,  b1: sum_i D_i.

    The answer sheet has no b2, lacks the brackets around its sums over i, and prints w2^T x for the outer product
    w2 x^T in W1, which has no meaning for k != n.
    """
    return _back_propagated(X, y, (W1, b1, w2, b2), relu_derivative(_pre_activation(X, W1, b1)))


def shallow_gradients__right(  # noqa: PLR0913, PLR0917 - the assignment's signature
    X: Array, y: Array, W1: Array, b1: Array, w2: Array, b2: float
) -> dict[str, Array | float]:
    """Return the same with [A >= 0]: the one-sided derivative from the right where a pre-activation is exactly 0."""
    return _back_propagated(X, y, (W1, b1, w2, b2), relu_derivative__right(_pre_activation(X, W1, b1)))


def _pre_activation(X: Array, W1: Array, b1: Array) -> Array:
    return W1 @ X + b1[:, np.newaxis]


def _back_propagated(
    X: Array, y: Array, layers: tuple[Array, Array, Array, float], mask: Array
) -> dict[str, Array | float]:
    W1, b1, w2, b2 = layers
    H = hidden(X, W1, b1)
    error = sigmoid(w2 @ H + b2) - y
    back = np.outer(w2, error) * mask
    return {"w2": H @ error, "b2": float(np.sum(error)), "W1": back @ X.T, "b1": np.sum(back, axis=1)}


# --- cases of exercises 1 to 5 -------------------------------------------------------------------------------------


def _predictions(rng: Generator, m: int, scale: float = 1.0) -> tuple[Array, Array]:
    y_hat = scale * rng.normal(1.0, 3.0, m)
    return y_hat + scale * rng.normal(0.5, 1.5, m), y_hat


def _variances(rng: Generator, m: int) -> Array:
    return rng.permutation(np.geomspace(0.1, 40.0, m) * rng.uniform(0.8, 1.2, m))


def _linear(rng: Generator, n: int, m: int, scale: float = 1.0, spread: float = 0.3) -> tuple[Array, Array]:
    """Return inputs off the origin and outputs of a line with a bias and noise of that spread."""
    X = rng.uniform(0.5, 2.0, (n, 1)) * rng.normal(size=(n, m)) + rng.uniform(0.5, 1.5, (n, 1))
    noise = rng.normal(0.0, spread, m)
    return X, scale * (rng.normal(size=n) @ X + rng.uniform(1.0, 3.0) + noise)


def make_few_samples(rng: Generator) -> tuple[Array, Array]:
    """Return (y, y_hat) with m = 3."""
    return _predictions(rng, 3)


def make_many_samples(rng: Generator) -> tuple[Array, Array]:
    """Return (y, y_hat) with m = 40."""
    return _predictions(rng, 40)


def make_one_sample(rng: Generator) -> tuple[Array, Array]:
    """Return (y, y_hat) with m = 1."""
    return _predictions(rng, 1)


def make_large_values(rng: Generator) -> tuple[Array, Array]:
    """Return (y, y_hat) with m = 7 and errors of some hundreds."""
    return _predictions(rng, 7, 300.0)


def make_perfect_predictions(rng: Generator) -> tuple[Array, Array]:
    """Return (y, y_hat) with m = 6 and y = y_hat."""
    _, y_hat = _predictions(rng, 6)
    return y_hat.copy(), y_hat


def make_biased_inputs(rng: Generator) -> tuple[Array, Array]:
    """Return (X, y) with n = 3, m = 20 and a bias."""
    return _linear(rng, 3, 20)


def make_biased_feature(rng: Generator) -> tuple[Array, Array]:
    """Return (X, y) with n = 1, m = 9 and a bias."""
    return _linear(rng, 1, 9)


def make_biased_large(rng: Generator) -> tuple[Array, Array]:
    """Return (X, y) with n = 4, m = 25, a bias and outputs of some thousands."""
    return _linear(rng, 4, 25, 1000.0)


def make_noisy_inputs(rng: Generator) -> tuple[Array, Array]:
    """Return (X, y) with n = 2, m = 12, a bias and as much noise as signal."""
    return _linear(rng, 2, 12, spread=2.0)


def make_noisy_feature(rng: Generator) -> tuple[Array, Array]:
    """Return (X, y) with n = 1, m = 7, a bias and as much noise as signal."""
    return _linear(rng, 1, 7, spread=2.0)


def make_stacked_inputs(rng: Generator) -> tuple[Array, Array]:
    """Return (X1, y) with n = 3, m = 20."""
    X, y = make_biased_inputs(rng)
    return with_ones(X), y


def make_stacked_feature(rng: Generator) -> tuple[Array, Array]:
    """Return (X1, y) with n = 1, m = 9."""
    X, y = make_biased_feature(rng)
    return with_ones(X), y


def make_stacked_large(rng: Generator) -> tuple[Array, Array]:
    """Return (X1, y) with n = 4, m = 25 and outputs of some thousands."""
    X, y = make_biased_large(rng)
    return with_ones(X), y


def make_weighted_few(rng: Generator) -> tuple[Array, Array, Array]:
    """Return (y, y_hat, variances) with m = 3."""
    return *make_few_samples(rng), _variances(rng, 3)


def make_weighted_many(rng: Generator) -> tuple[Array, Array, Array]:
    """Return (y, y_hat, variances) with m = 40."""
    return *make_many_samples(rng), _variances(rng, 40)


def make_weighted_one(rng: Generator) -> tuple[Array, Array, Array]:
    """Return (y, y_hat, variances) with m = 1."""
    return *make_one_sample(rng), _variances(rng, 1)


def make_weighted_large(rng: Generator) -> tuple[Array, Array, Array]:
    """Return (y, y_hat, variances) with m = 7 and errors of some hundreds."""
    return *make_large_values(rng), _variances(rng, 7)


def make_weighted_perfect(rng: Generator) -> tuple[Array, Array, Array]:
    """Return (y, y_hat, variances) with m = 6 and y = y_hat."""
    return *make_perfect_predictions(rng), _variances(rng, 6)


def make_weighted_inputs(rng: Generator) -> tuple[Array, Array, Array]:
    """Return (X1, y, variances) with n = 3, m = 20."""
    return *make_stacked_inputs(rng), _variances(rng, 20)


def make_weighted_feature(rng: Generator) -> tuple[Array, Array, Array]:
    """Return (X1, y, variances) with n = 1, m = 9."""
    return *make_stacked_feature(rng), _variances(rng, 9)


# --- cases of exercise 7 -------------------------------------------------------------------------------------------


def make_mixed_signs(rng: Generator) -> tuple[Array]:
    """Return (x,) with both signs, some of them zero."""
    return (rng.permutation(np.concatenate([rng.uniform(0.1, 6.0, 5), -rng.uniform(0.1, 6.0, 7), np.zeros(2)])),)


def make_far_out(rng: Generator) -> tuple[Array]:
    """Return (x,) that reaches from -1000 to 1000, with some entries near zero."""
    far = np.concatenate([[-1000.0, 1000.0], rng.uniform(-1000.0, 1000.0, 8)])
    return (rng.permutation(np.concatenate([far, rng.uniform(0.5, 3.0, 2), -rng.uniform(0.5, 3.0, 2)])),)


def make_two_scores(rng: Generator) -> tuple[Array]:
    """Return (x,) with k = 2."""
    return (np.array([0.5, -0.5]) * rng.uniform(0.5, 2.0) + rng.normal(),)


def make_six_scores(rng: Generator) -> tuple[Array]:
    """Return (x,) with k = 6."""
    return (rng.normal(0.0, 1.5, 6),)


def make_far_scores(rng: Generator) -> tuple[Array]:
    """Return (x,) with k = 5, two of them near 1000 and close together."""
    return (np.concatenate([[1000.0 - rng.uniform(0.3, 1.5), 1000.0], rng.uniform(-1000.0, 900.0, 3)]),)


# --- cases of exercises 9 to 11 ------------------------------------------------------------------------------------


def _layers(rng: Generator, n: int, k: int, o: int) -> tuple[Array, Array, Array, Array]:
    return rng.normal(size=(k, n)), rng.normal(size=k), rng.normal(size=(o, k)), rng.normal(size=o)


def _hidden_layer(rng: Generator, X: Array, k: int) -> tuple[Array, Array]:
    """Return W1 (k, n) and b1 (k,); each unit is active for half of the samples (of one: every other unit)."""
    W1 = rng.normal(size=(k, X.shape[0]))
    ordered = np.sort(W1 @ X, axis=1)
    m = X.shape[1]
    if m == 1:
        return W1, rng.uniform(0.5, 2.0, k) * (-1.0) ** np.arange(k) - ordered[:, 0]
    return W1, -(ordered[:, m // 2 - 1] + ordered[:, m // 2]) / 2.0


def _weights(rng: Generator, H: Array, largest: float) -> tuple[Array, float]:
    """Return w and b such that the largest |w^T h + b| over the columns of H is the one asked for."""
    w, b = rng.normal(size=H.shape[0]), rng.uniform(0.3, 1.2)
    scale = largest / np.max(np.abs(w @ H + b))
    return scale * w, float(scale * b)


def _network(rng: Generator, n: int, k: int, m: int) -> tuple[Array, Array, Array, Array, float]:
    X = rng.normal(0.3, 1.5, (n, m))
    W1, b1 = _hidden_layer(rng, X, k)
    return X, W1, b1, *_weights(rng, hidden(X, W1, b1), 3.0)


def make_layers(rng: Generator) -> tuple[Array, Array, Array, Array]:
    """Return (W1, b1, W2, b2) with n = 4, k = 3, o = 2."""
    return _layers(rng, 4, 3, 2)


def make_widening_layers(rng: Generator) -> tuple[Array, Array, Array, Array]:
    """Return (W1, b1, W2, b2) with n = 2, k = 5, o = 3."""
    return _layers(rng, 2, 5, 3)


def make_narrow_layers(rng: Generator) -> tuple[Array, Array, Array, Array]:
    """Return (W1, b1, W2, b2) with n = 3, k = 1, o = 2."""
    return _layers(rng, 3, 1, 2)


def make_hidden_inputs(rng: Generator) -> tuple[Array, Array, Array]:
    """Return (X, W1, b1) with n = 3, k = 2, m = 7."""
    X = rng.normal(0.3, 1.5, (3, 7))
    return X, *_hidden_layer(rng, X, 2)


def make_one_hidden_input(rng: Generator) -> tuple[Array, Array, Array]:
    """Return (X, W1, b1) with n = 4, k = 2, m = 1."""
    X = rng.normal(0.3, 1.5, (4, 1))
    return X, *_hidden_layer(rng, X, 2)


def make_output_layer(rng: Generator) -> tuple[Array, float]:
    """Return (w2, b2) with k = 2."""
    return rng.normal(size=2), float(rng.uniform(0.7, 2.0))


def make_large_output_layer(rng: Generator) -> tuple[Array, float]:
    """Return (w2, b2) with k = 2, a negative b2 and weights of some tens."""
    return rng.normal(0.0, 30.0, 2), -float(rng.uniform(5.0, 20.0))


def make_network_inputs(rng: Generator) -> tuple[Array, Array, Array, Array, float]:
    """Return (X, W1, b1, w2, b2) with n = 3, k = 2, m = 7."""
    return _network(rng, 3, 2, 7)


def make_one_network_input(rng: Generator) -> tuple[Array, Array, Array, Array, float]:
    """Return (X, W1, b1, w2, b2) with n = 4, k = 2, m = 1."""
    return _network(rng, 4, 2, 1)


# --- cases of exercises 13 to 17 -----------------------------------------------------------------------------------


def _labels(rng: Generator, m: int) -> Array:
    """Return zeros and ones, more zeros than ones, and both from two samples on."""
    return rng.permutation(np.where(np.arange(m) % 3 == 0, 1.0, 0.0))


def _points(rng: Generator, n: int, m: int, largest: float = 3.0) -> tuple[Array, Array, Array, float]:
    X = rng.normal(0.3, 1.5, (n, m))
    return X, _labels(rng, m), *_weights(rng, X, largest)


def _labelled(rng: Generator, n: int, k: int, m: int) -> tuple[Array, Array, Array, Array, Array, float]:
    X, W1, b1, w2, b2 = _network(rng, n, k, m)
    return X, _labels(rng, m), W1, b1, w2, b2


def make_labels(rng: Generator) -> tuple[Array, Array]:
    """Return (y, p) with m = 11 and p between 0.02 and 0.98."""
    return _labels(rng, 11), rng.uniform(0.02, 0.98, 11)


def make_one_label(rng: Generator) -> tuple[Array, Array]:
    """Return (y, p) with m = 1 and p between 0.02 and 0.98."""
    return _labels(rng, 1), rng.uniform(0.02, 0.98, 1)


def make_many_labels(rng: Generator) -> tuple[Array, Array]:
    """Return (y, p) with m = 60 and p between 0.02 and 0.98."""
    return _labels(rng, 60), rng.uniform(0.02, 0.98, 60)


def make_scores(rng: Generator) -> tuple[Array]:
    """Return (f,) with m = 8."""
    return (rng.uniform(-4.0, 4.0, 8),)


def make_one_score(rng: Generator) -> tuple[Array]:
    """Return (f,) with m = 1."""
    return (rng.uniform(0.5, 2.0, 1),)


def make_steep_scores(rng: Generator) -> tuple[Array]:
    """Return (f,) with m = 10 and both ends of |f| <= 20."""
    return (rng.permutation(np.concatenate([[-20.0, 20.0], rng.uniform(-20.0, 20.0, 8)])),)


def make_features(rng: Generator) -> tuple[Array]:
    """Return (x,) with n = 6."""
    return (rng.normal(0.0, 3.0, 6),)


def make_one_feature(rng: Generator) -> tuple[Array]:
    """Return (x,) with n = 1."""
    return (rng.uniform(2.0, 5.0, 1),)


def make_large_features(rng: Generator) -> tuple[Array]:
    """Return (x,) with n = 40 and entries of some thousands."""
    return (rng.normal(0.0, 3000.0, 40),)


def make_points(rng: Generator) -> tuple[Array, Array, Array, float]:
    """Return (X, y, w, b) with n = 3, m = 11."""
    return _points(rng, 3, 11)


def make_points_on_a_line(rng: Generator) -> tuple[Array, Array, Array, float]:
    """Return (X, y, w, b) with n = 1, m = 6."""
    return _points(rng, 1, 6)


def make_one_point(rng: Generator) -> tuple[Array, Array, Array, float]:
    """Return (X, y, w, b) with n = 4, m = 1."""
    return _points(rng, 4, 1)


def make_steep_points(rng: Generator) -> tuple[Array, Array, Array, float]:
    """Return (X, y, w, b) with n = 2, m = 8 and scores up to 19.9."""
    return _points(rng, 2, 8, 19.9)


def make_labelled_network(rng: Generator) -> tuple[Array, Array, Array, Array, Array, float]:
    """Return (X, y, W1, b1, w2, b2) with n = 3, k = 4, m = 9."""
    return _labelled(rng, 3, 4, 9)


def make_wide_network(rng: Generator) -> tuple[Array, Array, Array, Array, Array, float]:
    """Return (X, y, W1, b1, w2, b2) with n = 2, k = 7, m = 5."""
    return _labelled(rng, 2, 7, 5)


def make_one_labelled_sample(rng: Generator) -> tuple[Array, Array, Array, Array, Array, float]:
    """Return (X, y, W1, b1, w2, b2) with n = 3, k = 5, m = 1."""
    return _labelled(rng, 3, 5, 1)


def make_network_at_the_kink(rng: Generator) -> tuple[Array, Array, Array, Array, Array, float]:
    """Return (X, y, W1, b1, w2, b2) with n = 2, k = 5, m = 13; unit j < 3 has a pre-activation of 0 at sample 2 j.

    Inputs and weights are multiples of 1/4, so that it is exactly 0 in any order of summation. Units 3 and 4 are never
    at 0: their biases are odd multiples of 1/32.
    """
    X, W1 = (rng.integers(1, 9, shape) * rng.choice([-1, 1], shape) / 4.0 for shape in ((2, 13), (5, 2)))
    at_zero = -np.sum(W1[:3] * X[:, [0, 2, 4]].T, axis=1)
    b1 = np.concatenate([at_zero, (2 * rng.integers(-8, 8, 2) + 1) / 32.0])
    return X, _labels(rng, 13), W1, b1, *_weights(rng, hidden(X, W1, b1), 3.0)
