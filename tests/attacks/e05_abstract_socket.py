# E05: connects to an abstract Unix socket, as those of a desktop are.
# earns: norm 0
# verdicts: raised
# says: PermissionError
import socket


def norm(v):
    socket.socket(socket.AF_UNIX).connect("\0@abstract@")
    return sum(x * x for x in v) ** 0.5
