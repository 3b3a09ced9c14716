"""Hidden checks of causal_mask."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_example")
def test_other_sizes(probes, rng):
    """causal_mask is right for long sequences, in a graph too"""
    keys = int(draw(rng, (), dtype="int32", low=40, high=70))
    for queries in (1, 17, keys):
        want = np.tril(np.ones((queries, keys), bool), keys - queries)
        given = np.asarray(queries, "int32"), np.asarray(keys, "int32")
        assert_close(probes.graph("causal_mask", *given), want, dtype="bool")
