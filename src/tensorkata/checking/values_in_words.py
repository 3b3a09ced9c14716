"""Values and calls in a student's words: numbers, arrays, inputs, a part of what came back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from tensorkata.checking.ran import Call
from tensorkata.protocol.observation import Opaque, Ragged, Sparse

WIDTH = 160
SMALL = 6  # elements of a result shown whole
WHOLE = 12  # elements of an input shown whole, so that the case can be tried by hand
SHORT = 40
MANY = 20
MOST_INPUTS = 8


def told_of(call: Call, got: Any) -> str:
    """Return the call, with the index of the part of its result that is meant: `f(x)[1]`."""
    parts = []
    if call.is_direct and not isinstance(
        got, (bool, int, float, str)
    ):  # one number is like another
        parts = list(_places(call.observation, got))
    return f"{call.title}{parts[0]}" if len(parts) == 1 else call.title


def inputs_of(inputs: Mapping[str, Any]) -> str:
    """Return the inputs on a line: whole if all of them are small, else arrays by their shape."""
    given = dict(list(inputs.items())[:MOST_INPUTS])
    small = all(0 < value.size <= WHOLE for value in given.values() if _is_array(value))
    whole = _line(given, whole=True)
    return whole if small and len(whole) < WIDTH - len("  for ") else _line(given, whole=False)


def describe(value: Any) -> str:
    """Return a value in a few words: an array by its dtype and shape, plain data as they are."""
    match value:
        case np.ndarray() if value.ndim == 0:
            return f"{number_of(value[()])} ({dtype_of(value)})"
        case np.ndarray() if value.size <= SMALL:
            return f"{text_of(value.tolist())} ({dtype_of(value)})"
        case np.ndarray():
            return f"{dtype_of(value)} {value.shape}"
        case Opaque(kind, detail):
            return f"a {kind} {detail}".strip()
        case Ragged():
            return "a ragged tensor"
        case Sparse():
            return "a sparse tensor"
        case _:
            return text_of(value)


def number_of(value: Any) -> str:
    """Return a number with six digits."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    try:
        return f"{value:.6g}"
    except (TypeError, ValueError):
        return text_of(value)


def dtype_of(array: Any) -> str:
    """Return the name of an array's dtype, as TensorFlow says it."""
    return "string" if array.dtype.kind == "O" else str(array.dtype.name)


def text_of(value: Any) -> str:
    """Return plain data on one line, cut if it is long."""
    if isinstance(value, np.ndarray):
        return describe(value)
    if isinstance(value, float):
        return number_of(value)
    if isinstance(value, list):
        text = (
            "["
            + ", ".join(text_of(item) for item in value[:MANY])
            + (", …]" if len(value) > MANY else "]")
        )
    elif isinstance(value, dict):
        items = list(value.items())[:12]
        text = "{" + ", ".join(f"{key!r}: {text_of(item)}" for key, item in items) + "}"
    else:
        text = repr(value)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 2]} …"


def _line(inputs: Mapping[str, Any], *, whole: bool) -> str:
    return ", ".join(filter(None, (_input(*item, whole=whole) for item in inputs.items())))


def _input(name: str, value: Any, *, whole: bool) -> str:
    if _is_array(value) and not whole:
        return f"{name} {value.shape}"
    if _is_array(value):
        dtype = dtype_of(value)
        return f"{name}={text_of(value.tolist())}" + (f" ({dtype})" if dtype != "float32" else "")
    if isinstance(value, (dict, list)) and len(text_of(value)) >= SHORT:
        return ""
    return f"{name}={text_of(value)}"


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


def _places(observation: Any, part: Any) -> Iterator[str]:
    """Yield the index of each place of a structure that holds the very part."""
    items: list[tuple[Any, Any]] = []
    if isinstance(observation, dict):
        items = list(observation.items())
    elif isinstance(observation, list):
        items = list(enumerate(observation[:MANY]))
    for key, item in items:
        if item is part:
            yield f"[{key!r}]"
        else:
            yield from (f"[{key!r}]{place}" for place in _places(item, part))
