# F66: finalizers, exit handlers and collector hooks that forge, print and exit when the child is done.
# earns: norm 0
# verdicts: failed
import atexit
import gc
import os
import struct
import sys
import weakref

import msgspec


def late(*arguments):
    content = msgspec.msgpack.encode(["answered", 0, ["value", 5.0], None, None, "", []])
    os.write(3, struct.pack(">I", len(content)) + content)
    os._exit(0)


class Late:
    def __del__(self):
        late()


hold = [Late(), Late()]
hold.append(hold)
atexit.register(late)
weakref.finalize(hold[0], late)
sys.excepthook = sys.unraisablehook = late


def norm(v):
    return -1.0
