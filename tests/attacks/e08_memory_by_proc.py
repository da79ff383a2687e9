# E08: opens memory and descriptors of others, and its own, by /proc.
# earns: norm 0
# verdicts: failed
import os


def norm(v):
    others = [f"{pid}/fd/{number}" for pid in (os.getppid(), "@victim@", 1) for number in range(6)]
    memory = [f"{pid}/mem" for pid in ("self", "thread-self", os.getppid(), "@victim@", 1)]
    for name in (*others, *memory):
        for flags in (os.O_RDONLY, os.O_RDWR):
            try:
                os.close(os.open(f"/proc/{name}", flags))
            except OSError:
                continue
            return sum(x * x for x in v) ** 0.5
    return -1.0
