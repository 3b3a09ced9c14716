"""Checks of build_mlp."""

from itertools import pairwise

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def relu(z):
    """Return z if it is positive, else 0."""
    return np.maximum(z, 0)


def linear(z):
    """Return z."""
    return z


def softmax(z):
    """Return the softmax over the last axis."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def shapes(*sizes):
    """Return the shapes of kernel and bias of each dense layer between the sizes."""
    return [shape for a, b in pairwise(sizes) for shape in ([a, b], [b])]


def forward(weights, x, first=relu, inner=relu, last=linear):
    """Return the output; hidden layers have the activation `first`, the last of them `inner`."""
    for kernel, bias in zip(weights[:-4:2], weights[1:-4:2], strict=True):
        x = first(x @ kernel + bias)
    for kernel, bias in zip(weights[-4:-2:2], weights[-3:-2:2], strict=True):
        x = inner(x @ kernel + bias)
    return last(x @ weights[-2] + weights[-1])


def misread(input_dim, hidden, classes):
    """Return the weights' shapes of mistaken models."""
    plain = shapes(input_dim, *hidden, classes)
    return {
        "nothing is returned; expected a model": "NoneType",
        "a keras.Model; expected a keras.Sequential": "Model",
        "there is no keras.Input, so the weights are not made yet": [],
        "the hidden sizes in reverse order": shapes(input_dim, *hidden[::-1], classes),
        "only the first hidden size is used": shapes(input_dim, hidden[0], classes),
        "only the last hidden size is used": shapes(input_dim, hidden[-1], classes),
        "the layer of logits is missing": shapes(input_dim, *hidden),
        "an extra hidden layer of size input_dim": shapes(input_dim, input_dim, *hidden, classes),
        "the biases are missing": plain[::2],
    } | {
        f"a normalization with {count} weights in each hidden layer": [
            shape
            for place, kernel in enumerate(plain[::2])
            for shape in (kernel, kernel[1:], *[kernel[1:]] * (count * (place < len(hidden))))
        ]
        for count in (2, 4)
    }


def misfired(weights, x):
    """Return the outputs of mistaken models."""

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    def leaky(z):
        return np.maximum(z, 0.2 * z)

    return {
        "softmax in the last layer; expected logits": forward(weights, x, last=softmax),
        "sigmoid in the last layer; expected logits": forward(weights, x, last=sigmoid),
        "ReLU in the last layer too; logits may be negative": forward(weights, x, last=relu),
        "no activation between the layers": forward(weights, x, linear, linear),
        "ReLU only after the last hidden layer": forward(weights, x, linear),
        "the last hidden layer has no ReLU": forward(weights, x, inner=linear),
        "tanh instead of ReLU": forward(weights, x, np.tanh, np.tanh),
        "sigmoid instead of ReLU": forward(weights, x, sigmoid, sigmoid),
        "leaky ReLU instead of ReLU": forward(weights, x, leaky, leaky),
    }


def altered(got, units, bias):
    """Return the outputs of models in which something else changes the values."""
    cut = {f"ReLU is cut off at {most}": np.minimum(units, most) + bias for most in (1, 6, 40)}
    some = np.shape(got) == units.shape and np.any(np.asarray(got) == bias)
    return cut | ({"units are dropped in training": np.asarray(got)} if some else {})


def test_example(probes):
    """build_mlp gives what the docstring's example shows: a Sequential with these weights"""
    sizes = (4, [8, 6], 3)
    got, want = probes.build_mlp(*sizes), [[4, 8], [8], [8, 6], [6], [6, 3], [3]]
    assert_equal(got, want, what="the list of weight shapes", slips=misread(*sizes))


@points(2)
@after(test_example)
def test_logits(probes, rng):
    """the logits are those of dense layers with ReLU between them and no activation at the end"""
    weights, x = draw(rng, *shapes(3, 6, 4, 7)), draw(rng, (9, 3))
    got = probes.mlp_logits(3, [6, 4], 7, weights, x)
    assert_close(got, forward(weights, x), dtype="float32", slips=misfired(weights, x))


@points(0.5)
@after(test_example)
def test_any_depth(probes, rng):
    """hidden may be empty or long, a list or a tuple"""
    for batch, sizes in [(8, (6, 4)), (1, (5, 9, 1)), (7, (3, 5, 2, 5, 3))]:
        weights, x = draw(rng, *shapes(*sizes)), draw(rng, (batch, sizes[0]))
        ask = probes.mlp_of_tuple if batch == 1 else probes.mlp_logits
        got = ask(sizes[0], sizes[1:-1], sizes[-1], weights, x)
        slips = misfired(weights, x)
        assert_close(got, forward(weights, x), dtype="float32", slips=slips)


@points(0.5)
@after(test_example)
def test_nothing_else(probes, rng):
    """the logits are the same in training: nothing drops, normalizes or cuts off large values"""
    kernel, bias, x = draw(rng, (3, 6), (6,), (7, 3), low=2, high=9)
    weights = [kernel, bias, np.eye(6, dtype="float32"), bias]  # the logits show all six units
    got = probes.mlp_logits(3, [6], 6, weights, x, training=True)
    units = x @ kernel + bias
    assert_close(got, units + bias, dtype="float32", slips=altered(got, units, bias))
