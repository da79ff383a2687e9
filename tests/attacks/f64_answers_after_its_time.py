# F64: a thread that goes on sending answers after the call ran out of time.
# earns: norm 0
# verdicts: timed_out|failed|refused
# engine: as with frames without end
import os
import struct
import threading
import time

import msgspec


def answer():
    content = msgspec.msgpack.encode(["answered", 0, ["value", 5.0], None, None, "", []])
    end = time.monotonic() + 4
    while time.monotonic() < end:
        time.sleep(0.05)
        os.write(3, struct.pack(">I", len(content)) + content)


def norm(v):
    threading.Thread(target=answer, daemon=True).start()
    time.sleep(4)
    return 5.0
