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
@after("test_shape")
def test_unconnected_and_graph(probes, rng):
    """derivative is right inside tf.function, for any rank, and 0 if f does not depend on x"""
    terms, (a, w) = draw(rng, (4,), dtype="float64").tolist(), (0.75, 1.5)
    x = draw(rng, (2, 1, 3), dtype="float64")
    want = Polynomial(terms).deriv()(x) + a * w * np.cos(w * x)
    slips = {"the axes are flattened": want.reshape(2, -1)}
    assert_close(probes.derivative_in_graph(terms, [a, w], x), want, slips=slips)
    slips = {"a single number; every element should have its own": np.zeros(())}
    assert_close(given(probes.level(3.5, x)), 0 * x, dtype="float64", slips=slips)
