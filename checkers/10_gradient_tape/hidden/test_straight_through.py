"""Hidden checks of straight_through."""

import numpy as np

from tensorkata.checking import after, assert_gradient, draw, points


@points(1)
@after("test_values")
def test_within_a_chain(probes, rng):
    """within a longer computation the gradient is taken at the rounded value"""
    for shape in [(4, 2), (1, 9)]:
        x, upstream = 3 * draw(rng, shape, dtype="float64"), draw(rng, shape, dtype="float64")
        got = probes.squared_through(x, upstream)
        assert_gradient(got, 2 * upstream * np.round(x), slips={"taken at x": 2 * upstream * x})
