# R12: forks, twenty times at most.
# earns: norm 0
# verdicts: raised
# says: PermissionError
import os


def norm(v):
    for _ in range(20):
        if os.fork() == 0:
            os._exit(0)
    return sum(x * x for x in v) ** 0.5
