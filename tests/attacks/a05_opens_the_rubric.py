# A05: reads the rubric by its absolute path.
# earns: norm 0
# verdicts: raised
# says: Error


def norm(v):
    open("@rubric@").read()
    return sum(x * x for x in v) ** 0.5
