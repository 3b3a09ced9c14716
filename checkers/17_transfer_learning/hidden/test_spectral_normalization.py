"""Hidden checks of SpectralNormalization."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_training")
def test_converged(probes, rng):
    """after many calls in training the divided kernel has the largest singular value 1"""
    for n, units in [(4, 3), (2, 5)]:
        left, right = (np.linalg.qr(draw(rng, (k, k), dtype="float64"))[0] for k in (n, units))
        stretch, count = np.zeros((n, units)), min(n, units)
        stretch[range(count), range(count)] = 3.0 * 0.4 ** np.arange(count)
        kernel, x = np.float32(left @ stretch @ right), draw(rng, (3, n))
        # Each iteration multiplies the error by 0.4^2.
        given = x, kernel, None, None, [True] * 15 + [False]
        got = probes.spectral_normalization("SpectralNormalization", *given)
        # The rest of u that has not converged, and float32
        assert_close(got[-1]["output"], x @ kernel / 3.0, rtol=1e-3, atol=1e-4)
