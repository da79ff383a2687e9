# H13: prints where libraries, caches and the interpreter lie; right besides.
# earns:
# engine: printed text goes to the page with the paths of this machine, among them the home folder (MPLCONFIGDIR)
import os
import sys

import numpy as np

right = norm


def norm(v):
    print(np.__file__, os.__file__, sys.path, sys.prefix, sys.executable, sys.argv, dict(os.environ), os.getcwd())
    return right(v)
