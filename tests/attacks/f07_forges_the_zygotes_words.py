# F07: says what only the zygote may say: that it is ready, unfit, that the child ended well, that others said things.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: refused
import os
import struct

import msgspec


def say(*parts):
    content = msgspec.msgpack.encode(parts)
    os.write(3, struct.pack(">I", len(content)) + content)


def norm(v):
    say("ended", "exited", 0)


def solve(A, b):
    say("ready", 1, "3.11", "2.0", [], 9)


def mean(x):
    say("unfit", "this machine cannot grade")


def scale(x, c):
    say("relayed", [b"passed"])
