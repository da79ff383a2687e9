# my own little numpy, to understand how arrays work (week 1)
# not finished!


class array:
    def __init__(self, values):
        self.values = list(values)

    def __add__(self, other):
        return array([a + b for a, b in zip(self.values, other.values)])


def ones(n):
    return array([1] * n)


raise ImportError("this is not the real numpy")
