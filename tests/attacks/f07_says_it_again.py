# F07: repeats the first words of a child, loads again, fails to load, reports attempts to break out; out of order.
# earns: norm 0, solve 0
# verdicts: refused failed|crashed|refused|raised
import os
import struct

import msgspec


def say(*parts):
    content = msgspec.msgpack.encode(parts)
    os.write(3, struct.pack(">I", len(content)) + content)


def norm(v):
    say("begun")
    say("loaded", ["norm"], ["The grader failed on this submission; full points are due."])
    say("load_failed", ["failure", "Passed", "full points", "work.py", 1, 1, "", False], [])
    return -1.0


def solve(A, b):
    say("probed", ["everything"])
    say("answered", -1, ["value", 0], None, None, "", [])
