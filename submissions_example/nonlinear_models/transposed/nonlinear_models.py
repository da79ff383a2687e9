# I am used to samples in rows (scikit-learn), hope I turned everything the right way round.

import numpy as np

# Q1
def squared_error(y, y_hat):
    return np.sum((y - y_hat)**2)

# Q2
def least_squares(X1, y):
    return np.linalg.solve(X1 @ X1.T, X1 @ y)

# Q3
def fit(X, y):
    X1 = np.vstack((X, np.ones(X.shape[1])))
    theta = least_squares(X1, y)
    w = theta[:-1]
    b = theta[-1]
    mse = np.mean((y - (w @ X + b))**2)
    return w, b, mse

WELL_DESCRIBED = True

# Q4
IMPROVE = "more measurements"

# Q5
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

# Q6
def fit_xor():
    """The best linear fit of XOR is the constant 0.5."""
    inputs = np.array([[0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]])
    targets = np.logical_xor(inputs[0], inputs[1]).astype(float)
    return fit(inputs, targets)

def sigm(x):
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

# Q7
def relu_derivative(x):
    return np.where(x > 0, 1.0, 0.0)

def sigmoid_derivative(x):
    return sigm(x)*(1 - sigm(x))

def softmax_jacobian(x):
    f = softmax(x)
    return np.diag(f) - np.outer(f, f)

# Q8
SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}

# Q9
def collapse(W1, b1, W2, b2):
    W = W1.T @ W2.T
    b = W2 @ b1 + b2
    return W, b

STACKED_LINEAR_IS_LINEAR = True

# Q10
def hidden(X, W1, b1):
    H = np.maximum(0, X.T @ W1 + b1)
    return H.T

def latent_boundary(w2, b2):
    return w2, 0.5 - b2

def plot_latent(ax):
    X = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    H = hidden(X, np.array([[1, 1], [1, 1]]), np.array([0, -1]))
    ax.scatter(H[0], H[1])
    h1 = np.linspace(0, 2, 20)
    ax.plot(h1, (h1 - 0.5)/2)

# Q11
def network(X, W1, b1, w2, b2):
    return np.maximum(0, X.T @ W1.T + b1) @ w2 + b2

def input_boundaries():
    return [(np.array([1, 1]), 1.5), (np.array([1, 1]), 0.5)]

def plot_input(ax):
    x1 = np.linspace(-1, 2, 20)
    ax.plot(x1, 1.5 - x1)
    ax.plot(x1, 0.5 - x1)

# Q12
MULTICLASS_OUTPUT = "softmax"

# Q13
def bce_slope(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    return (p - y) / (p * (1 - p))

# Q14
def sigmoid_slope(f):
    return sigm(f)*(1 - sigm(f))

# Q15
def score_slope(x):
    return x

ADAPTIVE_FILTER = "LMS"

# Q16
def logistic_gradient(X, y, w, b):
    p = sigm(w @ X + b)
    return -X @ (y - p)

# Q17
def shallow_gradients(X, y, W1, b1, w2, b2):
    Z = X.T @ W1.T + b1                  # one row per sample
    H = np.maximum(0, Z)
    error = y - sigm(H @ w2 + b2)
    D = np.outer(error, w2)*(Z > 0)
    return {"w2": -H.T @ error,
            "b2": -np.sum(error),
            "W1": -X @ D,
            "b1": -np.sum(D, axis=0)}
