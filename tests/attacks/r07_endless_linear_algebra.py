# R07: multiplies matrices that take minutes, without a word to the interpreter.
# earns: norm 0
# verdicts: timed_out
import numpy as np


def norm(v):
    a = np.ones((1000, 1000))
    for _ in range(300):
        a = a @ a
    return 0.0
