"""One extra or missing function between yours and expected: roots, activations, clipping.

Every generator yields guesses about arrays of one shape. A guess pairs `got` with `want` after the
mistake, or `got` after undoing the mistake with `want`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from tensorkata.diagnosis.evidence import Array, Guess, axes_of, distinct

Function = Callable[[Array], Array]


def functions(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at an extra or missing function that even a single number shows."""
    for phrase, function in TAKEN:
        yield Guess(phrase, got, function(want))
    is_mask = bool(np.all((want == 0) | (want == 1)))
    yield Guess(INVERTED if is_mask else ONE_MINUS, got, 1 - want)  # got = 1 - want


def activations(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at activations and absolute values, which need several values to show."""
    yield Guess("tanh is missing", np.tanh(got), want)  # tanh(got) = want
    yield Guess("tanh is applied once too often", got, np.tanh(want))  # got = tanh(want)
    yield Guess("sigmoid is missing: these are logits", _sigmoid(got), want)  # sigmoid(got) = want
    if np.any(got < 0) and np.any(got > 0):
        yield Guess("the absolute value is missing", np.abs(got), want)  # |got| = want
    is_unit = bool(np.all((want > 0) & (want < 1)))
    if not is_unit:
        yield Guess("probabilities instead of logits (sigmoid)", got, _sigmoid(want))
    for axis in axes_of(want):
        if not is_unit:  # got = softmax(want)
            phrase = "probabilities instead of logits (softmax)"
            yield Guess(phrase, got, _softmax(want, axis))
        if not np.allclose(np.exp(got).sum(axis=axis), 1):  # softmax(got) = want
            yield Guess("softmax is missing: these are logits", _softmax(got, axis), want)


def _sigmoid(z: Array) -> Array:
    return np.asarray(0.5 * (1 + np.tanh(z / 2)))


def _softmax(z: Array, axis: int) -> Array:
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True))


def clipping(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at values that are clipped but should not be, and at a missing ReLU."""
    low, high, least = float(got.min()), float(got.max()), float(want.min())
    if np.sum(want < low) > 1 and _has_inner_values(got):
        phrase = "negative values are cut off at 0" if low == 0 else CUT.format("small")
        yield Guess(phrase, got, np.maximum(want, low))  # got = max(want, low)
    if np.sum(want > high) > 1 and _has_inner_values(got):
        yield Guess(CUT.format("large"), got, np.minimum(want, high))  # got = min(want, high)
    if least == 0 and np.sum(got < 0) > 1 and _has_inner_values(want):
        yield Guess(UNCUT, np.maximum(got, 0), want)  # max(got, 0) = want


def _has_inner_values(array: Array) -> bool:
    return distinct(array[(array > array.min()) & (array < array.max())]) > 1


TAKEN: tuple[tuple[str, Function], ...] = (
    ("a square root is missing, or a square is taken", np.square),  # got = want ** 2
    ("a square root too many, or a square is missing", np.sqrt),  # got = want ** 0.5
    ("the reciprocal of the expected value", np.reciprocal),  # got = 1 / want
)
ONE_MINUS = "one minus the expected value (1 - p for p)"
INVERTED = "kept and dropped are swapped (the mask is inverted)"
CUT = "clipped: {} values are cut off"
UNCUT = "negative values are not cut off at 0 (ReLU is missing)"
