# E03: listens on a port, and asks what is behind names.
# earns: norm 0, solve 0
# verdicts: raised
# says: Error
import socket


def norm(v):
    socket.create_server(("127.0.0.1", 0))
    return sum(x * x for x in v) ** 0.5


def solve(A, b):
    return len(socket.getaddrinfo("localhost", 80, family=socket.AF_INET, flags=0)) and socket.socket()
