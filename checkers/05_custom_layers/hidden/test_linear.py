"""Hidden checks of Linear."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers.Dense", "keras.layers.EinsumDense")


@points(1)
@after("test_output_shape")
def test_graph(probes, rng):
    """one graph, compiled by XLA, serves every batch size"""
    kernel, bias, *xs = draw(rng, (3, 7), (7,), (6, 4, 3), (1, 4, 3))
    config = {"units": 7, "activation": "tanh"}
    got = probes.in_turn("Linear", config=config, xs=xs, weights=[kernel, bias], mode="xla")
    for x, output in zip(xs, got["outputs"], strict=True):
        assert_close(output, np.tanh(x @ kernel + bias))
