"""Factors and offsets: one number between yours and expected, and what it may stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import log, pi, prod, sqrt

import numpy as np

from tensorkata.diagnosis.evidence import (
    CONTINUOUS_BITS,
    RTOL_FEW,
    Array,
    Guess,
    bits,
    distinct,
)

SEVERAL = 3
RELATIVE = 1e-4
NEAR_ONE = 1e-3
WORKABLE = 1e-6, 1e6


def scaled(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess that every value is wrong by the same factor, named if the factor has one name."""
    factor = _fit(got, want)
    if factor is None:
        return
    lone = distinct(want) < SEVERAL
    phrase = name_factor(factor, sizes(inputs, want), scalars(inputs), lone=lone)
    if phrase:
        yield Guess(phrase, factor * want, got)


def shifted(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess that every value is wrong by the same amount."""
    finite = np.isfinite(got) & np.isfinite(want)
    if not finite.any():
        return
    offset = float(np.median((got - want)[finite]))
    size = float(np.max(np.abs(want[finite])))
    if abs(offset) <= NEAR_ONE * size:
        return
    named = {f"{n} is not subtracted, or added twice" for n, s in scalars(inputs) if _is(offset, s)}
    named |= {f"{n} is not added" for n, s in scalars(inputs) if _is(offset, -s)}
    if distinct(want) >= SEVERAL:
        way = "large" if offset > 0 else "small"
        amount = "one" if _is(abs(offset), 1) else f"{abs(offset):.4g}"
        general = f"every value is too {way} by {amount}"
    elif bits(np.array(offset)) >= CONTINUOUS_BITS:
        general = ""
    else:
        return
    phrase = named.pop() if len(named) == 1 else general
    if phrase:
        yield Guess(phrase, want + offset, got)


def changed(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess that the step away from an input is of the wrong sign or size: w - rate * gradient."""
    for name, start in inputs.items():
        if start.shape != want.shape or distinct(start) < SEVERAL:
            continue
        step, wanted = got - start, want - start
        factor = _fit(step, wanted)
        if factor is None or distinct(wanted) < SEVERAL:
            continue
        rates = [n for n, s in scalars(inputs) if _is(factor * s, 1)]
        phrase = f"the change of {name} is {factor:.4g} times the expected one"
        if _is(factor, -1):
            phrase = f"the change of {name} has the wrong sign"
        elif len(rates) == 1:
            phrase = f"{rates[0]} is not multiplied into the change of {name}"
        yield Guess(phrase, step, factor * wanted)


def name_factor(
    factor: float, known: Mapping[int, str], given: list[tuple[str, float]], *, lone: bool
) -> str | None:
    """Return the one thing that a factor stands for, else the bare fact, else None."""
    near = RTOL_FEW if lone else RELATIVE
    if _is(factor, -1, near):
        return "the sign is flipped"
    named = {phrase for value, phrase in _meanings(known, given) if _is(factor, value, near)}
    if len(named) == 1:
        return named.pop()
    if len(named) > 1:
        return PLAIN.get(factor_of(factor), f"every value is {factor:.4g} times the expected one")
    return None if lone else f"every value is {factor:.4g} times the expected one"


def factor_of(factor: float) -> float:
    """Return a factor without the noise of its fit."""
    return round(factor, 3)


def _meanings(
    known: Mapping[int, str], given: list[tuple[str, float]]
) -> Iterator[tuple[float, str]]:
    yield from CONSTANTS
    for n, label in known.items():
        yield n, f"a sum where a mean belongs ({label})"
        yield 1 / n, f"a mean where a sum belongs ({label})"
        yield sqrt(n), f"a division by the square root of {n} is missing ({label})"
        yield 1 / sqrt(n), f"divided by the square root of {n} once too often ({label})"
    for n in {n for n in known if n > 1}:
        yield n / (n - 1), SAMPLE_VARIANCE
        yield (n - 1) / n, POPULATION_VARIANCE
        yield sqrt(n / (n - 1)), MIXED_VARIANCE
        yield sqrt((n - 1) / n), MIXED_VARIANCE
    for name, value in given:
        if abs(value - 1) > NEAR_ONE and abs(value) > WORKABLE[0]:
            yield value, f"{name} is multiplied in twice, or not divided by"
            yield 1 / value, f"{name} is not multiplied in, or divided by twice"
        if 0 < value < 1:
            yield 1 - value, f"not divided by 1 - {name}"
            yield 1 / (1 - value), f"divided by 1 - {name} where it should not be"


def sizes(inputs: Mapping[str, Array], want: Array) -> dict[int, str]:
    """Return each size that a sum may have run over, with where it is seen."""
    seen: dict[int, dict[str, str]] = {}

    def note(size: int, kind: str, label: str) -> None:
        if size > 1:
            seen.setdefault(size, {}).setdefault(kind, label)

    for name, array in {**inputs, "the result": want}.items():
        note(array.size, "size" if array.ndim > 1 else "0", f"size of {name}")
        for axis, size in enumerate(array.shape if array.ndim > 1 else ()):
            note(size, str(axis), f"axis {axis} of {name}")
        for pair in combinations(range(array.ndim), 2):
            if array.ndim > len(pair):
                size = prod(array.shape[axis] for axis in pair)
                note(size, str(pair), f"axes {pair[0]} and {pair[1]} of {name}")
    return {
        size: f"{size} = {labels.popitem()[1]}" if len(labels) == 1 else f"a factor of {size}"
        for size, labels in seen.items()
    }


def scalars(inputs: Mapping[str, Array]) -> list[tuple[str, float]]:
    """Return the inputs that are one number other than 0."""
    pairs = ((name, float(array.reshape(()))) for name, array in inputs.items() if array.ndim == 0)
    return [(name, value) for name, value in pairs if np.isfinite(value) and value != 0]


def _fit(got: Array, want: Array) -> float | None:
    """Return the factor from `want` to `got` by least squares; None where it says nothing."""
    finite = np.isfinite(got) & np.isfinite(want)
    below = float(np.sum(want[finite] ** 2))
    if below == 0 or not np.isfinite(below):
        return None
    factor = float(np.sum(got[finite] * want[finite])) / below
    usable = WORKABLE[0] < abs(factor) < WORKABLE[1] and abs(factor - 1) > NEAR_ONE
    return factor if usable else None


def _is(value: float, other: float, near: float = RELATIVE) -> bool:
    return abs(value - other) <= near * abs(other)


SAMPLE_VARIANCE = "divided by n - 1 where n belongs (sample for population variance)"
POPULATION_VARIANCE = "divided by n where n - 1 belongs (population for sample variance)"
MIXED_VARIANCE = "sample and population variance are mixed up (n - 1 and n)"
PLAIN = {
    2.0: "twice the expected value",
    0.5: "half the expected value",
}
CONSTANTS: tuple[tuple[float, str], ...] = (
    (2.0, "twice the expected value: a factor 1/2 is missing"),
    (0.5, "half the expected value: a factor 2 is missing"),
    (1 / log(2), "base-2 logarithm instead of natural"),
    (log(2), "natural logarithm instead of base 2"),
    (1 / log(10), "base-10 logarithm instead of natural"),
    (log(10), "natural logarithm instead of base 10"),
    (log(2) / log(10), "base-10 logarithm instead of base 2"),
    (180 / pi, "degrees where radians belong"),
    (pi / 180, "radians where degrees belong"),
    (100.0, "a percentage where a fraction belongs"),
    (0.01, "a fraction where a percentage belongs"),
    (255.0, "a division by 255 is missing"),
    (1 / 255, "divided by 255 once too often"),
)
