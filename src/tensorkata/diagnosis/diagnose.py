"""Diagnosis: name the likely mistake behind a wrong value, or say nothing.

A mistake is named only when it explains every element within tolerance and no other mistake does.
Silence is cheap and a wrong name is not. Knows no check and no submission: arrays in, a phrase out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import ml_dtypes
import numpy as np

from tensorkata.diagnosis import elementwise, factors, formulas, inputs_used, order_and_shape
from tensorkata.diagnosis.evidence import MIN_BITS, Array, Gauge, Guess, bits, distinct, numbers

MOST_ELEMENTS = 200_000
MOST_INPUTS = 12
MOST_AXES = 8
SEVERAL = 3
FAULTS = (ValueError, TypeError, IndexError, ArithmeticError, MemoryError, AttributeError)


def diagnose(
    got: Any, want: Any, inputs: Mapping[str, Any], *, rtol: float, atol: float
) -> str | None:
    """Return the phrase that completes "looks like: ...", or None where nothing is certain.

    Shapes and dtypes may differ. Takes some milliseconds; never raises and never warns, whatever
    the arrays hold.
    """
    try:
        with np.errstate(all="ignore"):
            return _diagnose(got, want, inputs, Gauge(rtol, atol))
    except FAULTS:
        return None


def _diagnose(
    got_value: Any, want_value: Any, input_values: Mapping[str, Any], gauge: Gauge
) -> str | None:
    got, want = numbers(got_value, MOST_ELEMENTS), numbers(want_value, MOST_ELEMENTS)
    if got is None or want is None or not got.size or not want.size:
        return None
    if max(got.ndim, want.ndim) > MOST_AXES or np.isnan(got).any() or np.isnan(want).any():
        return None
    named = {str(name): _input(value) for name, value in list(input_values.items())[:MOST_INPUTS]}
    inputs = {name: value for name, value in named.items() if value is not None}
    if got.shape != want.shape:
        return _only(
            gauge,
            _facts(got, want, inputs),
            _classes(got, want),
            order_and_shape.broadcasting(got, want),
            chain(order_and_shape.shape(got, want), order_and_shape.reduction(got, want)),
            formulas.reductions(got, want, inputs, gauge),
        )
    if gauge.close(got, want):
        return _only(
            gauge,
            formulas.normalisations(got, want, inputs, gauge),
            _precision(got_value, got, want, gauge),
        )
    return _only(
        gauge,
        _facts(got, want, inputs),
        _precision(got_value, got, want, gauge),
        formulas.normalisations(got, want, inputs, gauge),
        _causes(got, want, inputs),
        formulas.reductions(got, want, inputs, gauge),
        factors.changed(got, want, inputs),
        order_and_shape.sorting(got, want),
        order_and_shape.disorder(got, want),
        order_and_shape.jumble(got, want),
        _partial(got, want, gauge),
    )


def _only(gauge: Gauge, *stages: Iterable[Guess]) -> str | None:
    """Return the one phrase of the first stage in which any holds; None where several do."""
    for stage in stages:
        held = {guess.phrase for guess in stage if gauge.holds(guess)}
        if held:
            return held.pop() if len(held) == 1 else None
    return None


def _input(value: Any) -> Array | None:
    try:
        array = numbers(value, MOST_ELEMENTS)
    except FAULTS:
        return None
    if array is None or array.size == 0 or array.ndim > MOST_AXES:
        return None
    return array if np.isfinite(array).all() else None


def _causes(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess at everything that one value after the other, or an order, can tell."""
    yield from elementwise.elementwise(got, want)
    yield from factors.scaled(got, want, inputs)
    yield from factors.shifted(got, want, inputs)
    if distinct(got) == 1 or distinct(want) == 1:  # one number fits too much
        return
    yield from elementwise.activations(got, want)
    yield from elementwise.distributions(got, want)
    yield from elementwise.standardised(got, want)
    yield from order_and_shape.order(got, want)
    yield from inputs_used.operands(got, want, inputs)
    yield from inputs_used.pairs(got, want, inputs)


def _facts(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess at what can be seen without any cause: zeros, one value, an input handed back."""
    # what is plain to see needs no bits of evidence: the guess compares a constant
    sure = np.array([np.pi])
    if got.size > 1 and np.any(want != 0) and np.all(got == 0):
        yield Guess("all zeros", sure, sure)
    elif got.size > SEVERAL and distinct(want) > 1 and np.all(got == got.flat[0]):
        yield Guess("all values the same", sure, sure)
    for name, value in inputs.items():
        yield Guess(f"{name} is returned unchanged", got, value)
        if 0 < value.ndim < got.ndim and value.size > 1:
            tail = got.shape[got.ndim - value.ndim :] == value.shape
            wide = np.broadcast_to(value, got.shape) if tail else value
            yield Guess(f"every row is {name}, and nothing else", got, wide)


def _classes(got: Array, want: Array) -> Iterator[Guess]:
    """Guess at scores where classes belong, and classes where one-hot rows belong."""
    if got.ndim == want.ndim + 1 and got.shape[:-1] == want.shape:
        index = got.argmax(axis=-1).astype(float)
        hot = bool(np.all((got == 0) | (got == 1)))
        yield Guess(ONE_HOT if hot else SCORES, index, want)
    one_hot = bool(np.all((want == 0) | (want == 1)))
    if one_hot and want.ndim == got.ndim + 1 and want.shape[:-1] == got.shape:
        one = np.arange(want.shape[-1]) == got[..., None]
        yield Guess("class numbers where one-hot rows belong", one.astype(float), want)


def _precision(given: Any, got: Array, want: Array, gauge: Gauge) -> Iterator[Guess]:
    """Guess at a lower precision: every value is one that the smaller dtype can hold."""
    plain = np.asarray(given)
    for dtype, name, error in PRECISIONS:
        # a check that allows what the dtype cannot resolve does not fail because of it
        if gauge.rtol > error:
            continue
        held = got.astype(dtype).astype(np.float64)
        if not np.array_equal(held, got) or np.array_equal(np.round(got), got):
            continue
        finer = np.sum(want.astype(dtype).astype(np.float64) != want)
        size = np.max(np.abs(want))
        few = plain.dtype.kind == "f" and plain.dtype.itemsize <= np.dtype(dtype).itemsize
        if finer >= (1 if few else SEVERAL) and np.max(np.abs(got - want)) <= error * size:
            sure = np.array([np.pi])
            yield Guess(f"computed in lower precision ({name})", sure, sure)
            return


def _partial(got: Array, want: Array, gauge: Gauge) -> Iterator[Guess]:
    """Guess at values that are right but in one place, or the same where they should differ."""
    near = np.abs(got - want) <= gauge.atol + 1e-4 * np.abs(want)
    wrong = ~near & (got != want)
    several = np.sum(wrong) > 1 and distinct(got[~wrong]) > 1
    if several and np.all(got[wrong] == 0):
        phrase = "zero where it should not be"
        yield Guess(phrase, got[~wrong], want[~wrong])
    elif several and np.array_equal(wrong, want == 0):
        phrase = "not zero where it should be"
        yield Guess(phrase, got[~wrong], want[~wrong])
    for axis in elementwise.axes_of(want):
        mine, theirs = np.moveaxis(got, axis, 0), np.moveaxis(want, axis, 0)
        if len(mine) > SEVERAL:
            place = f"entry along axis {axis} is wrong, the others are right"
            yield Guess(f"only the first {place}", mine[1:], theirs[1:])
            yield Guess(f"only the last {place}", mine[:-1], theirs[:-1])
        same, level = np.broadcast_to(mine[:1], mine.shape), np.ptp(theirs, axis=0)
        if np.any(level > 1e-3 * np.abs(theirs).max(axis=0)) and bits(mine[0]) >= MIN_BITS:
            yield Guess(f"the same for every entry along axis {axis}", mine, same)


ONE_HOT = "one-hot rows where class numbers belong (argmax is missing)"
SCORES = "scores where the index of the largest belongs (argmax is missing)"
PRECISIONS: tuple[tuple[Any, str, float], ...] = (
    (ml_dtypes.bfloat16, "bfloat16", 5e-2),
    (np.float16, "float16", 1e-2),
    (np.float32, "float32", 1e-5),
)
