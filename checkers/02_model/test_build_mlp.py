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
    return {
        "nothing is returned; expected a model": "NoneType",
        "a keras.Model; expected a keras.Sequential": "Model",
        "there is no keras.Input, so the weights are not made yet": [],
        "the hidden sizes in reverse order": shapes(input_dim, *hidden[::-1], classes),
        "only the first hidden size is used": shapes(input_dim, hidden[0], classes),
        "only the last hidden size is used": shapes(input_dim, hidden[-1], classes),
        "the layer of logits is missing": shapes(input_dim, *hidden),
        "an extra hidden layer of size input_dim": shapes(input_dim, input_dim, *hidden, classes),
        "the biases are missing": shapes(input_dim, *hidden, classes)[::2],
    }


def misfired(weights, x):
    """Return the outputs of mistaken models."""

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    return {
        "softmax in the last layer; expected logits": forward(weights, x, last=softmax),
        "sigmoid in the last layer; expected logits": forward(weights, x, last=sigmoid),
        "ReLU in the last layer too; logits may be negative": forward(weights, x, last=relu),
        "no activation between the layers": forward(weights, x, linear, linear),
        "ReLU only after the last hidden layer": forward(weights, x, linear),
        "tanh instead of ReLU": forward(weights, x, np.tanh, np.tanh),
        "sigmoid instead of ReLU": forward(weights, x, sigmoid, sigmoid),
    }


def test_form(probes):
    """build_mlp returns a Sequential model with a kernel and a bias for each layer"""
    sizes = (5, [7, 2, 8], 4)
    got, wanted, slips = probes.build_mlp(*sizes), shapes(5, 7, 2, 8, 4), misread(*sizes)
    assert_equal(got, wanted, what="the list of weight shapes", slips=slips)


@points(2)
@after(test_form)
def test_logits(probes, rng):
    """the logits are those of dense layers with ReLU between them and no activation at the end"""
    weights, x = draw(rng, *shapes(3, 6, 4, 7)), draw(rng, (9, 3))
    got = probes.mlp_logits(3, [6, 4], 7, weights, x)
    assert_close(got, forward(weights, x), slips=misfired(weights, x))


@points(1)
@after(test_form)
def test_any_depth(probes, rng):
    """hidden may be empty or long"""
    for batch, sizes in [(8, (6, 4)), (1, (5, 9, 3)), (7, (3, 5, 2, 7, 3))]:
        weights, x = draw(rng, *shapes(*sizes)), draw(rng, (batch, sizes[0]))
        got = probes.mlp_logits(sizes[0], sizes[1:-1], sizes[-1], weights, x)
        assert_close(got, forward(weights, x), slips=misfired(weights, x))
