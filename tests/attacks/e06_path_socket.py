# E06: connects to a Unix socket by its path, as those of docker and ssh-agent are; by streams and datagrams.
# earns: norm 0, solve 0
# verdicts: raised
# says: PermissionError
import socket


def norm(v):
    socket.socket(socket.AF_UNIX).connect("@socket@")
    return sum(x * x for x in v) ** 0.5


def solve(A, b):
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"stolen", "@socket@")
    return -1.0
