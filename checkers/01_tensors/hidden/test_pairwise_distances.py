"""Hidden checks of pairwise_distances."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("loop")


@points(1)
@after("test_shape")
def test_unknown_sizes(probes, rng):
    """pairwise_distances works inside tf.function, n and m unknown"""
    for n, m, d in [(3, 2, 5), (1, 4, 3)]:
        x, y = draw(rng, (n, d), (m, d))
        y[0] = x[0]
        want = np.sqrt(((np.float64(x)[:, None] - y) ** 2).sum(-1))
        got = probes.pairwise_distances_in_graph(x, y)
        slips = {"a mean of the squares where their sum belongs": want / np.sqrt(d)}
        assert_close(got, want, dtype="float32", slips=slips)
