"""Hidden checks of with_skip."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, points


@points(1)
@after("test_output")
def test_closed_steps(probes, rng):
    """where every ReLU is off, values and gradients still arrive along the skips"""
    for dim, depth in [(4, 3), (3, 12)]:
        steps = [w for _ in range(depth) for w in (draw(rng, (dim, dim)), np.full(dim, -99, "f"))]
        last, x, upstream = draw(rng, (2 * dim, 1), (5, dim), (5, 1))
        got = probes.skipped_gradient(depth, [*steps, last, np.zeros(1, "f")], x, upstream)
        # float32 rounds sums of eight products of order one by about 1e-6
        assert_close(got["output"], x.astype(float) @ (last[:dim] + last[dim:]), atol=1e-5)
        assert_gradient(got["gradient"], upstream @ (last[:dim] + last[dim:]).T, atol=1e-5)
