# F26: a complex number without imaginary part is not a real one.
# earns: norm 0, solve 0
# verdicts: failed
right = dict(globals())


def norm(v):
    return complex(right["norm"](v))


def solve(A, b):
    return right["solve"](A, b) + 0j
