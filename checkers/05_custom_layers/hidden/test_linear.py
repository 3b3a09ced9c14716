"""Hidden checks of Linear."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers.Dense", "keras.layers.EinsumDense")


@points(1)
@after("test_output_values")
def test_graph(probes, rng):
    """one graph serves every batch size, and XLA gives the same"""
    config, (kernel, bias) = {"units": 7, "activation": "tanh"}, draw(rng, (3, 7), (7,))
    xs = draw(rng, (6, 4, 3), (1, 4, 3), (9, 4, 3))
    got = probes.one_graph("Linear", config=config, xs=xs, weights=[kernel, bias])
    for x, result in zip(xs, got, strict=True):
        assert_close(result, np.tanh(x @ kernel + bias))
    got = probes.layer("Linear", config=config, x=xs[0], weights=[kernel, bias], mode="xla")
    assert_close(got, np.tanh(xs[0] @ kernel + bias))
