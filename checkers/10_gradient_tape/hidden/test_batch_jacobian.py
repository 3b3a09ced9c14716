"""Hidden checks of batch_jacobian."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

F = "where f(x) = tanh(x . weights)"


@points(1)
@after("test_example")
def test_samples_of_rank_two(probes, rng):
    """batch_jacobian keeps every axis of a sample, (batch, m, p, q)"""
    weights, x = draw(rng, (2, 4, 5), (3, 2, 4), dtype="float64")
    y = np.tanh(np.tensordot(x, weights / 2, 2))
    want = (1 - y**2)[:, :, None, None] * np.moveaxis(weights / 2, 2, 0)
    got = probes.batch_jacobian(weights / 2, x)
    assert_close(got, want, dtype="float64", what=F)
