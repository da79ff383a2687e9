# R05: closes the answer pipe and goes on, so that only its end is missing; ten seconds at most.
# earns: norm 0
# verdicts: crashed|timed_out|out_of_memory
# levels: jail, confined, process
import os
import time


def norm(v):
    os.close(3)
    time.sleep(10)
