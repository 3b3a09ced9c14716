"""Hidden checks of sparse_sum."""

import numpy as np

from tensorkata.checking import after, assert_equal, draw, points


@points(1)
@after("test_kind")
def test_huge_shape_and_cancellation(probes, rng):
    """a huge dense shape is no burden, and a sum of 0 keeps its entry"""
    low, high = np.sort(draw(rng, (2,), dtype="int64", low=10**8, high=10**9 - 1))
    a, b, c = (draw(rng, (3,), dtype="int64", low=1, high=2000) / 16).tolist()
    indices = np.array([[high, 5], [low, high], [high, 4], [low, high], [high, 5]])
    for run in (probes.call, probes.unknown_sizes):
        got = run("sparse_sum", indices, np.array([a, b, c, -b, a]), np.int64([10**9, 10**9]))
        want = [[low, high, 0.0], [high, 4, c], [high, 5, 2 * a]]
        assert_equal(np.column_stack([got.indices, got.values]).tolist(), np.float64(want).tolist(), what="the list of entries",
                     slips={"an index whose sum is 0 has lost its entry": np.float64(want[1:]).tolist()})
