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

# batch, hidden, activation, whether as a function
VALUES = [(6, [5, 3], "softplus", True), (1, [4], "tanh", False)]
ACTIVATIONS = {
    "tanh": np.tanh,
    "softplus": lambda z: np.logaddexp(z, 0),
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
    return {
        "the model does not track its layers: keep them as attributes": [],
        "the hidden layers are not kept as attributes": sorted([[whole[-2], units], [units]]),
        "the last layer is missing": sorted(
            map(list, shapes_of(features, hidden[:-1], hidden[-1]))
        ),
        "there is only one hidden layer": sorted(map(list, shapes_of(features, hidden[:1], units))),
    }


def penalty_slips_of(weights, l2):
    plain = penalty(weights, 1.0)
    biases = sum(np.sum(np.square(bias, dtype=np.float64)) for bias in weights[1::2])
    return {
        NO_L2: 0.0,
        "the biases are penalized too": l2 * (plain + biases),
        "the last kernel is not penalized": penalty(weights[:-2], l2),
        "only the last kernel is penalized": penalty(weights[-2:], l2),
        "the penalty is halved": l2 * plain / 2,
        "absolute values instead of squares": l2 * sum(np.abs(k).sum() for k in weights[::2]),
        "the strength is squared, or applied twice": l2**2 * plain,
    }


def test_form(probes, rng):
    """the output is (batch, units); each layer has a kernel and a bias, made once"""
    config = {"hidden": [5, 3], "units": 2}
    got = probes.form_after_two("ConfigurableMLP", config, draw(rng, (6, 4)))
    assert_shape(got["output"], (6, 2), dtype="float32")
    want, slips = sorted(map(list, shapes_of(4, [5, 3], 2))), form_slips_of(4, [5, 3], 2)
    assert_equal(got["trained"], want, what="the list of trained shapes", slips=slips)


@points(1)
@after(test_form)
def test_output_values(probes, rng):
    """each hidden layer has the activation, the last has none, and every kernel is penalized"""
    for batch, hidden, name, function in VALUES:
        (x, weights), config = drawn(rng, batch, 4, hidden, 2), {"hidden": hidden, "units": 2}
        config |= {"activation": name, "l2": 0.3}
        got = probes.mlp_output(config, x, named(weights), function=function)
        slips = value_slips_of(x, weights, name)
        assert_close(got["output"], oracle(x, weights, name), what="the output", slips=slips)
        slips = penalty_slips_of(weights, 0.3)
        assert_close(got["penalty"], penalty(weights, 0.3), what="the penalty", slips=slips)


@points(2)
@after(test_output_values)
def test_copy(probes, rng):
    """a config sent through JSON makes a model with the same settings and its own weights"""
    (x, weights), shapes = drawn(rng, 5, 4, [5, 3], 2), shapes_of(4, [5, 3], 2)
    config = {"hidden": [5, 3], "units": 2, "activation": "softplus", "l2": 0.7, "name": "mine"}
    got, want = probes.mlp_copy(config, x, named(weights)), oracle(x, weights, "softplus")
    assert_equal(got["is"], ["the same name", sorted(map(list, shapes))], what=IS)
    forgotten, shared = oracle(x, weights, "relu"), oracle(x, still(weights), "softplus")
    slips = {FORGOTTEN: forgotten, SHARED: shared}
    assert_close(got["output"], want, what="its output", slips=slips)
    assert_close(got["penalty"], penalty(weights, 0.7), what="its penalty", slips={NO_L2: 0.0})


@points(2)
@after(test_copy)
def test_saved(probes, rng):
    """a saved and loaded model predicts the same, and its training goes on"""
    weights, batches, config = training(rng, [3], 2, l2=0.1)
    got = probes.mlp_resumed(config, named(weights), 0.05, *batches)
    path, fresh = course(weights, batches, 0.05), course(weights, batches, 0.05, restart=1)
    want, slips = saved_of(path, batches[1][0])
    assert_close(got["output"], want, what="its output", slips=slips)
    for i, part in enumerate(PARTS):
        slips = {AFRESH: fresh[2][i], "its training does not go on": path[1][i]}
        assert_close(got["weights"][i], path[2][i], what=part, slips=slips)


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
        "the activation is not applied": oracle(x, weights, "linear"),
        "the last layer has the activation too": ACTIVATIONS[name](want),
    }


def still(weights):
    return [0 * weight for weight in weights]


def course(weights, batches, rate, restart=None):
    """Return the weights at the start and after each step of SGD with momentum 0.9."""
    path, speed = [weights], still(weights)
    for number, (x, y) in enumerate(batches):
        start = path[-1]
        if number == restart:
            speed = still(weights)
        slopes = [slope(start, i, x, y) for i in range(len(start))]
        speed = [0.9 * v - rate * s for v, s in zip(speed, slopes, strict=True)]
        path.append([w + v for w, v in zip(start, speed, strict=True)])
    return path


def slope(weights, i, x, y):
    def loss(value):
        moved = [*weights[:i], value, *weights[i + 1 :]]
        return np.mean((oracle(x, moved, "tanh") - y) ** 2) + penalty(moved, 0.1)

    return numeric_gradient(loss, weights[i])


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
