# F08: well-formed frames with arrays of impossible extents and types, keys that cannot be any, odd numbers.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: refused crashed|refused
import os
import struct

import msgspec


def say(*values):
    for value in values:
        content = msgspec.msgpack.encode(["answered", 0, ["value", value], None, None, "", []])
        os.write(3, struct.pack(">I", len(content)) + content)


def norm(v):
    say(["a", "<f8", [-1], b""], ["a", "<f8", [2**63, 0], b""], ["a", "<f8", [2**40], b"12345678"])


def solve(A, b):
    say(["a", "|O", [1], b"12345678"], ["a", "M8[s]", [1], b"12345678"], ["a", "<f8", [1] * 99, b""])


def mean(x):
    say(["n", "0x" + "f" * 5000], ["n", "seven"], ["d", [["l", [1]], 2]], ["d", [1]], ["z", 1], {"a": 1})


def scale(x, c):
    os.write(3, b"\x00\x00\x00\x00" * 1000)
