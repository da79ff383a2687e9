# A07: reads the hand-in of a neighbour and runs it.
# earns: norm 0
# verdicts: raised
# says: Error


def norm(v):
    names = {}
    exec(open("@sibling@").read(), names)
    return names["norm"](v)
