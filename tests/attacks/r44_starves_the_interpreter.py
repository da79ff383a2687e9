# R44: keeps the interpreter from switching threads, recursing and collecting.
# earns: norm 0
# verdicts: crashed|raised|failed|timed_out
import gc
import sys


def norm(v):
    sys.setswitchinterval(10**9)
    gc.disable()
    gc.set_threshold(1)
    gc.callbacks.append(lambda *_: 1 / 0)
    sys.setrecursionlimit(60)
    return norm_again(v, 0)


def norm_again(v, depth):
    return norm_again(v, depth + 1)
