"""Hidden checks of global_moments."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_far_apart(probes, rng):
    """replicas with unlike samples, one of them with a single one, have the same moments"""
    parts = [draw(rng, (1, 2)) - 2, draw(rng, (6, 2), low=0.0, high=1.0)]
    got, x = probes.global_moments(parts), np.concatenate(parts).astype(np.float64)
    for found, want in zip(got, (x.mean(axis=0), x.var(axis=0)), strict=True):
        for _, value in zip(parts, found, strict=True):
            assert_close(value, want, dtype="float32")
