"""Hidden checks of balanced."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


@points(1)
@after("test_form")
def test_weights(probes, rng):
    """a weight of 0 is never drawn, and bad weights are refused"""
    values = draw(rng, (5,), (3,), (2,), dtype="float64")
    got = probes.refused_weights(values, CASES)
    assert_equal(got, dict.fromkeys(CASES, "ValueError"), what="the dict of errors")
    [got] = probes.balanced(values, [0, 2, 0.0], [0], 100)
    assert_close(got, np.resize(values[1], 100), dtype="float64")


CASES = {
    "two weights for three datasets": [1, 2],
    "a negative weight": [-1, 2, 3],
    "all weights are 0": [0.0, 0.0, 0.0],
}
