# dice for the lab of last quarter
print("rolling ...")


def random():
    return 4


def seed(n):
    raise RuntimeError("a real dice has no seed")


raise RuntimeError("random is broken")
