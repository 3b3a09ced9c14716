"""Checks of derivative."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import after, assert_close, assert_shape, draw, points
from tensorkata.checking.assertions import CheckFailed

F = "where f(x) = sum of terms[k] * x^k, + wave[0] * sin(wave[1] * x)"
UNWATCHED = "x is a constant: the tape records it only after tape.watch(x)"


def oracle(terms, wave, x, n=1):
    """Return the n-th derivative of the polynomial plus wave[0] * sin(wave[1] * x)."""
    amplitude, frequency = wave
    sine = amplitude * frequency**n * np.sin(frequency * x + n * np.pi / 2)
    return Polynomial(terms).deriv(n)(x) + sine


def drawn(rng):
    return draw(rng, (4,), dtype="float64").tolist(), draw(rng, (2,), low=0.5, high=2.0).tolist()


def slips(terms, wave, x):
    slope = oracle(terms, wave, x)
    return {
        "nothing was recorded: call f while the tape is open, on the x that it watches": 0 * x,
        "this is f(x): nothing was differentiated": oracle(terms, wave, x, 0),
        "the derivatives of all elements are averaged": np.full_like(slope, slope.mean()),
        "a mean in the function divides every derivative by the number of elements": slope / x.size,
    }


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNWATCHED)
    return got


def test_shape(probes, rng):
    """derivative returns a tensor of x's shape and dtype"""
    for shape, dtype in [((5,), "float32"), ((2, 3), "float64")]:
        got = probes.derivative(*drawn(rng), draw(rng, shape, dtype=dtype))
        assert_shape(given(got), shape, dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """derivative is f'(x) at every element, for a constant, a variable and a Python number"""
    for shape, given in [((6,), "constant"), ((2, 3), "variable")]:
        (terms, wave), x = drawn(rng), draw(rng, shape, dtype="float64")
        got = probes.derivative(terms, wave, x, given=given)
        assert_close(got, oracle(terms, wave, x), slips=slips(terms, wave, x), what=F)
    got = probes.derivative(terms, wave, 0.625)
    # float32 sums of terms of about 10: a few roundings of 1e-6.
    assert_close(got, oracle(terms, wave, 0.625), dtype="float32", atol=2e-5, what=F)


@points(1)
@after(test_values)
def test_twice(probes, rng):
    """the derivative of the derivative is f''(x)"""
    (terms, wave), x = drawn(rng), draw(rng, (3, 2), dtype="float64")
    mistakes = {
        "a copy of x (a new variable, or .numpy()) cuts the outer tape's path": 0 * x,
    }
    got, want = probes.second(terms, wave, x), oracle(terms, wave, x, 2)
    assert_close(got, want, slips=mistakes, what=F)
