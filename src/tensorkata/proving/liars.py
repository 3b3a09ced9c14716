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
    """Bring honest answers and remember them, so that no question is asked twice.

    `replies` are those of the run so far, for each of its checks in turn; `asked` has the questions
    too.
    """

    name = "recorder"

    def __init__(self, honest: Carrier) -> None:
        self._honest = honest
        self._known: dict[Ask, Reply | ProbeFailure] = {}
        self.replies: list[list[Reply]] = [[]]
        self.asked: list[list[tuple[Ask, Reply]]] = [[]]

    def ask(self, ask: Ask) -> Reply:
        """Answer from memory if the question was asked before."""
        if ask not in self._known:
            try:
                self._known[ask] = self._honest.ask(ask)
            except ProbeFailure as failure:
                self._known[ask] = failure
        reply = self._known[ask]
        if isinstance(reply, ProbeFailure):
            raise reply
        self.replies[-1].append(reply)
        self.asked[-1].append((ask, reply))
        return reply

    def begin(self) -> None:
        """Begin a run."""
        self.replies, self.asked = [[]], [[]]

    def next_check(self) -> None:
        """Go on to the next check."""
        self.replies.append([])
        self.asked.append([])

    def close(self) -> None:
        """Close the honest carrier."""
        self._honest.close()


class Liar:
    """Answer every probe with one kind of lie.

    `replies` are the honest ones under another key, for each check in turn: what is replayed. The
    prover says `next_check` as it goes on to the next.
    """

    name = "liar"

    def __init__(self, honest: Carrier, kind: str, replies: list[list[Reply]]) -> None:
        self._honest = honest
        self.kind = kind
        self._rng = np.random.default_rng(20)
        self._kept: Any = None
        self._replies = replies
        self.begin()

    def begin(self) -> None:
        """Begin a run."""
        self._check = self._asked = 0

    def next_check(self) -> None:
        """Go on to the next check: its first question comes next."""
        self._check, self._asked = self._check + 1, 0

    def ask(self, ask: Ask) -> Reply:
        """Ask honestly, then lie."""
        if self.kind == "replay":
            return self._replayed()
        reply = self._honest.ask(ask)
        if self.kind == "raises":
            return Raised("ValueError", (*_ERRORS, "Exception", "BaseException"), "no")
        if not isinstance(reply, Returned):
            # The honest answer was an error; a liar cannot know that and answers anything.
            return Returned(observation.encode(np.zeros((), np.float32)))
        truth = observation.decode(reply.value)
        if self.kind in EMPTY:
            lie = emptied(truth, EMPTY[self.kind], dicts=self.kind == "nothing")
            return Returned(observation.encode(lie))
        if self.kind in FLOATS:
            return Returned(observation.encode(floats_only(truth, FLOATS[self.kind])))
        args, kwargs = observation.decode(ask.inputs)
        inputs = [
            item for item in (*args, *kwargs.values()) if isinstance(item, np.ndarray) and item.size
        ]
        lie = replaced(truth, self._lie(inputs))
        if self.kind == "last":
            lie, self._kept = self._kept if self._kept is not None else lie, truth
        if self.kind == "first" and self._kept is None and (numbers := numbers_of(truth)).size:
            self._kept = numbers
        return Returned(observation.encode(lie))

    def _replayed(self) -> Reply:
        """Return the honest answer to this question of this check under another key."""
        replies = self._replies[self._check]
        self._asked += 1
        if not replies:
            return Returned(observation.encode(np.zeros((), np.float32)))
        return replies[min(self._asked, len(replies)) - 1]

    def close(self) -> None:
        """Close the honest carrier."""
        self._honest.close()

    def _lie(self, inputs: list[Any]) -> Callable[[Any], Any]:
        lies: dict[str, Callable[[Any], Any]] = {
            "zeros": np.zeros_like,
            "last": np.zeros_like,
            "ones": np.ones_like,
            "first": lambda array: (
                np.zeros_like(array) if self._kept is None else _like(self._kept, array)
            ),
            "first row": _first_row,
            "nan": lambda array: (
                np.full_like(array, np.nan) if array.dtype.kind in "fV" else array * 0
            ),
            "noise": self._noise,
            "input": lambda array: _like(inputs[0], array) if inputs else np.zeros_like(array),
            "last input": lambda array: (
                _like(inputs[-1], array) if inputs else np.zeros_like(array)
            ),
        }
        return lies[self.kind]

    def _noise(self, array: Any) -> Any:
        if array.dtype.kind == "b":
            return self._rng.integers(0, 2, array.shape).astype(bool)
        if array.dtype.kind in "iu":
            most = int(np.max(array, initial=1)) + 2
            return self._rng.integers(0, max(most, 2), array.shape).astype(array.dtype)
        return self._rng.standard_normal(array.shape).astype(array.dtype)


EMPTY = {"empty": 0, "empty rows": 1, "empty cells": 2, "nothing": 0}  # levels that stay
KINDS = (
    *("zeros", "ones", "nan", "noise", "input", "last input", "last", "first", "first row"),
    *("coarse", "replay", "raises"),
    *EMPTY,  # nothing to loop over at some level; dicts keep their keys, except for "nothing"
)
MORE = ("doubled",)  # for topics that quote claims: a check may let it pass, with a reason


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


def emptied(value: Any, kept: int, *, dicts: bool) -> Any:
    """Return the value with no item in any list or array below the levels that are kept.

    With `dicts` a dict has no item either; without it is no level.
    """
    match value:
        case np.ndarray() if value.ndim > kept:
            return _kind(np.asarray(value)[(slice(None),) * kept + (slice(0),)], value)
        case list():
            return [emptied(item, kept - 1, dicts=dicts) for item in value if kept > 0]
        case dict():
            items = {} if dicts else value
            return {key: emptied(item, kept, dicts=dicts) for key, item in items.items()}
        case Ragged(values, row_splits):
            splits = tuple(_kind(np.zeros(1, row.dtype), row) for row in row_splits)
            return Ragged(emptied(values, 0, dicts=dicts), splits)
        case Sparse(indices, values, dense_shape):
            none = [emptied(part, 0, dicts=dicts) for part in (indices, values)]
            return Sparse(none[0], none[1], dense_shape)
        case _:
            return replaced(value, np.zeros_like)


def floats_only(value: Any, lie: Callable[[Any], Any]) -> Any:
    """Return the value with a lie about its tensors of floats, and zeros for all other numbers."""
    match value:
        case np.ndarray() if value.dtype.kind in "fV":
            return _kind(np.asarray(lie(np.asarray(value))), value)
        case list():
            return [floats_only(item, lie) for item in value]
        case dict():
            return {key: floats_only(item, lie) for key, item in value.items()}
        case Ragged():
            return msgspec.structs.replace(value, values=floats_only(value.values, lie))
        case Sparse(indices, values, dense_shape):
            return Sparse(np.zeros_like(indices), floats_only(values, lie), dense_shape)
        case _:
            return replaced(value, np.zeros_like)


def _coarse(array: Any) -> Any:
    return array.astype(COARSER.get(array.dtype.name, np.float16))


COARSER = {"float16": observation.DTYPES["bfloat16"]}
FLOATS: dict[str, Callable[[Any], Any]] = {"coarse": _coarse, "doubled": lambda array: 2 * array}


def numbers_of(value: Any) -> Any:
    """Return the numbers of the first part that has some, as a vector."""
    match value:
        case np.ndarray() if value.dtype.kind not in "OUS":
            return np.asarray(value).astype(np.float64).ravel()
        case bool() | int() | float():
            return np.array([float(value)])
        case list():
            return next((n for item in value if (n := numbers_of(item)).size), np.zeros(0))
        case dict():
            return numbers_of(list(value.values()))
        case Ragged() | Sparse():
            return numbers_of(value.values)
        case _:
            return np.zeros(0)


def _first_row(array: Any) -> Any:
    """Return the array with its first row in the place of all; zeros if that is no lie."""
    lie = np.array(array)
    lie[...] = array[:1] if array.ndim else 0
    return np.zeros_like(array) if np.array_equal(lie, array) else lie


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
