"""Checks of nth_derivative."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import after, assert_close, assert_raises, assert_shape, draw, points
from tensorkata.checking.assertions import CheckFailed

F = "where f(x) = sum of terms[k] * x^k, + wave[0] * sin(wave[1] * x)"
UNWATCHED = "each order needs a tape that watches x and is open while you compute the order below"


def oracle(terms, wave, x, n):
    """Return the n-th derivative of the polynomial plus wave[0] * sin(wave[1] * x)."""
    amplitude, frequency = wave
    sine = amplitude * frequency**n * np.sin(frequency * x + n * np.pi / 2)
    return Polynomial(terms).deriv(n)(x) + sine


def slips(terms, wave, x, n):
    first = oracle(terms, wave, x, 1)
    return {
        "the order is one too high": oracle(terms, wave, x, n + 1),
        "always the first derivative, whatever the order": first,
        "the order is one too low": oracle(terms, wave, x, n - 1),
        "the first derivative to the power n": first**n,
        "n times the first derivative": first * n,
        UNWATCHED: 0 * x,
    }


def drawn(rng, shape, dtype="float64"):
    terms, x = draw(rng, (4,), dtype="float64").tolist(), draw(rng, shape, dtype=dtype)
    return terms, draw(rng, (2,), low=0.5, high=2.0).tolist(), x


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNWATCHED)
    return got


def test_shape(probes, rng):
    """nth_derivative returns a tensor of x's shape and dtype"""
    for shape, dtype, n in [((5,), "float32", 1), ((2, 3), "float64", 2)]:
        got = probes.nth_derivative(*drawn(rng, shape, dtype), n)
        assert_shape(given(got), shape, dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """nth_derivative is right for the orders 1 to 3"""
    for shape, n in [((5,), 1), ((1,), 2), ((2, 3), 3)]:
        setting = *drawn(rng, shape), n
        got = probes.nth_derivative(*setting)
        assert_close(got, oracle(*setting), slips=slips(*setting), what=F)


@points(1)
@after(test_shape)
def test_order_zero_and_below(probes, rng):
    """order 0 is f(x) itself, and a negative order raises ValueError"""
    terms, wave, x = drawn(rng, (4,))
    slips = {"the first derivative instead of f(x)": oracle(terms, wave, x, 1)}
    got, want = probes.nth_derivative(terms, wave, x, 0), oracle(terms, wave, x, 0)
    assert_close(got, want, slips=slips, what=F)
    assert_raises(ValueError, probes.nth_derivative, terms, wave, x, -1)
