"""Answers to the exercises. The program asks for the number of points of the demo."""


import numpy as np


# Exercise 1
def squared_error(y, y_hat):
    """Negative log-likelihood with sigma = 1 (constants left out)."""
    error = y - y_hat
    return np.dot(error, error)


# Exercise 2
def least_squares(X1, y):
    return np.linalg.solve(X1 @ X1.T, X1 @ y)


# Exercise 3
def fit(X, y):
    """Linear regression with a bias; returns weights, bias and mean squared error."""
    n_features, n_samples = X.shape
    X1 = np.ones((n_features + 1, n_samples))
    X1[:n_features] = X
    theta = least_squares(X1, y)
    error = y - theta.dot(X1)
    return theta[:n_features], theta[n_features], np.dot(error, error) / n_samples


WELL_DESCRIBED = True


# Exercise 4
# noise averages out when there is more of it
IMPROVE = "more measurements"


# Exercise 5
def weighted_squared_error(y, y_hat, variances):
    return np.sum((y - y_hat)**2/variances)

def weighted_least_squares(X1, y, variances):
    S = np.diag(1/variances)
    return np.linalg.solve(X1 @ S @ X1.T, X1 @ S @ y)


# Exercise 6
def fit_xor():
    """The best linear fit of XOR is the constant 0.5."""
    inputs = np.array([[0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]])
    targets = np.logical_xor(inputs[0], inputs[1]).astype(float)
    return fit(inputs, targets)


def sigmoid(x):
    """Logistic function, safe for large |x|."""
    z = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + z), z / (1 + z))


def softmax(x):
    """Softmax, shifted by the maximum."""
    powers = np.exp(x - x.max())
    return powers / powers.sum()


# Exercise 7
def relu_derivative(x):
    """1 on the right, 0 on the left."""
    return (x >= 0).astype(float)


def sigmoid_derivative(x):
    """s (1 - s)"""
    s = sigmoid(x)
    return s * (1 - s)


def softmax_jacobian(x):
    """J[i, j] = f_i (delta_ij - f_j)"""
    f = softmax(x)
    return f[:, None] * (np.eye(f.size) - f[None, :])


# Exercise 8
SATURATED = {
    "relu": 1.0,
    "sigmoid": 0.0,
    "softmax": 0.0,
}


# Exercise 9
def collapse(W1, b1, W2, b2):
    """Two linear layers in one."""
    return W2.dot(W1), W2.dot(b1) + b2


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
MULTICLASS_OUTPUT = "softmax"  # sums to one


# Exercise 13
def bce_slope(y, p):
    """Derivative of the binary cross entropy to p."""
    return (1 - y) / (1 - p) - y / p


# Exercise 14
def sigmoid_slope(f):
    p = sigmoid(f)
    return p * (1 - p)


# Exercise 15
def score_slope(x):
    """f = w . x + b, so only x is left."""
    return np.array(x)


ADAPTIVE_FILTER = "LMS"


# Exercise 16
def logistic_gradient(X, y, w, b):
    """Chain rule."""
    f = w.dot(X) + b
    p = sigmoid(f)
    return X.dot(bce_slope(y, p) * sigmoid_slope(f))


# Exercise 17
def shallow_gradients(X, y, W1, b1, w2, b2):
    """Back-propagation."""
    pre_activation = W1.dot(X) + b1.reshape(-1, 1)
    H = pre_activation.clip(min=0)
    p = sigmoid(w2.dot(H) + b2)
    delta_out = p - y
    delta_hidden = w2.reshape(-1, 1) * delta_out * relu_derivative(pre_activation)
    return {
        "w2": H.dot(delta_out),
        "b2": delta_out.sum(),
        "W1": delta_hidden.dot(X.T),
        "b1": delta_hidden.sum(axis=1),
    }


n = int(input("How many points do you want to see? "))
x = np.linspace(-5, 5, n)
for value, slope in zip(x, sigmoid_derivative(x)):
    print(value, slope)
