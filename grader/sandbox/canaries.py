"""What stands outside a sandbox to be reached for: a file, a folder, sockets; open to everybody but the sandboxed."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from grader.scratch import scratch

BACKLOG = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Canaries:
    """Where they stand; see `inside.probes.Canaries`."""

    folder: str
    tcp: int
    abstract: str


@contextlib.contextmanager
def standing() -> Iterator[Canaries]:
    """Put canaries up for as long as the block lasts; only loopback and a temporary folder are used."""
    with scratch("grader-canary-") as folder:
        folder.chmod(0o777)
        canary = folder / "canary"
        canary.write_text("canary", encoding="ascii")
        canary.chmod(0o666)
        with (
            socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as tcp,
            _listening(str(folder / "socket")),
            _listening(f"\0{folder.name}"),
        ):
            (folder / "socket").chmod(0o777)
            yield Canaries(folder=str(folder), tcp=tcp.getsockname()[1], abstract=folder.name)


@contextlib.contextmanager
def _listening(address: str) -> Iterator[None]:
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(address)
        opened.listen(BACKLOG)
        yield
