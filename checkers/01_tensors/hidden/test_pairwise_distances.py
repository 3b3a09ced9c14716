"""Hidden checks of pairwise_distances."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("loop")


@points(1)
@after("test_example")
def test_unknown_sizes(probes, rng):
    """pairwise_distances works inside tf.function, n and m unknown"""
    pairs = [draw(rng, (n, 5), (m, 5)) for n, m in [(3, 2), (1, 4)]]
    pairs[0][1][0] = pairs[0][0][1]
    for (x, y), got in zip(pairs, probes.pairwise_distances_in_graph(pairs), strict=True):
        want = np.sqrt(((np.float64(x)[:, None] - y) ** 2).sum(-1))
        slips = {"a mean of the squares instead of their sum": want / np.sqrt(5)}
        assert_close(got, want, dtype="float32", slips=slips)
