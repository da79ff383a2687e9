# F07: writes well-formed frames with right values before it returns: a second answer to one question is believed by nobody.
# earns: norm 1
import os
import struct
import sys

import msgspec

right = norm


def norm(v):
    frame = sys._getframe()
    while "index" not in frame.f_locals:
        frame = frame.f_back
    content = msgspec.msgpack.encode(["answered", frame.f_locals["index"], ["value", right(v)], None, None, "", []])
    os.write(3, struct.pack(">I", len(content)) + content)
    return right(v)
