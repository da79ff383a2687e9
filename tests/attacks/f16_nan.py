# F16: not-a-number slips through comparisons that are written the wrong way round.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: failed
import numpy as np


def norm(v):
    return float("nan")


def solve(A, b):
    return b * np.nan


def mean(x):
    return np.float32("nan")


def scale(x, c):
    return np.full(x.shape, -np.nan)
