# F61: a warning with half a character in it must not cost a right answer.
# earns:
import warnings

right = norm


def norm(v):
    warnings.warn("\ud800")
    return right(v)
