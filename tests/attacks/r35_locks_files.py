# R35: locks files that others read as well.
# earns: norm 0, solve 0, mean 0
# verdicts: raised
# says: Error
import fcntl
import os


def norm(v):
    with open(os.__file__) as opened:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return sum(x * x for x in v) ** 0.5


def solve(A, b):
    with open(os.__file__) as opened:
        fcntl.lockf(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return -1.0


def mean(x):
    with open(os.__file__) as opened:
        fcntl.fcntl(opened, 1024, fcntl.F_RDLCK)
    return -1.0
