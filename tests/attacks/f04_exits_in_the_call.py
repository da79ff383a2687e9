# F04: ends the program in the call, in four ways; one was right before.
# earns: norm 0, solve 0, mean 0
# verdicts: raised crashed
import os
import sys

right = norm


def norm(v):
    sys.exit(0)


def solve(A, b):
    os._exit(0)


def mean(x):
    os.abort()
