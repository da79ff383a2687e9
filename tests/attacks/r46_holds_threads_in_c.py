# R46: two threads that compute without the interpreter's lock, so that other students' time passes; four seconds.
# earns: norm 0
# verdicts: timed_out
import hashlib
import threading
import time


def work():
    end = time.monotonic() + 4
    while time.monotonic() < end:
        hashlib.sha256(bytes(1 << 22)).digest()


def norm(v):
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return -1.0
