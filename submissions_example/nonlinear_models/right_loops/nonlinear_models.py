# Nonlinear Models
# I did everything with plain loops, it is slow but I could follow the sums from the sheet one by one
from math import exp

import numpy as np

# --- Exercise 1 ---
def squared_error(y, y_hat):
    total = 0.0
    for i in range(len(y)):
        total = total + (y[i] - y_hat[i]) ** 2
    return float(total)

def solve_system(A, b):
    """Gauss elimination with pivoting. A is a list of rows."""
    n = len(b)
    M = [[float(v) for v in A[i]] + [float(b[i])] for i in range(n)]
    for col in range(n):
        pivot = col
        for row in range(col + 1, n):
            if abs(M[row][col]) > abs(M[pivot][col]):
                pivot = row
        M[col], M[pivot] = M[pivot], M[col]
        for row in range(col + 1, n):
            factor = M[row][col] / M[col][col]
            for k in range(col, n + 1):
                M[row][k] -= factor * M[col][k]
    solution = [0.0] * n
    for row in range(n - 1, -1, -1):
        rest = M[row][n]
        for k in range(row + 1, n):
            rest -= M[row][k] * solution[k]
        solution[row] = rest / M[row][row]
    return solution

# --- Exercise 2 ---
def least_squares(X1, y):
    ones = [1.0] * len(y)
    return weighted_least_squares(X1, y, ones)

# --- Exercise 3 and 4 ---
def fit(X, y):
    rows = [list(row) for row in X]
    rows.append([1.0] * len(y))
    theta = least_squares(rows, y)
    mse = 0.0
    for i in range(len(y)):
        prediction = 0.0
        for j in range(len(theta)):
            prediction += theta[j] * rows[j][i]
        mse += (y[i] - prediction) ** 2
    mse = mse / len(y)
    return theta[:-1], theta[-1], float(mse)

WELL_DESCRIBED = True
IMPROVE = "more measurements"

# --- Exercise 5 ---
def weighted_squared_error(y, y_hat, variances):
    total = 0.0
    for yi, yh, v in zip(y, y_hat, variances):
        total += (yi - yh) ** 2 / v
    return float(total)

def weighted_least_squares(X1, y, variances):
    n, m = len(X1), len(y)
    A = [[0.0] * n for _ in range(n)]
    b = [0.0] * n
    for i in range(m):
        for j in range(n):
            b[j] += X1[j][i] * y[i] / variances[i]
            for k in range(n):
                A[j][k] += X1[j][i] * X1[k][i] / variances[i]
    return [float(t) for t in solve_system(A, b)]

# --- Exercise 6 ---
def fit_xor():
    X = [[0, 0, 1, 1], [0, 1, 0, 1]]
    y = [0, 1, 1, 0]
    return fit(X, y)

# --- Exercise 7 ---
def relu_derivative(x):
    result = []
    for v in x:
        if v >= 0:
            result.append(1.0)
        else:
            result.append(0.0)
    return result

def sigmoid(v):
    # two formulas, otherwise exp() overflows
    if v >= 0:
        return 1.0 / (1.0 + exp(-v))
    return exp(v) / (1.0 + exp(v))

def sigmoid_derivative(x):
    return [sigmoid(v) * (1.0 - sigmoid(v)) for v in x]

def softmax_jacobian(x):
    biggest = max(x)
    powers = [exp(v - biggest) for v in x]
    f = [p / sum(powers) for p in powers]
    J = []
    for i in range(len(f)):
        row = []
        for j in range(len(f)):
            if i == j:
                row.append(f[i] * (1 - f[j]))
            else:
                row.append(-f[i] * f[j])
        J.append(row)
    return J

# --- Exercise 8 ---
SATURATED = {"relu": 1.0, "sigmoid": 0.0, "softmax": 0.0}

def dot(a, b):
    s = 0.0
    for u, v in zip(a, b):
        s += u * v
    return float(s)

# --- Exercise 9 ---
def collapse(W1, b1, W2, b2):
    columns = [[row[j] for row in W1] for j in range(len(W1[0]))]
    W = [[dot(row, column) for column in columns] for row in W2]
    b = [dot(row, b1) + float(c) for row, c in zip(W2, b2)]
    return [W, b]

STACKED_LINEAR_IS_LINEAR = True

# --- Exercise 10 ---
def hidden(X, W1, b1):
    m = len(X[0])
    H = []
    for k in range(len(b1)):
        H.append([max(0.0, dot(W1[k], [X[j][i] for j in range(len(X))]) + float(b1[k])) for i in range(m)])
    return H

def latent_boundary(w2, b2):
    return [[float(v) for v in w2], 0.5 - float(b2)]

def plot_latent(ax):
    for x1 in (0, 1):
        for x2 in (0, 1):
            h1, h2 = max(0, x1 + x2), max(0, x1 + x2 - 1)
            ax.plot([h1], [h2], "ro" if x1 == x2 else "bo")
    # h1 - 2 h2 = 0.5
    ax.plot([0.5, 2.5], [0.0, 1.0])
    ax.set_title("latent space")

# --- Exercise 11 ---
def network(X, W1, b1, w2, b2):
    H = hidden(X, W1, b1)
    return [dot(w2, [H[k][i] for k in range(len(H))]) + float(b2) for i in range(len(H[0]))]

def input_boundaries():
    return [[[1.0, 1.0], 1.5], [[1.0, 1.0], 0.5]]

def plot_input(ax):
    for (a1, a2), c in input_boundaries():
        ax.plot([-1, 2], [(c + a1) / a2, (c - 2 * a1) / a2])
    ax.set_title("input space")

# --- Exercise 12 ---
MULTICLASS_OUTPUT = "softmax"

# --- Exercise 13 - 16 ---
def bce_slope(y, p):
    return [float(-(yi / pi - (1 - yi) / (1 - pi))) for yi, pi in zip(y, p)]

def sigmoid_slope(f):
    return [sigmoid(v) * (1 - sigmoid(v)) for v in f]

def score_slope(x):
    return [float(v) for v in x]

ADAPTIVE_FILTER = "LMS"

def logistic_gradient(X, y, w, b):
    gradient = [0.0] * len(w)
    for i in range(len(y)):
        column = [X[j][i] for j in range(len(w))]
        f = dot(w, column) + float(b)
        p = sigmoid(f)
        slope = bce_slope([y[i]], [p])[0] * sigmoid_slope([f])[0]
        for j in range(len(w)):
            gradient[j] += slope * float(column[j])
    return gradient

# --- Exercise 17 ---
def shallow_gradients(X, y, W1, b1, w2, b2):
    n, m, k = len(X), len(y), len(w2)
    dw2, db2 = [0.0] * k, 0.0
    dW1, db1 = np.zeros((k, n)).tolist(), [0.0] * k
    for i in range(m):
        x = [float(X[j][i]) for j in range(n)]
        z = [dot(W1[r], x) + float(b1[r]) for r in range(k)]
        f = sum(w2[r] * max(0.0, z[r]) for r in range(k)) + b2
        e = float(y[i] - sigmoid(f))
        db2 -= e
        for r in range(k):
            dw2[r] -= e * max(0.0, z[r])
            if z[r] >= 0:
                db1[r] -= e * float(w2[r])
                for j in range(n):
                    dW1[r][j] -= e * float(w2[r]) * x[j]
    return {"w2": dw2, "b2": db2, "W1": dW1, "b1": db1}
