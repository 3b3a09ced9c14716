"""Hidden checks of repair_if_needed."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_more_in_graph(probes, rng):
    """repair_if_needed returns what is needed, in a graph of float64"""
    batches = draw(rng, (2, 3, 1), (1, 1, 1), (4, 1, 2), (0, 1, 2), dtype="float64")
    needed = [bool(rng.integers(2)), True, False, False]
    batches[0][1, 2, 0] = -np.inf if needed[0] else 0.5
    batches[1][...], batches[2] = np.nan, 1e308 + 1e306 * batches[2]
    got = probes.repair_if_needed(batches, graph=True)
    for one, x, bad in zip(got["results"], batches, needed, strict=True):
        want = np.where(np.isfinite(x), 2 * x, -1.0) if bad else x
        assert_close(one, want, dtype="float64")
