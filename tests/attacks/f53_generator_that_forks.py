# F53: starts processes where its answer is looked at; ten at most.
# earns: norm 0, solve 0
# verdicts: refused
import os


def forks():
    for _ in range(10):
        if os.fork() == 0:
            os._exit(0)
        yield 0.0


class Forks:
    def __iter__(self):
        return forks()

    def __len__(self):
        return 2

    def __array__(self, *arguments, **more):
        return [*forks()]

    def __repr__(self):
        return str([*forks()])


def norm(v):
    return forks()


def solve(A, b):
    return Forks()
