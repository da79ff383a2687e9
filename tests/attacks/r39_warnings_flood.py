# R39: three thousand different warnings, some of them long; right besides.
# earns:
import warnings

right = norm


def norm(v):
    for number in range(3000):
        warnings.warn(f"{number} " + "w" * 1000)
    return right(v)
