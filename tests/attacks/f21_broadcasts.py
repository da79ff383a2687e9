# F21: one number where a vector is due, a vector where a number is.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: failed
import numpy as np

right = dict(globals())


def norm(v):
    return np.full(3, right["norm"](v))


def solve(A, b):
    return float(right["solve"](A, b)[0])


def mean(x):
    return []


def scale(x, c):
    return np.zeros(0)
