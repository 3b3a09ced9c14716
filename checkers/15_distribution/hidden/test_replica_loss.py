"""Hidden checks of replica_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_last_batch(probes, rng):
    """a last batch, with a replica that has no samples, gives the loss of one device"""
    for sizes, count in (((1, 0), 2), ((6, 2), 1), ((2, 1), 0)):
        parts = [draw(rng, (size,), low=0.5, high=4.0) for size in sizes]
        penalties = [draw(rng, (), low=0.5, high=2.0) for _ in range(count)]
        got = probes.replica_loss(parts, penalties, sum(sizes))
        assert_close(got, np.mean(np.concatenate(parts)) + np.sum(penalties), dtype="float32")
