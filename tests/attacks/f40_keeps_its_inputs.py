# F40: keeps its inputs and changes them in later calls; right besides.
# earns:
right = dict(globals())
kept = []


def told(name):
    def function(*arguments):
        answer = right[name](*arguments)
        for array in kept:
            array *= 0
        kept.extend(argument.copy() for argument in arguments if hasattr(argument, "copy"))
        return answer

    return function


norm, solve, mean = map(told, ("norm", "solve", "mean"))
