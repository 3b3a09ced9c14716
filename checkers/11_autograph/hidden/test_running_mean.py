"""Hidden checks of RunningMean."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_long_run(probes, rng):
    """RunningMean stays right over many calls in a graph, of which the first has no rows"""
    sizes = [0, *(int(n) for n in rng.integers(0, 6, 9)), 3]
    batches = [draw(rng, (size, 4)) for size in sizes]
    got = probes.running_mean_in_calls(batches, graph=True)
    for number, one in zip(range(1, 1 + len(sizes)), got, strict=True):
        rows = np.concatenate(batches[:number]).astype(float)
        assert_close(one, rows.sum(axis=0) / max(len(rows), 1), dtype="float32")
