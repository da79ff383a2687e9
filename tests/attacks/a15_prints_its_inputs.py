# A15: prints, warns about and leaves in the log what it is given; right besides.
# earns:
import logging
import sys
import warnings

import numpy as np

np.set_printoptions(threshold=10**6, precision=17)
right = dict(globals())


def told(name):
    def function(*arguments):
        print(name, repr(arguments), str(arguments), file=sys.stderr)
        print(*(argument.tolist() if hasattr(argument, "tolist") else argument for argument in arguments))
        warnings.warn(repr(arguments))
        logging.error("%r", arguments)
        return right[name](*arguments)

    return function


norm, solve, mean, scale = map(told, ("norm", "solve", "mean", "scale"))
