# F07: answers all questions at once with right-looking rubbish, before its own functions are asked.
# earns: norm 0
# verdicts: failed
import os
import struct

import msgspec


def norm(v):
    for index in range(9):
        content = msgspec.msgpack.encode(["answered", index, ["value", 1.0], ["value", 1.0], [], "", []])
        os.write(3, struct.pack(">I", len(content)) + content)
    os._exit(0)
