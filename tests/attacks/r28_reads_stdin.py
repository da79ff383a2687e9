# R28: waits for input that never comes.
# earns: norm 0, solve 0
# verdicts: raised
# says: EOFError
import sys


def norm(v):
    return float(input("n = "))


def solve(A, b):
    if not sys.stdin.read() and not open(0).read():
        raise EOFError("nothing is there")
