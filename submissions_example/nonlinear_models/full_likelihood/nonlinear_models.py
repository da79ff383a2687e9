# Maximum likelihood all the way. I kept all the terms of the Gaussian, also the ones without theta.


import numpy as np


# 1
def squared_error(y: np.ndarray, y_hat: np.ndarray) -> float:
    """-log p(y) with sigma = 1, the full expression."""
    m = y.size
    return float(m / 2 * np.log(2 * np.pi) + 0.5 * ((y - y_hat) ** 2).sum())


# 2
def least_squares(X1: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.linalg.pinv(X1.T) @ y


# 3
def augment(X: np.ndarray) -> np.ndarray:
    """Add the row of ones that carries the bias."""
    return np.vstack([X, np.ones((1, X.shape[1]))])


def fit(X: np.ndarray, y: np.ndarray):
    X1 = augment(X)
    *w, b = theta = least_squares(X1, y)
    return np.array(w), float(b), float(((y - theta @ X1) ** 2).mean())


WELL_DESCRIBED = True


# 4
IMPROVE = "more measurements"


# 5
def weighted_squared_error(y: np.ndarray, y_hat: np.ndarray, variances: np.ndarray) -> float:
    """-2 log p(y): the determinant of the covariance matrix gives the sum of the log variances."""
    return float(((y - y_hat) ** 2 / variances).sum() + np.log(variances).sum())


def weighted_least_squares(X1: np.ndarray, y: np.ndarray, variances: np.ndarray) -> np.ndarray:
    weighted = X1 / variances
    return np.linalg.solve(weighted @ X1.T, weighted @ y)


# 6
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


# 7
def relu_derivative(x: np.ndarray) -> np.ndarray:
    return np.heaviside(x, 0)


def sigmoid_derivative(x: np.ndarray) -> np.ndarray:
    return sigmoid(x) * sigmoid(-x)


def softmax_jacobian(x: np.ndarray) -> np.ndarray:
    f = softmax(x).reshape(-1, 1)
    return np.diagflat(f) - f @ f.T


# 8
SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}


# 9
def collapse(W1, b1, W2, b2):
    W = W2.dot(W1)
    b = W2.dot(b1)
    b = b + b2
    return W, b

STACKED_LINEAR_IS_LINEAR = True


# 10
def hidden(X, W1, b1):
    return np.maximum(0, W1 @ X + b1[:, np.newaxis])

def latent_boundary(w2, b2):
    return w2, 0.5 - b2

def plot_latent(ax):
    X = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    H = hidden(X, np.array([[1, 1], [1, 1]]), np.array([0, -1]))
    ax.scatter(H[0], H[1])
    h1 = np.linspace(0, 2, 20)
    ax.plot(h1, (h1 - 0.5)/2)
    ax.set_xlabel("h1")
    ax.set_ylabel("h2")


# 11
def network(X: np.ndarray, W1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: float) -> np.ndarray:
    return w2 @ relu(W1 @ X + b1[:, None]) + b2


def input_boundaries():
    return [((1.0, 1.0), 1.5), ((1.0, 1.0), 0.5)]


def plot_input(ax) -> None:
    for _, c in input_boundaries():
        ax.axline((0, c), slope=-1)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xlim=(-0.5, 2), ylim=(-0.5, 2))


# 12
MULTICLASS_OUTPUT = "softmax"


# 13
def bce_slope(y, p):
    """Derivative of the binary cross entropy to p."""
    return (1 - y) / (1 - p) - y / p


# 14
def sigmoid_slope(f: np.ndarray) -> np.ndarray:
    return sigmoid(f) * sigmoid(-f)


# 15
def score_slope(x: np.ndarray) -> np.ndarray:
    return x.copy()


ADAPTIVE_FILTER = "LMS"


# 16
def logistic_gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    return X @ (sigmoid(w @ X + b) - y)


# 17
def shallow_gradients(X, y, W1, b1, w2, b2) -> dict:
    z1 = W1 @ X + b1[:, None]
    h = relu(z1)
    dz2 = sigmoid(w2 @ h + b2) - y
    dz1 = np.outer(w2, dz2) * (z1 > 0)
    return {"w2": h @ dz2, "b2": float(dz2.sum()), "W1": dz1 @ X.T, "b1": dz1.sum(axis=1)}
