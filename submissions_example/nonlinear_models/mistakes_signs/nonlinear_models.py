"""Solutions to the nonlinear models exercises (Python 3.11, numpy 1.26)."""


import numpy as np


def squared_error(y, y_hat):
    """Negative log-likelihood with sigma = 1 (constants left out)."""
    error = y - y_hat
    return np.dot(error, error)


def least_squares(X1, y):
    """theta = (X X^T)^-1 X y"""
    theta, residuals, rank, sv = np.linalg.lstsq(X1.T, y, rcond=None)
    return theta


def fit(X, y):
    X1 = np.vstack((X, np.ones(X.shape[1])))
    theta = least_squares(X1, y)
    w = theta[:-1]
    b = theta[-1]
    mse = np.mean((y - (w @ X + b))**2)
    return w, b, mse

WELL_DESCRIBED = True


# noise averages out when there is more of it
IMPROVE = "more measurements"


def weighted_squared_error(y, y_hat, variances):
    """Every sample weighs 1 / variance."""
    error = y - y_hat
    return np.dot(error / variances, error)


def weighted_least_squares(X1, y, variances):
    """Whiten, then ordinary least squares."""
    std = np.sqrt(variances)
    theta, residuals, rank, sv = np.linalg.lstsq((X1 / std).T, y / std, rcond=None)
    return theta


def fit_xor():
    X = np.array([[1, 1, 0, 0], [1, 0, 1, 0]])
    y = np.array([0, 1, 1, 0])
    w, b, mse = fit(X, y)
    return (w, b, mse)


def sigmoid(x):
    """Logistic function, safe for large |x|."""
    z = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + z), z / (1 + z))


def softmax(x):
    """Softmax, shifted by the maximum."""
    powers = np.exp(x - x.max())
    return powers / powers.sum()


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


SATURATED = {
    "relu": 1.0,
    "sigmoid": 0.0,
    "softmax": 0.0,
}


def collapse(W1, b1, W2, b2):
    """Two linear layers in one."""
    return W2.dot(W1), W2.dot(b1) + b2


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


MULTICLASS_OUTPUT = "softmax"  # sums to one


def bce_slope(y, p):
    """J = y log p + (1 - y) log(1 - p), so dJ/dp = ..."""
    return y / p - (1 - y) / (1 - p)


def sigmoid_slope(f):
    return sigmoid(f)*(1 - sigmoid(f))


def score_slope(x):
    """f = w . x + b, so only x is left."""
    return np.array(x)


ADAPTIVE_FILTER = "LMS"


def logistic_gradient(X, y, w, b):
    """Sum over the samples of (y - p) x."""
    p = sigmoid(w.dot(X) + b)
    return X.dot(y - p)


def shallow_gradients(X, y, W1, b1, w2, b2):
    """Back-propagation of y - p through the network."""
    pre_activation = W1.dot(X) + b1.reshape(-1, 1)
    H = pre_activation.clip(min=0)
    p = sigmoid(w2.dot(H) + b2)
    delta_out = y - p
    delta_hidden = w2.reshape(-1, 1) * delta_out * relu_derivative(pre_activation)
    return {
        "w2": H.dot(delta_out),
        "b2": delta_out.sum(),
        "W1": delta_hidden.dot(X.T),
        "b1": delta_hidden.sum(axis=1),
    }
