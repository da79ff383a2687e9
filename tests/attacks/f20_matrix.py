# F20: right numbers in a matrix, a masked array and a record array.
# earns: solve 0, scale 0, mean 0
# verdicts: refused
import numpy as np

right = dict(globals())


def solve(A, b):
    return np.matrix(right["solve"](A, b))


def scale(x, c):
    return np.ma.masked_array(right["scale"](x, c), mask=True)


def mean(x):
    return np.rec.array([(right["mean"](x),)])[0]
