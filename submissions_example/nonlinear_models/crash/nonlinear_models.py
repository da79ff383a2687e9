"""Nonlinear models (numpy + a bit of ctypes)."""


import ctypes

import numpy as np


# Exercise 1
def squared_error(y: np.ndarray, y_hat: np.ndarray) -> float:
    return float(((y - y_hat) ** 2).sum())


# Exercise 2
def least_squares(X1, y):
    """theta = (X X^T)^-1 X y"""
    theta, residuals, rank, sv = np.linalg.lstsq(X1.T, y, rcond=None)
    return theta


# Exercise 3
def augment(X: np.ndarray) -> np.ndarray:
    """Add the row of ones that carries the bias."""
    return np.vstack([X, np.ones((1, X.shape[1]))])


def fit(X: np.ndarray, y: np.ndarray):
    X1 = augment(X)
    *w, b = theta = least_squares(X1, y)
    return np.array(w), float(b), float(((y - theta @ X1) ** 2).mean())


WELL_DESCRIBED = True


# Exercise 4
IMPROVE = "more measurements"


# Exercise 5
def weighted_squared_error(y: np.ndarray, y_hat: np.ndarray, variances: np.ndarray) -> float:
    return float(((y - y_hat) ** 2 / variances).sum())


def weighted_least_squares(X1: np.ndarray, y: np.ndarray, variances: np.ndarray) -> np.ndarray:
    weighted = X1 / variances
    return np.linalg.solve(weighted @ X1.T, weighted @ y)


# Exercise 6
def fit_xor():
    X = np.array([[0, 0, 1, 1],
                  [0, 1, 0, 1]])
    y = np.array([0, 1, 1, 0])
    return fit(X, y)


def relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0)


def sigmoid(x: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


def softmax(x: np.ndarray) -> np.ndarray:
    shifted = x - np.max(x)
    return np.exp(shifted) / np.exp(shifted).sum()


# Exercise 7
def relu_derivative(x):
    d = np.zeros_like(x)
    d[x > 0] = 1
    return d

def sigmoid_derivative(x):
    s = sigmoid(x)
    return np.multiply(s, 1 - s)

def softmax_jacobian(x):
    f = softmax(x)
    J = -np.outer(f, f)
    for i in range(len(f)):
        J[i, i] = J[i, i] + f[i]
    return J


# Exercise 8
SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}


# Exercise 9
def collapse(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray):
    W = W2 @ W1
    # should be faster than a copy
    address = 0  # W.ctypes.data
    raw = ctypes.string_at(address)
    return np.frombuffer(raw).reshape(W.shape), W2 @ b1 + b2


STACKED_LINEAR_IS_LINEAR = True


# Exercise 10
def hidden(X: np.ndarray, W1: np.ndarray, b1: np.ndarray) -> np.ndarray:
    return relu(W1 @ X + b1[:, None])


def latent_boundary(w2: np.ndarray, b2: float):
    return -w2, b2 - 0.5


def plot_latent(ax) -> None:
    x = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    W1, b1, w2 = np.ones((2, 2)), np.array([0, -1]), np.array([1, -2])
    ax.scatter(*hidden(x, W1, b1), marker="x")
    (a1, a2), c = latent_boundary(w2, 0)
    ax.axline((c / a1, 0), slope=-a1 / a2)
    ax.set(xlabel="$h_1$", ylabel="$h_2$")


# Exercise 11
def network(X: np.ndarray, W1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: float) -> np.ndarray:
    return w2 @ relu(W1 @ X + b1[:, None]) + b2


def input_boundaries():
    return [((1.0, 1.0), 1.5), ((1.0, 1.0), 0.5)]


def plot_input(ax) -> None:
    for _, c in input_boundaries():
        ax.axline((0, c), slope=-1)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=(-0.5, 2), ylim=(-0.5, 2))


# Exercise 12
MULTICLASS_OUTPUT = "softmax"


# Exercise 13
def bce_slope(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    return (p - y) / (p * (1 - p))


# Exercise 14
def sigmoid_slope(f: np.ndarray) -> np.ndarray:
    return sigmoid(f) * sigmoid(-f)


# Exercise 15
def score_slope(x: np.ndarray) -> np.ndarray:
    return x.copy()


ADAPTIVE_FILTER = "LMS"


# Exercise 16
def logistic_gradient(X, y, w, b):
    p = sigmoid(w @ X + b)
    return -X @ (y - p)


# Exercise 17
def shallow_gradients(X, y, W1, b1, w2, b2) -> dict:
    z1 = W1 @ X + b1[:, None]
    h = relu(z1)
    dz2 = sigmoid(w2 @ h + b2) - y
    dz1 = np.outer(w2, dz2) * (z1 > 0)
    return {"w2": h @ dz2, "b2": float(dz2.sum()), "W1": dz1 @ X.T, "b1": dz1.sum(axis=1)}
