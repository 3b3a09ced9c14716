"""Hidden checks of Dense."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, forbids, points

pytestmark = forbids("keras")


@points(1)
@after("test_example")
def test_more_values(probes, rng):
    """Dense is right for wide layers, deep inputs, empty ones and unknown batches"""
    for shape, units, mode in [
        ((3, 17), 9, "eager"),
        ((0, 4), 3, "graph"),
        ((2, 2, 5), 1, "graph"),
    ]:
        x, kernel, bias = draw(rng, shape, (shape[-1], units), (units,))
        got = probes.dense_on_x([kernel, bias], x, "tanh", mode)
        assert_close(got, np.tanh(x.astype(float) @ kernel + bias), dtype="float32")


@points(0.5)
@after("test_variables")
def test_narrow_start(probes, rng):
    """the limit depends on features and on units"""
    features, units = int(rng.integers(1500, 3000)), int(rng.integers(2, 5))
    got, limit = probes.dense_kernel(features, units, 3), np.sqrt(6 / (features + units))
    assert_shape(got, (features, units), dtype="float32")
    parts = np.quantile(got, [0, 0.25, 0.5, 0.75, 1])
    # Of 3,000 uniform numbers or more a quarter is off by 0.02 * limit.
    assert_close(parts, limit * np.array([-1, -0.5, 0, 0.5, 1]), atol=0.1 * limit, what="quantiles")
