# R20: recursion without end, without its limit, and in `repr`.
# earns: norm 0, solve 0, mean 0
# verdicts: raised crashed|raised|out_of_memory|timed_out
import sys


def norm(v):
    return norm(v)


def solve(A, b):
    sys.setrecursionlimit(10**9)
    return solve(A, b)


class Round(Exception):
    def __repr__(self):
        return repr(self)

    def __str__(self):
        return str(self)


def mean(x):
    raise Round
