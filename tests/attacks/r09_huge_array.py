# R09: asks for an array of 800 gigabytes.
# earns: norm 0, solve 0
# verdicts: out_of_memory
# levels: jail, confined, process
import numpy as np


def norm(v):
    return np.ones(10**11)


def solve(A, b):
    return bytes(10**12)
