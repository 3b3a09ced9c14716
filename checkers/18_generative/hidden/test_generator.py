"""Hidden checks of Generator."""

import itertools

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_training")
def test_three_blocks(probes, rng):
    """three blocks are right in training"""
    sizes = [3, 6, 5, 4]
    weights, x = [], draw(rng, (11, 3))
    want = x.astype(float)
    for below, units in itertools.pairwise(sizes):
        kernel, beta, mean = draw(rng, (below, units), (units,), (units,))
        gamma, variance = draw(rng, (units,), (units,), low=0.5, high=2.0)
        weights += [["kernel", kernel], ["gamma", gamma], ["beta", beta]]
        weights += [["moving_mean", mean], ["moving_variance", variance]]
        z = want @ kernel
        z = gamma * (z - z.mean(axis=0)) / np.sqrt(z.var(axis=0) + 1e-3) + beta
        want = np.maximum(z, 0.2 * z)
    kernel, bias = draw(rng, (4, 2), (2,))
    weights += [["kernel", kernel / np.float32(2)], ["bias", bias]]
    got = probes.generated(sizes[1:], 2, weights, x, training=True)
    assert_close(got, np.tanh(want @ kernel / 2 + bias), dtype="float32")
