"""Operands: what a mistake with one of the inputs makes of a value. The formula is not known.

An input that was left out, used twice or the wrong way round shows in the difference or quotient
of yours and expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, permutations

import numpy as np

from tensorkata.diagnosis.evidence import Array, Guess, bits, distinct

MOST_PAIRED = 6
SEVERAL = 3


def operands(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess at one input that is left out, used twice, or used the wrong way round."""
    for name, value in inputs.items():
        if value.ndim == 0 or distinct(value) == 1:
            continue
        spread = _spread(value, want)
        for wide in spread:
            yield from _one(got, want, name, wide)
        if len(spread) > 1:
            phrase = f"{name} is added along the wrong axis"
            yield Guess(phrase, got, want - spread[0] + spread[1])
            yield Guess(phrase, got, want - spread[1] + spread[0])


def _one(got: Array, want: Array, name: str, wide: Array) -> Iterator[Guess]:
    if bool(np.all((wide == 0) | (wide == 1))):
        yield Guess(f"{name} is not applied", got * wide, want)
        return
    yield Guess(f"{name} is not added", got, want - wide)
    yield Guess(f"{name} is not subtracted, or added twice", got, want + wide)
    yield Guess(f"{name} is subtracted where it should be added", got, want - 2 * wide)
    yield Guess(f"{name} is added where it should be subtracted", got, want + 2 * wide)
    yield Guess(f"{name} is not multiplied in, or divided by twice", got * wide, want)
    yield Guess(f"{name} is multiplied in twice, or not divided by", got, want * wide)
    yield Guess(f"divided by {name} where it should be multiplied in", got * wide**2, want)
    yield Guess(f"multiplied by {name} where it should be divided by", got, want * wide**2)
    if np.all(wide > 0):
        root = np.sqrt(wide)
        yield Guess(f"a division by the square root of {name} is missing", got, want * root)
        yield Guess(f"divided by the square root of {name} once too often", got * root, want)


def pairs(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess at two inputs that have changed places: gamma and beta, both branches of a where."""
    vectors = {n: a for n, a in inputs.items() if a.ndim > 0 and _spread(a, want)}
    chosen = list(vectors.items())[:MOST_PAIRED]
    for (name, scale), (other, offset) in permutations(chosen, 2):
        if scale.shape == offset.shape:
            plain = (want - offset) / scale
            first, second = sorted((name, other), key=list(vectors).index)
            yield Guess(f"{first} and {second} are swapped", got, plain * offset + scale)
    for (name, one), (other, two) in combinations(_sources(want, inputs), 2):
        yield from _mixture(got, want, (name, one), (other, two), inputs)


def _mixture(
    got: Array,
    want: Array,
    left: tuple[str, Array],
    right: tuple[str, Array],
    inputs: Mapping[str, Array],
) -> Iterator[Guess]:
    """Guess at weights or choices between two arrays that have changed places."""
    (name, one), (other, two) = left, right
    if distinct(one - two) < SEVERAL:
        return
    total = one + two
    picked = np.isclose(want, one) | np.isclose(want, two)
    phrase = "the two weights of an average are swapped (m and 1 - m)"
    if np.all(picked):
        phrase = f"{name} and {other} are swapped (the condition is inverted)"
        if np.allclose(want, np.maximum(one, two)):
            phrase = "the minimum where the maximum belongs"
        elif np.allclose(want, np.minimum(one, two)):
            phrase = "the maximum where the minimum belongs"
    else:
        weight = np.sum((want - two) * (one - two)) / np.sum((one - two) ** 2)
        if not np.allclose(want, weight * one + (1 - weight) * two):
            return
        for scalar, value in inputs.items():
            if value.ndim == 0 and np.isclose([weight, 1 - weight], value, rtol=1e-4).any():
                phrase = f"{scalar} and 1 - {scalar} are swapped"
    yield Guess(phrase, got, total - want)


def _sources(want: Array, inputs: Mapping[str, Array]) -> list[tuple[str, Array]]:
    """Return the inputs, and their means and variances over leading axes, of the shape wanted."""
    found = [(name, array) for name, array in inputs.items() if array.shape == want.shape]
    for name, array in inputs.items():
        if array.ndim > want.ndim > 0 and array.shape[array.ndim - want.ndim :] == want.shape:
            leading = tuple(range(array.ndim - want.ndim))
            found += [(f"the mean of {name}", array.mean(axis=leading))]
            found += [(f"the variance of {name}", array.var(axis=leading))]
    return [(name, array) for name, array in found if bits(array) > SEVERAL][:MOST_PAIRED]


def _spread(value: Array, want: Array) -> list[Array]:
    """Return an input at the size of the result: aligned to its last axes, and to its first."""
    found = []
    for form in {value.shape, value.shape + (1,) * (want.ndim - value.ndim)}:
        if value.ndim <= want.ndim and value.size > 1:
            aligned = (1,) * (want.ndim - len(form)) + form
            if all(a in {1, b} for a, b in zip(aligned, want.shape, strict=True)):
                found.append(np.broadcast_to(value.reshape(form), want.shape))
    return found
