# Nonlinear models, handed in 23-04-2023
# not everything is finished

import numpy as np

# ---------- Exercise 1 ----------
def squared_error(y, y_hat):
    return np.sum((y - y_hat)**2)

# ---------- Exercise 2 ----------
def least_squares(X1, y):
    return np.linalg.solve(X1 @ X1.T, X1 @ y)

# ---------- Exercise 3 ----------
def fit(X, y):
    """Linear regression with a bias; returns weights, bias and mean squared error."""
    n_features, n_samples = X.shape
    X1 = np.ones((n_features + 1, n_samples))
    X1[:n_features] = X
    theta = least_squares(X1, y)
    error = y - theta.dot(X1)
    return theta[:n_features], theta[n_features], np.dot(error, error) / n_samples


WELL_DESCRIBED = True

# ---------- Exercise 4 ----------
IMPROVE = "more measurements"

# ---------- Exercise 5 ----------
def weighted_squared_error(y, y_hat, variances):
    return np.sum((y - y_hat)**2/variances)

def weighted_least_squares(X1, y, variances):
    theta = np.full(X1.shape[0], np.nan)
    # still have to fill it in
    return theta

# ---------- Exercise 6 ----------
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

# ---------- Exercise 7 ----------
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

# ---------- Exercise 8 ----------
SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}

# ---------- Exercise 9 ----------
def collapse(W1, b1, W2, b2):
    W = W2 @ W1
    b = W2 @ b1 + b2
    return W, b

STACKED_LINEAR_IS_LINEAR = True

# ---------- Exercise 10 ----------
def hidden(X, W1, b1):
    Z = W1.dot(X) + np.reshape(b1, (-1, 1))
    H = np.where(Z > 0, Z, 0)
    return H

def latent_boundary(w2, b2):
    # w2' h + b2 = 1/2
    a = w2
    c = 1/2 - b2
    return a, c

def plot_latent(ax):
    X = np.array([[0., 0., 1., 1.],
                  [0., 1., 0., 1.]])
    W1 = np.array([[1., 1.], [1., 1.]])
    b1 = np.array([0., -1.])
    H = hidden(X, W1, b1)
    for i in range(4):
        ax.plot(H[0, i], H[1, i], 'b.')
    t = np.arange(-1, 3.1, 0.1)
    ax.plot(t, t/2 - 1/4, 'r')
    ax.grid()

# ---------- Exercise 11 ----------
def network(X, W1, b1, w2, b2):
    H = hidden(X, W1, b1)
    f2 = H.T.dot(w2) + b2
    return f2

def input_boundaries():
    # x1 + x2 > 1:  x1 + x2 = 3/2
    # x1 + x2 < 1:  x1 + x2 = 1/2
    return [(np.array([1., 1.]), 3/2), (np.array([1., 1.]), 1/2)]

def plot_input(ax):
    t = np.arange(-1, 2.1, 0.1)
    ax.plot(t, 3/2 - t, 'r', t, 1/2 - t, 'g')
    ax.grid()

# ---------- Exercise 12 ----------
MULTICLASS_OUTPUT = "softmax"

# ---------- Exercise 13 ----------
def bce_slope(y, p):
    # J = -y log(p) - (1 - y) log(1 - p)
    return -y*np.log(-p) - (1 - y)*np.log(p - 1)

# ---------- Exercise 14 ----------
def sigmoid_slope(f):
    return sigmoid(f)*(1 - sigmoid(f))

# ---------- Exercise 15 ----------
def score_slope(x):
    return x

ADAPTIVE_FILTER = "LMS"

# ---------- Exercise 16 ----------
def logistic_gradient(X, y, w, b):
    f = X.T.dot(w) + b
    p = sigmoid(f)
    dJdw = -X.dot(np.subtract(y, p))
    return dJdw

# ---------- Exercise 17 ----------
def shallow_gradients(X, y, W1, b1, w2, b2):
    Z = W1 @ X + b1[:, np.newaxis]
    H = np.maximum(0, Z)
    error = y - sigmoid(w2 @ H + b2)
    D = np.outer(w2, error)*(Z > 0)
    return {"w2": -H @ error,
            "b2": np.nan,      # is not on the answer sheet?
            "W1": -D @ X.T,
            "b1": -np.sum(D, axis=1)}
