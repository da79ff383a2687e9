# F49: functions of other kinds are functions.
# earns:
import functools

right = dict(globals())


class Norm:
    def __call__(self, v):
        return right["norm"](v)


class Solve:
    def __new__(cls, A, b):
        return right["solve"](A, b)


norm = Norm()
solve = Solve
mean = functools.partial(lambda scale, x: right["mean"](x), 1)
scale = lambda x, c: right["scale"](x, c)
