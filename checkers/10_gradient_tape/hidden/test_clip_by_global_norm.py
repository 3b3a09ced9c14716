"""Hidden checks of clip_by_global_norm."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_raises, draw, forbids, points

pytestmark = forbids("tf.clip_by_global_norm", "tf.clip_by_norm", "tf.linalg.global_norm")


@points(1)
@after("test_structure")
def test_zeros_and_bad_norms(probes, rng):
    """float64 stays, zero gradients stay zero, and a norm that is not positive raises ValueError"""
    gradient = draw(rng, (3, 1, 2), dtype="float64")
    total = np.linalg.norm(gradient)
    got = probes.clip_by_global_norm([gradient, np.zeros(2)], 0.25)
    assert_close(got["clipped"][0], gradient * 0.25 / total, dtype="float64")
    assert_close(got["total"], total, dtype="float64", what="the norm")
    got = probes.clip_by_global_norm([np.zeros((2, 3), np.float32)], 0.25)
    slips = {"0 / 0: the norm of zero gradients is zero": np.full((2, 3), np.nan)}
    assert_close(got["clipped"][0], np.zeros((2, 3)), slips=slips, what="zero gradients")
    for norm in (0.0, -1.0):
        assert_raises(ValueError, probes.clip_by_global_norm, [gradient], norm)
