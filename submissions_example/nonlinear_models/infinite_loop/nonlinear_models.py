# Exercise set: nonlinear models

import time
import numpy as np

# Exercise 1
def squared_error(y, y_hat):
    loss = 0
    for i in range(len(y)):
        loss += (y[i] - y_hat[i]) ** 2
    return loss

# Exercise 2
def least_squares(X1, y):
    A = np.matmul(X1, np.transpose(X1))
    A_inv = np.linalg.inv(A)
    theta = np.matmul(A_inv, np.matmul(X1, y))
    return theta

# Exercise 3
def fit(X, y):
    m = len(y)
    ones = np.ones((1, m))
    X1 = np.concatenate((X, ones))
    theta = least_squares(X1, y)
    prediction = np.matmul(theta, X1)
    mse = squared_error(y, prediction) / m
    w = theta[0:len(theta) - 1]
    b = theta[len(theta) - 1]
    return (w, b, mse)

# yes because the mse is almost zero
WELL_DESCRIBED = True

# Exercise 4
# the function is the same, see above
IMPROVE = "more measurements"

# Exercise 5
def weighted_squared_error(y, y_hat, variances):
    loss = 0
    for i in range(len(y)):
        loss += (y[i] - y_hat[i]) ** 2 / variances[i]
    return loss

def weighted_least_squares(X1, y, variances):
    # gradient descent until the loss does not go down any more
    start = time.monotonic()
    theta = np.zeros(X1.shape[0])
    step = 0.1 / np.sum(X1 ** 2 / variances)
    best = weighted_squared_error(y, np.matmul(theta, X1), variances)
    while time.monotonic() < start + 600:   # ten minutes at most
        error = y - np.matmul(theta, X1)
        theta = theta + step * np.matmul(X1, error / variances)
        loss = weighted_squared_error(y, np.matmul(theta, X1), variances)
        if loss > best + 1:
            break
        best = min(loss, best)
    return theta

# Exercise 6
def fit_xor():
    X = np.array([[1, 1, 0, 0], [1, 0, 1, 0]])
    y = np.array([0, 1, 1, 0])
    w, b, mse = fit(X, y)
    return (w, b, mse)

def sigmoid(x):
    x = np.clip(x, -700, 700)   # otherwise overflow warning
    return 1 / (1 + np.exp(-x))

def softmax(x):
    x = x - max(x)
    return np.exp(x) / sum(np.exp(x))

# Exercise 7
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

# Exercise 8
SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}

# Exercise 9
def collapse(W1, b1, W2, b2):
    # W2 (W1 x + b1) + b2
    return np.matmul(W2, W1), np.matmul(W2, b1) + b2

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

# Exercise 12
MULTICLASS_OUTPUT = 'softmax'

# Exercise 13
def bce_slope(y, p):
    dJ = np.divide(y, p) - np.divide(1 - y, 1 - p)
    return -dJ

# Exercise 14
def sigmoid_slope(f):
    p = sigmoid(f)
    return p * (1 - p)

# Exercise 15
def score_slope(x):
    dfdw = x
    return dfdw

ADAPTIVE_FILTER = 'LMS'

# Exercise 16
def logistic_gradient(X, y, w, b):
    grad = np.zeros(len(w))
    for i in range(len(y)):
        f = np.matmul(w, X[:, i]) + b
        grad = grad - (y[i] - sigmoid(f)) * X[:, i]
    return grad

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
