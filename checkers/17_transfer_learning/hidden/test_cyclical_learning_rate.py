"""Hidden checks of CyclicalLearningRate."""

import numpy as np

from tensorkata.checking import after, assert_close, points


@points(0.5)
@after("test_shrink")
def test_by_line(probes, rng):
    """the rates lie on straight lines between the corners"""
    low, high, half, shrink = 0.125, float(rng.uniform(2, 3)), 6, 0.75
    config = {"low": low, "high": high, "half_cycle": half, "shrink": shrink}
    corners = [low, high, low, low + (high - low) * shrink, low, low + (high - low) * shrink**2]
    steps = list(range(5 * half + 1))
    wants = np.interp(steps, half * np.arange(6), corners)
    got = probes.rates("CyclicalLearningRate", config, steps, "int64")
    for mine, want in zip(got, wants, strict=True):
        assert_close(mine, want, dtype="float32", what="a rate")
