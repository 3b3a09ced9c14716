"""Facts that show without a cause: zeros, one value, an input returned, one wrong place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from tensorkata.diagnosis.evidence import (
    MIN_BITS,
    SEVERAL,
    Array,
    Gauge,
    Guess,
    axes_of,
    bits,
    distinct,
)


def nothing_new(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess that yours is a constant, or one of the inputs unchanged."""
    if got.size > 1 and np.any(want != 0) and np.all(got == 0):
        yield Guess("all zeros", certain=True)
    elif got.size > SEVERAL and distinct(want) > 1 and np.all(got == got.flat[0]):
        yield Guess("all values are the same", certain=True)
    for name, value in inputs.items():
        yield Guess(f"{name} is returned unchanged", got, value)
        if 0 < value.ndim < got.ndim and value.size > 1:
            tail = got.shape[got.ndim - value.ndim :] == value.shape
            wide = np.broadcast_to(value, got.shape) if tail else value
            yield Guess(f"every row is {name}, and nothing else", got, wide)


def precision(given: Any, got: Array, want: Array, gauge: Gauge) -> Iterator[Guess]:
    """Guess at a lower precision: the smaller dtype can hold every value exactly."""
    plain = np.asarray(given)
    for dtype, error in PRECISIONS:
        # an allowance wider than the dtype's rounding cannot fail because of the dtype
        if gauge.rtol > error:
            continue
        held = got.astype(dtype).astype(np.float64)
        if not np.array_equal(held, got) or np.array_equal(np.round(got), got):
            continue
        finer = np.sum(want.astype(dtype).astype(np.float64) != want)
        few = plain.dtype.kind == "f" and plain.dtype.itemsize <= np.dtype(dtype).itemsize
        is_near = np.max(np.abs(got - want)) <= error * np.max(np.abs(want))
        if finer >= (1 if few else SEVERAL) and is_near:
            yield Guess(f"computed in lower precision ({dtype})", certain=True)
            return


def partly_wrong(got: Array, want: Array, gauge: Gauge) -> Iterator[Guess]:
    """Guess at values that are right except in one place, or the same when they should differ."""
    near = np.abs(got - want) <= gauge.atol + 1e-4 * np.abs(want)
    wrong = ~near & (got != want)
    if np.sum(wrong) > 1 and distinct(got[~wrong]) > 1:
        if np.all(got[wrong] == 0):
            yield Guess("some values are zero but should not be", got[~wrong], want[~wrong])
        elif np.array_equal(wrong, want == 0):
            yield Guess("some values should be zero but are not", got[~wrong], want[~wrong])
    for axis in axes_of(want):
        mine, theirs = np.moveaxis(got, axis, 0), np.moveaxis(want, axis, 0)
        if len(mine) > SEVERAL:
            place = f"entry along axis {axis} is wrong, the others are right"
            yield Guess(f"only the first {place}", mine[1:], theirs[1:])
            yield Guess(f"only the last {place}", mine[:-1], theirs[:-1])
        differs = np.ptp(theirs, axis=0) > 1e-3 * np.abs(theirs).max(axis=0)
        if np.any(differs) and bits(mine[0]) >= MIN_BITS:
            same = np.broadcast_to(mine[:1], mine.shape)
            yield Guess(f"the same for every entry along axis {axis}", mine, same)


# dtype, and the error of a few roundings
PRECISIONS = (("float16", 1e-2), ("float32", 1e-5))
