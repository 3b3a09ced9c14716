"""Hidden checks of LayerNorm."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers.LayerNormalization", "keras.ops.layer_normalization")


@points(0.5)
@after("test_large_mean")
def test_large_negative_mean(probes, rng):
    """a large negative mean does no harm, and equal features give beta"""
    x, gamma, beta = draw(rng, (3, 4, 32), (32,), (32,))
    x = (x - 1000).astype(np.float32)
    x[1, 2] = -3.5
    center = x.astype(np.float64) - x.mean(-1, keepdims=True, dtype=np.float64)
    want = gamma * center / np.sqrt(np.mean(center**2, -1, keepdims=True) + 0.01) + beta
    got = probes.layer("LayerNorm", config={"epsilon": 0.01}, x=x, weights=[gamma, beta])
    # float32 holds 1000 to 6e-5; the mean of the squares minus the squared mean errs by 6 %.
    assert_close(got, want, atol=1e-3)
