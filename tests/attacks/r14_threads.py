# R14: three thousand threads at most, as small as they come; those that start end at once.
# earns: norm 0
# verdicts: raised|out_of_memory|timed_out|crashed
import threading

threading.stack_size(1 << 16)


def norm(v):
    hold = threading.Event()
    try:
        for _ in range(3000):
            threading.Thread(target=hold.wait, args=(4,), daemon=True).start()
    finally:
        hold.set()
    return sum(x * x for x in v) ** 0.5
