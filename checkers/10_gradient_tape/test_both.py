"""Checks of both."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import after, assert_close, assert_shape, assert_true, draw, points
from tensorkata.checking.assertions import CheckFailed

UNWATCHED = "x is a constant: the tape records it only after tape.watch(x)"


def oracle(terms, wave, x):
    """Return f' of the polynomial and g' of wave[0] * sin(wave[1] * x)."""
    return Polynomial(terms).deriv()(x), wave[0] * wave[1] * np.cos(wave[1] * x)


def slips_of_first(terms, wave, x):
    first, second = oracle(terms, wave, x)
    return {
        "the derivative of f + g: a list of targets is added up": first + second,
        "f and g are swapped": second,
        "this is f(x): nothing was differentiated": Polynomial(terms)(x),
    }


def slips_of_second(terms, wave, x):
    first, second = oracle(terms, wave, x)
    return {
        "f' is returned twice": first,
        "the derivative of f + g: the tape adds up a list of targets": first + second,
        "the derivative of g(f(x)): g was not given x": oracle(terms, wave, Polynomial(terms)(x))[1]
        * first,
    }


def drawn(rng, shape, dtype="float64"):
    terms, wave = draw(rng, (4,), (2,), dtype="float64", low=0.5, high=2.0)
    return terms.tolist(), wave.tolist(), draw(rng, shape, dtype=dtype)


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNWATCHED)
    return got


def test_pair(probes, rng):
    """both returns two results"""
    got = probes.both(*drawn(rng, (4,)))
    assert_true(isinstance(got, list) and len(got) == 2, "is not a tuple of two tensors", got=got)


@after(test_pair)
def test_shape(probes, rng):
    """both returns two tensors of x's shape and dtype"""
    for shape, dtype in [((2, 3), "float32"), ((5,), "float64")]:
        for _, part in zip(range(2), probes.both(*drawn(rng, shape, dtype)), strict=True):
            assert_shape(given(part), shape, dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """both returns f'(x) first and g'(x) second"""
    for shape in [(5,), (1, 4)]:
        terms, wave, x = drawn(rng, shape)
        got, (first, second) = probes.both(terms, wave, x), oracle(terms, wave, x)
        assert_close(got[0], first, slips=slips_of_first(terms, wave, x), what="f'")
        assert_close(got[1], second, slips=slips_of_second(terms, wave, x), what="g'")
