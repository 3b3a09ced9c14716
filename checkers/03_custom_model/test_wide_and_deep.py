"""Checks of WideAndDeep."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    draw,
    numeric_gradient,
    points,
)

# hidden, units, wide features, deep features, batch; no two weights of a case have one shape
CASES = [([5], 2, 4, 3, 6), ([4, 6], 1, 2, 5, 1), ([], 3, 2, 4, 5)]


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
        if min((np.abs(edge).min() for edge in seen), default=1) > 1e-3:
            return *inputs, weights


def named(weights):
    return [["", weight] for weight in weights]


def slips_of(wide, deep, weights):
    h = hidden_of(deep, weights)[1]
    want = oracle(wide, deep, weights)
    squashed = 1 / (1 + np.exp(-want.astype(float)))
    return {
        "an activation after the last layer, a sigmoid or the like": squashed,
        "the last axis of the output is lost": want.sum(axis=-1),
        "the last hidden layer has no ReLU, or none has": oracle(wide, deep, weights, np.array),
        "a relu after the last layer": relu(want),
        "the deep part is concatenated before the wide one": (
            np.concatenate([h, wide], axis=-1) @ weights[-2] + weights[-1]
        ),
        "the hidden layers have tanh instead of ReLU": oracle(wide, deep, weights, np.tanh),
        "the wide inputs also pass through a ReLU": oracle(relu(wide), deep, weights),
        "without hidden layers, the deep inputs pass through a ReLU": oracle(
            wide, relu(deep), weights
        ),
        "the bias of the last layer is missing": want - weights[-1],
    }


def form_slips_of(hidden, units, wide, deep):
    sizes = [deep, *hidden]
    wanted = [list(shape) for shape in shapes_of(hidden, units, wide, deep)]
    through = [list(shape) for shape in shapes_of(hidden, units, 0, wide + deep)]
    back = sorted(map(list, shapes_of(hidden[::-1], units, wide, deep)))
    plain = {
        "the model does not track its layers: keep them as attributes that are made once": [],
        "the hidden layers are not kept as attributes": sorted(wanted[-2:]),
        "the wide inputs do not reach the last layer": sorted(
            [*wanted[:-2], [hidden[-1], units], [units]]
        ),
        "the deep inputs do not reach the last layer": sorted([[wide, units], [units]]),
        "the wide inputs also pass through the hidden layers": sorted(through),
        "wide and deep are exchanged": sorted(map(list, shapes_of(hidden, units, deep, wide))),
        "there is only one hidden layer": sorted(
            map(list, shapes_of(hidden[:1], units, wide, deep))
        ),
        "the hidden layers are in the opposite order": back,
        "wide and deep have last layers of their own, not one together": sorted(
            [*wanted[:-2], [wide, units], [hidden[-1], units], [units], [units]]
        ),
        "the layers have no bias": sorted(wanted[::2]),
    }
    return {
        **{words: [shapes, []] for words, shapes in plain.items()},
        "there is a norm besides the dense layers": [
            sorted([*wanted, [sizes[-1]], [sizes[-1]]]),
            [[sizes[-1]], [sizes[-1]]],
        ],
        "there is a weight besides the dense layers'": [sorted(wanted), [[]]],
        "the hidden layers are frozen": [sorted(wanted[-2:]), sorted(wanted[:-2])],
        "the last layer is frozen": [sorted(wanted[:-2]), sorted(wanted[-2:])],
        "the biases are frozen": [sorted(wanted[::2]), sorted(wanted[1::2])],
    }


def form_of(hidden, units, wide, deep):
    """Return the shapes of the trained weights and of the others, sorted."""
    return [sorted(map(list, shapes_of(hidden, units, wide, deep))), []]


def test_example(probes):
    """WideAndDeep gives what the docstring's example shows"""
    pair = np.float32([[1, 2, 3]]), np.float32([[4]])
    got = probes.of_ones("WideAndDeep", config={"hidden": [2], "units": 1}, x=[*pair])
    key = {"hidden": [2], "units": 1, "wide": 3, "deep": 1}
    assert_equal(
        [got["trained"], got["others"]], form_of(**key), what=SHAPES, slips=form_slips_of(**key)
    )
    weights = [np.ones(shape) for shape in shapes_of([2], 1, 3, 1)]
    assert_close(got["output"], [[17.0]], slips=slips_of(*pair, weights), dtype="float32")


@after(test_example)
def test_form(probes, rng):
    """two calls make one kernel and one bias for each layer; units is 1 by default"""
    x = draw(rng, (6, 2), (6, 5))
    got = probes.weights_after_two("WideAndDeep", config={"hidden": [4, 6]}, x=x)
    key = {"hidden": [4, 6], "units": 1, "wide": 2, "deep": 5}
    assert_equal(got, form_of(**key), what=SHAPES, slips=form_slips_of(**key))


@points(2)
@after(test_form)
def test_output_values(probes, rng):
    """the last layer sees the wide inputs, then the hidden layers' output, in a graph too"""
    for unknown, (hidden, units, *sizes) in zip((0, 1, 0), CASES, strict=True):
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
    got = probes.stepped(
        "WideAndDeep", {"hidden": [3, 2], "units": 4}, [wide, deep], y, named(weights), 0.1
    )
    for i, (new, weight) in enumerate(zip(got, weights, strict=True)):
        slope = numeric_gradient(lambda v, i=i: loss(wide, deep, y, changed(weights, i, v)), weight)
        assert_close(new, weight - 0.1 * slope, slips={STILL: weight}, what=WHAT[i])


def changed(weights, i, value):
    return [*weights[:i], value, *weights[i + 1 :]]


def loss(wide, deep, y, weights):
    return np.mean((oracle(wide, deep, weights) - y) ** 2)


SHAPES = "[shapes of the trained weights, shapes of the others]"
STILL = "it is not trained: no gradient reaches it"
LAYERS = ("the first hidden layer", "the second hidden layer", "the last layer")
WHAT = [f"the new {part} of {layer}" for layer in LAYERS for part in ("kernel", "bias")]
