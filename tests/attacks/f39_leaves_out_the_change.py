# F39: changes its argument in place, and sends a frame that leaves out the second call and the arguments.
# earns: scale 1.5
# verdicts: failed|refused
# engine: a frame without the second call and the arguments counts as unchanged
import os
import struct
import sys

import msgspec


def scale(x, c):
    child = sys.modules["grader.sandbox.inside.child"]
    frame = sys._getframe()
    while "index" not in frame.f_locals:
        frame = frame.f_back
    if not x.any():
        return x
    packed = ["a", "<f8", [x.size], (c * x).tobytes()]
    content = msgspec.msgpack.encode(["answered", frame.f_locals["index"], ["value", packed], None, None, "", []])
    assert hasattr(child, "_bounded")
    child._bounded = lambda *arguments: struct.pack(">I", len(content)) + content
    x *= 0
    return x
