"""Transformations of values, element by element or along an axis, each with its name.

Every generator yields guesses about arrays of one shape: `got` beside what the mistake would have
made of `want`, or what undoing it makes of `got` beside `want`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from tensorkata.diagnosis.evidence import Array, Guess, distinct

SEVERAL = 3
Function = Callable[[Array], Array]


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + exp(-z))."""
    return np.asarray(0.5 * (1 + np.tanh(z / 2)))


def log_softmax(z: Array, axis: int) -> Array:
    """Return z - log(sum(exp(z))) along an axis."""
    z = z - z.max(axis=axis, keepdims=True)
    return np.asarray(z - np.log(np.exp(z).sum(axis=axis, keepdims=True)))


def elementwise(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at a function too much or too few, where even a single number tells."""
    for phrase, function in FORWARD:
        yield Guess(phrase, got, function(want))
    inside = bool(np.all((want >= 0) & (want <= 1)))
    masks = inside and bool(np.all((want == 0) | (want == 1)))
    yield Guess(INVERTED if masks else ONE_MINUS, got, 1 - want)
    if np.all(want >= 0):
        yield Guess("a square root where none belongs, or a square is missing", got, np.sqrt(want))
    if np.all(want > 0) and not is_distribution(want):
        yield Guess("the logarithm of the expected value", got, np.log(want))
    if not is_distribution(got):
        yield Guess("the logarithm is missing", got, np.exp(want))


def activations(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at activations, absolute values, rounding and clipping: they need several values."""
    unit = bool(np.all((want > 0) & (want < 1)))
    twice, logits = "sigmoid is applied twice", "probabilities where logits belong (sigmoid)"
    yield Guess(twice if unit else logits, got, sigmoid(want))
    for phrase, function in ACTIVATIONS:
        yield Guess(phrase, got, function(want))
    for phrase, function in MISSING_ACTIVATIONS:
        yield Guess(phrase, function(got), want)
    if np.any(want < 0) and np.any(want > 0):
        yield Guess("the absolute value is taken: the signs are lost", got, np.abs(want))
    if np.any(got < 0) and np.any(got > 0):
        yield Guess("the absolute value is missing", np.abs(got), want)
    if np.all(got == np.round(got)) and not np.all(want == np.round(want)):
        yield Guess("rounded to whole numbers", got, np.round(want))
        yield Guess("rounded up to whole numbers", got, np.ceil(want))
        yield Guess("integer division: rounded down to whole numbers", got, np.floor(want))
        if np.any(want < 0):
            yield Guess("cut to whole numbers (a cast to int)", got, np.trunc(want))
    yield from clipping(got, want)


def clipping(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at values held within bounds that should not be, and the other way round."""
    for left, right, many, few in (
        (got, want, "clipped: large and small values are cut off", CUT),
        (want, got, "not clipped: large and small values should be cut off", UNCUT),
    ):
        low, high = float(left.min()), float(left.max())
        below, above = bool(np.sum(right < low) > 1), bool(np.sum(right > high) > 1)
        inner = left[(left > low) & (left < high)]
        if (below or above) and distinct(inner) > 1:
            held = np.clip(right, low if below else -np.inf, high if above else np.inf)
            sides = few[0] if below and low == 0 else few[1] if below else few[2]
            yield Guess(many if below and above else sides, held, left)


def distributions(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at softmax and its relatives along each axis."""
    if np.all(want > 0) and is_distribution(want):
        yield Guess("log-probabilities where probabilities belong", got, np.log(want))
    if np.all(got > 0) and is_distribution(got):
        yield Guess("probabilities where log-probabilities belong", np.log(got), want)
    if np.all((got > 0) & (got < 1)):
        for axis in axes_of(want):
            logit = np.log(got) - np.log1p(-got)
            soft = np.exp(log_softmax(logit, axis))
            yield Guess("sigmoid where softmax belongs", soft, want)
    for axis in axes_of(want):
        yield from _distribution(got, want, axis)


def _distribution(got: Array, want: Array, axis: int) -> Iterator[Guess]:
    wanted, gotten = sums_to_one(want, axis), sums_to_one(got, axis)
    soft, logs = log_softmax(want, axis), log_softmax(got, axis)
    twice, logits = "softmax is applied twice", "probabilities where logits belong (softmax)"
    if not is_distribution(np.exp(want)):
        yield Guess(twice if wanted else logits, got, np.exp(soft))
    if not is_distribution(np.exp(got)):
        yield Guess("softmax is missing: these are logits", np.exp(logs), want)
        yield Guess("log-softmax is missing: these are logits", logs, want)
    if not is_distribution(want):
        yield Guess("log-probabilities where logits belong", got, soft)
    total = got.sum(axis=axis, keepdims=True)
    if wanted and not gotten and distinct(total) > 1:
        phrase = f"does not sum to 1 along axis {axis}: a division by the sum is missing"
        yield Guess(phrase, got / total, want)
        for other in axes_of(got):
            if sums_to_one(got, other):
                phrase = f"softmax over axis {other} where axis {axis} belongs"
                yield Guess(phrase, *(_interaction(np.log(a), axis, other) for a in (got, want)))
    if wanted and gotten:
        left, right = (np.log(a) - np.log(a).mean(axis=axis, keepdims=True) for a in (got, want))
        factor = float(np.sum(left * right) / np.sum(right * right))
        if distinct(right) >= SEVERAL and factor > 0:
            phrase = f"the logits are {factor:.4g} times the expected ones before the softmax"
            yield Guess(phrase, left, factor * right)


def _interaction(array: Array, *axes: int) -> Array:
    """Return what is left of the logits whichever of the axes a softmax ran over."""
    for axis in axes:
        array = array - array.mean(axis=axis, keepdims=True)
    return array


def standardised(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at what a normalisation along an axis left out."""
    for axis in axes_of(want):
        mean, std = got.mean(axis=axis, keepdims=True), got.std(axis=axis, keepdims=True)
        middle = want.mean(axis=axis, keepdims=True)
        yield Guess(f"not centred: the mean along axis {axis} should be 0", got - mean, want)
        yield Guess(f"the mean along axis {axis} is subtracted, and should not", got, want - middle)
        if want.shape[axis] >= SEVERAL:  # two values always become -1 and 1
            left = (got - mean) / std
            moved = not np.allclose(mean, 0, atol=1e-4 * float(np.mean(std)))
            if moved and not np.allclose(std, 1, rtol=1e-3):
                phrase = f"not normalised to mean 0 and variance 1 along axis {axis}"
                yield Guess(phrase, left, want)
            phrase = f"not divided by the standard deviation along axis {axis}"
            if distinct(std) > 1:
                yield Guess(phrase, got / std, want)
        length = np.sqrt(np.sum(got * got, axis=axis, keepdims=True))
        if distinct(length) > 1:
            yield Guess(f"not scaled to length 1 along axis {axis}", got / length, want)


def axes_of(array: Array) -> list[int]:
    """Return the axes that hold more than one entry."""
    return [axis for axis, size in enumerate(array.shape) if size > 1]


def sums_to_one(array: Array, axis: int) -> bool:
    """Return whether an axis holds distributions."""
    inside = np.all(array >= 0) and np.all(array <= 1)
    return bool(inside and np.allclose(array.sum(axis=axis), 1, atol=1e-4))


def is_distribution(array: Array) -> bool:
    """Return whether any axis holds distributions."""
    return any(sums_to_one(array, axis) for axis in axes_of(array))


ONE_MINUS = "one minus the expected value (1 - p for p)"
INVERTED = "kept and dropped are swapped (the mask is inverted)"
FORWARD: tuple[tuple[str, Function], ...] = (
    ("a square root is missing, or a square is taken", np.square),
    ("the reciprocal of the expected value", np.reciprocal),
)
ACTIVATIONS: tuple[tuple[str, Function], ...] = (
    ("tanh is applied once too often", np.tanh),
    ("log(1 + x) where log(x) belongs", lambda want: np.logaddexp(0, want)),
    ("log(x) where log(1 + x) belongs", lambda want: np.log(np.expm1(want))),
)
MISSING_ACTIVATIONS: tuple[tuple[str, Function], ...] = (
    ("sigmoid is missing: these are logits", sigmoid),
    ("tanh is missing", np.tanh),
)
CUT = (
    "negative values are cut off at 0",
    "clipped: small values are cut off",
    "clipped: large values are cut off",
)
UNCUT = (
    "negative values are not cut off at 0 (ReLU is missing)",
    "not clipped: small values should be cut off",
    "not clipped: large values should be cut off",
)
