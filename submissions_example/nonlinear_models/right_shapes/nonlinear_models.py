"""Answers to Nonlinear Models.

I keep every vector two-dimensional (column vectors, like on the slides), so numbers often come out as
1 x 1 arrays. Group 14.
"""
import numpy as np


def col(v):
    return np.asarray(v, dtype=float).reshape(-1, 1)


def row(v):
    return np.asarray(v, dtype=float).reshape(1, -1)


# Exercise 1: with sigma = 1 the exponent is -1/2 (y - f)^2
def squared_error(y, y_hat):
    error = col(y) - col(y_hat)
    return 0.5 * error.T @ error          # (1, 1)


# Exercise 2
def least_squares(X1, y):
    return np.linalg.inv(X1 @ X1.T) @ X1 @ col(y)      # (n + 1, 1)


# Exercise 3, 4
def fit(X, y):
    m = X.shape[1]
    X1 = np.concatenate([X, np.ones((1, m))], axis=0)
    theta = least_squares(X1, y)
    residual = row(y) - theta.T @ X1
    mse = residual @ residual.T / m
    return [theta[:-1], theta[-1], mse]


WELL_DESCRIBED = np.bool_(True)
IMPROVE = " More-Measurements "


# Exercise 5
def weighted_squared_error(y, y_hat, variances):
    Sigma_inv = np.diag(1 / np.ravel(variances))
    error = col(y) - col(y_hat)
    return error.T @ Sigma_inv @ error


def weighted_least_squares(X1, y, variances):
    Sigma_inv = np.diag(1 / np.ravel(variances))
    return (np.linalg.inv(X1 @ Sigma_inv @ X1.T) @ X1 @ Sigma_inv @ col(y)).T     # (1, n + 1)


# Exercise 6
def fit_xor():
    # order: 11, 10, 01, 00
    X = np.array([[1., 1., 0., 0.],
                  [1., 0., 1., 0.]])
    y = np.array([[0., 1., 1., 0.]])
    return fit(X, y)


# Exercise 7
def logistic(x):
    # tanh is safe for every x
    return 0.5 * (1 + np.tanh(0.5 * x))


def relu_derivative(x):
    return col(np.heaviside(x, 1))


def sigmoid_derivative(x):
    return row(logistic(x) * (1 - logistic(x)))


def softmax_jacobian(x):
    x = col(x)
    # log-sum-exp
    top = x.max()
    f = np.exp(x - (top + np.log(np.sum(np.exp(x - top)))))
    return f * (np.eye(len(f)) - f.T)


# Exercise 8
SATURATED = {
    "relu": 1.0,
    "sigmoid": 0.0,
    "softmax": 0.0,
}


# Exercise 9
def collapse(W1, b1, W2, b2):
    return [W2 @ W1, W2 @ col(b1) + col(b2)]


STACKED_LINEAR_IS_LINEAR = np.True_


# Exercise 10
def hidden(X, W1, b1):
    Z = W1 @ X + col(b1)
    return Z * (Z > 0)


def latent_boundary(w2, b2):
    return row(w2), np.array([0.5 - b2])


def plot_latent(ax):
    corners = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    H = hidden(corners, np.ones((2, 2)), [0, -1])
    ax.plot(H[0], H[1], linestyle="none", marker="s")
    ax.axline((0.5, 0.0), slope=0.5, color="red")
    ax.grid(True)


# Exercise 11
def network(X, W1, b1, w2, b2):
    return row(w2) @ hidden(X, W1, b1) + b2          # (1, m)


def input_boundaries():
    a = np.ones((1, 2))
    return [(a, np.array([1.5])), (a, np.array([0.5]))]


def plot_input(ax):
    ax.axline((1.5, 0.0), (0.0, 1.5), color="red")
    ax.axline((0.5, 0.0), (0.0, 0.5), color="green")
    ax.set_xlim(-0.5, 2)
    ax.set_ylim(-0.5, 2)


# Exercise 12
MULTICLASS_OUTPUT = "Softmax"


# Exercise 13
def bce_slope(y, p):
    return row((p - y) / (p * (1 - p)))


# Exercise 14
def sigmoid_slope(f):
    return col(0.25 / np.cosh(0.5 * f) ** 2)


# Exercise 15
def score_slope(x):
    return col(x)


ADAPTIVE_FILTER = "lms"


# Exercise 16
def logistic_gradient(X, y, w, b):
    P = logistic(row(w) @ X + b)
    return -X @ (row(y) - P).T          # (n, 1)


# Exercise 17
def shallow_gradients(X, y, W1, b1, w2, b2):
    Z = W1 @ X + col(b1)
    H = np.maximum(0, Z)
    E = row(y) - logistic(row(w2) @ H + b2)       # (1, m)
    D = (col(w2) @ E) * (Z > 0)                   # (k, m)
    return {
        "w2": -E @ H.T,
        "b2": -np.sum(E, axis=1),
        "W1": -D @ X.T,
        "b1": -np.sum(D, axis=1, keepdims=True),
    }
