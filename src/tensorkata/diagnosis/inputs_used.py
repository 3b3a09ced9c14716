"""Mistakes with one of the inputs: it was left out, used twice, or raised to another power.

The formula is unknown, but an input that was left out or used twice shows in the difference or the
quotient of yours and expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

import numpy as np

from tensorkata.diagnosis.evidence import Array, Guess, axes_of, distinct

SQUARED = "the squared error"
ERRORS = (
    ("the absolute error", np.abs),  # |a - b|
    ("the plain error", np.positive),  # a - b
    ("the plain error", np.negative),  # b - a
)


def left_out(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess that one input was left out or used twice."""
    for name, value in inputs.items():
        if value.ndim == 0 or distinct(value) == 1:
            continue
        for wide in _at_size(value, want.shape):
            if np.all((wide == 0) | (wide == 1)):
                yield Guess(f"{name} is not applied", got * wide, want)  # got * mask = want
                continue
            yield Guess(f"{name} is not added", got, want - wide)
            yield Guess(f"{name} is not subtracted, or added twice", got, want + wide)
            yield Guess(f"{name} is added instead of subtracted", got, want + 2 * wide)
            yield Guess(f"not multiplied by {name}, or divided by it twice", got * wide, want)
            yield Guess(f"multiplied by {name} twice, or not divided by it", got, want * wide)


def errors(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess at |a - b| or a - b instead of (a - b) ** 2, averaged or summed."""
    for a, b in combinations([a for a in inputs.values() if a.ndim], 2):
        if a.shape != b.shape:
            continue
        for axes, reduce in product([*axes_of(a), None], (np.mean, np.sum)):
            squared = reduce((a - b) ** 2, axis=axes)
            if squared.shape == want.shape and np.allclose(squared, want, rtol=1e-4):
                for phrase, power in ERRORS:
                    yield Guess(
                        f"{phrase} instead of {SQUARED}", got, reduce(power(a - b), axis=axes)
                    )


def _at_size(value: Array, shape: tuple[int, ...]) -> list[Array]:
    """Return an input broadcast to the result's shape: along its last axes, and its first."""
    found = []
    for form in {value.shape, value.shape + (1,) * (len(shape) - value.ndim)}:
        aligned = (1,) * (len(shape) - len(form)) + form
        if len(form) <= len(shape) and all(
            a in {1, b} for a, b in zip(aligned, shape, strict=True)
        ):
            found.append(np.broadcast_to(value.reshape(form), shape))
    return found
