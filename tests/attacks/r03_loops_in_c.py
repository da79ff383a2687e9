# R03: a loop that never comes back to the interpreter.
# earns: norm 0
# verdicts: timed_out
# levels: jail, confined, process


def norm(v):
    return float(sum(range(10**9)))
