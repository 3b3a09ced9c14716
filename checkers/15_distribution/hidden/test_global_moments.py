"""Hidden checks of global_moments."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_example")
def test_far_apart(probes, rng):
    """replicas with unlike samples, one of them with a single one, have the same moments"""
    parts = [draw(rng, (1, 2)) - 2, draw(rng, (6, 2), low=0.0, high=1.0)]
    hold(probes.global_moments(parts), parts)


@points(0.5)
@after("test_example")
def test_around_a_hundred(probes, rng):
    """the moments of samples around 100 are right in a graph"""
    parts = [draw(rng, (size, 9)) + np.float32(100) for size in (3, 5)]
    hold(probes.global_moments(parts, mode="graph"), parts)


def hold(got, parts):
    """Hold mean and variance of each replica."""
    x = np.concatenate(parts).astype(np.float64)
    for found, want in zip(got, (x.mean(axis=0), x.var(axis=0)), strict=True):
        for _, value in zip(parts, found, strict=True):
            assert_close(value, want, dtype="float32")
