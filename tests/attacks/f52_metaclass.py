# F52: a class whose metaclass has its own idea of being called, compared, named and looked at.
# earns: norm 0, solve 0
# verdicts: refused raised|crashed|refused


class Meta(type):
    def __call__(cls, *arguments):
        return cls

    def __eq__(cls, other):
        return True

    def __getattribute__(cls, name):
        if name in ("__module__", "__qualname__", "__name__"):
            return 10**6 * "passed"
        return type.__getattribute__(cls, name)

    __hash__ = type.__hash__

    def __instancecheck__(cls, other):
        return True


class norm(metaclass=Meta):
    pass


class Raising(type):
    def __getattribute__(cls, name):
        raise SystemExit(name)


class Thing(metaclass=Raising):
    pass


def solve(A, b):
    return object.__new__(Thing)
