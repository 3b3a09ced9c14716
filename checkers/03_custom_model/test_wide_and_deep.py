"""Checks of WideAndDeep."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_shape,
    draw,
    numeric_gradient,
    points,
)

# hidden, units, wide features, deep features, batch; no two weights of a case have one shape
CASES = [([5], 2, 4, 3, 6), ([4, 6], 1, 2, 5, 1)]


def relu(z):
    return np.maximum(z, 0)


def hidden_of(deep, weights, middle=relu):
    """Return the input of each hidden layer's ReLU, and the output of the last layer."""
    seen = []
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        seen.append(deep @ kernel + bias)
        deep = middle(seen[-1])
    return seen, deep


def oracle(wide, deep, weights, middle=relu):
    """Return the output; `weights` holds kernel, bias of each hidden layer, then of the last."""
    joined = np.concatenate([wide, hidden_of(deep, weights, middle)[1]], axis=-1)
    return joined @ weights[-2] + weights[-1]


def shapes_of(hidden, units, wide, deep):
    sizes = [deep, *hidden]
    found = [shape for pair in zip(sizes, hidden, strict=False) for shape in (pair, pair[1:])]
    return [*found, (wide + sizes[-1], units), (units,)]


def drawn(rng, hidden, units, wide, deep, batch):
    """Return wide, deep and weights; no hidden unit is so near 0 that a small step turns it."""
    while True:
        inputs = draw(rng, (batch, wide), (batch, deep))
        weights = draw(rng, *shapes_of(hidden, units, wide, deep))
        seen, _ = hidden_of(inputs[1], weights)
        if min(np.abs(edge).min() for edge in seen) > 1e-3:
            return *inputs, weights


def named(weights):
    return [["", weight] for weight in weights]


def slips_of(wide, deep, weights):
    h = hidden_of(deep, weights)[1]
    want = oracle(wide, deep, weights)
    return {
        "the hidden layers have no ReLU": oracle(wide, deep, weights, np.array),
        "a relu after the last layer": relu(want),
        "the deep part is concatenated before the wide one": (
            np.concatenate([h, wide], axis=-1) @ weights[-2] + weights[-1]
        ),
        "the hidden layers have tanh instead of ReLU": oracle(wide, deep, weights, np.tanh),
        "the wide inputs also pass through a ReLU": oracle(relu(wide), deep, weights),
    }


def form_slips_of(hidden, units, wide, deep):
    wanted = [list(shape) for shape in shapes_of(hidden, units, wide, deep)]
    through = [list(shape) for shape in shapes_of(hidden, units, 0, wide + deep)]
    return {
        "the model does not track its layers: keep them as attributes that are made once": [],
        "the hidden layers are not kept as attributes": sorted(wanted[-2:]),
        "the wide inputs do not reach the last layer": sorted(
            [*wanted[:-2], [hidden[-1], units], [units]]
        ),
        "the wide inputs also pass through the hidden layers": sorted(through),
        "wide and deep are exchanged": sorted(map(list, shapes_of(hidden, units, deep, wide))),
        "there is only one hidden layer": sorted(
            map(list, shapes_of(hidden[:1], units, wide, deep))
        ),
    }


def test_form(probes, rng):
    """the output is (batch, units); two calls make one kernel and one bias for each layer"""
    x, sizes = draw(rng, (6, 2), (6, 5)), ([4, 6], 1, 2, 5)
    got = probes.form_after_two("WideAndDeep", {"hidden": [4, 6]}, x)
    assert_shape(got["output"], (6, 1), dtype="float32")
    want, slips = sorted(map(list, shapes_of(*sizes))), form_slips_of(*sizes)
    assert_equal(got["trained"], want, what="the list of trained shapes", slips=slips)


@points(2)
@after(test_form)
def test_output_values(probes, rng):
    """the last layer sees the wide inputs, then the hidden layers' output, in a graph too"""
    for unknown, (hidden, units, *sizes) in enumerate(CASES):
        wide, deep, weights = drawn(rng, hidden, units, *sizes)
        config, x = {"hidden": hidden, "units": units}, [wide, deep]
        got = probes.output("WideAndDeep", config, x, named(weights), unknown=unknown)
        assert_close(got, oracle(*x, weights), slips=slips_of(*x, weights))


@points(2)
@after(test_output_values)
def test_step(probes, rng):
    """a step of training moves every kernel and every bias down the loss's slope"""
    wide, deep, weights = drawn(rng, [3, 2], 4, 2, 5, 6)
    y = draw(rng, (6, 4))
    got = probes.stepped({"hidden": [3, 2], "units": 4}, [wide, deep], y, named(weights), 0.1)
    for i, weight in enumerate(weights):
        slope = numeric_gradient(lambda v, i=i: loss(wide, deep, y, changed(weights, i, v)), weight)
        assert_close(got[i], weight - 0.1 * slope, slips={STILL: weight}, what=WHAT[i])


def changed(weights, i, value):
    return [*weights[:i], value, *weights[i + 1 :]]


def loss(wide, deep, y, weights):
    return np.mean((oracle(wide, deep, weights) - y) ** 2)


STILL = "it is not trained: no gradient reaches it"
LAYERS = ("the first hidden layer", "the second hidden layer", "the last layer")
WHAT = [f"the new {part} of {layer}" for layer in LAYERS for part in ("kernel", "bias")]
