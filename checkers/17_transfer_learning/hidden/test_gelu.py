"""Hidden checks of gelu."""

import math

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("tf.nn.gelu", "keras")


@points(0.5)
@after("test_exact")
def test_both(probes, rng):
    """both formulas, on many numbers, in both dtypes"""
    for dtype in ("float64", "float32"):
        x = draw(rng, (30, 2), dtype=dtype, low=-3, high=5)
        phi = np.array([[(1 + math.erf(v / math.sqrt(2))) / 2 for v in row] for row in x.tolist()])
        z = np.float64(x)
        inside = math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)
        for mode, want in [(False, x * phi), (True, z / (1 + np.exp(-2 * inside)))]:
            assert_close(probes.call("gelu", x, approximate=mode), want, dtype=dtype)
