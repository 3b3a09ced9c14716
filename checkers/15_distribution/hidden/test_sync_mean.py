"""Hidden checks of SyncMean."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_many_updates(probes, rng):
    """over many updates of unlike sizes, the mean is that of all values"""
    sizes = [(1, 3), (0, 2), (4, 1), (2, 2)]
    updates = [[draw(rng, (size,), low=1.0, high=5.0) for size in pair] for pair in sizes]
    got = probes.sync_mean(updates)
    known = [np.concatenate([p for u in updates[: n + 1] for p in u]).mean() for n in range(4)]
    want = [0.0, *np.repeat(known, 2), 0.0, np.concatenate(updates[-1]).mean()]
    for mean, wanted in zip(got, want, strict=True):
        assert_close(mean, wanted, dtype="float32")
