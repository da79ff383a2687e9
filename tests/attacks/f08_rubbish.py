# F08: noise, a frame cut short, a length beyond everything, nesting without end in the answer pipe.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: refused crashed|refused
import os
import struct


def norm(v):
    os.write(3, struct.pack(">I", 400) + os.urandom(400))


def solve(A, b):
    os.write(3, struct.pack(">I", 4000) + b"\x97\xa8answered")
    os._exit(0)


def mean(x):
    os.write(3, b"\xff" * 64)
    os._exit(0)


def scale(x, c):
    text = b"\x97\xa8answered\x00\x92\xa5value" + b"\x92\xa1l\x91" * 50_000
    os.write(3, struct.pack(">I", len(text)) + text)
