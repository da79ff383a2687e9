# F61: text that is no text, in values, messages, warnings and names.
# earns: norm 0, solve 0, mean 0
# verdicts: crashed|refused|failed raised|crashed
right = dict(globals())


def norm(v):
    return "\ud800"


def solve(A, b):
    raise ValueError("\udcff")


def mean(x):
    return {"\udfff": [b"\xff", "\ud800"]}


def scale(x, c):
    print("\udcff\ud800")
    return right["scale"](x, c)
