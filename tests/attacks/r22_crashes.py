# R22: a segmentation fault, an abort, a bus error, an arithmetic error.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: crashed
# levels: jail, confined, process
import ctypes
import os
import signal


def norm(v):
    ctypes.string_at(0)


def solve(A, b):
    os.abort()


def mean(x):
    signal.raise_signal(signal.SIGBUS)


def scale(x, c):
    os.kill(os.getpid(), signal.SIGFPE)
