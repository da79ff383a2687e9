# F08: reports thousands of names, all like the one that is missing: the guess "is that meant?" takes its time.
# alone
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: missing|refused|crashed|timed_out
# seconds: 0.5
import os
import struct

import msgspec


def say(*parts):
    content = msgspec.msgpack.encode(parts)
    os.write(3, struct.pack(">I", len(content)) + content)


say("loaded", [f"{i % 1000:03}sacle" for i in range(20_000)], [])
for index in range(9):
    say("answered", index, ["absent"], None, None, "", [])
os._exit(0)
