# A15: when it is asked what is hidden, it answers the first question once more, with what it has just seen.
# earns: scale 1
# verdicts: raised|crashed|refused
import os
import struct

import msgspec


def scale(x, c):
    if x.size != 2:
        return c * x
    for index in range(9):
        failure = ["failure", "Seen", repr(x.tolist()), "work.py", 1, 1, "", False]
        content = msgspec.msgpack.encode(["answered", index, failure, None, None, repr(x.tolist()), [repr(x.tolist())]])
        os.write(3, struct.pack(">I", len(content)) + content)
    os._exit(0)
