"""Observations as plain data: numbers, strings, lists and dicts, which compare exactly."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorkata.errors import CheckFailed
from tensorkata.protocol.observation import Opaque, Ragged, Sparse


def plain(value: Any) -> Any:
    """Return arrays and ragged tensors as nested lists, so that they compare as plain data."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Ragged):
        try:
            return value.to_list()
        except ValueError as error:
            raise CheckFailed(f"is not a ragged tensor: {error}", rung="kind") from None
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Sparse):
        return [plain(part) for part in (value.indices, value.values, value.dense_shape)]
    if isinstance(value, Opaque):
        return f"{value.type} {value.detail}".strip()
    return value


def is_same(got: Any, want: Any) -> bool:
    """Compare plain data; True is not 1, a tuple is a list, floats must agree to the last bit."""
    want = plain(list(want) if isinstance(want, tuple) else want)
    if isinstance(got, bool) is not isinstance(want, bool):
        return False
    if isinstance(want, list):
        return (
            isinstance(got, list)
            and len(got) == len(want)
            and all(is_same(a, b) for a, b in zip(got, want, strict=True))
        )
    if isinstance(want, dict):
        return (
            isinstance(got, dict)
            and list(map(repr, sorted(got, key=repr))) == list(map(repr, sorted(want, key=repr)))
            and all(is_same(got[key], want[key]) for key in want)
        )
    return bool(type(got) in (type(want), int, float) and got == want)
