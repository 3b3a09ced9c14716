"""Hidden checks of tap."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

SHAPES = [(2, 3), (3,), (5, 4), (4,), (7, 2), (2,)]
NAMES = ["a", "ab", "joined", "abc"]


def oracle(weights, left, right):
    """Return what each layer of the forked model gives, by its name."""
    sides = [np.tanh(left @ weights[0] + weights[1]), np.tanh(right @ weights[2] + weights[3])]
    joined = np.concatenate(sides, axis=-1)
    end = np.tanh(joined @ weights[4] + weights[5])
    return {"a": sides[0], "ab": sides[1], "joined": joined, "abc": end}


@points(1)
@after("test_activations")
def test_other_fork(probes, rng):
    """a forked model of other sizes and names can be tapped, in one list or in several"""
    weights, (left, right) = draw(rng, *SHAPES), draw(rng, (1, 2), (1, 5))
    wants, lists = oracle(weights, left, right), [["ab"], ["joined", "a"], NAMES]
    got = probes.tap(NAMES, weights, lists, "fork", {"right": right, "left": left})
    for names, outputs in zip(lists, got, strict=True):
        for name in names:
            # float32, values below 1
            assert_close(outputs[name], wants[name], atol=1e-5, what=name)
