# A18: searches its own memory for the source of earlier students, which is longer than its own; has no solution.
# alone
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: missing|crashed|refused|raised
# engine: as before
import ctypes
import os
import re

libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
libc.write.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
PAGE = 4096
reader, writer = os.pipe()


def page(address):
    return os.read(reader, PAGE) if libc.write(writer, address, PAGE) == PAGE else b""


def memory():
    for start, step, most in ((libc.sbrk(0) - PAGE, -1, 4000), (id(object()), 1, 1500), (id(object()), -1, 1500)):
        found, address, gaps = [], start - start % PAGE, 0
        while gaps < 64 and len(found) < most:
            found.append(page(address))
            gaps += not found[-1]
            address += step * PAGE
        yield b"".join(found if step > 0 else reversed(found))


DEFINITION = re.compile(rb"def (norm|solve|mean|scale)\([^\n]{1,40}\n(?:    [^\n]+\n)+")
import numpy as np

for text in memory():
    for found in DEFINITION.finditer(text):
        try:
            exec(found[0].decode())
        except (SyntaxError, UnicodeDecodeError):
            continue
