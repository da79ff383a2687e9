# R02: sleeps, using no processor.
# earns: norm 0
# verdicts: timed_out
import time


def norm(v):
    time.sleep(10)
