import numpy as np
import matplotlib.pyplot as plt

data_xor = ([[0.0, 1.0, 0.0, 1.0],
             [0.0, 0.0, 1.0, 1.0]], [0.0, 1.0, 1.0, 0.0])


def squared_error(y, y_hat):
    return np.linalg.norm(np.subtract(y, y_hat)) ** 2


def least_squares(X1, y):
    # (X1 X1^T)^-1 X1 is the pseudo-inverse of X1^T
    return (np.linalg.pinv(X1).T @ y).tolist()


def fit(X, y):
    m = np.shape(X)[1]
    A = np.column_stack((np.transpose(X), np.ones(m)))
    Q, R = np.linalg.qr(A)
    theta = np.linalg.solve(R, Q.T @ y)
    residual = A @ theta - y
    return theta[:-1].tolist(), float(theta[-1]), float(np.einsum("i,i->", residual, residual) / m)


WELL_DESCRIBED = True
IMPROVE = "More measurements"


def weighted_squared_error(y, y_hat, variances):
    r = y - y_hat
    return 0.5 * np.einsum("i,i,i->", r, 1 / variances, r)


def weighted_least_squares(X1, y, variances):
    """whitening: divide every sample by its own sigma, then it is ordinary least squares"""
    sigma = np.sqrt(variances)
    theta, *_ = np.linalg.lstsq((X1 / sigma).T, y / sigma, rcond=None)
    return theta


def fit_xor():
    X, y = data_xor
    return fit(X, np.array(y))


def relu_derivative(x):
    # 0.5 at zero, the mean of the left and the right slope
    return 0.5 * (np.sign(x) + 1)


def sigmoid(x):
    x = np.clip(x, -500, 500)
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    s = sigmoid(x)
    return np.einsum("i,i->i", s, 1 - s)


def softmax(x):
    z = x - x.max()
    return np.exp(z) / np.exp(z).sum()


def softmax_jacobian(x):
    f = softmax(x)
    return np.einsum("i,ij->ij", f, np.eye(f.size)) - np.einsum("i,j->ij", f, f)


SATURATED = dict(relu=1, sigmoid=0, softmax=0)


def collapse(W1, b1, W2, b2):
    # homogeneous coordinates: [[W, b], [0, 1]]
    def hom(W, b):
        top = np.hstack((W, np.reshape(b, (-1, 1))))
        return np.vstack((top, np.eye(1, top.shape[1], top.shape[1] - 1)))

    M = hom(W2, b2) @ hom(W1, b1)
    return M[:-1, :-1], M[:-1, -1]


STACKED_LINEAR_IS_LINEAR = True

W1_course = np.ones((2, 2))
b1_course = np.array([0.0, -1.0])
w2_course = np.array([1.0, -2.0])
b2_course = 0.0


def hidden(X, W1, b1):
    return np.maximum(np.einsum("kn,nm->km", W1, X) + b1.reshape(-1, 1), 0)


def latent_boundary(w2, b2):
    # divided by the length of w2 and turned round: unit normal and distance
    length = np.linalg.norm(w2)
    return (-np.asarray(w2) / length, (b2 - 0.5) / length)


def plot_latent(ax):
    h = np.linspace(-0.5, 2.5, 201)
    H1, H2 = np.meshgrid(h, h)
    score = w2_course[0] * H1 + w2_course[1] * H2 + b2_course
    ax.contourf(H1, H2, score, levels=20, cmap="RdBu")
    ax.contour(H1, H2, score, levels=[0.5], colors="k")
    H = hidden(np.array(data_xor[0]), W1_course, b1_course)
    ax.scatter(*H, c=data_xor[1], edgecolors="k")
    ax.set(xlabel="h1", ylabel="h2", title="Latent space")


def network(X, W1, b1, w2, b2):
    return np.einsum("k,km->m", w2, hidden(X, W1, b1)) + b2


def input_boundaries():
    # first the lower one; both multiplied by 2 (the upper one also by -1)
    return [([2.0, 2.0], 1.0), ([-2.0, -2.0], -3.0)]


def plot_input(ax):
    x = np.linspace(-0.5, 2.0, 251)
    A, B = np.meshgrid(x, x)
    f = network(np.vstack((A.ravel(), B.ravel())), W1_course, b1_course, w2_course, b2_course).reshape(A.shape)
    cs = ax.contour(A, B, f, levels=[0.5])
    ax.clabel(cs)
    plt.xlabel("x1")
    plt.ylabel("x2")


MULTICLASS_OUTPUT = "softmax"


def bce_slope(y, p):
    return np.divide(1 - y, 1 - p) - np.divide(y, p)


def sigmoid_slope(f):
    return np.exp(-f) / (1 + np.exp(-f)) ** 2      # |f| <= 20, fine here


def score_slope(x):
    return np.eye(len(x)) @ x


ADAPTIVE_FILTER = "LMS"


def logistic_gradient(X, y, w, b):
    f = np.einsum("n,nm->m", w, X) + b
    return np.einsum("m,m,nm->n", bce_slope(y, sigmoid(f)), sigmoid_slope(f), X)


def shallow_gradients(X, y, W1, b1, w2, b2):
    z = np.einsum("kn,nm->km", W1, X) + b1[:, np.newaxis]
    h = np.maximum(z, 0)
    e = y - sigmoid(np.einsum("k,km->m", w2, h) + b2)
    mask = np.heaviside(z, 1.0)
    return {
        "w2": -np.einsum("m,km->k", e, h),
        "b2": -e.sum(),
        "W1": -np.einsum("m,k,km,nm->kn", e, w2, mask, X),
        "b1": -np.einsum("m,k,km->k", e, w2, mask),
    }


if __name__ == "__main__":
    fig, (left, right) = plt.subplots(1, 2)
    plot_latent(left)
    plot_input(right)
    plt.show()
