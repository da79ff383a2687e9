# R19: answers larger than may be sent: an array, text, bytes, many arrays.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: refused out_of_memory|refused
import numpy as np


def norm(v):
    return np.zeros(10**7)


def solve(A, b):
    return "x" * 10**7


def mean(x):
    return [np.zeros(10**5)] * 100


def scale(x, c):
    return np.broadcast_to(np.zeros(1), (10**6, 10**6))
