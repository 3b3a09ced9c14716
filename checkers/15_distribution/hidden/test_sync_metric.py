"""Hidden checks of sync_metric."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_accuracy(probes, rng):
    """hits on replicas of unlike sizes give the share of all samples"""
    for sizes in ((9, 2), (0, 5)):
        hits = [draw(rng, (size,), low=-1.0, high=1.0) > -0.5 for size in sizes]
        hits[1][0] = True
        want = np.mean(np.concatenate(hits))
        assert_close(probes.sync_metric(hits), want, dtype="float32")
