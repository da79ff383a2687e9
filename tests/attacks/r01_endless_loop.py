# R01: loops; ten seconds at most.
# earns: norm 0
# verdicts: timed_out
# levels: jail, confined, process
import time


def norm(v):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        pass
