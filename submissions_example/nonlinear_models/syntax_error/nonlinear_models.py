# Nonlinear Models, group 8

import numpy as np

# Exercise 1
def squared_error(y, y_hat):
    return np.sum((y - y_hat)**2)

# Exercise 2
def least_squares(X1, y):
    return np.linalg.solve(X1 @ X1.T, X1 @ y)

# Exercise 3
def fit(X, y):
    X1 = np.vstack((X, np.ones(X.shape[1])))
    theta = least_squares(X1, y)
    w = theta[:-1]
    b = theta[-1]
    mse = np.mean((y - (w @ X + b)**2
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
    X = np.array([[0, 0, 1, 1],
                  [0, 1, 0, 1]])
    y = np.array([0, 1, 1, 0])
    return fit(X, y)

def sigmoid(x):
    # exp(-x) overflows for very negative x, so use tanh
    return 0.5*(1 + np.tanh(x/2))

def softmax(x):
    e = np.exp(x - np.max(x))
    return e/np.sum(e)

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
SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}

# Exercise 9
def collapse(W1, b1, W2, b2):
    W = W2 @ W1
    b = W2 @ b1 + b2
    return W, b

STACKED_LINEAR_IS_LINEAR = True

# Exercise 10
def hidden(X, W1, b1):
    m = X.shape[1]
    H = np.zeros((len(b1), m))
    for i in range(m):
        H[:, i] = np.maximum(np.matmul(W1, X[:, i]) + b1, 0)
    return H

def latent_boundary(w2, b2):
    a = [w2[0], w2[1]]
    c = 0.5 - b2
    return a, c

def plot_latent(ax):
    # (0,0) -> (0,0)   (0,1) and (1,0) -> (1,0)   (1,1) -> (2,1)
    ax.scatter([0, 1, 1, 2], [0, 0, 0, 1], color='red')
    # h2 = h1 / 2 - 1/4
    ax.plot([0, 3], [-0.25, 1.25], color='black')

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
    dJ = np.divide(y, p) - np.divide(1 - y, 1 - p)
    return -dJ

# Exercise 14
def sigmoid_slope(f):
    return sigmoid(f)*(1 - sigmoid(f))

# Exercise 15
def score_slope(x):
    return x

ADAPTIVE_FILTER = "LMS"

# Exercise 16
def logistic_gradient(X, y, w, b):
    """Chain rule."""
    f = w.dot(X) + b
    p = sigmoid(f)
    return X.dot(bce_slope(y, p) * sigmoid_slope(f))

# Exercise 17
def shallow_gradients(X, y, W1, b1, w2, b2):
    Z = W1 @ X + b1[:, np.newaxis]
    H = np.maximum(0, Z)
    error = y - sigmoid(w2 @ H + b2)
    D = np.outer(w2, error)*(Z > 0)
    return {"w2": -H @ error,
            "b2": -np.sum(error),
            "W1": -D @ X.T,
            "b1": -np.sum(D, axis=1)}
