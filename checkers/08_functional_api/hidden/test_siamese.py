"""Hidden checks of siamese."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def embedded(weights, x):
    """Return the base's 8 numbers for each sample."""
    flat = x.reshape(len(x), -1).astype(float)
    return np.tanh(flat @ weights[0] + weights[1]) @ weights[2] + weights[3]


@points(1)
@after("test_distance")
def test_other_saved(probes, rng):
    """a saved model of other shapes gives the same distances when it is loaded again"""
    weights = [draw(rng, s) / np.float32(np.sqrt(s[0])) for s in [(12, 32), (32,), (32, 8), (8,)]]
    left, right = draw(rng, (7, 4, 3), (7, 4, 3))
    gap = embedded(weights, left) - embedded(weights, right)
    want = np.sqrt(np.sum(gap**2, axis=-1, keepdims=True))
    got = probes.siamese((4, 3), weights, left, right, "reloaded")
    # embeddings are sums of 32 products of order one, which float32 rounds by about 1e-6
    assert_close(got, want, atol=1e-5, what="the distance after loading")
