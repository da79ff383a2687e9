# R08: grows lists up to two gigabytes.
# earns: norm 0
# verdicts: out_of_memory|timed_out
# levels: jail, confined, process


def norm(v):
    return len([bytearray(10**6) for _ in range(2000)])
