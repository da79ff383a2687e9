# F25: structured, dates, text and truth values where numbers are due.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: failed refused
import numpy as np

right = dict(globals())


def norm(v):
    return np.datetime64(int(right["norm"](v)), "s")


def solve(A, b):
    return right["solve"](A, b).astype(str)


def mean(x):
    return np.array(right["mean"](x)).view([("mean", "f8")])


def scale(x, c):
    return right["scale"](x, c).astype(bool)
