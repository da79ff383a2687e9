"""
Nonlinear models
"""

import numpy as np

# Exercise 1
def squared_error(y, y_hat):
    """Negative log-likelihood with sigma = 1 (constants left out)."""
    error = y - y_hat
    return np.dot(error, error)

# Exercise 2
def least_squares(X1, y):
    R = X1.dot(X1.T)
    if np.linalg.det(R) != 0:
        raise ValueError("matrix R is not singular: %s" % (R.shape,))
    return np.linalg.pinv(R).dot(X1).dot(y)

# Exercise 3
def fit(X, y):
    N = X.shape[1]
    X_tilde = np.append(X, np.ones((1, N)), axis=0)
    theta = np.linalg.solve(X_tilde.dot(X_tilde.T), X_tilde.dot(y))
    f = X_tilde.T.dot(theta)
    MSE = np.mean(np.power(np.subtract(y, f), 2))
    return theta[:-1], theta[-1], MSE

WELL_DESCRIBED = True

# Exercise 4
IMPROVE = "more measurements"

# Exercise 5
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

# Exercise 6
def fit_xor():
    xor = {"inputs": np.array([[0., 0., 1., 1.], [0., 1., 0., 1.]]),
           "outputs": np.array([0., 1., 1., 0.])}
    return fit(xor["inputs"], xor["targets"])

def sigmoid(x):
    # split in two so that exp never overflows
    x = np.asarray(x, dtype=float)
    pos = np.exp(np.minimum(x, 0))
    neg = 1 + np.exp(-np.abs(x))
    return pos / neg

def softmax(x):
    x = x - np.amax(x)
    num = np.exp(x)
    den = np.sum(num)
    return num / den

# Exercise 7
def relu_derivative(x):
    out = np.zeros(len(x))
    for i in range(len(x)):
        if x[i] > 0:
            out[i] = 1
    return out

def sigmoid_derivative(x):
    s = sigmoid(x)
    return s - s * s

def softmax_jacobian(x):
    f = softmax(x)
    k = len(x)
    J = np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            if i == j:
                J[i, j] = f[i] * (1 - f[i])
            else:
                J[i, j] = -f[i] * f[j]
    return J

# Exercise 8
SATURATED = {"relu": 1.0,        # stays
             "sigmoid": 0.0,     # vanishes
             "softmax": 0.0}     # vanishes

# Exercise 9
def collapse(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray):
    return W2 @ W1, b2 + W2 @ b1


STACKED_LINEAR_IS_LINEAR = True

# Exercise 10
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

# Exercise 11
def network(X, W1, b1, w2, b2):
    return w2 @ hidden(X, W1, b1) + b2

def input_boundaries():
    return [(np.array([1, 1]), 1.5), (np.array([1, 1]), 0.5)]

def plot_input(ax):
    x1 = np.linspace(-1, 2, 20)
    ax.plot(x1, 1.5 - x1)
    ax.plot(x1, 0.5 - x1)
    ax.set_xlabel("x1")
    ax.set_ylabel("x2")

# Exercise 12
MULTICLASS_OUTPUT = "softmax"

# Exercise 13
def bce_slope(y, p):
    # see my notes, page 4
    raise NotImplementedError("exercise 13")

# Exercise 14
def sigmoid_slope(f):
    return sigmoid(f)*(1 - sigmoid(f))

# Exercise 15
def score_slope(x):
    # f = w'x + b
    return 1.0 * x

ADAPTIVE_FILTER = "LMS"

# Exercise 16
def logistic_gradient(X, y, w, b):
    p = sigmoid(w @ X + b)
    return -X @ (y - p)

# Exercise 17
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
