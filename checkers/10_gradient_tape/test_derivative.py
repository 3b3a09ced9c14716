"""Checks of derivative."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import after, assert_close, draw, points
from tensorkata.checking.assertions import CheckFailed

F = "where f(x) = sum of terms[k] * x^k, + wave[0] * sin(wave[1] * x)"
UNWATCHED = "x is a constant: the tape records it only after tape.watch(x)"
UNCONNECTED = "the gradient is None if f does not depend on x, unless you ask the tape for zeros"


def oracle(terms, wave, x, n=1):
    """Return the n-th derivative of the polynomial plus wave[0] * sin(wave[1] * x)."""
    amplitude, frequency = wave or (0.0, 1.0)
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
        "the derivatives of all elements are added up": slope.sum(),
        "a mean in the function divides every derivative by the number of elements": slope / x.size,
        "the second derivative": oracle(terms, wave, x, 2),
        "the axes are flattened": slope.reshape(-1),
    }


def given(got, cause=UNWATCHED):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=cause)
    return got


def test_example(probes):
    """derivative gives what the docstring's example shows"""
    setting = [0.0, 0.0, 1.0], None, np.float32([1, 3])
    got = given(probes.derivative(*setting))
    assert_close(got, [2.0, 6.0], dtype="float32", slips=slips(*setting), what=F)


@points(0.5)
@after(test_example)
def test_values(probes, rng):
    """derivative is f'(x) at every element, in x's shape and dtype"""
    for shape, dtype in SHAPES:
        (terms, wave), x = drawn(rng), np.asarray(draw(rng, shape, dtype=dtype))
        got, want = given(probes.derivative(terms, wave, x)), oracle(terms, wave, x)
        wrong = slips(terms, wave, x)
        assert_close(got, want, dtype=dtype, atol=ROUNDINGS[dtype], slips=wrong, what=F)


@points(0.25)
@after(test_example)
def test_variable_and_number(probes, rng):
    """x may be a variable, or a Python float, whose derivative is a float32 scalar"""
    (terms, wave), x = drawn(rng), draw(rng, (2, 3), dtype="float64")
    for kind in ("variable", "frozen"):
        got, want = probes.derivative(terms, wave, x, given=kind), oracle(terms, wave, x)
        wrong = {FROZEN: 0 * x} if kind == "frozen" else slips(terms, wave, x)
        assert_close(given(got), want, dtype="float64", slips=wrong, what=F)
    got, want = probes.derivative(terms, wave, 0.625), oracle(terms, wave, 0.625)
    assert_close(given(got), want, dtype="float32", atol=ROUNDINGS["float32"], what=F)


@points(0.5)
@after(test_example)
def test_unconnected(probes, rng):
    """the derivative is 0 at every element, not None, if f does not depend on x"""
    for shape in [(2, 3), (4,)]:
        (terms, wave), x = drawn(rng), draw(rng, shape, dtype="float64")
        for mode in ("constant", "flat"):
            want = oracle(terms, wave, x) if mode == "constant" else 0 * x
            got = given(probes.derivative(terms, wave, x, given=mode), UNCONNECTED)
            assert_close(got, want, dtype="float64", slips=FLAT)


@points(0.5)
@after(test_values)
def test_twice(probes, rng):
    """the derivative of the derivative is f''(x)"""
    (terms, wave), x = drawn(rng), draw(rng, (3, 2), dtype="float64")
    got, want = probes.derivative(terms, wave, x, given="twice"), oracle(terms, wave, x, 2)
    assert_close(given(got, CUT), want, dtype="float64", slips={CUT: 0 * x}, what=F)


@points(0.25)
@after(test_values)
def test_graph(probes, rng):
    """derivative works in tf.function too"""
    (terms, wave), x = drawn(rng), draw(rng, (3, 2), dtype="float64")
    got, want = probes.derivative(terms, wave, x, given="graph"), oracle(terms, wave, x)
    assert_close(given(got), want, dtype="float64", slips=slips(terms, wave, x), what=F)


SHAPES = [
    ((6,), "float64"),
    ((5,), "float32"),
    ((2, 1, 3), "float64"),
    ((), "float32"),
    ((0, 3), "float32"),
]
# Sums of terms of about 10: a few roundings of 1e-6 in float32.
ROUNDINGS = {"float32": 2e-5, "float64": 1e-9}
FLAT = {"a single number; every element should have its own": np.zeros(())}
FROZEN = "a variable with trainable=False is not watched by itself: tape.watch(x)"
CUT = "a copy of x (a new variable, or .numpy()) cuts the outer tape's path"
