# E09: signals to its parent, to a process outside, to groups and to everybody; only signal 0 where it could hit others.
# earns: norm 0
# verdicts: failed
import fcntl
import os
import signal


def owned(pid, command):
    reader, writer = os.pipe()
    fcntl.fcntl(reader, command, pid)


def doors():
    yield lambda: os.kill(int("@victim@"), signal.SIGTERM)
    yield lambda: os.kill(os.getppid(), 0)
    yield lambda: os.kill(0, 0)
    yield lambda: os.kill(-1, 0)
    yield lambda: os.killpg(os.getpgid(0), 0)
    yield lambda: os.kill(1, 0)
    yield lambda: signal.pidfd_send_signal(os.pidfd_open(int("@victim@")), signal.SIGTERM)
    yield lambda: owned(int("@victim@"), fcntl.F_SETOWN)
    yield lambda: owned(int("@victim@"), 15)
    yield lambda: fcntl.fcntl(os.pipe()[0], fcntl.F_SETFL, os.O_ASYNC)


def norm(v):
    for door in doors():
        try:
            door()
        except OSError:
            continue
        return sum(x * x for x in v) ** 0.5
    return -1.0
