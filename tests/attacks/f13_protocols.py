# F13: objects that turn into whatever is asked of them.
# earns: norm 0, solve 0, mean 0
# verdicts: refused
import numpy as np


class Anything:
    def __float__(self):
        return 5.0

    __int__ = __index__ = __len__ = lambda self: 2

    def __array__(self, *arguments, **more):
        return np.zeros(2)

    def __getitem__(self, key):
        return 0.0

    def __getattr__(self, name):
        return self

    def __call__(self, *arguments):
        return self


def norm(v):
    return Anything()


def solve(A, b):
    return [Anything(), Anything()]


def mean(x):
    return Anything
