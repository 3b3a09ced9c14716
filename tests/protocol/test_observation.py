"""Observations survive the wire both ways; hostile bytes are refused or plain data."""

from __future__ import annotations

import contextlib
import math
import time
import tracemalloc

import ml_dtypes
import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from msgspec.msgpack import Ext

from tensorkata.errors import ObservationError
from tensorkata.protocol.observation import (
    DTYPES,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    Observed,
    Opaque,
    Ragged,
    Sparse,
    decode,
    encode,
)
from tensorkata.student.encode_tensorflow import plain_of


def sent(value):
    """Return a value of TensorFlow's as it comes back."""
    return decode(encode(value, plain_of))


NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats() | st.booleans() | st.none()
PLAIN = st.recursive(
    NUMBERS | st.text(max_size=20) | st.binary(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)
ARRAYS = st.sampled_from([n for n in DTYPES if n != "bfloat16"]).flatmap(
    lambda name: hnp.arrays(name, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)


def same(a: object, b: object) -> bool:
    """Compare plain data; nan is nan."""
    if isinstance(a, float) and isinstance(b, float) and math.isnan(a):
        return math.isnan(b)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return type(a) is type(b) and a == b


@given(PLAIN)
def test_plain_data_come_back_as_they_were(value):
    """Numbers, strings, bytes, lists and dicts keep their types and values."""
    assert same(decode(encode(value)), value)


@given(ARRAYS)
def test_arrays_keep_kind_dtype_shape_and_bits(array):
    """An array of any dtype and shape comes back bit for bit, read-only."""
    back = decode(encode(array))
    assert isinstance(back, Observed)
    assert (back.kind, back.dtype, back.shape) == ("array", array.dtype, array.shape)
    assert back.tobytes() == array.tobytes()
    assert not back.flags.writeable


def test_what_tensorflow_makes_keeps_its_kind():
    """Tensors, variables, ragged, sparse and string tensors and bfloat16 stay what they are."""
    import keras
    import tensorflow as tf

    tensor = sent(tf.constant([[1.0, 2.0]]))
    assert (tensor.kind, tensor.dtype.name, tensor.tolist()) == ("tensor", "float32", [[1.0, 2.0]])
    assert sent(tf.Variable([1])).kind == "variable"
    assert sent(keras.Variable([1.0])).kind == "variable"
    half = sent(tf.constant([1.5], tf.bfloat16))
    assert half.dtype == ml_dtypes.bfloat16
    assert half.astype(float).tolist() == [1.5]
    assert sent(tf.constant(["é", "b"])).tolist() == ["é", "b"]
    ragged = sent(tf.ragged.constant([[["a"], []], [["b", "c"]]]))
    assert isinstance(ragged, Ragged)
    assert ragged.to_list() == [[["a"], []], [["b", "c"]]]
    sparse = sent(tf.SparseTensor([[0, 1]], [2.0], [3, 4]))
    assert isinstance(sparse, Sparse)
    assert sparse.dense_shape.tolist() == [3, 4]
    slices = tf.IndexedSlices(tf.ones((1, 2)), tf.constant([1]), tf.constant([3, 2]))
    assert sent(slices).shape == (3, 2)
    assert sent(keras.Input((3,))) == Opaque("KerasTensor", "(None, 3)")


def test_what_is_no_observation_is_named():
    """Objects, functions and integers beyond 64 bits are opaque, with their type's name."""
    assert decode(encode(object())) == Opaque("object")
    assert decode(encode(len)).type == "builtin_function_or_method"
    assert decode(encode(2**70)).type == "int"
    assert decode(encode({(1, 2): 3})) == {"(1, 2)": 3}


def test_an_observation_can_be_sent_again():
    """What was decoded encodes to the same again: liars and recorders rely on it."""
    array = np.arange(6.0).reshape(2, 3)
    ragged = Ragged(array.ravel(), (np.array([0, 2, 6]),))
    for value in (array, ragged, Sparse(array, array, array), Opaque("x", "y")):
        once = encode(decode(encode(value)))
        assert once == encode(value)


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(MAX_BYTES + 1, np.uint8),
        [0] * (MAX_NODES + 1),
        "x" * (MAX_BYTES + 1),
        np.array([object()], dtype=object),
    ],
    ids=["array", "items", "text", "objects"],
)
def test_caps_hold_on_the_way_out(value):
    """Too many bytes or items and arrays of objects are refused where they are made."""
    with pytest.raises(ObservationError):
        encode(value)


def test_depth_is_capped_both_ways():
    """A list nested beyond the cap is refused by the sender and by the receiver."""
    value: list = []
    for _ in range(MAX_DEPTH + 5):
        value = [value]
    with pytest.raises(ObservationError):
        encode(value)
    with pytest.raises(ObservationError):
        decode(msgspec.msgpack.encode(value))
    with pytest.raises(ObservationError):
        decode(b"\x91" * 100_000 + b"\xc0")


def array_of(kind="tensor", dtype="float32", shape=(2,), content=b"\0" * 8):
    """Return the bytes of an array that may be impossible."""
    payload = msgspec.msgpack.encode([kind, dtype, list(shape), content])
    return msgspec.msgpack.encode(Ext(1, payload))


@pytest.mark.parametrize(
    "data",
    [
        array_of(kind="judge"),
        array_of(dtype="object"),
        array_of(dtype="O8"),
        array_of(dtype="float99"),
        array_of(shape=(3,)),
        array_of(shape=(-2,)),
        array_of(shape=(2**62, 2**62)),
        array_of(shape=(1,) * 40, content=b"\0" * 4),
        array_of(dtype="bool", content=b"\0\x07"),
        array_of(dtype="string", content=["a"]),
        array_of(content="text"),
        msgspec.msgpack.encode(Ext(2, msgspec.msgpack.encode([Ext(2, b"\x90"), []]))),
        msgspec.msgpack.encode(Ext(9, b"")),
        msgspec.msgpack.encode({1.5: 1}),
        msgspec.msgpack.encode([{"x": {None: 1}}]),
        b"",
        b"\xc1",
        b"\xdd\xff\xff\xff\xff",
        b"\x80" * 3,
    ],
)
def test_impossible_bytes_are_refused(data):
    """Each impossible array, part or frame is an ObservationError."""
    with pytest.raises(ObservationError):
        decode(data)


@pytest.mark.parametrize("one", [b"\x90", b"\x80", array_of(shape=(0,), content=b"")])
def test_what_would_grow_is_refused_before_it_does(one):
    """Megabytes of empty lists, maps or arrays take no memory and next to no time."""
    many = (MAX_BYTES - 5) // len(one)
    data = b"\xdd" + many.to_bytes(4, "big") + one * many
    tracemalloc.start()
    begun = time.process_time()
    with pytest.raises(ObservationError, match="too many items"):
        decode(data)
    assert time.process_time() - begun < 5
    assert tracemalloc.get_traced_memory()[1] < MAX_BYTES
    tracemalloc.stop()


@given(st.binary(max_size=300))
@settings(max_examples=2000, deadline=None)
def test_random_bytes_never_do_anything_else(data):
    """Random bytes decode to plain data or are refused; nothing else is ever raised."""
    with contextlib.suppress(ObservationError):
        encode(decode(data))


@given(PLAIN | ARRAYS, st.data())
@settings(max_examples=500, deadline=None)
def test_damaged_frames_never_do_anything_else(value, data):
    """A good frame with bytes changed, cut or doubled decodes or is refused."""
    frame = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        if frame:
            frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(frame)))
    with contextlib.suppress(ObservationError):
        decode(bytes(frame[:cut]))


def test_ragged_splits_that_do_not_fit_are_refused():
    """Row splits that run backwards or past the values are an ObservationError."""
    values = np.arange(3)
    for splits in ([0, 2], [1, 3], [0, 4], [0, 3, 2, 3], []):
        with pytest.raises(ObservationError):
            Ragged(values, (np.array(splits),)).to_list()


def test_unsigned_row_splits_that_run_backwards_are_refused():
    """Two kilobytes of rows that are told twice on each axis would be billions of lists."""
    twice = np.array([0, 2, 0, 2], np.uint64)
    ragged = Ragged(np.arange(2), (np.array([0, 2]), *[twice] * 31))
    with pytest.raises(ObservationError, match="do not fit"):
        decode(encode(ragged)).to_list()


@pytest.mark.parametrize("shape", [[10**9, 0], [1, 2**40, 0], [2**31, 2**31, 0]])
def test_a_billion_rows_of_nothing_are_refused(shape):
    """An array without a value has no bytes, and as nested lists it would take gigabytes."""
    with pytest.raises(ObservationError, match="rows; the most is"):
        decode(array_of(shape=shape, content=b""))
    assert decode(array_of(shape=(0, 1000, 7), content=b"")).shape == (0, 1000, 7)
