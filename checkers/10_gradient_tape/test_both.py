"""Checks of both."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_true,
    draw,
    points,
)
from tensorkata.checking.assertions import CheckFailed

UNWATCHED = "x is a constant: the tape records it only after tape.watch(x)"
F, G = "f' for f(x) = sum of terms[k] * x^k", "g' for g(x) = wave[0] * sin(wave[1] * x)"
TWO_TAPES = {"one tape for each function; a single tape can be asked twice": 2}


def oracle(terms, wave, x):
    """Return f' of the polynomial and g' of wave[0] * sin(wave[1] * x)."""
    return Polynomial(terms).deriv()(x), wave[0] * wave[1] * np.cos(wave[1] * x)


def slips_of_first(first, second, x, terms):
    return {
        "the derivative of f + g: a list of targets is added up": first + second,
        "f and g are swapped": second,
        "this is f(x): nothing was differentiated": Polynomial(terms)(x),
        "the derivatives of all elements are added up": first.sum(),
        "nothing was recorded: call f while the tape is open": 0 * x,
    }


def slips_of_second(first, second, x):
    return {
        "f' is returned twice": first,
        "the derivative of f + g: the tape adds up a list of targets": first + second,
        "the derivatives of all elements are added up": second.sum(),
        "nothing was recorded: call g while the tape is open": 0 * x,
    }


def chained(terms, wave, x):
    """Return what g' is if g is given f(x)."""
    first, inner = oracle(terms, wave, x)[0], oracle(terms, wave, Polynomial(terms)(x))[1]
    return {"the derivative of g(f(x)): g was not given x": inner * first}


def drawn(rng, shape, dtype="float64"):
    terms, wave = draw(rng, (4,), (2,), dtype="float64", low=0.5, high=2.0)
    return terms.tolist(), wave.tolist(), np.asarray(draw(rng, shape, dtype=dtype))


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNWATCHED)
    return got


def pair(got):
    """Return the two results."""
    good = isinstance(given(got), list) and len(got) == 2
    assert_true(good, "is not a tuple of two tensors, (f', g')", got=got)
    return given(got[0]), given(got[1])


def test_example(probes):
    """both gives what the docstring's example shows"""
    for part, want in zip(
        pair(probes.both([0.0, 0, 1], "exp", np.float32([0]))), EXAMPLE, strict=True
    ):
        assert_close(part, want[1], dtype="float32", slips=want[2], what=want[0])


@points(0.5)
@after(test_example)
def test_values(probes, rng):
    """both returns f'(x) first and g'(x) second, in x's shape and dtype"""
    for shape, dtype in SHAPES:
        terms, wave, x = drawn(rng, shape, dtype)
        got, (first, second) = pair(probes.both(terms, wave, x)), oracle(terms, wave, x)
        wrong = slips_of_first(first, second, x, terms)
        room = ROUNDINGS[dtype]
        assert_close(got[0], first, dtype=dtype, atol=room, slips=wrong, what=F)
        wrong = slips_of_second(first, second, x) | chained(terms, wave, x)
        assert_close(got[1], second, dtype=dtype, atol=room, slips=wrong, what=G)


@points(0.5)
@after(test_values)
def test_one_pass(probes, rng):
    """both is right with one tape and one call of each function"""
    terms, wave, x = drawn(rng, (2, 3))
    seen = probes.both(terms, wave, x, counted=True)
    for part, want, what in zip(seen["results"], oracle(terms, wave, x), (F, G), strict=True):
        assert_close(part, want, dtype="float64", what=what)
    assert_equal(seen["calls"]["f"], 1, what="the number of calls of f", slips=AGAIN)
    assert_equal(seen["calls"]["g"], 1, what="the number of calls of g", slips=AGAIN)
    assert_equal(seen["tapes"], 1, what="the number of tapes", slips=TWO_TAPES)


EXAMPLE = [
    (
        "f' for f(x) = x * x",
        np.zeros(1),
        slips_of_first(np.zeros(1), np.ones(1), np.zeros(1), [0.0]),
    ),
    ("g' for g(x) = exp(x)", np.ones(1), slips_of_second(np.zeros(1), np.ones(1), np.zeros(1))),
]
SHAPES = [
    ((5,), "float64"),
    ((2, 3), "float32"),
    ((2, 1, 2), "float64"),
    ((), "float64"),
    ((0, 2), "float32"),
]
# Sums of terms of about 10: a few roundings of 1e-6 in float32.
ROUNDINGS = {"float32": 2e-5, "float64": 1e-9}
AGAIN = {"it is called once more than needed: keep its result": 2}
