"""Hidden checks of ConfigurableMLP."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_form")
def test_defaults(probes, rng):
    """by default the activation is relu and there is no penalty"""
    x, *weights = draw(rng, (5, 3), (3, 4), (4,), (4, 2), (2,))
    named = [["", weight] for weight in weights]
    got = probes.mlp_output({"hidden": [4], "units": 2}, x, named)
    want = np.maximum(x @ weights[0] + weights[1], 0) @ weights[2] + weights[3]
    assert_close(got["output"], want, what="the output")
    assert_close(got["penalty"], 0.0, what="the penalty")


@points(1)
@after("test_form")
def test_without_hidden_layers(probes, rng):
    """hidden may be empty: then the model is one dense layer"""
    x, kernel, bias = draw(rng, (5, 3), (3, 4), (4,))
    got = probes.mlp_output({"hidden": [], "units": 4}, x, [["", kernel], ["", bias]])
    assert_close(got["output"], x @ kernel + bias, what="the output")
