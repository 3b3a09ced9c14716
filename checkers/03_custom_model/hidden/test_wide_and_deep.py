"""Hidden checks of WideAndDeep."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(wide, deep, weights):
    """Return the output; `weights` holds kernel, bias of each hidden layer, then of the last."""
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        deep = np.maximum(deep @ kernel + bias, 0)
    return np.concatenate([wide, deep], axis=-1) @ weights[-2] + weights[-1]


@points(1)
@after("test_form")
def test_without_hidden_layers(probes, rng):
    """without hidden layers the last layer sees both inputs unchanged"""
    wide, deep, *weights = draw(rng, (4, 3), (4, 5), (8, 2), (2,))
    named = [["", weight] for weight in weights]
    config = {"hidden": [], "units": 2}
    got = probes.output("WideAndDeep", config, [wide, deep], named)
    slips = {"the deep inputs pass through a ReLU": oracle(wide, np.maximum(deep, 0), weights)}
    assert_close(got, oracle(wide, deep, weights), slips=slips)
