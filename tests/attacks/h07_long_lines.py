# H07: one line of a megabyte, a hundred thousand lines, in messages and prints; right in one.
# earns: norm 0
# verdicts: raised
right = dict(globals())


def norm(v):
    print("y" * 10**6)
    raise ValueError("x" * 10**6 + "\n" * 10**5)


def mean(x):
    print("line\n" * 10**5)
    return right["mean"](x)
