# F27: text, fractions and decimals where numbers are due.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: failed refused
from decimal import Decimal
from fractions import Fraction

right = dict(globals())


def norm(v):
    return str(right["norm"](v))


def solve(A, b):
    return [Fraction(float(entry)) for entry in right["solve"](A, b)]


def mean(x):
    return Decimal(float(right["mean"](x)))


def scale(x, c):
    return {place: entry for place, entry in enumerate(right["scale"](x, c).tolist())}
