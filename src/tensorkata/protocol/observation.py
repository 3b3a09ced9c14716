"""Observations on the wire: MessagePack with typed arrays, both ways, under caps.

Encoding runs beside the student's code and accepts NumPy's arrays and plain data; the caller's
`plain_of` converts other libraries' values. Decoding treats its input as hostile: a dtype outside
the list, a shape that does not fit its bytes, too much depth, count or size is an ObservationError
and nothing else. Imports no TensorFlow.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import accumulate
from math import prod
from operator import mul
from typing import Any

import ml_dtypes
import msgspec
import numpy as np
from msgspec.msgpack import Ext

from tensorkata.errors import ObservationError, PrescanError
from tensorkata.limits import OBSERVATION_BYTES as MAX_BYTES
from tensorkata.protocol.prescan import prescan

MAX_DEPTH = 32
MAX_NODES = 20_000
MAX_VALUES = 2 * MAX_NODES  # keys and the parts of arrays count too
MAX_AXES = 32
MAX_ROWS = 2**18  # of an array, on all axes but the last, even if they are empty

DTYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(name)
    for name in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "complex64", "complex128"),
    )
} | {"bfloat16": np.dtype(ml_dtypes.bfloat16)}

_ARRAY, _RAGGED, _SPARSE, _OPAQUE = 1, 2, 3, 4


class Observed(np.ndarray[Any, np.dtype[Any]]):
    """An array that came over the wire; `kind` is tensor, variable or array. Read-only.

    `origin` is the decoder's argument: the question that the array answers.
    """

    kind: str = "array"
    origin: object = None

    def __array_finalize__(self, source: object) -> None:
        """Forget the kind in derived arrays, which are the judge's, and keep their origin."""
        self.origin = getattr(source, "origin", None)


def observed(value: Any, kind: str) -> Observed:
    """Return a value as an array of that kind."""
    array = np.asarray(value).view(Observed)
    array.kind = kind
    return array


class Ragged(msgspec.Struct, frozen=True):
    """A ragged tensor: its flat values and the row splits of each ragged axis, outermost first."""

    values: Any
    row_splits: tuple[Any, ...]

    def to_list(self) -> list[Any]:
        """Return the nested lists; ObservationError if the splits do not fit."""
        rows: list[Any] = list(np.asarray(self.values).tolist())
        for splits in reversed(self.row_splits):
            ends = np.asarray(splits)
            if ends.ndim != 1 or ends.dtype.kind not in "iu" or len(ends) == 0:
                raise ObservationError("row splits are not a vector of integers")
            if ends[0] != 0 or ends[-1] != len(rows) or np.any(ends[1:] < ends[:-1]):
                raise ObservationError("row splits do not fit the values")
            rows = [rows[a:b] for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]
        return rows


class Sparse(msgspec.Struct, frozen=True):
    """A sparse tensor: indices (n, rank), values (n,), dense_shape (rank,)."""

    indices: Any
    values: Any
    dense_shape: Any


class Opaque(msgspec.Struct, frozen=True):
    """A value that is not an observation: its type's name and a short description."""

    type: str
    detail: str = ""


def encode(value: object, plain_of: Callable[[Any], Any] | None = None) -> bytes:
    """Return the value as bytes; ObservationError if a cap is broken.

    `plain_of` converts every value of an unknown kind; it returns a value that it does not know
    unchanged.
    """
    data = msgspec.msgpack.encode(_Plain(plain_of).of(value, 0))
    if len(data) > MAX_BYTES:
        raise ObservationError(f"{len(data):,} bytes; the most is {MAX_BYTES:,}")
    return data


def decode(data: bytes, origin: object = None) -> Any:
    """Return the observation in the bytes, each array marked with its origin.

    ObservationError for anything that is not an observation.
    """
    if len(data) > MAX_BYTES:
        raise ObservationError(f"{len(data):,} bytes; the most is {MAX_BYTES:,}")
    try:
        prescan(data, MAX_VALUES, MAX_DEPTH + 1)
        return msgspec.msgpack.decode(data, ext_hook=partial(_from_ext, origin))
    except (ObservationError, PrescanError) as error:
        raise ObservationError(str(error)) from None
    except Exception as error:  # noqa: BLE001 - hostile bytes may fail in any way; all are one outcome
        raise ObservationError(f"not an observation: {type(error).__name__}") from None


class _Plain:
    """Turn a value into MessagePack's types, counting nodes on the way."""

    def __init__(self, plain_of: Callable[[Any], Any] | None) -> None:
        self.nodes = 0
        self._plain_of = plain_of

    def of(self, value: object, depth: int) -> object:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise ObservationError(
                f"deeper than {MAX_DEPTH} levels or more than {MAX_NODES:,} items"
            )
        if value is None or isinstance(value, (bool, float, str, bytes)):
            return _exact(value)
        if isinstance(value, int):
            fits = -(2**63) <= value < 2**64
            return int(value) if fits else Ext(_OPAQUE, _pack(["int", "too large for 64 bits"]))
        if isinstance(value, dict):
            return {_key(key): self.of(item, depth + 1) for key, item in list(value.items())}
        if isinstance(value, (list, tuple)):
            return [self.of(item, depth + 1) for item in list(value)]
        ext = _ext(value)
        if ext is None and self._plain_of:
            ext = _ext(self._plain_of(value))
        return ext or _opaque(value)


def _exact(value: object) -> object:
    for plain in (bool, float, str, bytes):
        if isinstance(value, plain):
            if plain is str:
                return str(value).encode("utf-8", "replace").decode()
            return plain(value)  # type: ignore[arg-type]  # a subclass is not MessagePack's own
    return value


def _key(key: object) -> str | int:
    return key if type(key) in (str, int) else str(key)  # type: ignore[return-value]


def _ext(value: object) -> Ext | None:
    """Return the extension that holds a value of this module's types; None for another's."""
    if isinstance(value, Observed):
        return _array(value, value.kind)
    if isinstance(value, (np.ndarray, np.generic)):
        return _array(value, "array")
    if isinstance(value, Ragged):
        return Ext(_RAGGED, _pack([_ext(value.values), [_ext(row) for row in value.row_splits]]))
    if isinstance(value, Sparse):
        return Ext(
            _SPARSE,
            _pack([_ext(part) for part in (value.indices, value.values, value.dense_shape)]),
        )
    if isinstance(value, Opaque):
        return Ext(_OPAQUE, _pack([value.type, value.detail]))
    if isinstance(value, np.dtype):
        return Ext(_OPAQUE, _pack(["dtype", value.name]))
    return None


def _opaque(value: object) -> Ext:
    return Ext(_OPAQUE, _pack([type(value).__name__[:100], ""]))


def _array(value: Any, kind: str) -> Ext:
    array = np.asarray(value)
    if array.dtype.kind in "OSU":
        texts = [_text(item) for item in array.ravel().tolist()]
        return Ext(_ARRAY, _pack([kind, "string", list(array.shape), texts]))
    if array.dtype.name not in DTYPES:
        return _opaque(array)
    if array.nbytes > MAX_BYTES:
        raise ObservationError(f"an array of {array.nbytes:,} bytes; the most is {MAX_BYTES:,}")
    return Ext(_ARRAY, _pack([kind, array.dtype.name, list(array.shape), array.tobytes()]))


def _text(item: object) -> str:
    if isinstance(item, bytes):
        return item.decode("utf-8", "replace")
    if isinstance(item, str):
        return item.encode("utf-8", "replace").decode()
    raise ObservationError(f"an array of {type(item).__name__} objects")


_pack = msgspec.msgpack.encode
_KINDS = frozenset({"tensor", "variable", "array"})


def _from_ext(origin: object, code: int, payload: memoryview) -> Any:
    if code == _ARRAY:
        kind, dtype, shape, content = msgspec.msgpack.decode(
            payload, type=tuple[str, str, list[int], bytes | list[str]]
        )
        array = _to_array(kind, dtype, shape, content)
        array.origin = origin
        return array
    if code == _RAGGED:
        values, splits = msgspec.msgpack.decode(payload, type=tuple[Ext, list[Ext]])
        rows = tuple(_nested(origin, row) for row in splits[:MAX_AXES])
        return Ragged(_nested(origin, values), rows)
    if code == _SPARSE:
        parts = msgspec.msgpack.decode(payload, type=tuple[Ext, Ext, Ext])
        return Sparse(*(_nested(origin, part) for part in parts))
    if code == _OPAQUE:
        return Opaque(*msgspec.msgpack.decode(payload, type=tuple[str, str]))
    raise ObservationError(f"unknown extension {code}")


def _nested(origin: object, ext: Ext) -> Any:
    if ext.code != _ARRAY:  # only arrays may be parts, so nothing recurses
        raise ObservationError("a part of a ragged or sparse tensor is not an array")
    return _from_ext(origin, _ARRAY, memoryview(ext.data))


def _to_array(kind: str, dtype: str, shape: list[int], content: bytes | list[str]) -> Observed:
    if kind not in _KINDS or len(shape) > MAX_AXES or any(size < 0 for size in shape):
        raise ObservationError("an array with an impossible kind or shape")
    rows = sum(accumulate(shape[:-1], mul))
    if rows > MAX_ROWS:  # (10**9, 0) takes no bytes, and as nested lists it takes gigabytes
        raise ObservationError(f"an array of {rows:,} rows; the most is {MAX_ROWS:,}")
    size = prod(shape)
    if dtype == "string" and isinstance(content, list) and size == len(content):
        # None at the end keeps NumPy from inspecting the texts, and from a dtype of their length.
        array = np.array([*content, None], dtype=object)[:-1].reshape(shape)
    elif (
        dtype in DTYPES
        and isinstance(content, bytes)
        and size * DTYPES[dtype].itemsize == len(content)
    ):
        if dtype == "bool" and content.strip(b"\x00\x01"):
            raise ObservationError("a boolean that is neither true nor false")
        array = np.frombuffer(content, dtype=DTYPES[dtype]).reshape(shape)
    else:
        raise ObservationError("an array whose bytes do not fit its shape and dtype")
    array = observed(array, kind)
    array.flags.writeable = False
    return array
