# H13: a warning tells the file and line it is about, a student's own.
# earns:
import warnings

right = norm


def norm(v):
    warnings.warn("look here", DeprecationWarning, stacklevel=1)
    warnings.warn("look there", DeprecationWarning, stacklevel=4)
    return right(v)
