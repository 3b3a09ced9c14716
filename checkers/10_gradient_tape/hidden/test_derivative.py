"""Hidden checks of derivative."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import assert_close, draw, points


@points(1)
def test_unconnected_and_graph(probes, rng):
    """derivative is right inside tf.function, for any rank, and 0 where f does not depend on x"""
    terms, (a, w) = draw(rng, (4,), dtype="float64").tolist(), (0.75, 1.5)
    for shape in [(2, 1, 3), ()]:
        x = np.asarray(draw(rng, shape, dtype="float64"))
        want = Polynomial(terms).deriv()(x) + a * w * np.cos(w * x)
        assert_close(probes.derivative_in_graph(terms, [a, w], x), want)
    assert_close(probes.level(3.5, x), np.zeros(()), dtype="float64")
