"""Hidden checks of Discriminator."""

import itertools

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_values")
def test_three_blocks(probes, rng):
    """three blocks are right, and dropout with rate 0 drops nothing in training"""
    sizes = [3, 7, 5, 4, 1]
    weights, x = [], draw(rng, (5, 3))
    want = x.astype(float)
    for below, units in itertools.pairwise(sizes):
        kernel, bias = draw(rng, (below, units), (units,))
        weights += [["kernel", kernel], ["bias", bias]]
        z = want @ kernel + bias
        want = z if units == 1 else np.maximum(z, 0.2 * z)
    got = probes.judged(sizes[1:-1], 0.0, weights, x, training=True)
    assert_close(got, want, dtype="float32")
