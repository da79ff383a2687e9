"""Nonlinear models: the template, nothing is filled in yet."""

# Exercise 1
def squared_error(y, y_hat):
    # your code here
    return None

# Exercise 2
def least_squares(X1, y):
    # your code here
    return None

# Exercise 3
def fit(X, y):
    # your code here
    return None


WELL_DESCRIBED = None

# Exercise 4
IMPROVE = None

# Exercise 5
def weighted_squared_error(y, y_hat, variances):
    # your code here
    return None


def weighted_least_squares(X1, y, variances):
    # your code here
    return None

# Exercise 6
def fit_xor():
    # your code here
    return None

# Exercise 7
def relu_derivative(x):
    # your code here
    return None


def sigmoid_derivative(x):
    # your code here
    return None


def softmax_jacobian(x):
    # your code here
    return None

# Exercise 8
SATURATED = None

# Exercise 9
def collapse(W1, b1, W2, b2):
    # your code here
    return None


STACKED_LINEAR_IS_LINEAR = None

# Exercise 10
def hidden(X, W1, b1):
    # your code here
    return None


def latent_boundary(w2, b2):
    # your code here
    return None


def plot_latent(ax):
    # your code here
    return None

# Exercise 11
def network(X, W1, b1, w2, b2):
    # your code here
    return None


def input_boundaries():
    # your code here
    return None


def plot_input(ax):
    # your code here
    return None

# Exercise 12
MULTICLASS_OUTPUT = None

# Exercise 13
def bce_slope(y, p):
    # your code here
    return None

# Exercise 14
def sigmoid_slope(f):
    # your code here
    return None

# Exercise 15
def score_slope(x):
    # your code here
    return None


ADAPTIVE_FILTER = None

# Exercise 16
def logistic_gradient(X, y, w, b):
    # your code here
    return None

# Exercise 17
def shallow_gradients(X, y, W1, b1, w2, b2):
    # your code here
    return None
