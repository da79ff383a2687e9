# R05: stops itself, so that it neither ends nor runs.
# earns: norm 0
# verdicts: timed_out
# levels: jail, confined, process
import os
import signal


def norm(v):
    os.kill(os.getpid(), signal.SIGSTOP)
    return -1.0
