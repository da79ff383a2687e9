# H13: an import that fails tells where the library lies on this machine.
# earns: norm 0
# verdicts: raised
# says: cannot import name
# engine: paths in messages of exceptions are shown as they are


def norm(v):
    from numpy import no_such_thing

    return no_such_thing(v)
