"""Hidden checks of clip_by_global_norm."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("tf.clip_by_global_norm", "tf.clip_by_norm", "tf.linalg.global_norm")


@points(1)
@after("test_example")
def test_more_gradients(probes, rng):
    """float64 gradients are clipped by one factor, and zero gradients stay zero"""
    for shape, norm in [((3, 1, 2), 0.25), ((4,), 1e3), ((2, 3), 1e-3)]:
        gradient = draw(rng, shape, dtype="float64")
        total, zeros = np.linalg.norm(gradient), np.zeros(shape)
        for given, norms in [([gradient, zeros], total), ([zeros, zeros], 0.0)]:
            got = probes.clip_by_global_norm(given, norm)
            factor = min(1.0, norm / (norms or norm))
            wanted = [*(g * factor for g in given), np.asarray(norms)]
            for part, want in zip([*got["clipped"], got["total"]], wanted, strict=True):
                assert_close(part, want, dtype="float64")
