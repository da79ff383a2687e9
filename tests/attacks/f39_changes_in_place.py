# F39: a right answer that leaves its argument changed costs what the rubric says.
# earns: scale 1.5
# verdicts: failed
# says: changed in place


def scale(x, c):
    x *= c
    return x.copy()
