# F48: the last definition counts.
# earns: norm 0
# verdicts: failed


def norm(v):
    return sum(x * x for x in v) ** 0.5


def norm(v):
    return -1.0
