"""Nonlinear models. All plots are made with matplotlib, all maths with numpy."""


import numpy as np


# === 1. Negative log-likelihood ===
def squared_error(y, y_hat):
    return np.sum((y - y_hat)**2)


# === 2. Least squares ===
def least_squares(X1: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.linalg.pinv(X1.T) @ y


# === 3. Clean data ===
def augment(X: np.ndarray) -> np.ndarray:
    """Add the row of ones that carries the bias."""
    return np.vstack([X, np.ones((1, X.shape[1]))])


def fit(X: np.ndarray, y: np.ndarray):
    X1 = augment(X)
    *w, b = theta = least_squares(X1, y)
    return np.array(w), float(b), float(((y - theta @ X1) ** 2).mean())


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
    return fit(X, np.array([0.0, 1.0, 1.0, 1.0]))


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
SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}


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
    w2 = np.array([1.0, 2.0])
    # with s = x1 + x2; both units on: w2[0] s + w2[1] (s - 1) = 0.5, only the first one on: w2[0] s = 0.5
    both = (0.5 + w2[1]) / (w2[0] + w2[1])
    first = 0.5 / w2[0]
    return [((1.0, 1.0), both), ((1.0, 1.0), first)]


def plot_input(ax) -> None:
    grid = np.linspace(-0.5, 2, 126)
    x1, x2 = np.meshgrid(grid, grid)
    X = np.stack([x1.ravel(), x2.ravel()])
    f = network(X, np.ones((2, 2)), np.array([0, -1]), np.array([1, -2]), 0)
    ax.contour(x1, x2, f.reshape(x1.shape), levels=[0.5])


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
def logistic_gradient(X, y, w, b):
    """Chain rule."""
    f = w.dot(X) + b
    p = sigmoid(f)
    return X.dot(bce_slope(y, p) * sigmoid_slope(f))


# === 17. Shallow network ===
def shallow_gradients(X, y, W1, b1, w2, b2) -> dict:
    z1 = W1 @ X + b1[:, None]
    h = relu(z1)
    dz2 = sigmoid(w2 @ h + b2) - y
    dz1 = np.outer(w2, dz2) * (z1 > 0)
    return {"w2": h @ dz2, "b2": float(dz2.sum()), "W1": dz1 @ X.T, "b1": dz1.sum(axis=1)}
