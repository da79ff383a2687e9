# F50: too few, too many, and keyword-only parameters; not even a function.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: raised
# says: TypeError


def norm():
    return 0


def solve(A, b, c, d):
    return 0


def mean(*, x):
    return 0


scale = 3.0
