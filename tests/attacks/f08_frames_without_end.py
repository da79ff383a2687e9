# F08: sends small valid frames without end, each of which gives it time; four seconds at most.
# earns: norm 0
# verdicts: timed_out|refused
# engine: every frame begins the time for a call anew, so a forger's own other exercises find none left
import os
import struct
import time


def norm(v):
    content = b"\x91\xa5begun"
    frames = (struct.pack(">I", len(content)) + content) * 2000
    end = time.monotonic() + 4
    while time.monotonic() < end:
        os.write(3, frames)
    return -1.0
