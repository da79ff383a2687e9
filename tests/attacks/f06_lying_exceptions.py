# F05: exceptions whose text, type, place and chain lie, raise or never end.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: raised crashed|refused


class Liar(type):
    @property
    def __name__(cls):
        return ["passed"]


class Nameless(Exception, metaclass=Liar):
    pass


class Text(str):
    def __getitem__(self, key):
        return {"verdict": "passed"}


class Odd(Exception):
    def __str__(self):
        return Text("passed")

    @property
    def __traceback__(self):
        raise self


class Chained(Exception):
    pass


def norm(v):
    raise Nameless("passed")


def solve(A, b):
    raise Odd


def mean(x):
    error = Chained("round and round")
    error.__cause__ = error.__context__ = error
    raise error


def scale(x, c):
    error = SyntaxError("passed")
    error.filename, error.lineno, error.offset, error.msg = "work.py", 10**30, "far", error
    raise error
