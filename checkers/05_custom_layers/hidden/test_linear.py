"""Hidden checks of Linear."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers.Dense", "keras.layers.EinsumDense")


@points(0.5)
@after("test_graph")
def test_graph_float64(probes, rng):
    """one graph works for every batch size, in float64"""
    kernel, bias, *xs = draw(rng, (2, 5), (5,), (1, 2), (9, 2), dtype="float64")
    config = {"units": 5, "activation": "relu", "dtype": "float64"}
    call = {"weights": [kernel, bias], "unknown": 1}
    got = probes.in_turn("Linear", config=config, xs=xs, **call)
    for x, output in zip(xs, got, strict=True):
        assert_close(output, np.maximum(x @ kernel + bias, 0), dtype="float64")


@points(0.5)
@after("test_function")
def test_another_function(probes, rng):
    """any function of one tensor may be the activation, after loading too"""
    x, kernel, bias = draw(rng, (2, 5, 3), (3, 4), (4,), dtype="float64")
    config = {"units": 4, "activation": "bent", "dtype": "float64"}
    plain = x @ kernel + bias
    got = probes.saved("Linear", config=config, x=x, weights=[kernel, bias])
    assert_close(got, plain + plain**2, dtype="float64")
