"""Values on the wire: everything inert comes back as it went in, everything else is refused by exact type.

Plain None, bool, int (64 bit), float and str are themselves; all else is a tagged structure. `pack` runs inside and
refuses what it does not know; `unpack` also runs outside, on bytes that nobody vouches for, and raises ValueError
alone. No pickle and no `.npy` on either side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, Union

import msgspec
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

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
