#!/usr/bin/env python3
# -*- coding: utf-8 -*-
# 5LSL0 assignment: nonlinear models
import numpy as np
import matplotlib.pyplot as plt

plt.rcParams["figure.figsize"] = (5, 4)

#%% Exercise 1
def squared_error(y, y_hat):
    return sum((y - y_hat)**2)

print("Ex 1, should be 5:", squared_error(np.array([1., 2.]), np.array([0., 0.])))

#%% Exercise 2
def least_squares(X1, y):
    theta = np.linalg.inv(X1 @ X1.T) @ X1 @ y.T
    return theta

#%% Exercise 3
X = np.array([[0, 0.1, 1.0, 1], [0, 1, 0.2, 1]])
y_clean = np.array([0, 0.41, 0.18, 0.5])

def fit(X, y):
    nr_samples = len(y)
    X1 = np.vstack((X, np.ones((1, nr_samples))))
    theta = least_squares(X1, y)
    y_hat = theta.T @ X1
    mse = squared_error(y, y_hat)/nr_samples
    return theta[0:-1], theta[-1], mse

w, b, mse = fit(X, y_clean)
print("Ex 3: w =", w, "b =", b, "mse =", mse)
WELL_DESCRIBED = mse < 1e-20
WELL_DESCRIBED = bool(WELL_DESCRIBED)

#%% Exercise 4
y_noisy = np.array([-0.0416, 0.3610, 0.1222, 0.4733])
w, b, mse = fit(X, y_noisy)
print("Ex 4: w =", w, "b =", b, "mse =", mse)
options = ["more measurements", "more parameters", "larger step size", "normalise the inputs"]
IMPROVE = options[0]

#%% Exercise 5
def weighted_squared_error(y, y_hat, variances):
    return sum((y - y_hat)**2 / variances)

def weighted_least_squares(X1, y, variances):
    W = np.diag(1/variances)
    return np.linalg.inv(X1 @ W @ X1.T) @ X1 @ W @ y

#%% Exercise 6
X_xor = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
y_xor = np.array([0, 1, 1, 0])

def fit_xor():
    return fit(X_xor, y_xor)

print("Ex 6:", fit_xor())

#%% Exercise 7
def sigmoid(x):
    return 1/(1 + np.exp(-x))

def relu_derivative(x):
    return 1.0*(x >= 0)

def sigmoid_derivative(x):
    return sigmoid(x)*(1 - sigmoid(x))

def softmax_jacobian(x):
    e = np.exp(x - max(x))
    f = e/sum(e)
    delta = np.eye(len(x))
    return f.reshape(-1, 1)*(delta - f)

xx = np.linspace(-5, 5, 101)
plt.figure()
plt.plot(xx, relu_derivative(xx), xx, sigmoid_derivative(xx))
plt.legend(["relu", "sigmoid"])
plt.title("derivatives")
plt.show()

#%% Exercise 8
SATURATED = {"relu": 1, "sigmoid": 0, "softmax": 0}

#%% Exercise 9
def collapse(W1, b1, W2, b2):
    return W2 @ W1, W2 @ b1 + b2

STACKED_LINEAR_IS_LINEAR = True

#%% Exercise 10
W1 = np.array([[1, 1], [1, 1]])
b1 = np.array([0, -1])
w2 = np.array([1, -2])
b2 = 0

def hidden(X, W1, b1):
    return np.maximum(0, W1 @ X + b1.reshape(-1, 1))

def latent_boundary(w2, b2):
    return w2, 0.5 - b2

def plot_latent(ax):
    H = hidden(X_xor, W1, b1)
    plt.plot(H[0, y_xor == 0], H[1, y_xor == 0], 'ro', H[0, y_xor == 1], H[1, y_xor == 1], 'b*')
    h1 = np.arange(0, 3, 0.5)
    plt.plot(h1, (h1 - 0.5)/2, 'k')
    plt.xlabel('h1'); plt.ylabel('h2')

fig, ax = plt.subplots()
plot_latent(ax)
plt.show()

#%% Exercise 11
def network(X, W1, b1, w2, b2):
    return w2 @ hidden(X, W1, b1) + b2

print("Ex 11: the network gives", network(X_xor, W1, b1, w2, b2))

def input_boundaries():
    return [([1, 1], 1.5), ([1, 1], 0.5)]

def plot_input(ax):
    plt.plot(X_xor[0, y_xor == 0], X_xor[1, y_xor == 0], 'ro')
    plt.plot(X_xor[0, y_xor == 1], X_xor[1, y_xor == 1], 'b*')
    x1 = np.arange(-0.5, 2, 0.5)
    plt.plot(x1, 1.5 - x1, 'k', x1, 0.5 - x1, 'k')
    plt.xlabel('x1'); plt.ylabel('x2')

fig, ax = plt.subplots()
plot_input(ax)
plt.show()

#%% Exercise 12
MULTICLASS_OUTPUT = "softmax"

#%% Exercise 13 - 15
def bce_slope(y, p):
    return -(y/p - (1 - y)/(1 - p))

def sigmoid_slope(f):
    return sigmoid(f)*(1 - sigmoid(f))

def score_slope(x):
    return x

ADAPTIVE_FILTER = "LMS"

#%% Exercise 16
def logistic_gradient(X, y, w, b):
    f = w @ X + b
    p = sigmoid(f)
    return X @ (bce_slope(y, p)*sigmoid_slope(f))

print("Ex 16:", logistic_gradient(X_xor, y_xor, np.array([0.3, -0.2]), 0.1))

#%% Exercise 17
def shallow_gradients(X, y, W1, b1, w2, b2):
    z = W1 @ X + b1.reshape(-1, 1)
    h = np.maximum(0, z)
    e = y - sigmoid(w2 @ h + b2)
    back = (z >= 0)*w2.reshape(-1, 1)*e
    return {"w2": -h @ e, "b2": -sum(e), "W1": -back @ X.T, "b1": -back.sum(1)}

g = shallow_gradients(X_xor, y_xor, np.array([[0.5, -1], [1, 0.2]]), np.array([0.1, 0]), np.array([1., -1]), 0.)
for name in g:
    print("Ex 17:", name, g[name])
