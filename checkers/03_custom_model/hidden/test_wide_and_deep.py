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
    """with no hidden layer the last one sees both inputs as they are"""
    wide, deep, *weights = draw(rng, (4, 3), (4, 5), (8, 2), (2,))
    named = [["", weight] for weight in weights]
    got = probes.output("WideAndDeep", {"hidden": [], "units": 2}, [wide, deep], named)
    assert_close(got, oracle(wide, deep, weights))


@points(1)
@after("test_form")
def test_unknown_batch(probes, rng):
    """in a graph that does not know the batch size the output is the same"""
    wide, deep, *weights = draw(rng, (7, 2), (7, 4), (4, 3), (3,), (3, 6), (6,), (8, 1), (1,))
    named, config = [["", weight] for weight in weights], {"hidden": [3, 6]}
    got = probes.output("WideAndDeep", config, [wide, deep], named, unknown=1)
    assert_close(got, oracle(wide, deep, weights))
