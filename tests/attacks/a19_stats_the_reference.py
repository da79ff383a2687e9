# A19: asks for size and date of the reference. At `confined` this is not promised.
# levels: jail
# earns: norm 0
# verdicts: raised
# says: FileNotFoundError
import os


def norm(v):
    os.stat("@reference@")
    return sum(x * x for x in v) ** 0.5
