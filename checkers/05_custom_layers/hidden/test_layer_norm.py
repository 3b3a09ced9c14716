"""Hidden checks of LayerNorm."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers.LayerNormalization", "keras.ops.layer_normalization")


@points(1)
@after("test_values")
def test_large_mean(probes, rng):
    """a mean of a thousand times the spread does no harm"""
    for features in (16, 50):
        x, gamma, beta = draw(rng, (5, features), (features,), (features,))
        x = (x + 1000).astype(np.float32)
        center = x.astype(np.float64) - x.mean(-1, keepdims=True, dtype=np.float64)
        want = gamma * center / np.sqrt(np.mean(center**2, -1, keepdims=True) + 1e-3) + beta
        got = probes.layer("LayerNorm", config={"epsilon": 1e-3}, x=x, weights=[gamma, beta])
        # float32 holds 1000 to 6e-5; the mean of the squares minus the squared mean errs by 6 %.
        assert_close(got, want, atol=1e-3)
