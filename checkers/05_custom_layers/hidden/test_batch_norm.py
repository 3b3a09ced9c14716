"""Hidden checks of BatchNorm."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers.BatchNormalization", "keras.ops.batch_normalization")


@points(1)
@after("test_graph")
def test_graph_of_images(probes, rng):
    """in a graph, every call also normalizes by its own batch and moves the moving statistics"""
    gamma, beta, mean, *xs = draw(rng, (3,), (3,), (3,), (4, 2, 5, 3), (1, 2, 5, 3), (9, 2, 5, 3))
    start, call = [gamma, beta, mean, mean**2 + 1], {"training": True, "unknown": 1}
    config, variance = {"momentum": 0.7, "epsilon": 0.1}, mean**2 + 1
    got = probes.moved("BatchNorm", config=config, xs=xs, weights=start, **call)
    wants = []
    for x in xs:
        own, spread = x.mean((0, 1, 2)), x.var((0, 1, 2))
        wants.append(gamma * (x - own) / np.sqrt(spread + 0.1) + beta)
        mean, variance = 0.7 * mean + 0.3 * own, 0.7 * variance + 0.3 * spread
    wants += [gamma, beta, mean, variance]
    for part, want in zip([*got["outputs"], *got["weights"]], wants, strict=True):
        assert_close(part, want)
