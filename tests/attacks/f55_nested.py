# F55: lists within lists within themselves, without end and without number.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: refused failed out_of_memory|timed_out


def norm(v):
    nested = []
    nested.append(nested)
    return nested


def solve(A, b):
    nested = 0.0
    for _ in range(30):
        nested = [nested, nested]
    return nested


def mean(x):
    nested = 0.0
    for _ in range(32):
        nested = (nested,)
    return nested


def scale(x, c):
    nested = {}
    for _ in range(10_000):
        nested = {"x": nested}
    return nested
