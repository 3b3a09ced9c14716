"""Hidden checks of masked_mean."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_unknown_sizes(probes, rng):
    """masked_mean works inside tf.function at any rank, sizes unknown"""
    for shape, axis in [((2, 3, 1, 4), -4), ((1, 5), -1)]:
        x, mask = draw(rng, shape), rng.random(shape) < 0.5
        mask.flat[:2] = [True, False]
        want = np.where(mask, x, 0).sum(axis) / np.maximum(mask.sum(axis), 1)
        got = probes.masked_mean_in_graph(x, mask, axis)
        assert_close(got, want, dtype="float32")
