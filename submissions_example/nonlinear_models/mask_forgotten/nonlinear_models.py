# -*- coding: utf-8 -*-
"""
Created on Tue Apr 18 20:41:07 2023

@author: s1459031
"""

import numpy as np

#%% exercise 1
def squared_error(y, y_hat):
    residual = np.subtract(y, y_hat)
    J = np.sum(np.power(residual, 2))
    return J

#%% exercise 2
def least_squares(X1, y):
    """theta = (X X^T)^-1 X y"""
    theta, residuals, rank, sv = np.linalg.lstsq(X1.T, y, rcond=None)
    return theta

#%% exercise 3
def fit(X, y):
    N = X.shape[1]
    X_tilde = np.append(X, np.ones((1, N)), axis=0)
    theta = least_squares(X_tilde, y)
    f = X_tilde.T.dot(theta)
    MSE = np.mean(np.power(np.subtract(y, f), 2))
    return theta[:-1], theta[-1], MSE

WELL_DESCRIBED = True

#%% exercise 4
IMPROVE = "more measurements"

#%% exercise 5
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

#%% exercise 6
def fit_xor():
    X = np.array([[0., 0., 1., 1.],
                  [0., 1., 0., 1.]])
    y = np.abs(X[0] - X[1])     # xor
    return fit(X, y)

def sigmoid(x):
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

#%% exercise 7
def relu_derivative(x):
    return np.where(x > 0, 1.0, 0.0)

def sigmoid_derivative(x):
    return sigmoid(x)*(1 - sigmoid(x))

def softmax_jacobian(x):
    f = softmax(x)
    return np.diag(f) - np.outer(f, f)

#%% exercise 8
SATURATED = {"relu": 1.0,        # stays
             "sigmoid": 0.0,     # vanishes
             "softmax": 0.0}     # vanishes

#%% exercise 9
def collapse(W1, b1, W2, b2):
    W = W2.dot(W1)
    b = W2.dot(b1)
    b = b + b2
    return W, b

STACKED_LINEAR_IS_LINEAR = True

#%% exercise 10
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

#%% exercise 11
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

#%% exercise 12
MULTICLASS_OUTPUT = "softmax"

#%% exercise 13
def bce_slope(y, p):
    return -(y/p - (1 - y)/(1 - p))

#%% exercise 14
def sigmoid_slope(f):
    s = sigmoid(f)
    return np.multiply(s, 1 - s)

#%% exercise 15
def score_slope(x):
    return x

ADAPTIVE_FILTER = "LMS"

#%% exercise 16
def logistic_gradient(X, y, w, b):
    f = X.T.dot(w) + b
    p = sigmoid(f)
    dJdw = -X.dot(np.subtract(y, p))
    return dJdw

#%% exercise 17
def shallow_gradients(X, y, W1, b1, w2, b2):
    Z = W1.dot(X) + np.reshape(b1, (-1, 1))
    H = np.where(Z > 0, Z, 0)
    p = sigmoid(H.T.dot(w2) + b2)
    e = np.subtract(y, p)
    # chain rule: dJ/df * df/dh * dz/dW
    G = np.outer(w2, e)
    grads = dict()
    grads["w2"] = -H.dot(e)
    grads["b2"] = -np.sum(e)
    grads["W1"] = -G.dot(X.T)
    grads["b1"] = -np.sum(G, axis=1)
    return grads
