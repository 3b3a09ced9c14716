"""Hidden checks of balanced."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_form")
def test_weights(probes, rng):
    """among three datasets those of weight 0 are never drawn"""
    values = draw(rng, (5,), (3,), (2,), dtype="float64")
    [got] = probes.balanced(values, [0, 2, 0.0], [0], 100)
    assert_close(got, np.resize(values[1], 100), dtype="float64")
