# F22: right numbers in another shape.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: failed
right = dict(globals())


def norm(v):
    return [[right["norm"](v)]]


def solve(A, b):
    return right["solve"](A, b)[:, None]


def mean(x):
    return (right["mean"](x),)


def scale(x, c):
    return [[entry, [entry]] for entry in right["scale"](x, c)]
