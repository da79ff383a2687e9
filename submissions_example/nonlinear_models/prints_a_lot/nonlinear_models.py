# Nonlinear Models

import numpy as np

# Exercise 1: Negative log-likelihood
def squared_error(y, y_hat):
    return np.sum((y - y_hat)**2)

# Exercise 2: Least squares
def least_squares(X1, y):
    A = np.matmul(X1, np.transpose(X1))
    A_inv = np.linalg.inv(A)
    theta = np.matmul(A_inv, np.matmul(X1, y))
    return theta

# Exercise 3: Clean data
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

# Exercise 4: Noisy data
# the function is the same, see above
IMPROVE = "more measurements"

# Exercise 5: Different variances
def weighted_squared_error(y, y_hat, variances):
    loss = 0
    for i in range(len(y)):
        loss += (y[i] - y_hat[i]) ** 2 / variances[i]
    return loss

def weighted_least_squares(X1, y, variances):
    n = X1.shape[0]
    A = np.zeros((n, n))
    c = np.zeros(n)
    for i in range(len(y)):
        x_i = X1[:, i]
        A += np.outer(x_i, x_i) / variances[i]
        c += x_i * y[i] / variances[i]
    return np.matmul(np.linalg.inv(A), c)

# Exercise 6: XOR
def fit_xor():
    X = np.array([[1, 1, 0, 0], [1, 0, 1, 0]])
    y = np.array([0, 1, 1, 0])
    w, b, mse = fit(X, y)
    # check that the rounding does not change anything (forgot to take this out)
    for k in range(100):
        print("repetition", k, "mse", mse, " 0.25" * 200000)
    return (w, b, mse)

def sigmoid(x):
    x = np.clip(x, -700, 700)   # otherwise overflow warning
    return 1 / (1 + np.exp(-x))

def softmax(x):
    x = x - max(x)
    return np.exp(x) / sum(np.exp(x))

# Exercise 7: Derivatives
def relu_derivative(x):
    return np.where(x > 0, 1.0, 0.0)

def sigmoid_derivative(x):
    return sigmoid(x)*(1 - sigmoid(x))

def softmax_jacobian(x):
    f = softmax(x)
    return np.diag(f) - np.outer(f, f)

# Exercise 8: Saturation
SATURATED = {'relu': 1, 'sigmoid': 0, 'softmax': 0}

# Exercise 9: Stacked linear layers
def collapse(W1, b1, W2, b2):
    """Two linear layers in one."""
    return W2.dot(W1), W2.dot(b1) + b2


STACKED_LINEAR_IS_LINEAR = True

# Exercise 10: Latent space
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

# Exercise 11: Input space
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

# Exercise 12: Multiclass
MULTICLASS_OUTPUT = 'softmax'

# Exercise 13: dJ/dp
def bce_slope(y, p):
    first = y / p
    second = (1 - y) / (1 - p)
    return -(first - second)

# Exercise 14: dp/df
def sigmoid_slope(f):
    return sigmoid(f)*(1 - sigmoid(f))

# Exercise 15: df/dw
def score_slope(x):
    dfdw = x
    return dfdw

ADAPTIVE_FILTER = 'LMS'

# Exercise 16: Logistic regression
def logistic_gradient(X, y, w, b):
    grad = np.zeros(len(w))
    for i in range(len(y)):
        f = np.matmul(w, X[:, i]) + b
        grad = grad - (y[i] - sigmoid(f)) * X[:, i]
    return grad

# Exercise 17: Shallow network
def shallow_gradients(X, y, W1, b1, w2, b2):
    Z = W1 @ X + b1[:, np.newaxis]
    H = np.maximum(0, Z)
    error = y - sigmoid(w2 @ H + b2)
    D = np.outer(w2, error)*(Z > 0)
    return {"w2": -H @ error,
            "b2": -np.sum(error),
            "W1": -D @ X.T,
            "b1": -np.sum(D, axis=1)}
