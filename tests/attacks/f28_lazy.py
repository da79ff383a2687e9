# F28: what would run outside when somebody looks: generators, iterators, coroutines, without end.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: refused
# says: generator
import itertools


def norm(v):
    return (entry for entry in itertools.repeat(0.0))


async def solve(A, b):
    return 0


def mean(x):
    return itertools.count()


def scale(x, c):
    while True:
        yield 0.0
