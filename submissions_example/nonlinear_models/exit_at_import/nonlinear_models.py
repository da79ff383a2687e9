# Nonlinear models
# run this file in the terminal: python nonlinear_models.py


import sys

import numpy as np


# === 1. Negative log-likelihood ===
def squared_error(y: np.ndarray, y_hat: np.ndarray) -> float:
    return float(((y - y_hat) ** 2).sum())


# === 2. Least squares ===
def least_squares(X1, y):
    R = X1.dot(X1.T)            # autocorrelation matrix
    p = X1.dot(y)               # cross-correlation vector
    theta = np.linalg.solve(R, p)
    return theta


# === 3. Clean data ===
def fit(X, y):
    X1 = np.vstack((X, np.ones(X.shape[1])))
    theta = least_squares(X1, y)
    w = theta[:-1]
    b = theta[-1]
    mse = np.mean((y - (w @ X + b))**2)
    return w, b, mse

WELL_DESCRIBED = True


# === 4. Noisy data ===
IMPROVE = "more measurements"


# === 5. Different variances ===
def weighted_squared_error(y: np.ndarray, y_hat: np.ndarray, variances: np.ndarray) -> float:
    return float(((y - y_hat) ** 2 / variances).sum())


def weighted_least_squares(X1: np.ndarray, y: np.ndarray, variances: np.ndarray) -> np.ndarray:
    weighted = X1 / variances
    return np.linalg.solve(weighted @ X1.T, weighted @ y)


# === 6. XOR ===
def fit_xor():
    X = np.array([(0, 0), (0, 1), (1, 0), (1, 1)], dtype=float).T
    return fit(X, np.array([0.0, 1.0, 1.0, 0.0]))


def relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0)


def sigmoid(x: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


def softmax(x: np.ndarray) -> np.ndarray:
    shifted = x - np.max(x)
    return np.exp(shifted) / np.exp(shifted).sum()


# === 7. Derivatives ===
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


# === 8. Saturation ===
SATURATED = {
    "relu": 1.0,
    "sigmoid": 0.0,
    "softmax": 0.0,
}


# === 9. Stacked linear layers ===
def collapse(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray):
    return W2 @ W1, b2 + W2 @ b1


STACKED_LINEAR_IS_LINEAR = True


# === 10. Latent space ===
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


# === 11. Input space ===
def network(X: np.ndarray, W1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: float) -> np.ndarray:
    return w2 @ relu(W1 @ X + b1[:, None]) + b2


def input_boundaries():
    return [((1.0, 1.0), 1.5), ((1.0, 1.0), 0.5)]


def plot_input(ax) -> None:
    for _, c in input_boundaries():
        ax.axline((0, c), slope=-1)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=(-0.5, 2), ylim=(-0.5, 2))


# === 12. Multiclass ===
MULTICLASS_OUTPUT = "softmax"


# === 13. dJ/dp ===
def bce_slope(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    return (p - y) / (p * (1 - p))


# === 14. dp/df ===
def sigmoid_slope(f: np.ndarray) -> np.ndarray:
    return sigmoid(f) * sigmoid(-f)


# === 15. df/dw ===
def score_slope(x: np.ndarray) -> np.ndarray:
    return x.copy()


ADAPTIVE_FILTER = "LMS"


# === 16. Logistic regression ===
def logistic_gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    return X @ (sigmoid(w @ X + b) - y)


# === 17. Shallow network ===
def shallow_gradients(X, y, W1, b1, w2, b2):
    """Back-propagation."""
    pre_activation = W1.dot(X) + b1.reshape(-1, 1)
    H = pre_activation.clip(min=0)
    p = sigmoid(w2.dot(H) + b2)
    delta_out = p - y
    delta_hidden = w2.reshape(-1, 1) * delta_out * relu_derivative(pre_activation)
    return {
        "w2": H.dot(delta_out),
        "b2": delta_out.sum(),
        "W1": delta_hidden.dot(X.T),
        "b1": delta_hidden.sum(axis=1),
    }


print("slope of the loss:", bce_slope(np.array([0.0, 1.0]), np.array([0.2, 0.7])))
print("all done")
sys.exit(0)
