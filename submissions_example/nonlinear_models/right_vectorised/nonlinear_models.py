"""Machine Learning for Signal Processing -- assignment "Nonlinear models"."""

import numpy as np

# ---------------------------------------------------------------- linear models


def squared_error(y, y_hat):
    r = y - y_hat
    return float(r @ r)


def least_squares(X1, y):
    # normal equations, solve() instead of inv()
    return np.linalg.solve(X1 @ X1.T, X1 @ y)


def fit(X, y):
    X1 = np.vstack([X, np.ones(X.shape[1])])
    theta = least_squares(X1, y)
    mse = np.mean((y - theta @ X1) ** 2)
    return theta[:-1], theta[-1], mse


WELL_DESCRIBED = True
IMPROVE = "more measurements"


def weighted_squared_error(y, y_hat, variances):
    return float(np.sum((y - y_hat) ** 2 / variances))


def weighted_least_squares(X1, y, variances):
    X1_weighted = X1 / variances
    return np.linalg.solve(X1_weighted @ X1.T, X1_weighted @ y)


XOR_INPUTS = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
XOR_OUTPUTS = np.array([0.0, 1.0, 1.0, 0.0])


def fit_xor():
    return fit(XOR_INPUTS, XOR_OUTPUTS)


# ---------------------------------------------------------------- activations


def relu(x):
    return np.maximum(x, 0.0)


def sigmoid(x):
    e = np.exp(-np.abs(x))  # never overflows
    return np.where(x >= 0, 1.0, e) / (1.0 + e)


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()


def relu_derivative(x):
    return (x > 0).astype(float)


def sigmoid_derivative(x):
    return sigmoid(x) * sigmoid(-x)


def softmax_jacobian(x):
    f = softmax(x)
    return np.diag(f) - np.outer(f, f)


SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}

# ---------------------------------------------------------------- shallow networks


def collapse(W1, b1, W2, b2):
    return W2 @ W1, W2 @ b1 + b2


STACKED_LINEAR_IS_LINEAR = True

COURSE_W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
COURSE_B1 = np.array([0.0, -1.0])
COURSE_W2 = np.array([1.0, -2.0])
COURSE_B2 = 0.0


def hidden(X, W1, b1):
    return relu(W1 @ X + b1[:, None])


def latent_boundary(w2, b2):
    return w2, 0.5 - b2


def plot_latent(ax):
    H = hidden(XOR_INPUTS, COURSE_W1, COURSE_B1)
    ax.scatter(H[0], H[1], c=XOR_OUTPUTS)
    a, c = latent_boundary(COURSE_W2, COURSE_B2)
    h1 = np.linspace(-0.5, 2.5, 50)
    ax.plot(h1, (c - a[0] * h1) / a[1], "k--", label="boundary")
    ax.set_xlabel("$h_1$")
    ax.set_ylabel("$h_2$")
    ax.legend()


def network(X, W1, b1, w2, b2):
    return w2 @ hidden(X, W1, b1) + b2


def input_boundaries():
    # x1 + x2 > 1: both units on, (x1 + x2) - 2 (x1 + x2 - 1) = 0.5; below only the first one is on
    one = np.array([1.0, 1.0])
    return [(one, 1.5), (one, 0.5)]


def plot_input(ax):
    ax.scatter(XOR_INPUTS[0], XOR_INPUTS[1], c=XOR_OUTPUTS)
    x1 = np.linspace(-0.5, 1.5, 50)
    for a, c in input_boundaries():
        ax.plot(x1, (c - a[0] * x1) / a[1], "k--")
    ax.set_xlabel("$x_1$")
    ax.set_ylabel("$x_2$")


# ---------------------------------------------------------------- classification

MULTICLASS_OUTPUT = "softmax"


def bce_slope(y, p):
    return -(y / p - (1 - y) / (1 - p))


def sigmoid_slope(f):
    return sigmoid(f) * sigmoid(-f)


def score_slope(x):
    return x.copy()


ADAPTIVE_FILTER = "LMS"


def logistic_gradient(X, y, w, b):
    p = sigmoid(w @ X + b)
    return -X @ (y - p)


def shallow_gradients(X, y, W1, b1, w2, b2):
    z = W1 @ X + b1[:, None]
    h = relu(z)
    error = sigmoid(w2 @ h + b2) - y  # dJ/df
    delta = np.outer(w2, error) * (z > 0)  # dJ/dz
    return {"w2": h @ error, "b2": float(error.sum()), "W1": delta @ X.T, "b1": delta.sum(axis=1)}
