"""What crosses the border of the sandbox: length-prefixed frames of typed, inert values.

A frame is four bytes of length (big endian) and one MessagePack message, read by msgspec into the exact types
below; anything else is refused. No pickle and no `.npy` on either side. Plain None, bool, int (64 bit), float and
str are themselves; all else is a tagged structure. `pack` runs inside and refuses what it does not know by
exact type; `unpack` runs outside on bytes that nobody vouches for, and raises `ValueError` alone.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, Union

import msgspec
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

VERSION = 1
"""Raised whenever a frame's meaning changes."""

HEADER = struct.Struct(">I")

MAX_DEPTH = 32
"""Containers inside containers."""
MAX_ITEMS = 1_000_000
"""Values in one message, counted one by one (an array is one)."""
MAX_INT_BITS = 4096
MAX_AXES = 16

DTYPES = {
    code: np.dtype(code)
    for code in (
        *("|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8"),
        *("<f2", "<f4", "<f8", "<c8", "<c16"),
    )
}
"""The element types an array may have on the wire, all little endian."""


# --- values --------------------------------------------------------------------------------------------------------


class Number(msgspec.Struct, tag="n", array_like=True, frozen=True):
    """An int beyond 64 bits, in hexadecimal."""

    digits: str


class Complex(msgspec.Struct, tag="c", array_like=True, frozen=True):
    """A complex number."""

    real: float
    imaginary: float


class Blob(msgspec.Struct, tag="b", array_like=True, frozen=True):
    """Bytes."""

    content: bytes


class Items(msgspec.Struct, tag="l", array_like=True, frozen=True):
    """A list."""

    items: list[Packed]


class Row(msgspec.Struct, tag="t", array_like=True, frozen=True):
    """A tuple."""

    items: list[Packed]


class Pairs(msgspec.Struct, tag="d", array_like=True, frozen=True):
    """A dict, keys and values in turn."""

    items: list[Packed]


class Array(msgspec.Struct, tag="a", array_like=True, frozen=True):
    """An array of numbers in C order."""

    dtype: str
    shape: list[int]
    content: bytes


Packed: TypeAlias = bool | int | float | str | Blob | Number | Complex | Items | Row | Pairs | Array | None

Inert: TypeAlias = Union[
    bool,
    int,
    float,
    complex,
    str,
    bytes,
    "NDArray[np.generic[Any]]",
    "list[Inert]",
    "tuple[Inert, ...]",
    "dict[Inert, Inert]",
    None,
]
"""What comes out of `unpack`."""


# --- messages ------------------------------------------------------------------------------------------------------


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


# --- packing (inside) ----------------------------------------------------------------------------------------------


class UnsendableError(Exception):
    """A value holds something the wire does not carry: `what` at `where`."""

    def __init__(self, what: str, where: str) -> None:
        """Keep the type's name and the place inside the value."""
        super().__init__(what)
        self.what = what
        self.where = where


def pack(value: object, limit: int = 1 << 40) -> Packed:
    """Turn a value into its wire form by exact type; subclasses and everything unknown raise `UnsendableError`.

    `limit` bounds the bytes of all arrays together, checked before anything is copied.
    """
    return _Packer(limit).pack(value, "", 0)


_CODES = {dtype: code for code, dtype in DTYPES.items()}
_PORTABLE = {"f": np.dtype("<f8"), "c": np.dtype("<c16")}
"""What a long double becomes, which has no form that is the same everywhere."""


class _Packer:
    def __init__(self, limit: int) -> None:
        self._left = limit

    def pack(self, value: object, where: str, depth: int) -> Packed:
        if depth > MAX_DEPTH:
            raise UnsendableError("containers nested too deeply", where)
        kind = type(value)
        if value is None or kind in (bool, float, str):
            return value  # type: ignore[return-value]  # narrowed by exact type
        packer = _PACKERS.get(kind)
        if packer is not None:
            return packer(self, value, where, depth)
        if isinstance(value, np.generic) and kind.__module__ == "numpy":
            return self.array(np.asarray(value), where, depth)
        raise UnsendableError(f"a value of type {kind.__module__}.{kind.__qualname__}".replace("builtins.", ""), where)

    def integer(self, value: int, where: str, _depth: int) -> Packed:
        if -(2**63) <= value < 2**63:
            return value
        if value.bit_length() > MAX_INT_BITS:
            raise UnsendableError(f"an int of {value.bit_length()} bits", where)
        return Number(hex(value))

    def complex(self, value: complex, _where: str, _depth: int) -> Packed:
        return Complex(value.real, value.imag)

    def blob(self, value: bytes, _where: str, _depth: int) -> Packed:
        return Blob(value)

    def items(self, value: list[object], where: str, depth: int) -> Packed:
        return Items([self.pack(item, f"{where}[{index}]", depth + 1) for index, item in enumerate(value)])

    def row(self, value: tuple[object, ...], where: str, depth: int) -> Packed:
        return Row([self.pack(item, f"{where}[{index}]", depth + 1) for index, item in enumerate(value)])

    def pairs(self, value: dict[object, object], where: str, depth: int) -> Packed:
        packed: list[Packed] = []
        for key, item in value.items():
            packed.append(self.pack(key, f"{where}.keys()", depth + 1))
            packed.append(self.pack(item, f"{where}[{key!r:.40}]" if type(key) in (str, int) else where, depth + 1))
        return Pairs(packed)

    def array(self, value: np.ndarray[Any, Any], where: str, _depth: int) -> Packed:
        self._left -= value.nbytes
        if self._left < 0:
            raise UnsendableError(f"an array of {value.nbytes >> 20} MiB, more than may be returned", where)
        code = _CODES.get(value.dtype)
        if code is None:
            value = value.astype(_portable(value.dtype))
            code = _CODES.get(value.dtype)
        if code is None or value.ndim > MAX_AXES:
            raise UnsendableError(f"an array of type {value.dtype}", where)
        return Array(code, list(value.shape), value.tobytes())


def _portable(dtype: np.dtype[Any]) -> np.dtype[Any]:
    little = dtype.newbyteorder("<")
    return little if little in _CODES else _PORTABLE.get(dtype.kind, dtype)


_PACKERS: dict[type, Callable[[_Packer, Any, str, int], Packed]] = {
    int: _Packer.integer,
    complex: _Packer.complex,
    bytes: _Packer.blob,
    list: _Packer.items,
    tuple: _Packer.row,
    dict: _Packer.pairs,
    np.ndarray: _Packer.array,
}


# --- unpacking (both sides; the outside trusts nothing) ------------------------------------------------------------


def unpack(packed: Packed) -> Inert:
    """Return the inert value of its wire form; ValueError for extents, types, depths or counts that do not fit."""
    return _Unpacker().value(packed, 0)


class _Unpacker:
    def __init__(self) -> None:
        self.count = 0

    def value(self, packed: Packed, depth: int) -> Inert:
        self.count += 1
        if self.count > MAX_ITEMS or depth > MAX_DEPTH:
            raise ValueError("too many values, or nested too deeply")
        if isinstance(packed, Items):
            return self.items(packed.items, depth)
        if isinstance(packed, Row):
            return tuple(self.items(packed.items, depth))
        if isinstance(packed, Pairs):
            return self.pairs(packed.items, depth)
        return _single(packed)

    def items(self, items: list[Packed], depth: int) -> list[Inert]:
        return [self.value(item, depth + 1) for item in items]

    def pairs(self, items: list[Packed], depth: int) -> dict[Inert, Inert]:
        if len(items) % 2:
            raise ValueError("a dict with a key without a value")
        values = self.items(items, depth)
        try:
            return dict(zip(values[::2], values[1::2], strict=True))
        except TypeError as error:
            raise ValueError("a dict key that cannot be one") from error


def _single(packed: bool | float | str | Blob | Number | Complex | Array | None) -> Inert:  # noqa: FBT001
    match packed:
        case Number(digits):
            return _int(digits)
        case Complex(real, imaginary):
            return complex(real, imaginary)
        case Blob(content):
            return content
        case Array():
            return _array(packed)
        case _:
            return packed


def _int(digits: str) -> int:
    if len(digits) > MAX_INT_BITS // 4 + 3:
        raise ValueError("a number with too many digits")
    return int(digits, 16)


def _array(packed: Array) -> np.ndarray[Any, Any]:
    if packed.dtype not in DTYPES or len(packed.shape) > MAX_AXES or any(axis < 0 for axis in packed.shape):
        raise ValueError("an array of a type or shape that is not carried")
    dtype = DTYPES[packed.dtype]
    expected = dtype.itemsize
    for axis in packed.shape:
        expected *= axis
    if expected != len(packed.content):
        raise ValueError("an array whose content does not fill its shape")
    # A copy: the buffer of a message is read-only, and a function may well write into its argument.
    return np.frombuffer(packed.content, dtype).reshape(packed.shape).copy()
