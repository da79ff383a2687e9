# R17: prints without end, to both streams and past them; ten seconds at most.
# earns: norm 0
# verdicts: timed_out
# levels: jail, confined, process
import os
import sys
import time


def norm(v):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        print("x" * 1000)
        print("y" * 1000, file=sys.stderr)
        os.write(1, b"z" * 1000)
        os.write(2, b"z" * 1000)
