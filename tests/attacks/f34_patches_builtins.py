# F34: patches what everything rests on.
# earns: norm 0
# verdicts: crashed|refused|failed
import builtins


def norm(v):
    for name in ("isinstance", "type", "len", "sum", "open", "print", "getattr", "repr", "dict", "list", "__import__"):
        setattr(builtins, name, lambda *arguments, **more: True)
    return -1.0
