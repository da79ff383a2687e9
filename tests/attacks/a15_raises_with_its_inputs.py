# A15: an exception that tells the inputs, by message and by type.
# earns: norm 0, solve 0
# verdicts: raised


def norm(v):
    raise ValueError(f"{v.tolist()}")


def solve(A, b):
    raise type(f"At{int(b[0])}", (Exception,), {})(repr(A.tolist()))
