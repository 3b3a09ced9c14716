"""Hidden checks of derivative."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import after, assert_close, draw, points
from tensorkata.checking.assertions import CheckFailed

UNCONNECTED = "the gradient is None if f does not depend on x, unless you ask the tape for zeros"


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNCONNECTED)
    return got


@points(1)
@after("test_example")
def test_other_inputs(probes, rng):
    """derivative is right in tf.function, twice, and for an f that does not depend on x"""
    terms, (a, w) = draw(rng, (4,), dtype="float64").tolist(), (0.75, 1.5)
    x, f = draw(rng, (2, 1, 1, 3), dtype="float64"), Polynomial(terms)
    first, second = f.deriv()(x) + a * w * np.cos(w * x), f.deriv(2)(x) - a * w * w * np.sin(w * x)
    for mode, want in [("graph", first), ("variable", first), ("twice", second), ("flat", 0 * x)]:
        assert_close(given(probes.derivative(terms, [a, w], x, given=mode)), want, dtype="float64")
