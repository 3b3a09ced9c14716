"""Checks of ConfigurableMLP."""

import itertools

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

# batch, hidden, activation and l2 (by default relu and 0), whether as a function
VALUES = [
    (6, [5, 3], {"activation": "mish", "l2": 0.3}, True),
    (1, [4], {"activation": "hard_sigmoid", "l2": 0.3}, False),
    (5, [3], {}, False),
    (4, [], {"activation": "tanh", "l2": 0.3}, False),
]
ACTIVATIONS = {
    "tanh": np.tanh,
    "softplus": lambda z: np.logaddexp(z, 0),
    "mish": lambda z: z * np.tanh(np.logaddexp(z, 0)),
    "hard_sigmoid": lambda z: np.clip(z / 6 + 0.5, 0, 1),
    "relu": lambda z: np.maximum(z, 0),
    "linear": np.array,
}


def oracle(x, weights, activation):
    """Return the output; `weights` holds kernel, bias of each layer."""
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        x = ACTIVATIONS[activation](x @ kernel + bias)
    return x @ weights[-2] + weights[-1]


def penalty(weights, l2):
    return l2 * sum(np.sum(np.square(kernel, dtype=np.float64)) for kernel in weights[::2])


def shapes_of(features, hidden, units):
    sizes = [features, *hidden, units]
    pairs = itertools.pairwise(sizes)
    return [shape for pair in pairs for shape in (pair, pair[1:])]


def drawn(rng, batch, features, hidden, units):
    """Return inputs and weights, each of a different shape."""
    return draw(rng, (batch, features)), draw(rng, *shapes_of(features, hidden, units))


def named(weights):
    return [["", weight] for weight in weights]


def form_slips_of(features, hidden, units):
    whole = [*hidden, units]
    trained = sorted(map(list, shapes_of(features, hidden, units)))
    norm, first = [[whole[-2]], [whole[-2]]], [[features, hidden[0]], [hidden[0]]]
    plain = {
        "the model does not track its layers: keep them as attributes": [],
        "the hidden layers are not kept as attributes": sorted([[whole[-2], units], [units]]),
        "the last layer is missing": sorted(
            map(list, shapes_of(features, hidden[:-1], hidden[-1]))
        ),
        "there is only one hidden layer": sorted(map(list, shapes_of(features, hidden[:1], units))),
        "the hidden layers are in the opposite order": sorted(
            map(list, shapes_of(features, hidden[::-1], units))
        ),
        "the layers have no bias": [shape for shape in trained if len(shape) == 2],
    }
    left = list(trained)
    for shape in first:
        left.remove(shape)
    return {
        **{words: [shapes, []] for words, shapes in plain.items()},
        "the first hidden layer is frozen": [left, sorted(first)],
        "there is a norm besides the dense layers": [sorted([*trained, *norm]), norm],
        "there is a weight besides the dense layers'": [trained, [[]]],
    }


def form_of(features, hidden, units):
    """Return the shapes of the trained weights and of the others, sorted."""
    return [sorted(map(list, shapes_of(features, hidden, units))), []]


def copy_slips_of(hidden):
    shapes = sorted(map(list, shapes_of(4, hidden, 2)))
    first = sorted(map(list, shapes_of(4, hidden[:1], 2)))
    return {
        "the name is not in the config, or not passed on": ["another name", shapes],
        "the config has only the first hidden layer": ["the same name", first],
    }


def penalty_slips_of(weights, l2):
    plain = penalty(weights, 1.0)
    biases = sum(np.sum(np.square(bias, dtype=np.float64)) for bias in weights[1::2])
    return {
        NO_L2: 0.0,
        "the biases are penalized too": l2 * (plain + biases),
        "the last kernel is not penalized": penalty(weights[:-2], l2),
        "only the last kernel is penalized": penalty(weights[-2:], l2),
        "the mean of the squares, not the sum": l2 * sum(np.mean(k**2) for k in weights[::2]),
        "the penalty is halved": l2 * plain / 2,
        "absolute values instead of squares": l2 * sum(np.abs(k).sum() for k in weights[::2]),
        "the strength is squared, or applied twice": l2**2 * plain,
    }


def test_example(probes):
    """ConfigurableMLP gives what the docstring's example shows"""
    config, x = {"hidden": [3], "units": 2, "activation": "tanh", "l2": 0.5}, np.zeros((1, 4), F32)
    got, slips = probes.mlp_example("ConfigurableMLP", config, x), form_slips_of(4, [3], 2)
    assert_shape(got["output"], (1, 2), dtype=F32)
    assert_equal([got["trained"], got["others"]], form_of(4, [3], 2), what=SHAPES, slips=slips)
    assert_close(
        got["output"], np.tanh([[1.0] * 2]) * 3 + 1, what="the output", slips=EXAMPLE_SLIPS
    )
    ones = [np.ones(shape) for shape in shapes_of(4, [3], 2)]
    assert_close(got["penalty"], 9.0, what="the penalty", slips=penalty_slips_of(ones, 0.5))


@after(test_example)
def test_form(probes, rng):
    """each number in hidden is a layer with a kernel and a bias, in this order"""
    config, x = {"hidden": [5, 3], "units": 2}, draw(rng, (6, 4))
    got = probes.weights_after_two("ConfigurableMLP", config, x)
    slips = form_slips_of(4, [5, 3], 2)
    assert_equal(got, form_of(4, [5, 3], 2), what=SHAPES, slips=slips)


@points(1)
@after(test_form)
def test_output_values(probes, rng):
    """each hidden layer has the activation, the last has none, and every kernel is penalized"""
    for batch, hidden, rest, function in VALUES:
        (x, weights), config = (
            drawn(rng, batch, 4, hidden, 2),
            {"hidden": hidden, "units": 2} | rest,
        )
        got = probes.mlp_output("ConfigurableMLP", config, x, named(weights), function=function)
        name, l2 = rest.get("activation", "relu"), rest.get("l2", 0.0)
        want, slips = oracle(x, weights, name), value_slips_of(x, weights, name)
        assert_close(got["output"], want, what="the output", slips=slips)
        want, slips = penalty(weights, l2), penalty_slips_of(weights, l2)
        assert_close(got["penalty"], want, what="the penalty", slips=slips)


@points(2)
@after(test_output_values)
def test_copy(probes, rng):
    """a config sent through JSON makes a model with the same settings and its own weights"""
    (x, weights), shapes = drawn(rng, 5, 4, [5, 3], 2), shapes_of(4, [5, 3], 2)
    config = {"hidden": [5, 3], "units": 2, "activation": "softplus", "l2": 0.7, "name": "mine"}
    got, want = (
        probes.mlp_copy("ConfigurableMLP", config, x, named(weights)),
        oracle(x, weights, "softplus"),
    )
    slips = copy_slips_of([5, 3])
    assert_equal(got["is"], ["the same name", sorted(map(list, shapes))], what=IS, slips=slips)
    forgotten, shared = oracle(x, weights, "relu"), oracle(x, zeros(weights), "softplus")
    slips = {FORGOTTEN: forgotten, SHARED: shared}
    assert_close(got["output"], want, what="its output", slips=slips)


@points(2)
@after(test_copy)
def test_saved(probes, rng):
    """a saved and loaded model predicts the same, has the same penalty, and its training goes on"""
    weights, batches, config = training(rng, [3], 2, l2=0.1)
    got = probes.mlp_resumed("ConfigurableMLP", config, named(weights), 0.05, *batches)
    path, fresh = course(weights, batches, 0.05), course(weights, batches, 0.05, restart=1)
    want, slips = saved_of(path, batches[1][0])
    assert_close(got["output"], want, what="its output", slips=slips)
    assert_close(got["penalty"], penalty(path[1], 0.1), what="its penalty", slips={NO_L2: 0.0})
    for new, want, slip, part in zip(got["weights"], path[2], fresh[2], PARTS, strict=True):
        assert_close(new, want, what=part, slips={AFRESH: slip})


def training(rng, hidden, units, l2):
    """Return weights, two batches and settings."""
    _, weights = drawn(rng, 6, 4, hidden, units)
    batches = [draw(rng, (6, 4), (6, units)) for _ in range(2)]
    return weights, batches, {"hidden": hidden, "units": units, "activation": "tanh", "l2": l2}


def saved_of(path, x):
    """Return the output after a step, and what mistakes make of it."""
    slips = {FORGOTTEN: oracle(x, path[1], "relu"), UNTRAINED: oracle(x, path[0], "tanh")}
    return oracle(x, path[1], "tanh"), slips


def value_slips_of(x, weights, name):
    want = oracle(x, weights, name)
    return {
        "always relu, whatever the activation": oracle(x, weights, "relu"),
        "tanh instead of the activation": oracle(x, weights, "tanh"),
        "the activation is not applied": oracle(x, weights, "linear"),
        "the last layer has the activation too": ACTIVATIONS[name](want),
    }


def zeros(weights):
    return [0 * weight for weight in weights]


def course(weights, batches, rate, restart=None):
    """Return the weights at the start and after each step of SGD with momentum 0.9."""
    path, speed = [weights], zeros(weights)
    for number, (x, y) in enumerate(batches):
        start = path[-1]
        if number == restart:
            speed = zeros(weights)
        slopes = [slope(start, i, x, y) for i in range(len(start))]
        speed = [0.9 * v - rate * s for v, s in zip(speed, slopes, strict=True)]
        path.append([w + v for w, v in zip(start, speed, strict=True)])
    return path


def slope(weights, i, x, y):
    def loss(value):
        moved = [*weights[:i], value, *weights[i + 1 :]]
        return np.mean((oracle(x, moved, "tanh") - y) ** 2) + penalty(moved, 0.1)

    return numeric_gradient(loss, weights[i])


F32 = "float32"
SHAPES = "[shapes of the trained weights, shapes of the others]"
EXAMPLE_SLIPS = {
    "no tanh: the activation is not used, or it is not in the config": [[4.0, 4.0]],
    "the last layer has the activation too": np.tanh(3 * np.tanh([[1.0, 1.0]]) + 1),
    "the biases are missing": 3 * np.tanh([[0.0, 0.0]]),
}
IS = "the pair of the copy's name and its weights' shapes"
NO_L2 = "there is no penalty: l2 is not used, or not kept"
FORGOTTEN = "relu: the activation is not in the config, or is not used"
SHARED = "the copy shares its weights with the original"
AFRESH = "the optimizer starts afresh"
UNTRAINED = "the weights from before the training"
PARTS = (
    "the hidden kernel after one more step",
    "the hidden bias after one more step",
    "the last kernel after one more step",
    "the last bias after one more step",
)
