"""Hidden checks of straight_through."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, points


@points(1)
@after("test_values")
def test_far_from_zero(probes, rng):
    """large values are rounded too, and the gradient of a longer computation reaches them"""
    for size in (1e3, 1e10):
        x = size * draw(rng, (4, 1, 2), dtype="float64", low=0.5, high=2.0)
        want, upstream = np.round(x), draw(rng, x.shape, dtype="float64")
        slips = {"the value does not fit into an int32": np.where(x < 2**31, want, -(2.0**31))}
        assert_close(probes.call("straight_through", x), want, slips=slips)
        slips = {
            "the square's gradient is taken at x, not at round(x)": 2 * upstream * x,
            "no gradient comes back from large values": 0 * x,
        }
        assert_gradient(probes.squared_through(x, upstream), 2 * upstream * want, slips=slips)
