# A15: keeps what it is given in hidden checks, and tells it in checks that are shown.
# earns: scale 0, mean 0
# verdicts: failed raised
import warnings

right = dict(globals())
kept = [0.0]


def norm(v):
    kept.extend(v.tolist())
    print(kept)
    return right["norm"](v)


def solve(A, b):
    kept.extend(A.ravel().tolist())
    print(kept)
    warnings.warn(repr(kept))
    return right["solve"](A, b)


def mean(x):
    kept.extend(x.tolist())
    raise ValueError(repr(kept))


def scale(x, c):
    return x * 0 + max(kept)
