# A05: reads the reference by its absolute path and runs it.
# earns: norm 0
# verdicts: raised
# says: Error


def norm(v):
    names = {}
    exec(open("@reference@").read(), names)
    return names["norm"](v)
