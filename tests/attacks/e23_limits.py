# E23: raises its own limits, dumps core.
# earns: norm 0, solve 0
# verdicts: crashed|raised
import os
import resource


def norm(v):
    for which in (resource.RLIMIT_AS, resource.RLIMIT_NOFILE, resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        hard = resource.getrlimit(which)[1]
        resource.setrlimit(which, (hard + 1, hard + 1))
    return sum(x * x for x in v) ** 0.5


def solve(A, b):
    try:
        os.chdir("/tmp")
        resource.setrlimit(resource.RLIMIT_CORE, (-1, -1))
    except (OSError, ValueError):
        pass
    os.abort()
