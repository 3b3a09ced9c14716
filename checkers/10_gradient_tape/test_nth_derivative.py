"""Checks of nth_derivative."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import after, assert_close, assert_raises, draw, points
from tensorkata.checking.assertions import CheckFailed

F = "where f(x) = sum of terms[k] * x^k, + wave[0] * sin(wave[1] * x)"
UNWATCHED = "each order needs a tape that watches x and is open while you compute the order below"
UNCONNECTED = "the gradient is None if nothing depends on x, unless you ask the tape for zeros"


def oracle(terms, wave, x, n):
    """Return the n-th derivative of the polynomial plus wave[0] * sin(wave[1] * x)."""
    amplitude, frequency = wave or (0.0, 1.0)
    sine = amplitude * frequency**n * np.sin(frequency * x + n * np.pi / 2)
    return Polynomial(terms).deriv(n)(x) + sine


def slips(terms, wave, x, n):
    first, want = oracle(terms, wave, x, 1), oracle(terms, wave, x, n)
    return {
        "the order is one too high": oracle(terms, wave, x, n + 1),
        "always the first derivative, whatever the order": first,
        "the order is one too low": oracle(terms, wave, x, max(n - 1, 0)),
        "the first derivative to the power n": first**n,
        "n times the first derivative": first * n,
        UNWATCHED: 0 * x,
        "the derivatives of all elements are added up": want.sum(),
        "the axes are flattened": want.reshape(-1),
    }


def drawn(rng, shape, dtype="float64"):
    terms, x = draw(rng, (4,), dtype="float64").tolist(), draw(rng, shape, dtype=dtype)
    return terms, draw(rng, (2,), low=0.5, high=2.0).tolist(), np.asarray(x)


def given(got, cause=UNWATCHED):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=cause)
    return got


def test_example(probes):
    """nth_derivative gives what the docstring's example shows"""
    setting = [0.0, 0.0, 0.0, 1.0], None, np.float32([1, 2]), 2
    got = given(probes.nth_derivative(*setting))
    assert_close(got, [6.0, 12.0], dtype="float32", slips=slips(*setting), what=F)


@points(0.5)
@after(test_example)
def test_values(probes, rng):
    """nth_derivative is right for the orders 1 to 3, in x's shape and dtype"""
    for shape, dtype, n in SHAPES:
        setting = *drawn(rng, shape, dtype), n
        got, want = given(probes.nth_derivative(*setting)), oracle(*setting)
        wrong = slips(*setting)
        assert_close(got, want, dtype=dtype, atol=ROUNDINGS[dtype], slips=wrong, what=F)


@points(0.5)
@after(test_example)
def test_order_zero(probes, rng):
    """order 0 is f(x) itself"""
    terms, wave, x = drawn(rng, (4,))
    got, want = probes.nth_derivative(terms, wave, x, 0), oracle(terms, wave, x, 0)
    mistakes = {"the first derivative": oracle(terms, wave, x, 1), "x itself": x, "ones": 1 + 0 * x}
    assert_close(got, want, dtype="float64", slips=mistakes, what=F)


@points(0.5)
@after(test_example)
def test_above_the_degree(probes, rng):
    """a polynomial's derivatives are right up to its degree, and 0 above it, not None"""
    terms, _, x = drawn(rng, (2, 3))
    for n in (3, 4, 6):
        got = given(probes.nth_derivative(terms, None, x, n), UNCONNECTED)
        want = oracle(terms, None, x, n)
        wrong = FLAT | slips(terms, None, x, n)
        assert_close(got, want, dtype="float64", slips=wrong, what=F)


@points(0.5)
@after(test_example)
def test_negative_order(probes, rng):
    """a negative order raises ValueError, and order 1 does not"""
    terms, wave, x = drawn(rng, (4,))
    got = probes.nth_derivative(terms, wave, x, 1)
    assert_close(got, oracle(terms, wave, x, 1), dtype="float64", what=F)
    for n in (-1, -3):
        assert_raises(ValueError, probes.nth_derivative, terms, wave, x, n)


SHAPES = [
    ((5,), "float64", 1),
    ((4,), "float32", 2),
    ((1,), "float64", 2),
    ((2, 1, 3), "float64", 2),
    ((), "float64", 3),
    ((0, 3), "float32", 2),
]
# Sums of terms of about 20: a few roundings of 2e-6 in float32.
ROUNDINGS = {"float32": 4e-5, "float64": 1e-9}
FLAT = {"a single number; every element should have its own": np.zeros(())}
