# F47: prints a hundred megabytes, then is right.
# earns:
right = norm


def norm(v):
    for _ in range(100):
        print("x" * 10**6)
    return right(v)
