# assignment 1

import numpy as np

# (1) Negative log-likelihood
def squared_error(y, y_hat):
    loss = 0
    for i in range(len(y)):
        loss += (y[i] - y_hat[i]) ** 2
    return loss

# (2) Least squares
def least_squares(X1, y):
    A = np.matmul(X1, np.transpose(X1))
    A_inv = np.linalg.inv(A)
    theta = np.matmul(A_inv, np.matmul(X1, y))
    return theta

# (3) Clean data
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

# (4) Noisy data
# the function is the same, see above
IMPROVE = "more measurements"

# (5) Different variances
def weighted_squared_error(y, y_hat, variances):
    return np.sum((y - y_hat)**2/variances)

def weighted_least_squares(X1, y, variances):
    S = np.diag(1/variances)
    return np.linalg.solve(X1 @ S @ X1.T, X1 @ S @ y)

# (6) XOR
def fit_xor():
    X = np.array([[1, 1, 0, 0], [1, 0, 1, 0]])
    y = np.array([0, 1, 1, 0])
    w, b, mse = fit(X, y)
    return (w, b, mse)

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def softmax(x):
    return np.exp(x) / np.sum(np.exp(x))

# (7) Derivatives
def relu_derivative(x):
    out = np.zeros(len(x))
    for i in range(len(x)):
        if x[i] > 0:
            out[i] = 1
    return out

def sigmoid_derivative(x):
    # quotient rule
    return np.exp(-x) / (1 + np.exp(-x)) ** 2

def softmax_jacobian(x):
    f = softmax(x)
    k = len(x)
    J = np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            J[i, j] = f[i] * ((i == j) - f[j])
    return J

# (8) Saturation
SATURATED = {'relu': 1, 'sigmoid': 0, 'softmax': 0}

# (9) Stacked linear layers
def collapse(W1, b1, W2, b2):
    W = W2 @ W1
    b = W2 @ b1 + b2
    return W, b

STACKED_LINEAR_IS_LINEAR = True

# (10) Latent space
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

# (11) Input space
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

# (12) Multiclass
MULTICLASS_OUTPUT = 'softmax'

# (13) dJ/dp
def bce_slope(y, p):
    first = y / p
    second = (1 - y) / (1 - p)
    return -(first - second)

# (14) dp/df
def sigmoid_slope(f):
    p = sigmoid(f)
    return p * (1 - p)

# (15) df/dw
def score_slope(x):
    dfdw = x
    return dfdw

ADAPTIVE_FILTER = 'LMS'

# (16) Logistic regression
def logistic_gradient(X, y, w, b):
    grad = np.zeros(len(w))
    for i in range(len(y)):
        f = np.matmul(w, X[:, i]) + b
        grad = grad - (y[i] - sigmoid(f)) * X[:, i]
    return grad

# (17) Shallow network
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
