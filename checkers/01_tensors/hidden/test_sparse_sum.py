"""Hidden checks of sparse_sum."""

import numpy as np

from tensorkata.checking import after, assert_equal, draw, points

SIDE = 3 * 10**9


@points(1)
@after("test_kind")
def test_huge_shape_and_cancellation(probes, rng):
    """a huge dense shape does no harm, and a sum of 0 keeps its entry"""
    low, high = np.sort(draw(rng, (2,), dtype="int64", low=10**9, high=SIDE))
    a, b, c = (draw(rng, (3,), dtype="int64", low=1, high=2000) / 16).tolist()
    indices = np.int64([[high, 5], [low, high], [high, 4], [low, high], [high, 5]])
    values, shape = np.array([a, b, c, -b, a]), np.int64([SIDE, SIDE])
    got = probes.sparse_sum_in_graph(indices, values, shape)
    want = np.float64([[low, high, 0.0], [high, 4, c], [high, 5, 2 * a]]).tolist()
    slips = {"an index whose sum is 0 has lost its entry": want[1:]}
    pairs = zip(got.indices.tolist(), got.values.tolist(), strict=True)
    entries = [[*index, value] for index, value in pairs]
    assert_equal(entries, want, what="the list of entries", slips=slips)
