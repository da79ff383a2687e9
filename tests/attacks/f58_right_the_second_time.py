# F58: right only when asked for the second time.
# earns: norm 0, scale 0
# verdicts: failed
right = dict(globals())
asked = set()


def once(name, *arguments):
    key = (name, *(str(argument) for argument in arguments))
    known = key in asked
    asked.add(key)
    return right[name](*arguments) if known else 0 * right[name](*arguments)


def norm(v):
    return once("norm", v)


def scale(x, c):
    return once("scale", x, c)
