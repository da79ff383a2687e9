"""Nonlinear models, all exercises. The activation functions live in activations.py (same folder)."""

import numpy as np

import activations
from activations import relu, sigmoid


def squared_error(y, y_hat):
    """Ex 1."""
    return np.sum(np.square(y - y_hat))


def least_squares(X1, y):
    """Ex 2."""
    return np.linalg.lstsq(X1.T, y, rcond=None)[0]


def with_bias(X):
    """Stack a row of ones under X."""
    return np.r_[X, np.ones((1, X.shape[1]))]


def fit(X, y):
    """Ex 3 and 4."""
    X1 = with_bias(X)
    theta = least_squares(X1, y)
    w, b = theta[:-1], theta[-1]
    y_hat = w @ X + b
    return w, b, squared_error(y, y_hat) / y.size


WELL_DESCRIBED = True
IMPROVE = "more measurements"


def weighted_squared_error(y, y_hat, variances):
    """Ex 5a."""
    precision = 1 / variances
    return np.sum(precision * np.square(y - y_hat))


def weighted_least_squares(X1, y, variances):
    """Ex 5b."""
    P = np.diag(1 / variances)
    return np.linalg.solve(X1 @ P @ X1.T, X1 @ P @ y)


def xor_data():
    pairs = [(a, b) for a in (0, 1) for b in (0, 1)]
    X = np.array(pairs, dtype=float).T
    y = np.array([a ^ b for a, b in pairs], dtype=float)
    return X, y


def fit_xor():
    """Ex 6."""
    return fit(*xor_data())


def relu_derivative(x):
    """Ex 7a."""
    return activations.relu_slope(x)


def sigmoid_derivative(x):
    """Ex 7b."""
    s = sigmoid(x)
    return s * (1 - s)


def softmax_jacobian(x):
    """Ex 7c."""
    f = activations.softmax(x)
    J = -f[:, None] * f[None, :]
    J[np.diag_indices_from(J)] += f
    return J


SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}


def collapse(W1, b1, W2, b2):
    """Ex 9: W2 (W1 x + b1) + b2."""
    W = W2.dot(W1)
    b = W2.dot(b1) + b2
    return W, b


STACKED_LINEAR_IS_LINEAR = True


def course_network():
    """The weights from the exercise sheet."""
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0]), np.array([1.0, -2.0]), 0.0


def hidden(X, W1, b1):
    """Ex 10."""
    return relu((W1 @ X).T + b1).T


def latent_boundary(w2, b2):
    return 2 * w2, 1 - 2 * b2


def plot_latent(ax):
    W1, b1, w2, b2 = course_network()
    X, y = xor_data()
    H = hidden(X, W1, b1)
    for label, marker in ((0, "o"), (1, "x")):
        ax.scatter(H[0, y == label], H[1, y == label], marker=marker, label=f"class {label}")
    a, c = latent_boundary(w2, b2)
    h2 = np.array([-0.5, 1.5])
    ax.plot((c - a[1] * h2) / a[0], h2)
    ax.legend()


def network(X, W1, b1, w2, b2):
    """Ex 11."""
    return w2.dot(hidden(X, W1, b1)) + b2


def input_boundaries():
    return [(np.array([1.0, 1.0]), 0.5), (np.array([1.0, 1.0]), 1.5)]


def plot_input(ax):
    X, y = xor_data()
    ax.scatter(X[0], X[1], c=y)
    t = np.linspace(-1, 2, 7)
    for a, c in input_boundaries():
        ax.plot(t, c - t)


MULTICLASS_OUTPUT = "softmax"


def bce_slope(y, p):
    """Ex 13."""
    return -y / p + (1 - y) / (1 - p)


def sigmoid_slope(f):
    """Ex 14."""
    return sigmoid_derivative(f)


def score_slope(x):
    """Ex 15."""
    return x


ADAPTIVE_FILTER = "LMS"


def logistic_gradient(X, y, w, b):
    """Ex 16: the chain rule."""
    f = w @ X + b
    dJ_df = bce_slope(y, sigmoid(f)) * sigmoid_slope(f)
    return np.sum(dJ_df * X, axis=1)


def shallow_gradients(X, y, W1, b1, w2, b2):
    """Ex 17."""
    z = (W1 @ X).T + b1
    h = relu(z)
    delta2 = sigmoid(h @ w2 + b2) - y
    delta1 = delta2[:, None] * w2[None, :] * activations.relu_slope(z)
    return {
        "w2": h.T @ delta2,
        "b2": np.sum(delta2),
        "W1": delta1.T @ X.T,
        "b1": np.sum(delta1, axis=0),
    }
