"""Hidden checks of Linear."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers.Dense", "keras.layers.EinsumDense")


@points(0.5)
@after("test_output_shape")
def test_graph(probes, rng):
    """one graph, compiled by XLA, works for other batch sizes than the layer's first"""
    kernel, bias, *xs = draw(rng, (3, 7), (7,), (6, 4, 3), (1, 4, 3))
    config = {"units": 7, "activation": "tanh"}
    got = probes.in_turn("Linear", config=config, xs=xs, weights=[kernel, bias], mode="xla")
    assert_close(got["outputs"][0], np.tanh(xs[1] @ kernel + bias))


@points(0.5)
@after("test_save")
def test_function(probes, rng):
    """the activation may be your own function, and a saved model still has it"""
    x, kernel, bias = draw(rng, (5, 3), (3, 4), (4,))
    got = probes.activated("sine", x, [kernel, bias])
    plain = x @ kernel + bias
    for when, what in [("before", "the output"), ("after", "the output when loaded again")]:
        assert_close(got[when], np.sin(plain), what=what, slips={LOST: plain})


LOST = "the function is not applied"
