"""Hidden checks of triplet_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def length(x):
    return np.sqrt(np.sum(x**2, axis=-1))


@points(1)
@after("test_shape")
def test_float64(probes, rng):
    """triplet_loss keeps float64 at any rank, in tf.function as well"""
    for shape, margin in [((2, 4, 3), 1.5), ((3, 1, 2, 5), 0.2), ((7,), 20.0)]:
        a, p, n = draw(rng, shape, shape, shape, dtype="float64")
        want = np.maximum(length(a - p) - length(a - n) + margin, 0)
        for probe in (probes.call, probes.graph):
            assert_close(probe("triplet_loss", a, p, n, margin), want, dtype="float64")
