"""Nonlinear models. (The other files in this folder are my own tests, please ignore.)"""

import numpy as np

def squared_error(y, y_hat):
    residual = np.subtract(y, y_hat)
    J = np.sum(np.power(residual, 2))
    return J

def least_squares(X1, y):
    R = X1.dot(X1.T)            # autocorrelation matrix
    p = X1.dot(y)               # cross-correlation vector
    theta = np.linalg.solve(R, p)
    return theta

def augment(X: np.ndarray) -> np.ndarray:
    """Add the row of ones that carries the bias."""
    return np.vstack([X, np.ones((1, X.shape[1]))])


def fit(X: np.ndarray, y: np.ndarray):
    X1 = augment(X)
    *w, b = theta = least_squares(X1, y)
    return np.array(w), float(b), float(((y - theta @ X1) ** 2).mean())


WELL_DESCRIBED = True

IMPROVE = "more measurements"

def weighted_squared_error(y, y_hat, variances):
    residual = np.subtract(y, y_hat)
    Sigma = np.diag(variances)
    J = residual.dot(np.linalg.inv(Sigma)).dot(residual)
    return J

def weighted_least_squares(X1, y, variances):
    Sigma_inv = np.linalg.inv(np.diag(variances))
    R = X1.dot(Sigma_inv).dot(X1.T)
    p = X1.dot(Sigma_inv).dot(y)
    theta = np.linalg.solve(R, p)
    return theta

def fit_xor():
    """The best linear fit of XOR is the constant 0.5."""
    inputs = np.array([[0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]])
    targets = np.logical_xor(inputs[0], inputs[1]).astype(float)
    return fit(inputs, targets)

def sigmoid(x):
    # exp(-x) overflows for very negative x, so use tanh
    return 0.5*(1 + np.tanh(x/2))

def softmax(x):
    e = np.exp(x - np.max(x))
    return e/np.sum(e)

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

SATURATED = {"relu": 1.0,        # stays
             "sigmoid": 0.0,     # vanishes
             "softmax": 0.0}     # vanishes

def collapse(W1, b1, W2, b2):
    W = W2 @ W1
    b = W2 @ b1 + b2
    return W, b

STACKED_LINEAR_IS_LINEAR = True

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

def network(X, W1, b1, w2, b2):
    H = hidden(X, W1, b1)
    f = np.zeros(X.shape[1])
    for i in range(X.shape[1]):
        f[i] = np.matmul(w2, H[:, i]) + b2
    return f

def input_boundaries():
    line1 = ([1, 1], 1.5)
    line2 = ([1, 1], 0.5)
    return [line1, line2]

def plot_input(ax):
    ax.plot([0, 1.5], [1.5, 0], color='black')
    ax.plot([-0.5, 1], [1, -0.5], color='black')
    ax.scatter([0, 0, 1, 1], [0, 1, 0, 1], color='red')

MULTICLASS_OUTPUT = "softmax"

def bce_slope(y, p):
    dJ = np.divide(y, p) - np.divide(1 - y, 1 - p)
    return -dJ

def sigmoid_slope(f):
    s = sigmoid(f)
    return np.multiply(s, 1 - s)

def score_slope(x):
    # f = w'x + b
    return 1.0 * x

ADAPTIVE_FILTER = "LMS"

def logistic_gradient(X, y, w, b):
    f = X.T.dot(w) + b
    p = sigmoid(f)
    dJdw = -X.dot(np.subtract(y, p))
    return dJdw

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
