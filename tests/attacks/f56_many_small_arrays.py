# F56: hundreds of thousands of values in one, small ones and empty ones.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: failed refused|timed_out
import numpy as np


def norm(v):
    return [np.zeros(1)] * 40_000


def solve(A, b):
    return [None] * 10**6


def mean(x):
    return {place: () for place in range(150_000)}


def scale(x, c):
    return [np.zeros((0,) * 16)] * 30_000
