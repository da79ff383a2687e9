# F09: closes the answer pipe, all descriptors, or points it elsewhere.
# earns: norm 0, solve 0, mean 0
# verdicts: crashed
import os


def norm(v):
    os.close(3)
    return 5.0


def solve(A, b):
    os.closerange(0, 1000)
    return 0


def mean(x):
    os.dup2(os.open(os.devnull, os.O_WRONLY), 3)
    return 0
