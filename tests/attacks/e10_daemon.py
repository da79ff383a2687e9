# E10: leaves a daemon behind, for ten seconds at most.
# levels: jail, confined, process
# at process: norm 2
# earns: norm 0
# verdicts: raised
# says: PermissionError
import os
import time

right = norm


def norm(v):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(10)
        os._exit(0)
    return right(v)
