# R11: many small objects, and the error about them caught; two gigabytes at most.
# earns: norm 0
# verdicts: out_of_memory|timed_out|failed
import time


def norm(v):
    kept = []
    end = time.monotonic() + 4
    for _ in range(20):
        try:
            kept.append([float(n) for n in range(10**6)])
        except MemoryError:
            if time.monotonic() > end:
                break
    return -1.0
