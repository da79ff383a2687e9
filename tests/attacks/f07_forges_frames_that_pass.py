# F07: writes frames of its own into the answer pipe, which say that all is passed.
# earns: norm 0
# verdicts: refused|crashed
import os
import struct


def norm(v):
    for text in (b'{"verdict": "passed", "points": 2}', b"\x92\xa6passed\x02", b"\x93\xa7outcome\x00\xa6passed"):
        os.write(3, struct.pack(">I", len(text)) + text)
    os._exit(0)
