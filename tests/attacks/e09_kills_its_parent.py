# E09: kills the process that it was forked from. At `process` it can: then it costs its own points and nobody else's.
# levels: jail, confined, process
# earns: norm 0
# verdicts: raised|crashed
import os
import signal


def norm(v):
    os.kill(os.getppid(), signal.SIGKILL)
    return sum(x * x for x in v) ** 0.5
