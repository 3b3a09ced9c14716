"""Hidden checks of nth_derivative."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import after, assert_close, draw, points
from tensorkata.checking.assertions import CheckFailed

UNCONNECTED = "the gradient is None if nothing depends on x, unless you ask the tape for zeros"


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNCONNECTED)
    return got


@points(1)
@after("test_example")
def test_above_the_degree(probes, rng):
    """a polynomial's derivatives of every order are right, and 0 above its degree"""
    terms, x = draw(rng, (4,), dtype="float64").tolist(), draw(rng, (2, 1, 2), dtype="float64")
    for n in (0, 3, 5):
        want = Polynomial(terms).deriv(n)(x) * np.ones_like(x)
        assert_close(given(probes.nth_derivative(terms, None, x, n)), want, dtype="float64")
