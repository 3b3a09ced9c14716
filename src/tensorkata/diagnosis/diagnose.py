"""Diagnosis: name the likely mistake behind a wrong value, or say nothing.

A mistake is named only when it explains every element within tolerance and no other mistake does.
Silence is cheap, a wrong name is not. Knows no check and no submission: arrays in, a phrase out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from tensorkata.diagnosis import (
    elementwise,
    factors,
    inputs_used,
    order_and_shape,
    plain_facts,
)
from tensorkata.diagnosis.evidence import Array, Gauge, Guess, distinct, numbers

MOST_ELEMENTS = 200_000
MOST_INPUTS = 12
MOST_AXES = 8
FAULTS = (ValueError, TypeError, IndexError, ArithmeticError, MemoryError, AttributeError)


def diagnose(
    got: Any, want: Any, inputs: Mapping[str, Any], *, rtol: float, atol: float
) -> str | None:
    """Return the phrase that completes "looks like: ...", or None if nothing is certain.

    Shapes and dtypes may differ. Takes a few milliseconds; never raises and never warns, whatever
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
    precision = plain_facts.precision(got_value, got, want, gauge)
    if got.shape == want.shape and gauge.close(got, want):
        return _only(gauge, precision)
    facts = plain_facts.nothing_new(got, want, inputs)
    if got.shape != want.shape:
        return _only(gauge, facts, _shapes(got, want))
    return _only(
        gauge,
        facts,
        precision,
        _causes(got, want, inputs),
        inputs_used.errors(got, want, inputs),
        factors.changed(got, want, inputs),
        order_and_shape.rows_mixed_up(got, want),
        order_and_shape.values_mixed_up(got, want),
        plain_facts.partly_wrong(got, want, gauge),
    )


def _only(gauge: Gauge, *stages: Iterable[Guess]) -> str | None:
    """Return the phrase of the first stage in which a guess holds; None if several hold there."""
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


def _shapes(got: Array, want: Array) -> Iterator[Guess]:
    """Guess how one shape came from the other."""
    yield from order_and_shape.reshaped(got, want)
    yield from order_and_shape.cut(got, want)
    yield from order_and_shape.reduced(got, want)


def _causes(got: Array, want: Array, inputs: Mapping[str, Array]) -> Iterator[Guess]:
    """Guess at every cause that shows in single values or in their order."""
    yield from elementwise.functions(got, want)
    yield from factors.scaled(got, want, inputs)
    yield from factors.shifted(got, want, inputs)
    if distinct(got) == 1 or distinct(want) == 1:  # one number fits too many guesses
        return
    yield from elementwise.activations(got, want)
    yield from elementwise.clipping(got, want)
    yield from order_and_shape.order(got, want)
    yield from inputs_used.left_out(got, want, inputs)
