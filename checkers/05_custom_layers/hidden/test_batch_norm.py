"""Hidden checks of BatchNorm."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers.BatchNormalization", "keras.ops.batch_normalization")


@points(1)
@after("test_output_shape")
def test_graph(probes, rng):
    """in a graph, every call also normalizes by its own batch and moves the moving statistics"""
    gamma, beta, mean, *xs = draw(rng, (3,), (3,), (3,), (4, 2, 3), (1, 2, 3), (9, 2, 3))
    start, call = [gamma, beta, mean, mean**2 + 1], {"training": True, "mode": "graph"}
    config = {"momentum": 0.7, "epsilon": 0.1}
    got = probes.in_turn("BatchNorm", config=config, xs=xs, weights=start, **call)
    wants = [gamma * (x - x.mean((0, 1))) / np.sqrt(x.var((0, 1)) + 0.1) + beta for x in xs]
    for x in xs:
        mean = 0.7 * mean + 0.3 * x.mean((0, 1))
    for part, want in zip([got["weights"][2], *got["outputs"]], [mean, *wants], strict=True):
        assert_close(part, want)
