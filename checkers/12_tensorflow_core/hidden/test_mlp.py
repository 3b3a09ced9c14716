"""Hidden checks of MLP."""

import itertools

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras")


def oracle(weights, x):
    for kernel, bias in weights[:-1]:
        x = np.maximum(x @ kernel + bias, 0)
    return x.astype(float) @ weights[-1][0] + weights[-1][1]


@points(1)
@after("test_example")
def test_deep_and_flat(probes, rng):
    """MLP is right with many layers, with none, and in a graph"""
    for sizes, mode in [((2, 5, 3, 4, 6, 3), "graph"), ((7, 5), "eager"), ((3, 1, 4), "eager")]:
        pairs = itertools.pairwise(sizes)
        weights = [draw(rng, (n, m), (m,)) for n, m in pairs]
        x = draw(rng, (3, sizes[0]))
        assert_close(probes.mlp_on_x(weights, x, mode), oracle(weights, x), dtype="float32")
