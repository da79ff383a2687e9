# F23: right numbers, however they lie in memory.
# earns:
import numpy as np

right = dict(globals())


def norm(v):
    return np.longdouble(right["norm"](v))


def solve(A, b):
    return right["solve"](A, b)[::-1].copy()[::-1]


def mean(x):
    return np.array([[right["mean"](x)] * 7], order="F")[0, 3]


def scale(x, c):
    return right["scale"](x, c).astype(">f8")
