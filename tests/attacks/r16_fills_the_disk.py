# R16: fills every folder that it may write in, 64 MB at most.
# earns: norm 0
# verdicts: failed
import os


def norm(v):
    for folder in (".", "/tmp", "/var/tmp", "/dev/shm", "/run", os.path.expanduser("~"), "@folder@", "@home@"):
        try:
            with open(os.path.join(folder, "@token@-filled"), "wb") as opened:
                for _ in range(64):
                    opened.write(bytes(1 << 20))
        except OSError:
            continue
        return sum(x * x for x in v) ** 0.5
    return -1.0
