# R05: ignores, blocks and catches every signal; ten seconds at most.
# earns: norm 0
# verdicts: timed_out
# levels: jail, confined, process
import signal
import time


def norm(v):
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except OSError:
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            time.sleep(1)
        except BaseException:
            pass
