# Answers nonlinear models
# (exercise 7 was hard)

import numpy as np

# ---------- Exercise 1 ----------
def squared_error(y, y_hat):
    loss = 0
    for i in range(len(y)):
        loss += (y[i] - y_hat[i]) ** 2
    return loss

# ---------- Exercise 2 ----------
def least_squares(X1, y):
    A = np.matmul(X1, np.transpose(X1))
    A_inv = np.linalg.inv(A)
    theta = np.matmul(A_inv, np.matmul(X1, y))
    return theta

# ---------- Exercise 3 ----------
def fit(X, y):
    N = X.shape[1]
    X_tilde = np.append(X, np.ones((1, N)), axis=0)
    theta = least_squares(X_tilde, y)
    f = X_tilde.T.dot(theta)
    MSE = np.mean(np.power(np.subtract(y, f), 2))
    return theta[:-1], theta[-1], MSE

WELL_DESCRIBED = True

# ---------- Exercise 4 ----------
# the function is the same, see above
IMPROVE = "more measurements"

# ---------- Exercise 5 ----------
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

# ---------- Exercise 6 ----------
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

# ---------- Exercise 7 ----------
def relu_derivative(x):
    return np.maximum(0, x)

def sigmoid_derivative(x):
    return sigmoid(x)

def softmax_jacobian(x):
    f = softmax(x)
    # derivative of f_i to x_i
    return np.diag(f * (1 - f))

# ---------- Exercise 8 ----------
SATURATED = {'relu': 0, 'sigmoid': 1, 'softmax': 1}

# ---------- Exercise 9 ----------
def collapse(W1, b1, W2, b2):
    # W2 (W1 x + b1) + b2
    return np.matmul(W2, W1), np.matmul(W2, b1) + b2

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

# ---------- Exercise 12 ----------
MULTICLASS_OUTPUT = 'softmax'

# ---------- Exercise 13 ----------
def bce_slope(y, p):
    first = y / p
    second = (1 - y) / (1 - p)
    return -(first - second)

# ---------- Exercise 14 ----------
def sigmoid_slope(f):
    p = sigmoid(f)
    return p * (1 - p)

# ---------- Exercise 15 ----------
def score_slope(x):
    dfdw = x
    return dfdw

ADAPTIVE_FILTER = 'LMS'

# ---------- Exercise 16 ----------
def logistic_gradient(X, y, w, b):
    grad = np.zeros(len(w))
    for i in range(len(y)):
        f = np.matmul(w, X[:, i]) + b
        grad = grad - (y[i] - sigmoid(f)) * X[:, i]
    return grad

# ---------- Exercise 17 ----------
def shallow_gradients(X, y, W1, b1, w2, b2):
    Z = W1 @ X + b1[:, np.newaxis]
    H = np.maximum(0, Z)
    error = y - sigmoid(w2 @ H + b2)
    D = np.outer(w2, error)*(Z > 0)
    return {"w2": -H @ error,
            "b2": -np.sum(error),
            "W1": -D @ X.T,
            "b1": -np.sum(D, axis=1)}
