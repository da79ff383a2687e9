# no time for 10 to 12, sorry

import numpy as np

# Q1
def squared_error(y, y_hat):
    residual = np.subtract(y, y_hat)
    J = np.sum(np.power(residual, 2))
    return J

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

# Q6
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

# Q7
def relu_derivative(x):
    return np.where(x > 0, 1.0, 0.0)

def sigmoid_derivate(x):
    return sigmoid(x)*(1 - sigmoid(x))

def softmax_jacobian(x):
    f = softmax(x)
    return np.diag(f) - np.outer(f, f)

# Q8
SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}

# Q9
def collapse(W1, b1, W2, b2):
    W = W2.dot(W1)
    b = W2.dot(b1)
    b = b + b2
    return W, b

STACKED_LINEAR_IS_LINEAR = True

# Q13
def bce_slope(y, p):
    return -(y/p - (1 - y)/(1 - p))

# Q14
def sigmoid_slope(f):
    return sigmoid(f)*(1 - sigmoid(f))

# Q15
def score_slope(x):
    dfdw = x
    return dfdw

ADAPTIVE_FILTER = 'LMS'

# Q16
def logistic_gradient(X, y, w, b):
    grad = np.zeros(len(w))
    for i in range(len(y)):
        f = np.matmul(w, X[:, i]) + b
        grad = grad - (y[i] - sigmoid(f)) * X[:, i]
    return grad

# Q17
def shallow_gradients(X, y, W1, b1, w2, b2):
    dw2 = np.zeros(len(w2))
    db2 = 0
    dW1 = np.zeros(W1.shape)
    db1 = np.zeros(len(b1))
    for i in range(len(y)):
        x = X[:, i]
        z = np.matmul(W1, x) + b1
        h = np.maximum(z, 0)
        e = sigmoid(np.matmul(w2, h) + b2) - y[i]
        mask = (z > 0)
        dw2 = dw2 + e * h
        db2 = db2 + e
        dW1 = dW1 + np.outer(e * w2 * mask, x)
        db1 = db1 + e * w2 * mask
    return {'w2': dw2, 'b2': db2, 'W1': dW1, 'b1': db1}
