# F62: names of the module that are not even text.
# earns:
for thing in (5, None, (1, 2), b"norm"):
    globals()[thing] = thing
globals()["x" * 10**5] = "x"
