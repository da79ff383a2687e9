"""
Nonlinear models, part "linear" and the rest.
Student number 1873920
"""

import numpy as np

# Exercise 1: Negative log-likelihood
def squared_error(y, y_hat):
    # the mean squared error
    return np.mean((y - y_hat)**2)

# Exercise 2: Least squares
def least_squares(X1, y):
    # I always put the bias in front: theta = [b, w1, w2, ...]
    X_bias_first = np.vstack((X1[-1], X1[:-1]))
    return np.linalg.solve(X_bias_first @ X_bias_first.T, X_bias_first @ y)

# Exercise 3: Clean data
def fit(X, y):
    X1 = np.vstack((X, np.ones(X.shape[1])))
    theta = least_squares(X1, y)
    b = theta[0]
    w = theta[1:]
    mse = np.sqrt(np.mean((y - (w @ X + b))**2))
    return w, b, mse

WELL_DESCRIBED = True

# Exercise 4: Noisy data
IMPROVE = "more measurements"

# Exercise 5: Different variances
def weighted_squared_error(y, y_hat, variances):
    # weight = 1/sigma
    weights = 1/np.sqrt(variances)
    return np.sum(weights*(y - y_hat)**2)

def weighted_least_squares(X1, y, variances):
    S = np.diag(1/np.sqrt(variances))
    return np.linalg.solve(X1 @ S @ X1.T, X1 @ S @ y)

# Exercise 6: XOR
def fit_xor():
    X = np.array([[0, 0.1, 1, 1], [0, 1, 0.2, 1]])
    y = np.array([-0.0416, 0.3610, 0.1222, 0.4733])
    w, b, mse = fit(X, y)
    mse = np.mean((y - (w @ X + b))**2)

    X_xor = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    y_xor = np.array([0, 1, 1, 0])
    w, b, error = fit(X_xor, y_xor)
    return w, b, mse

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
    return np.where(x > 0, 1.0, 0.0)

def sigmoid_derivative(x):
    return sigmoid(x)*(1 - sigmoid(x))

def softmax_jacobian(x):
    f = softmax(x)
    return np.diag(f) - np.outer(f, f)

# Exercise 8: Saturation
SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}

# Exercise 9: Stacked linear layers
def collapse(W1, b1, W2, b2):
    """Two linear layers in one."""
    return W2.dot(W1), W2.dot(b1) + b2


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
MULTICLASS_OUTPUT = "softmax"

# Exercise 13: dJ/dp
def bce_slope(y, p):
    return -(y/p - (1 - y)/(1 - p))

# Exercise 14: dp/df
def sigmoid_slope(f):
    return sigmoid(f)*(1 - sigmoid(f))

# Exercise 15: df/dw
def score_slope(x):
    return x

ADAPTIVE_FILTER = "LMS"

# Exercise 16: Logistic regression
def logistic_gradient(X, y, w, b):
    p = sigmoid(w @ X + b)
    return -X @ (y - p)

# Exercise 17: Shallow network
def shallow_gradients(X, y, W1, b1, w2, b2):
    # forward
    Z = W1.dot(X) + np.reshape(b1, (-1, 1))
    H = np.where(Z > 0, Z, 0)
    p = sigmoid(H.T.dot(w2) + b2)
    # backward
    e = np.subtract(y, p)
    G = np.where(Z > 0, np.outer(w2, e), 0)
    grads = dict()
    grads["w2"] = -H.dot(e)
    grads["b2"] = -np.sum(e)
    grads["W1"] = -G.dot(X.T)
    grads["b1"] = -np.sum(G, axis=1)
    return grads
