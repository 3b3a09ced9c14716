"""Hidden checks of instrument."""

import numpy as np

from tensorkata.checking import after, assert_equal, draw, points


@points(0.5)
@after("test_example")
def test_long_loops(probes, rng):
    """instrument counts hundreds of runs of two graphs"""
    xs, loops = draw(rng, (3,), (), (3,)), [int(n) for n in rng.integers(100, 400, 2)]
    want = [[0, 0], [2, 3], [2, 3 + loops[0]], [2, 3 + sum(loops)]]
    got = probes.instrument([np.asarray(x) for x in xs], loops)
    assert_equal(got["counts"], want, what="the list of [traces(), runs()]")
