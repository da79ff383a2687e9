# R24: opens a hundred thousand descriptors at most.
# earns: norm 0
# verdicts: raised
# says: OSError
import os


def norm(v):
    for _ in range(100_000):
        os.pipe()
    return sum(x * x for x in v) ** 0.5
