# R43: a lock that it holds already, an import that waits for itself, a queue that stays empty.
# earns: norm 0
# verdicts: timed_out
import threading


def norm(v):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
