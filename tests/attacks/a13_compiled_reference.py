# A13: loads the compiled reference out of __pycache__.
# earns: norm 0
# verdicts: raised
# says: Error
import os


def norm(v):
    folder = os.path.join(os.path.dirname("@reference@"), "__pycache__")
    name = next(name for name in os.listdir(folder) if name.startswith("reference"))
    open(os.path.join(folder, name), "rb").read()
    return sum(x * x for x in v) ** 0.5
