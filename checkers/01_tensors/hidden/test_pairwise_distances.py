"""Hidden checks of pairwise_distances."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("loop")


@points(1)
@after("test_shape")
def test_compiled(probes, rng):
    """pairwise_distances works with unknown sizes and under XLA"""
    for run, (n, m, d) in [(probes.unknown_sizes, (3, 1, 4)), (probes.xla, (2, 5, 1))]:
        x, y = draw(rng, (n, d), (m, d))
        y[0] = x[0]
        want = np.sqrt(((np.float64(x)[:, None] - y) ** 2).sum(-1))
        assert_close(run("pairwise_distances", x, y), want, dtype="float32")
