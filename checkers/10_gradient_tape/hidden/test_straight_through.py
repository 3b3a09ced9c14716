"""Hidden checks of straight_through."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_values")
def test_far_from_zero(probes, rng):
    """large values are rounded too, and the gradient of a longer computation reaches them"""
    for size in (1e3, 1e10):
        x = size * draw(rng, (4, 1, 2), dtype="float64", low=0.5, high=2.0)
        want, upstream = np.round(x), draw(rng, x.shape, dtype="float64")
        value, slope = (
            probes.call("straight_through", x),
            probes.straight_through(x, upstream, True),
        )
        for got, wanted in [(value, want), (slope, 2 * upstream * want)]:
            assert_close(got, wanted, dtype="float64")
