"""Hidden checks of balanced."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_raises, draw, points


@points(1)
@after("test_form")
def test_weights(probes, rng):
    """a weight of 0 is never drawn, and weights that are no shares are refused"""
    values = draw(rng, (5,), (3,), dtype="float64")
    for weights in ([1.0], [1.0, 1.0, 1.0], [-1.0, 2.0], [0, 0], [0.0, 0.0]):
        assert_raises(ValueError, probes.balanced, values, weights, [1], 8)
    got = probes.balanced(values, [0, 2], [1], 8)[0]
    assert_close(np.ravel(got), np.resize(values[1], 8), dtype="float64")
