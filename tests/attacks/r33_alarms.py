# R33: alarms and timers that go off during later exercises.
# earns: norm 0
# verdicts: raised|failed|crashed
import signal


def late(*_):
    raise SystemExit(0)


def norm(v):
    for number, timer in ((signal.SIGALRM, signal.ITIMER_REAL), (signal.SIGPROF, signal.ITIMER_PROF)):
        signal.signal(number, late)
        signal.setitimer(timer, 0.001, 0.001)
    while True:
        pass
