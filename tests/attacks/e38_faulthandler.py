# E38: has a watchdog thread of the interpreter write into the answer pipe and end the program.
# earns: norm 0
# verdicts: crashed|refused
import faulthandler
import time


def norm(v):
    faulthandler.dump_traceback_later(0.05, exit=True, file=3)
    time.sleep(0.15)
    return sum(x * x for x in v) ** 0.5
