"""What crosses the border of the sandbox: length-prefixed frames, each one message of a closed list.

A frame is four bytes of length (big endian) and one MessagePack message, read by msgspec into exactly the types below;
anything else is refused. What a message carries of values is packed by `inert`.
"""

from __future__ import annotations

import struct
from typing import TypeAlias, TypeVar

import msgspec

from grader.sandbox.inside.inert import Packed

VERSION = 1
"""Raised whenever a frame's meaning changes."""

HEADER = struct.Struct(">I")


class AskMessage(msgspec.Struct, array_like=True, frozen=True):
    """One question: action, name, packed arguments, seed (for `make`), and whether to ask twice."""

    action: str
    name: str
    arguments: list[Packed]
    seed: list[int]
    repeat: bool


class CellMessage(msgspec.Struct, array_like=True, frozen=True):
    """A piece of source and its label."""

    label: str
    text: str


class Bounds(msgspec.Struct, array_like=True, frozen=True):
    """What one child may use."""

    load_seconds: float
    """Wall seconds from its beginning until the module is loaded."""
    seconds: float
    """Wall seconds from one answer to the next before the child is killed."""
    total_seconds: float
    """Wall seconds for the whole child."""
    memory_bytes: int
    answer_bytes: int


class Job(msgspec.Struct, tag="job", array_like=True, frozen=True):
    """A module, its helpers and what to ask of it, for one child."""

    name: str
    cells: list[CellMessage]
    helpers: dict[str, list[CellMessage]]
    asks: list[AskMessage]
    definitions_only: bool
    seed: int
    printed_characters: int
    bounds: Bounds


class Probing(msgspec.Struct, tag="probing", array_like=True, frozen=True):
    """Attempts to reach what must be out of reach, for one child; the fields are those of `probes.Canaries`.

    `fatal` names the one attempt that ends the process which makes it; empty for all the others.
    """

    folder: str
    tcp: int
    abstract: str
    fatal: str
    bounds: Bounds


Order: TypeAlias = Job | Probing
"""What the parent may ask of a zygote, each done by a child of its own."""


class Begun(msgspec.Struct, tag="begun", array_like=True, frozen=True):
    """The child is confined, and touches student code from now on."""


class Loaded(msgspec.Struct, tag="loaded", array_like=True, frozen=True):
    """The module has been executed; `names` are those it defines, `notes` tell what did not work."""

    names: list[str]
    notes: list[str]


class Failure(msgspec.Struct, tag="failure", array_like=True, frozen=True):
    """An exception of the student's code, with its place in their own source."""

    name: str
    message: str
    place: str
    line: int
    column: int
    source: str
    memory: bool
    """Whether it was a MemoryError."""


class Value(msgspec.Struct, tag="value", array_like=True, frozen=True):
    """A value that came back."""

    value: Packed


class Unsendable(msgspec.Struct, tag="unsendable", array_like=True, frozen=True):
    """A value came back that the wire does not carry."""

    what: str
    where: str


class Absent(msgspec.Struct, tag="absent", array_like=True, frozen=True):
    """The module has no such name."""


Result: TypeAlias = Value | Failure | Unsendable | Absent


class Answered(msgspec.Struct, tag="answered", array_like=True, frozen=True):
    """What became of one ask: the result, the second call's, the arguments afterwards, and hints."""

    index: int
    result: Result
    again: Result | None
    arguments: list[Packed] | None
    printed: str
    warnings: list[str]


class LoadFailed(msgspec.Struct, tag="load_failed", array_like=True, frozen=True):
    """The module did not load as it stands; the child asks nothing of it."""

    failure: Failure
    notes: list[str]


class Probed(msgspec.Struct, tag="probed", array_like=True, frozen=True):
    """The names of the attempts that got through."""

    through: list[str]


Report: TypeAlias = Begun | Loaded | LoadFailed | Answered | Probed
"""What a child may say."""


class Ended(msgspec.Struct, tag="ended", array_like=True, frozen=True):
    """The zygote's word on how a child ended.

    `exited` or `signalled` by itself (with `status`), or killed because it was `silent` for too long, out of `total`
    time, or sent a frame that was `too_large`.
    """

    how: str
    status: int


class Ready(msgspec.Struct, tag="ready", array_like=True, frozen=True):
    """The zygote's first word: versions, which of the named libraries it could not import, and Landlock's ABI."""

    version: int
    python: str
    numpy: str
    missing: list[str]
    landlock: int


class Unfit(msgspec.Struct, tag="unfit", array_like=True, frozen=True):
    """The zygote's only word where it cannot be what it should, and why."""

    reason: str


class Relayed(msgspec.Struct, tag="relayed", array_like=True, frozen=True):
    """A child's reports, untouched, and as bytes: what a child says cannot be mistaken for the zygote's own words."""

    frames: list[bytes]


FromZygote: TypeAlias = Ready | Unfit | Ended | Relayed

T = TypeVar("T")

_encoder = msgspec.msgpack.Encoder()
_orders: msgspec.msgpack.Decoder[Order] = msgspec.msgpack.Decoder(Order)
_reports: msgspec.msgpack.Decoder[Report] = msgspec.msgpack.Decoder(Report)
_from_zygote: msgspec.msgpack.Decoder[FromZygote] = msgspec.msgpack.Decoder(FromZygote)


def encode(message: msgspec.Struct) -> bytes:
    """Return a message as the bytes of one frame, header included."""
    content = _encoder.encode(message)
    return HEADER.pack(len(content)) + content


def decode_order(content: bytes) -> Order:
    """Read an order (inside; the parent is trusted)."""
    return _orders.decode(content)


def decode_report(content: bytes) -> Report:
    """Read what a child said (outside); ValueError for anything malformed."""
    return _guarded(_reports, content)


def decode_from_zygote(content: bytes) -> FromZygote:
    """Read what the zygote said (outside); ValueError for anything malformed."""
    return _guarded(_from_zygote, content)


def _guarded(decoder: msgspec.msgpack.Decoder[T], content: bytes) -> T:
    try:
        return decoder.decode(content)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(f"unreadable message: {error}") from error
