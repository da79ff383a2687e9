# E13: writes in the home folder and in caches.
# earns: norm 0
# verdicts: failed
import os
import pathlib


def norm(v):
    homes = [pathlib.Path(place) for place in ("@home@", "/root", "/tmp", os.environ.get("MPLCONFIGDIR", "/"))]
    for home in homes:
        for name in (".config/@token@", ".cache/@token@", ".ipython/@token@", ".@token@", "@token@"):
            try:
                (home / name).write_text("left behind")
            except OSError:
                continue
            return sum(x * x for x in v) ** 0.5
    return -1.0
