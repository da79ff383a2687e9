# will do this on Sunday, just so that it runs

# --- 1 ---
def squared_error(y, y_hat):
    return y

# --- 2 ---
def least_squares(X1, y):
    return X1

# --- 3 ---
def fit(X, y):
    return X


WELL_DESCRIBED = None

# --- 4 ---
IMPROVE = None

# --- 5 ---
def weighted_squared_error(y, y_hat, variances):
    return y


def weighted_least_squares(X1, y, variances):
    return X1

# --- 6 ---
def fit_xor():
    return None

# --- 7 ---
def relu_derivative(x):
    return x


def sigmoid_derivative(x):
    return x


def softmax_jacobian(x):
    return x

# --- 8 ---
SATURATED = {}

# --- 9 ---
def collapse(W1, b1, W2, b2):
    return W1


STACKED_LINEAR_IS_LINEAR = None

# --- 10 ---
def hidden(X, W1, b1):
    return X


def latent_boundary(w2, b2):
    return w2


def plot_latent(ax):
    return ax

# --- 11 ---
def network(X, W1, b1, w2, b2):
    return X


def input_boundaries():
    return None


def plot_input(ax):
    return ax

# --- 12 ---
MULTICLASS_OUTPUT = None

# --- 13 ---
def bce_slope(y, p):
    return y

# --- 14 ---
def sigmoid_slope(f):
    return f

# --- 15 ---
def score_slope(x):
    return x


ADAPTIVE_FILTER = None

# --- 16 ---
def logistic_gradient(X, y, w, b):
    return X

# --- 17 ---
def shallow_gradients(X, y, W1, b1, w2, b2):
    return X
