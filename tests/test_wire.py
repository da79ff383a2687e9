"""What crosses the border: everything inert comes back as it went in, everything else is refused on both sides."""

import collections
import enum
import math
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.sandbox.inside import inert, wire

CARRIED: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
    | arrays.arrays(
        st.sampled_from([np.dtype(code) for code in ("f8", "f4", "i1", "u8", "?", "c16", ">f4")]),
        arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
    ),
    max_leaves=8,
)


def there_and_back(value):
    frame = wire.encode(wire.Answered(0, wire.Value(inert.pack(value)), None, None, "", []))
    (length,) = wire.HEADER.unpack(frame[: wire.HEADER.size])
    assert length == len(frame) - wire.HEADER.size
    return inert.unpack(wire.decode_report(frame[wire.HEADER.size :]).result.value)


def same(one, other):
    if isinstance(one, np.ndarray):
        return one.shape == other.shape and np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    return type(one) is type(other) and (one == other or (one != one and other != other))  # noqa: PLR0124 - nan


@given(CARRIED)
def test_what_is_carried_comes_back_as_it_was(value):
    assert same(value, there_and_back(value))


class Liar(float):
    def __eq__(self, _other):
        return True

    __hash__ = float.__hash__


class Anything:
    def __array__(self, *_args, **_kwargs):
        return np.ones(3)

    def __float__(self):
        return 1.0


class AlwaysEqual(np.ndarray):
    def __eq__(self, _other):
        return True

    __hash__ = None


class Pair(NamedTuple):
    first: int


class Colour(enum.IntEnum):
    RED = 1


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


REFUSED = {
    "float subclass": (Liar(1.0), "Liar"),
    "object with __array__": (Anything(), "Anything"),
    "array subclass": (np.ones(2).view(AlwaysEqual), "AlwaysEqual"),
    "matrix": (np.ones((1, 1)).view(np.matrix), "matrix"),
    "masked array": (np.ma.array([1.0], mask=[True]), "MaskedArray"),
    "object array": (np.array([1, None]), "object"),
    "text array": (np.array(["a"]), "<U1"),
    "date array": (np.array(["2020"], dtype="datetime64[Y]"), "datetime64"),
    "structured array": (np.zeros(1, dtype=[("a", "f8")]), "a"),
    "set": ({1.0}, "set"),
    "generator": ((i for i in range(3)), "generator"),
    "function": (len, "builtin_function"),
    "enum": (Colour.RED, "Colour"),
    "named tuple": (Pair(1), "Pair"),
    "ordered dict": (collections.OrderedDict(a=1), "OrderedDict"),
    "huge int": (1 << 5000, "5001 bits"),
    "too deep": (nested(40), "deeply"),
}


@pytest.mark.parametrize(("value", "what"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_inert_is_refused_by_name(value, what):
    with pytest.raises(inert.UnsendableError) as refusal:
        inert.pack([value])
    assert what in refusal.value.what


def test_the_place_of_a_refused_part_is_named():
    with pytest.raises(inert.UnsendableError) as refusal:
        inert.pack({"w": [1.0, {2.0}]})
    assert refusal.value.where == "['w'][1]"


def test_itself_inside_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(inert.UnsendableError, match="deeply"):
        inert.pack(loop)


@pytest.mark.parametrize("count", [pytest.param(10, id="within"), pytest.param(1001, id="beyond")])
def test_arrays_beyond_the_limit_are_refused_before_they_are_copied(count):
    value = [np.zeros(125), np.zeros(count)]
    if 8 * (125 + count) <= 8000:
        inert.pack(value, limit=8000)
    else:
        with pytest.raises(inert.UnsendableError, match="more than may be returned"):
            inert.pack(value, limit=8000)


ODD_LAYOUTS = {
    "transposed": np.arange(6.0).reshape(2, 3).T,
    "negative strides": np.arange(6.0)[::-1],
    "big endian": np.arange(3, dtype=">i4"),
    "fortran order": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "broadcast": np.broadcast_to(np.array([1.0, 2.0]), (3, 2)),
    "half precision": np.array([1.5], dtype=np.float16),
    "long double": np.array([1.5], dtype=np.longdouble),
    "numpy scalar": np.float64(2.5),
}


@pytest.mark.parametrize("value", ODD_LAYOUTS.values(), ids=ODD_LAYOUTS)
def test_layout_does_not_matter(value):
    assert np.array_equal(there_and_back(value), value)


def test_what_was_unpacked_may_be_written_to():
    value = there_and_back(np.zeros(3))
    value[0] = 1.0
    assert value[0] == 1.0


MALFORMED = {
    "content too short": inert.Array("<f8", [2], b"12345678"),
    "content too long": inert.Array("<f8", [1], bytes(16)),
    "negative axis": inert.Array("<f8", [-1, -1], bytes(8)),
    "object type": inert.Array("|O", [1], bytes(8)),
    "unknown type": inert.Array("<q99", [1], bytes(8)),
    "too many axes": inert.Array("<f8", [1] * 65, bytes(8)),
    "overflowing shape": inert.Array("<f8", [0, 2**62, 2**62], b""),
    "number that is none": inert.Number("zz"),
    "number too long": inert.Number("f" * 5000),
    "half a pair": inert.Pairs(["a"]),
    "key that cannot be one": inert.Pairs([inert.Items([]), 1]),
}


@pytest.mark.parametrize("packed", MALFORMED.values(), ids=MALFORMED)
def test_malformed_values_are_value_errors(packed):
    with pytest.raises(ValueError):  # noqa: PT011 - any message, no other type
        inert.unpack(packed)


def test_too_many_values_are_a_value_error():
    with pytest.raises(ValueError, match="too many"):
        inert.unpack(inert.Items([0] * (inert.MAX_ITEMS + 1)))


@given(st.binary(max_size=200))
def test_random_bytes_raise_value_error_alone(content):
    for decode in (wire.decode_report, wire.decode_from_zygote):
        try:
            decode(content)
        except ValueError:
            continue


@given(CARRIED, st.data())
def test_mutated_frames_raise_value_error_alone(value, data):
    frame = bytearray(wire.encode(wire.Answered(0, wire.Value(inert.pack(value)), None, None, "", []))[4:])
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    try:
        report = wire.decode_report(bytes(frame))
        if isinstance(report, wire.Answered) and isinstance(report.result, wire.Value):
            inert.unpack(report.result.value)
    except ValueError:
        return


def test_deeply_nested_bytes_are_a_value_error():
    with pytest.raises(ValueError, match="unreadable"):
        wire.decode_report(b"\x91" * 100_000)


def test_nan_survives():
    assert math.isnan(there_and_back(math.nan))
