# E17: sets what later processes would start with; right besides.
# earns:
import os

for name in ("PYTHONSTARTUP", "PYTHONPATH", "LD_PRELOAD", "LD_LIBRARY_PATH", "PATH", "PYTHONHASHSEED", "HOME"):
    os.environ[name] = os.environ.get("TMPDIR", "/tmp") + "/@token@"
