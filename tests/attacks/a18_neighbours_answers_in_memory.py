# A18: searches its own memory for what the process that it was forked from heard of earlier students; has no solution.
# alone
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: missing|crashed|refused|failed
# engine: the zygote keeps hand-ins and answers of earlier students in its freed memory; every child inherits them
import collections
import ctypes
import os
import struct

import msgspec

libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
libc.write.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
PAGE = 4096
reader, writer = os.pipe()


def page(address):
    # The kernel says EFAULT where nothing is mapped, instead of a signal.
    return os.read(reader, PAGE) if libc.write(writer, address, PAGE) == PAGE else b""


def stretch(start, step, most):
    found, address, gaps = [], start - start % PAGE, 0
    while gaps < 64 and len(found) < most:
        content = page(address)
        gaps += not content
        found.append(content)
        address += step * PAGE
    return b"".join(found if step > 0 else reversed(found))


def memory():
    yield stretch(libc.sbrk(0) - PAGE, -1, 4000)
    for start in (id(object()), id(b"x" * 5000)):
        yield stretch(start, 1, 1500)
        yield stretch(start, -1, 1500)


def frames(text):
    place = text.find(b"\x97\xa8answered")
    while place >= 0:
        before = text[place - 4 : place]
        for length in (*struct.unpack(">I", before), before[3], struct.unpack(">H", before[2:])[0]):
            try:
                _, index, result, *_ = msgspec.msgpack.decode(text[place : place + length])
                if result[0] == "value":
                    yield index, text[place : place + length]
            except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, TypeError):
                continue
        place = text.find(b"\x97\xa8answered", place + 1)


def say(content):
    os.write(3, struct.pack(">I", len(content)) + content)


heard = collections.defaultdict(collections.Counter)
for text in memory():
    for index, content in frames(text):
        heard[index][content] += 1
say(msgspec.msgpack.encode(["loaded", [], []]))
for index in sorted(heard):
    say(heard[index].most_common(1)[0][0])
os._exit(0)
