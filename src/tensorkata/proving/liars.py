"""Carriers that lie: they replace an honest carrier's answers by those of a forger.

The proof of a checker includes that no liar earns a point. A liar knows the shapes, dtypes and
structure of the right answers, but no value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np

from tensorkata.errors import ProbeFailure
from tensorkata.protocol import observation
from tensorkata.protocol.observation import Observed, Ragged, Sparse, observed
from tensorkata.protocol.records import Ask, Carrier, Raised, Reply, Returned

_ERRORS = (
    "ValueError",
    "TypeError",
    "KeyError",
    "IndexError",
    "RuntimeError",
    "InvalidArgumentError",
)


class Recorder:
    """Bring honest answers and remember them, so that no question is asked twice."""

    name = "recorder"

    def __init__(self, honest: Carrier) -> None:
        self._honest = honest
        self._replies: dict[Ask, Reply | ProbeFailure] = {}

    def ask(self, ask: Ask) -> Reply:
        """Answer from memory if the question was asked before."""
        if ask not in self._replies:
            try:
                self._replies[ask] = self._honest.ask(ask)
            except ProbeFailure as failure:
                self._replies[ask] = failure
        reply = self._replies[ask]
        if isinstance(reply, ProbeFailure):
            raise reply
        return reply

    def close(self) -> None:
        """Close the honest carrier."""
        self._honest.close()


class Liar:
    """Answer every probe with one kind of lie."""

    name = "liar"

    def __init__(self, honest: Carrier, kind: str) -> None:
        self._honest = honest
        self._kind = kind
        self._rng = np.random.default_rng(20)
        self._last: Any = None

    def ask(self, ask: Ask) -> Reply:
        """Ask honestly, then lie."""
        reply = self._honest.ask(ask)
        if self._kind == "raises":
            return Raised("ValueError", (*_ERRORS, "Exception", "BaseException"), "no")
        if not isinstance(reply, Returned):
            # The honest answer was an error; a liar cannot know that and answers anything.
            return Returned(observation.encode(np.zeros((), np.float32)))
        truth = observation.decode(reply.value)
        if self._kind in {"empty", "nothing"}:
            return Returned(observation.encode(emptied(truth, dicts=self._kind == "nothing")))
        args, kwargs = observation.decode(ask.inputs)
        inputs = [
            item for item in (*args, *kwargs.values()) if isinstance(item, np.ndarray) and item.size
        ]
        lie = replaced(truth, self._lie(inputs))
        if self._kind == "last":
            lie, self._last = self._last if self._last is not None else lie, truth
        return Returned(observation.encode(lie))

    def close(self) -> None:
        """Close the honest carrier."""
        self._honest.close()

    def _lie(self, inputs: list[Any]) -> Callable[[Any], Any]:
        lies: dict[str, Callable[[Any], Any]] = {
            "zeros": np.zeros_like,
            "last": np.zeros_like,
            "ones": np.ones_like,
            "nan": lambda array: (
                np.full_like(array, np.nan) if array.dtype.kind in "fV" else array * 0
            ),
            "noise": self._noise,
            "input": lambda array: _like(inputs[0], array) if inputs else np.zeros_like(array),
            "last input": lambda array: (
                _like(inputs[-1], array) if inputs else np.zeros_like(array)
            ),
        }
        return lies[self._kind]

    def _noise(self, array: Any) -> Any:
        if array.dtype.kind == "b":
            return self._rng.integers(0, 2, array.shape).astype(bool)
        if array.dtype.kind in "iu":
            most = int(np.max(array, initial=1)) + 2
            return self._rng.integers(0, max(most, 2), array.shape).astype(array.dtype)
        return self._rng.standard_normal(array.shape).astype(array.dtype)


KINDS = (
    *("zeros", "ones", "nan", "noise", "input", "last input", "last", "raises"),
    *("empty", "nothing"),  # nothing to loop over; dicts keep their keys or lose them
)


def replaced(value: Any, lie: Callable[[Any], Any]) -> Any:
    """Return the value with every number in it replaced; the structure stays."""
    match value:
        case np.ndarray() if value.dtype.kind == "O":
            return _kind(np.full(value.shape, "", dtype=object), value)
        case np.ndarray():
            return _kind(np.asarray(lie(np.asarray(value))), value)
        case bool():
            return bool(lie(np.asarray(value)))
        case int() | float():
            number = lie(np.asarray(value)).item()
            return type(value)(0 if np.isnan(number) and isinstance(value, int) else number)
        case str():
            return ""
        case list():
            return [replaced(item, lie) for item in value]
        case dict():
            return {key: replaced(item, lie) for key, item in value.items()}
        case Ragged():
            return msgspec.structs.replace(value, values=replaced(value.values, lie))
        case Sparse():
            return msgspec.structs.replace(value, values=replaced(value.values, lie))
        case _:
            return value


def emptied(value: Any, *, dicts: bool) -> Any:
    """Return the value with every list and array empty, and every dict too if `dicts`."""
    match value:
        case np.ndarray() if value.ndim:
            return _kind(np.asarray(value)[:0], value)
        case list():
            return []
        case dict():
            return {} if dicts else {key: emptied(item, dicts=dicts) for key, item in value.items()}
        case Ragged(values, row_splits):
            splits = tuple(_kind(np.zeros(1, row.dtype), row) for row in row_splits)
            return Ragged(emptied(values, dicts=dicts), splits)
        case Sparse(indices, values, dense_shape):
            none = [emptied(part, dicts=dicts) for part in (indices, values)]
            return Sparse(none[0], none[1], dense_shape)
        case _:
            return replaced(value, np.zeros_like)


def _like(source: Any, array: Any) -> Any:
    """Return the source in the shape of the array, repeated or cut as needed."""
    if source.dtype.kind == "O":
        return np.zeros_like(array)
    flat = np.resize(np.nan_to_num(np.asarray(source, dtype=np.float64)), array.shape)
    return flat.astype(array.dtype)


def _kind(array: Any, like: Any) -> Any:
    if not isinstance(like, Observed):
        return array
    return observed(array, like.kind)
