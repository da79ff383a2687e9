# F54: a whole number beyond every float.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: failed refused


def norm(v):
    return 10**400


def solve(A, b):
    return [10**1000, -(10**1000)]


def mean(x):
    return 1 << 10**6


def scale(x, c):
    return {10**400: 10**400}
