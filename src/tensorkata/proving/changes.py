"""The small changes of an honest observation that a check should notice: one leaf at a time.

A leaf is a place of the observation: `result`, `.weights[*]` (the items of a list are one place).
Knows nothing of checks; verify judges the changed observations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import numpy as np

from tensorkata.checking.tolerance import TOLERANCES
from tensorkata.protocol.observation import DTYPES, Observed, Ragged, Sparse, observed

WHOLE = "result"
ITEMS = 3  # of a list: the first ones are changed, the others are like them
DTYPE = {"coarser", "finer"}
VALUES = {"swapped", "nudged", "1 % off", "sign", "one off", "flipped", "letter"}
_COARSER = {"float64": "float32", "float32": "float16", "float16": "bfloat16", "int64": "int32"}
_FINER = {"float32": "float64", "float16": "float32", "bfloat16": "float32", "int32": "int64"}


def changes(value: Any, leaf: str = "") -> Iterator[tuple[str, str, Any]]:
    """Yield place, kind and the whole changed observation for each change."""
    here = leaf or WHOLE
    match value:
        case np.ndarray():
            for kind, array in _of_array(np.asarray(value)):
                yield here, kind, _as(array, value)
        case list():
            yield from ((here, kind, items) for kind, items in _of_rows(value))
            for at, item in enumerate(value[:ITEMS]):
                for place, kind, changed in changes(item, f"{leaf}[*]"):
                    yield place, kind, [*value[:at], changed, *value[at + 1 :]]
        case dict():
            for key, item in value.items():
                yield here, "fewer", {k: v for k, v in value.items() if k != key}
                for place, kind, changed in changes(item, f"{leaf}.{key}"):
                    yield place, kind, value | {key: changed}
        case Ragged() | Sparse():
            for place, kind, changed in changes(value.values, leaf):
                yield place, kind, msgspec.structs.replace(value, values=changed)
        case bool():
            yield here, "flipped", not value
        case int() | float():
            for kind, array in _of_numbers(np.asarray(value)):
                yield here, kind, array.item()
        case str():
            yield here, "letter", value + "x"
            yield here, "empty", ""


def _of_array(array: Any) -> Iterator[tuple[str, Any]]:
    """Yield the changes of an array: its rows, its numbers, its dtype and its shape."""
    if array.dtype.kind == "O":
        return
    if array.ndim:
        yield from _of_rows(array)
        yield "inner", array[..., None]
    yield from _of_numbers(array)
    for kind, dtypes in (("coarser", _COARSER), ("finer", _FINER)):
        if array.dtype.name in dtypes:
            yield kind, array.astype(DTYPES[dtypes[array.dtype.name]])


def _of_rows(rows: Any) -> Iterator[tuple[str, Any]]:
    """Yield a list, or an array along its first axis, with other items."""
    if not len(rows):
        return
    join: Callable[..., Any] = (lambda *parts: np.concatenate(parts)) if _is_array(rows) else _sum
    yield "fewer", rows[:-1]
    yield "repeated", join(rows, rows[-1:])
    if len(rows) > 1:
        yield "empty", rows[:0]
        swapped = join(rows[-1:], rows[1:-1], rows[:1])
        if not _same(swapped, rows):
            yield "swapped", swapped


def _of_numbers(array: Any) -> Iterator[tuple[str, Any]]:
    """Yield an array with one number changed: the largest one."""
    if not array.size:
        return
    if array.dtype.kind == "b":
        yield "flipped", _with(array, ~array.flat[0], 0)
    elif array.dtype.kind in "iu":
        yield "one off", _with(array, array.flat[0] + array.dtype.type(1), 0)
    elif array.dtype.kind in "fV" and np.isfinite(wide := array.astype(np.float64)).any():
        at = int(np.argmax(np.where(np.isfinite(wide), np.abs(wide), -1)))
        rtol, atol = TOLERANCES.get(array.dtype.name, TOLERANCES["float64"])
        number = wide.flat[at]
        yield "nudged", _with(array, number + 4 * (atol + rtol * abs(number)), at)
        if number:
            yield "1 % off", _with(array, number * 1.01, at)
            yield "sign", _with(array, -number, at)


def _with(array: Any, number: Any, at: int) -> Any:
    changed = np.array(array)
    changed.flat[at] = number
    return changed


def _sum(*parts: list[Any]) -> list[Any]:
    return [item for part in parts for item in part]


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def _same(one: Any, other: Any) -> bool:
    if _is_array(one):
        return bool(np.array_equal(one, other))
    return repr(one) == repr(other)


def _as(array: Any, like: Any) -> Any:
    return observed(array, like.kind) if isinstance(like, Observed) else array
