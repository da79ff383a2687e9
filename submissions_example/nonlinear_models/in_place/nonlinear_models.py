# Nonlinear models - tried to avoid copies, the arrays can be large

import numpy as np

# Exercise 1
def squared_error(y, y_hat):
    y_hat -= y
    return np.sum(y_hat**2)

# Exercise 2
def least_squares(X1, y):
    return np.linalg.solve(X1 @ X1.T, X1 @ y)

# Exercise 3
def fit(X, y):
    # centre the data first, then no column of ones is needed
    x_mean = X.mean(axis=1)
    y_mean = y.mean()
    X -= x_mean[:, np.newaxis]
    y -= y_mean
    w = np.linalg.solve(X @ X.T, X @ y)
    b = y_mean - w @ x_mean
    mse = np.mean((y - w @ X)**2)
    return w, b, mse

WELL_DESCRIBED = True

# Exercise 4
IMPROVE = "more measurements"

# Exercise 5
def weighted_squared_error(y, y_hat, variances):
    return np.sum((y - y_hat)**2/variances)

def weighted_least_squares(X1, y, variances):
    S = np.diag(1/variances)
    return np.linalg.solve(X1 @ S @ X1.T, X1 @ S @ y)

# Exercise 6
def fit_xor():
    X = np.array([[0.0, 0.0, 1.0, 1.0],
                  [0.0, 1.0, 0.0, 1.0]])
    y = np.array([0.0, 1.0, 1.0, 0.0])
    return fit(X, y)

def sigmoid(x):
    # exp(-x) overflows for very negative x, so use tanh
    return 0.5*(1 + np.tanh(x/2))

def softmax(x):
    e = np.exp(x - np.max(x))
    return e/np.sum(e)

# Exercise 7
def relu_derivative(x):
    x[x > 0] = 1
    x[x < 0] = 0
    return x

def sigmoid_derivative(x):
    return sigmoid(x)*(1 - sigmoid(x))

def softmax_jacobian(x):
    f = softmax(x)
    return np.diag(f) - np.outer(f, f)

# Exercise 8
SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}

# Exercise 9
def collapse(W1, b1, W2, b2):
    # W2 (W1 x + b1) + b2
    return np.matmul(W2, W1), np.matmul(W2, b1) + b2

STACKED_LINEAR_IS_LINEAR = True

# Exercise 10
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

# Exercise 11
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

# Exercise 12
MULTICLASS_OUTPUT = "softmax"

# Exercise 13
def bce_slope(y, p):
    """Derivative of the binary cross entropy to p."""
    return (1 - y) / (1 - p) - y / p

# Exercise 14
def sigmoid_slope(f):
    return sigmoid(f)*(1 - sigmoid(f))

# Exercise 15
def score_slope(x):
    return x

ADAPTIVE_FILTER = "LMS"

# Exercise 16
def logistic_gradient(X, y, w, b):
    y -= sigmoid(w @ X + b)
    return -X @ y

# Exercise 17
def shallow_gradients(X, y, W1, b1, w2, b2):
    Z = W1 @ X + b1[:, np.newaxis]
    H = np.maximum(0, Z)
    y -= sigmoid(w2 @ H + b2)           # y is the error from here on
    D = np.outer(w2, y)*(Z > 0)
    return {"w2": -H @ y,
            "b2": -np.sum(y),
            "W1": -D @ X.T,
            "b1": -np.sum(D, axis=1)}
