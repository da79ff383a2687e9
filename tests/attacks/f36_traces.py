# F36: traces, profiles and audits whatever runs after it.
# earns: norm 0
# verdicts: crashed|raised|failed
import sys
import threading


def norm(v):
    def hook(*arguments):
        raise SystemExit(0)

    threading.settrace(hook)
    sys.addaudithook(hook)
    sys.setprofile(hook)
    sys.settrace(hook)
    return -1.0
