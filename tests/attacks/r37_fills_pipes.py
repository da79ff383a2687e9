# R37: fills pipes of its own and the answer pipe with a frame that never ends; four seconds at most.
# earns: norm 0
# verdicts: timed_out|refused|crashed
import os
import struct
import time


def norm(v):
    os.write(3, struct.pack(">I", 900_000))
    end = time.monotonic() + 4
    while time.monotonic() < end:
        os.write(3, b"x")
        time.sleep(0.01)
