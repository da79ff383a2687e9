# F08: a dict whose keys all have one hash, so that whoever builds it takes quadratic time.
# earns: norm 0
# verdicts: failed|refused|timed_out|crashed
# seconds: 1
# engine: the decoder builds it in the grader's own process: a second for 0.2 MB, hours for 16 MiB, and nothing else runs
import os
import struct

import msgspec


def norm(v):
    pairs = [part for i in range(11_000) for part in (["c", 5.0 - 1000003.0 * i, float(i)], None)]
    content = msgspec.msgpack.encode(["answered", 0, ["value", ["d", pairs]], None, None, "", []])
    os.write(3, struct.pack(">I", len(content)) + content)
    os._exit(0)
