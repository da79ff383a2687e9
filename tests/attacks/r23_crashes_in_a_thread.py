# R23: a crash in a thread, one tenth of a second after a right answer to another question.
# earns: norm 0
# verdicts: crashed
import ctypes
import threading
import time


def norm(v):
    threading.Thread(target=ctypes.string_at, args=(0,)).start()
    time.sleep(0.2)
    return sum(x * x for x in v) ** 0.5
