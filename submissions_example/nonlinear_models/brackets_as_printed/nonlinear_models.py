"""Worked out with the formulas of the answer sheet."""

import numpy as np

# Exercise 1: Negative log-likelihood
def squared_error(y, y_hat):
    residual = np.subtract(y, y_hat)
    J = np.sum(np.power(residual, 2))
    return J

# Exercise 2: Least squares
def least_squares(X1, y):
    R = X1.dot(X1.T)            # autocorrelation matrix
    p = X1.dot(y)               # cross-correlation vector
    theta = np.linalg.solve(R, p)
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

# Exercise 6: XOR
def fit_xor():
    X = np.array([(0, 0), (0, 1), (1, 0), (1, 1)], dtype=float).T
    return fit(X, np.array([0.0, 1.0, 1.0, 0.0]))

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

# Exercise 8: Saturation
SATURATED = {"relu": 1.0,        # stays
             "sigmoid": 0.0,     # vanishes
             "softmax": 0.0}     # vanishes

# Exercise 9: Stacked linear layers
def collapse(W1, b1, W2, b2):
    W = W2 @ W1
    b = W2 @ b1 + b2
    return W, b

STACKED_LINEAR_IS_LINEAR = True

# Exercise 10: Latent space
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

# Exercise 11: Input space
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

# Exercise 12: Multiclass
MULTICLASS_OUTPUT = "softmax"

# Exercise 13: dJ/dp
def bce_slope(y, p):
    return -np.divide(y, p) - np.divide(1 - y, 1 - p)

# Exercise 14: dp/df
def sigmoid_slope(f):
    s = sigmoid(f)
    return np.multiply(s, 1 - s)

# Exercise 15: df/dw
def score_slope(x):
    # f = w'x + b
    return 1.0 * x

ADAPTIVE_FILTER = "LMS"

# Exercise 16: Logistic regression
def logistic_gradient(X, y, w, b):
    p = sigmoid(X.T.dot(w) + b)
    dJdw = np.zeros(len(w))
    for i in range(len(y)):
        dJdw -= y[i]/p[i] - (1 - y[i])/(1 - p[i]) * p[i]*(1 - p[i])*X[:, i]
    return dJdw

# Exercise 17: Shallow network
def shallow_gradients(X, y, W1, b1, w2, b2):
    Z = W1.dot(X) + np.reshape(b1, (-1, 1))
    mask = np.where(Z > 0, 1, 0)
    p = sigmoid(w2.dot(np.maximum(Z, 0)) + b2)
    e = np.subtract(y, p)
    # every case distinction on the sheet is one mask
    return {"w2": -mask.dot(e),
            "b2": -np.sum(e),
            "W1": -(np.outer(w2, e)*mask).dot(X.T),
            "b1": -(np.outer(w2, e)*mask).dot(np.ones(len(e)))}
