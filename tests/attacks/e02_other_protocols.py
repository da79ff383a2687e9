# E02: datagrams, names, raw, netlink, packets, vsock, kernel crypto, pairs.
# earns: norm 0
# verdicts: failed
import socket


def datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"stolen", ("127.0.0.1", int("@udp@")))


def doors():
    yield datagram
    yield lambda: socket.socketpair()
    yield lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    for family, kind in ((16, 3), (17, 3), (40, 1), (38, 5), (1, 1), (1, 2), (10, 1), (29, 3), (31, 5), (44, 3)):
        yield lambda family=family, kind=kind: socket.socket(family, kind)


def norm(v):
    for door in doors():
        try:
            door()
        except OSError:
            continue
        return sum(x * x for x in v) ** 0.5
    return -1.0
