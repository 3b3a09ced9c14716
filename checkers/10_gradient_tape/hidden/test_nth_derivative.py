"""Hidden checks of nth_derivative."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import assert_close, draw, points


@points(1)
def test_above_the_degree(probes, rng):
    """a polynomial's derivatives are right up to its degree and 0 above it, not None"""
    terms, x = draw(rng, (4,), dtype="float64").tolist(), draw(rng, (2, 1, 2), dtype="float64")
    for n in (2, 3, 4, 5):
        want = Polynomial(terms).deriv(n)(x) * np.ones_like(x)
        assert_close(probes.nth_derivative(terms, None, x, n), want)
