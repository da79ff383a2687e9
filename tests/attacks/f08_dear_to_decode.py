# F08: sends values of ten thousands of empty lists, which take thirty times their size; four seconds at most.
# earns: norm 0
# verdicts: timed_out|failed|refused|crashed
# engine: as with frames without end; and the grader decodes all of them, one after the other
import os
import struct
import time

import msgspec


def norm(v):
    content = msgspec.msgpack.encode(["answered", 0, ["value", ["l", [["l", []]] * 15_000]], None, None, "", []])
    end = time.monotonic() + 4
    while time.monotonic() < end:
        os.write(3, struct.pack(">I", len(content)) + content)
    return -1.0
