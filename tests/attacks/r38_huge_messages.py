# R38: exceptions with a message of megabytes, ten thousand lines, and a chain of causes.
# earns: norm 0, solve 0, mean 0
# verdicts: raised


def norm(v):
    raise ValueError("m" * 10**7)


def solve(A, b):
    raise ValueError("line\n" * 10**6)


def mean(x):
    error = ValueError("first")
    for number in range(1000):
        following = ValueError(str(number))
        following.__cause__ = error
        error = following
    raise error
