# R26: every call takes all the time there is.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: timed_out
# says: time
import time


def norm(*_):
    time.sleep(10)


solve = mean = scale = norm
