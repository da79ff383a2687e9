# F17: infinities, and numbers whose distance is one.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: failed
import numpy as np


def norm(v):
    return float("inf")


def solve(A, b):
    return np.array([-np.inf, np.inf])


def mean(x):
    return -1.7976931348623157e308


def scale(x, c):
    return np.full(x.shape, 1e308)
