"""Hidden checks of balanced."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


@points(1)
@after("test_form")
def test_weights(probes, rng):
    """a weight of 0 is never drawn, and bad weights are refused"""
    values = draw(rng, (5,), (3,), dtype="float64")
    cases = [[1.0], [1.0, 1.0, 1.0], [-1.0, 2.0], [0, 0]]
    got = probes.refused_weights(values, cases)
    assert_equal(got, ["ValueError"] * 4, what=REFUSED, slips=SLIPS)
    got = probes.balanced(values, [0, 2], [1], 100)[0]
    assert_close(np.ravel(got), np.resize(values[1], 100), dtype="float64")


REFUSED = "the list of errors for too few weights, too many, a negative weight, and all weights 0"
SLIPS = {
    "negative weights are allowed": ["ValueError", "ValueError", "", "ValueError"],
    "weights that are all 0 are allowed": ["ValueError", "ValueError", "ValueError", ""],
    "a dataset or a weight without a partner is dropped": ["", "", "ValueError", "ValueError"],
}
