# E01: connects by TCP to a listener on this machine, IPv4 and IPv6; nothing is sent beyond loopback.
# earns: norm 0, solve 0
# verdicts: raised
# says: Error
import socket


def norm(v):
    socket.create_connection(("127.0.0.1", int("@tcp@")), timeout=0.2)
    return sum(x * x for x in v) ** 0.5


def solve(A, b):
    with socket.socket(socket.AF_INET6) as connection:
        connection.connect(("::ffff:127.0.0.1", int("@tcp@")))
    return -1.0
