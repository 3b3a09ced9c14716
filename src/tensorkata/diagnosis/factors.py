"""Factors and offsets: one number between yours and expected, and what it may mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import prod, sqrt

import numpy as np

from tensorkata.diagnosis.evidence import (
    CONTINUOUS_BITS,
    RTOL_FEW,
    SEVERAL,
    Array,
    Guess,
    bits,
    distinct,
)

RELATIVE = 1e-4
NEAR_ONE = 1e-3
WORKABLE = 1e-6, 1e6


def scaled(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess that every value is wrong by one factor: got = factor * want."""
    factor = _fit(got, want)
    if factor is None:
        return
    is_single = distinct(want) < SEVERAL
    near = RTOL_FEW if is_single else RELATIVE
    named = {phrase for value, phrase in _meanings(inputs, want) if _is(factor, value, near)}
    phrase = "" if is_single else f"every value is {factor:.4g} times the expected one"
    if len(named) == 1:
        phrase = named.pop()
    elif named:  # a factor with several names gets none of them
        phrase = PLAIN.get(round(factor, 3), f"every value is {factor:.4g} times the expected one")
    if phrase:
        yield Guess(phrase, factor * want, got)


def shifted(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess that every value is wrong by one amount: got = want + offset."""
    finite = np.isfinite(got) & np.isfinite(want)
    if not finite.any():
        return
    offset = float(np.median((got - want)[finite]))
    if abs(offset) <= NEAR_ONE * float(np.max(np.abs(want[finite]))):
        return
    numbers = _numbers(inputs)
    named = {f"{n} is not subtracted, or added twice" for n, s in numbers if _is(offset, s)}
    named |= {f"{n} is not added" for n, s in numbers if _is(offset, -s)}
    if distinct(want) < SEVERAL and bits(np.array(offset)) < CONTINUOUS_BITS:
        return
    if len(named) == 1:
        yield Guess(named.pop(), want + offset, got)
    elif distinct(want) >= SEVERAL:
        phrase = f"every value is too {'large' if offset > 0 else 'small'} by {abs(offset):.4g}"
        yield Guess(phrase, want + offset, got)


def changed(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess that the step away from an input is too large: got - start = factor (want - start)."""
    for name, start in inputs.items():
        if start.shape != want.shape or distinct(start) < SEVERAL:
            continue
        step, wanted = got - start, want - start
        factor = _fit(step, wanted)
        if factor is None or distinct(wanted) < SEVERAL:
            continue
        amount = f"is {factor:.4g} times the expected one"
        amount = "has the wrong sign" if _is(factor, -1) else amount
        yield Guess(f"the change of {name} {amount}", step, factor * wanted)


def _meanings(inputs: Mapping[str, Array], want: Array) -> Iterator[tuple[float, str]]:
    """Yield each factor that has a name: got / want, and the name."""
    yield from CONSTANTS
    for n, label in _sizes(inputs, want).items():
        yield n, f"a sum instead of a mean ({label})"
        yield 1 / n, f"a mean instead of a sum ({label})"
        yield sqrt(n), f"a division by the square root of {n} is missing ({label})"
        yield 1 / sqrt(n), f"divided by the square root of {n} once too often ({label})"
    for name, value in _numbers(inputs):
        if abs(value - 1) > NEAR_ONE and abs(value) > WORKABLE[0]:
            yield value, f"multiplied by {name} twice, or not divided by it"
            yield 1 / value, f"not multiplied by {name}, or divided by it twice"


def _sizes(inputs: Mapping[str, Array], want: Array) -> dict[int, str]:
    """Return each size over which a sum may have run, with its place if there is only one."""
    places: dict[int, dict[str, str]] = {}
    for name, array in {**inputs, "the result": want}.items():
        axes = range(array.ndim)
        # the size of a vector is the size of its axis 0
        found = [(array.size, "size" if array.ndim > 1 else "0", f"size of {name}")]
        if array.ndim > 1:
            found += [(array.shape[axis], str(axis), f"axis {axis} of {name}") for axis in axes]
        for pair in combinations(axes, 2) if array.ndim > 2 else ():  # noqa: PLR2004 - a pair of all
            size = prod(array.shape[axis] for axis in pair)
            found.append((size, str(pair), f"axes {pair[0]} and {pair[1]} of {name}"))
        for size, kind, label in found:
            if size > 1:
                places.setdefault(size, {}).setdefault(kind, label)
    return {
        size: f"{size} = {labels.popitem()[1]}" if len(labels) == 1 else f"a factor of {size}"
        for size, labels in places.items()
    }


def _numbers(inputs: Mapping[str, Array]) -> list[tuple[str, float]]:
    """Return the inputs that are a single number other than 0."""
    return [(name, float(value)) for name, value in inputs.items() if not value.ndim and value != 0]


def _fit(got: Array, want: Array) -> float | None:
    """Return the factor from `want` to `got` by least squares; None if it means nothing."""
    finite = np.isfinite(got) & np.isfinite(want)
    below = float(np.sum(want[finite] ** 2))
    if below == 0 or not np.isfinite(below):
        return None
    factor = float(np.sum(got[finite] * want[finite])) / below
    usable = WORKABLE[0] < abs(factor) < WORKABLE[1] and abs(factor - 1) > NEAR_ONE
    return factor if usable else None


def _is(value: float, other: float, near: float = RELATIVE) -> bool:
    return abs(value - other) <= near * abs(other)


PLAIN = {2.0: "twice the expected value", 0.5: "half the expected value"}
CONSTANTS: tuple[tuple[float, str], ...] = (
    (-1.0, "the sign is flipped"),
    (2.0, "twice the expected value: a factor 1/2 is missing"),
    (0.5, "half the expected value: a factor 2 is missing"),
    (255.0, "a division by 255 is missing"),
    (1 / 255, "divided by 255 once too often"),
)
