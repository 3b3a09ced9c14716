"""Hidden checks of fit_by_descent."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_steps")
def test_it_arrives(probes, rng):
    """after many steps the descent is at the least squares of x, whatever its scale"""
    x, scale = draw(rng, (50, 3), dtype="float64"), np.array([0.01, 1, 200])
    weights, bias = rng.uniform(1, 2, 3) / scale, rng.uniform(1, 5)
    x = x * scale + [0.1, 5, -300]
    y = x @ weights + bias
    got = probes.call("fit_by_descent", np.float32(x), np.float32(y), 0.25, 200)
    for part, want in zip(got[:2], (weights, bias), strict=True):
        assert_close(part, want, dtype="float32")
