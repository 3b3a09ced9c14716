"""Hidden checks of accumulate."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points
from tensorkata.checking.assertions import CheckFailed

UNCONNECTED = "a weight that the loss does not reach has no gradient: return zeros"


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNCONNECTED)
    return got


@points(1)
@after("test_example")
def test_embedding(probes, rng):
    """an embedding's gradient is dense and right, and a weight out of reach has zeros"""
    table, want = draw(rng, (7, 2)), np.zeros((7, 2))
    ids = [draw(rng, (size, 3), dtype="int32", high=7) for size in (4, 1, 2)]
    batches = [[i, draw(rng, (*i.shape, 2))] for i in ids]
    i, y = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    np.add.at(want, i, 2 * (table[i] - y) / y.size)
    got = probes.accumulate(table, None, batches)
    for part, wanted in zip(given(got), (want, np.zeros((3, 2))), strict=True):
        assert_close(given(part), wanted)
