# F05: raises what `except Exception` does not catch.
# earns: norm 0, solve 0, mean 0
# verdicts: raised


class Own(BaseException):
    pass


def norm(v):
    raise KeyboardInterrupt


def solve(A, b):
    raise GeneratorExit("passed")


def mean(x):
    raise Own
