"""Hidden checks of quantization_bound."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_values")
def test_wide(probes, rng):
    """a wide kernel: the errors of 200 features add up"""
    x, kernel = draw(rng, (2, 200), (200, 3))
    a, b = np.abs(np.float64(x)), np.abs(np.float64(kernel))
    t, s = a.max(axis=1)[:, None] / 254, b.max(axis=0) / 254
    want = t * b.sum(axis=0) + s * a.sum(axis=1)[:, None] + 200 * t * s
    got = probes.call("quantization_bound", x, kernel)
    assert_close(got, want, dtype="float32")
