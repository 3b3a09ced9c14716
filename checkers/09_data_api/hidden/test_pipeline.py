"""Hidden checks of pipeline."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def in_order(first, second):
    """Return the pairs side by side, in the order of the second entries."""
    return np.concatenate([first, second], axis=1)[np.argsort(second[:, 0])]


@points(1)
@after("test_example")
def test_more_pairs(probes, rng):
    """more pairs go through a function of two arguments and stay together"""
    x, y = draw(rng, (9, 3), (9, 3))
    [got] = probes.pipeline(x, 4, cache=True, y=y)
    mine = in_order(*(np.concatenate(part) for part in zip(*got, strict=True)))
    slips = {"fn is not applied": in_order(x, y), "the pair is swapped": in_order(y - x, x)}
    assert_close(mine, in_order(x - y, y), dtype="float32", slips=slips)
