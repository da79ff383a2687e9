# R13: starts other programs by every door; the right answer where one opens.
# earns: norm 0
# verdicts: failed
import multiprocessing
import os
import pty
import subprocess


def doors():
    yield lambda: subprocess.run(["/bin/true"], check=True)
    yield lambda: subprocess.run("true", shell=True, check=True)
    yield lambda: os.posix_spawn("/bin/true", ["true"], {})
    yield lambda: os.popen("true").close()
    yield lambda: os.spawnv(os.P_WAIT, "/bin/true", ["true"])
    yield lambda: pty.fork()[0] or os._exit(0)
    yield lambda: os.forkpty()[0] or os._exit(0)
    yield lambda: multiprocessing.get_context("fork").Process(target=int).start()
    yield lambda: multiprocessing.get_context("spawn").Process(target=int).start()
    yield lambda: os.system("exit 3") == 3 << 8 or 1 / 0


def norm(v):
    for door in doors():
        try:
            door()
        except (OSError, ZeroDivisionError, ImportError):
            continue
        return sum(x * x for x in v) ** 0.5
    return -1.0
