"""Checks of build_convnet."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def relu(z):
    """Return z if it is positive, else 0."""
    return np.maximum(z, 0)


def softmax(z):
    """Return the softmax over the last axis."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def shapes(input_shape, classes, *, window=3, stride=2, around=0, trim=0, flat=None):
    """Return the weights' shapes; `around` pads the pools, `trim` what a convolution loses."""

    def pooled(size, lost):
        return (size - lost + around - window) // stride + 1

    height, width = (pooled(pooled(size, 2 * trim), trim) for size in input_shape[:2])
    flat = flat or height * width * 16
    kernels = [[5, 5, input_shape[2], 8], [3, 3, 8, 16], [flat, 32], [32, classes]]
    return [shape for kernel in kernels for shape in (kernel, kernel[-1:])]


def misread(input_shape, classes):
    """Return the weights' shapes of mistaken models."""
    want = shapes(input_shape, classes)
    first, second, units = want[0], want[2], want[4:]
    return {
        "nothing is returned; expected a model": "NoneType",
        "the list of layers; expected a model": "list",
        "there is no keras.Input, so the weights are not made yet": [],
        "pooling with stride 3: without strides, it moves by the window's size": shapes(
            input_shape, classes, stride=3
        ),
        "pooling windows of 2 x 2 instead of 3 x 3": shapes(input_shape, classes, window=2),
        "pooling with padding same instead of valid": shapes(input_shape, classes, around=2),
        "convolution with padding valid instead of same": shapes(input_shape, classes, trim=2),
        "a global average instead of Flatten": shapes(input_shape, classes, flat=16),
        "the biases are missing": want[::2],
        "the convolutions have no bias": [first, second, *units],
        "the 5 x 5 and the 3 x 3 kernels are exchanged": [
            [3, 3, *first[2:]],
            [8],
            [5, 5, *second[2:]],
            [16],
            *units,
        ],
        "the layer of logits was made first, and its weights stand first": [*want[6:], *want[:6]],
    }


def convolved(images, kernel, bias, activation=relu):
    """Return the activation of a convolution with stride 1 and zeros around."""
    height, width = kernel.shape[:2]
    rows, columns = height // 2, width // 2
    padded = np.pad(images, [(0, 0), (rows, rows), (columns, columns), (0, 0)])
    windows = sliding_window_view(padded, (height, width), axis=(1, 2))
    return activation(np.einsum("bhwcij,ijcf->bhwf", windows, kernel) + bias)


def pooled(images, take=np.max):
    """Return what `take` makes of windows of 3 x 3 with stride 2."""
    return take(sliding_window_view(images, (3, 3), axis=(1, 2))[:, ::2, ::2], axis=(-2, -1))


def features(weights, images, take=np.max, first=relu, second=relu, activation=relu):
    """Return the 32 dense units for each image."""
    for (kernel, bias), function in ((weights[0:2], first), (weights[2:4], second)):
        images = pooled(convolved(images, kernel, bias, function), take)
    return activation(images.reshape(len(images), -1) @ weights[4] + weights[5])


def forward(weights, images, last=lambda z: z, **mistake):
    """Return the model's output in inference."""
    return last(features(weights, images, **mistake) @ weights[6] + weights[7])


def misfired(weights, images):
    """Return the outputs of mistaken models."""

    def linear(z):
        return z

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    return {
        "softmax in the last layer; expected logits": forward(weights, images, softmax),
        "sigmoid in the last layer; expected logits": forward(weights, images, sigmoid),
        "ReLU in the last layer too": forward(weights, images, relu),
        "average pooling instead of max pooling": forward(weights, images, take=np.mean),
        "the convolutions have no ReLU": forward(weights, images, first=linear, second=linear),
        "the first convolution has no ReLU": forward(weights, images, first=linear),
        "the second convolution has no ReLU": forward(weights, images, second=linear),
        "the dense layer has no ReLU": forward(weights, images, activation=linear),
        "no ReLU anywhere": forward(
            weights, images, first=linear, second=linear, activation=linear
        ),
    }


def drawn(rng, input_shape, classes, batch):
    """Return weights of a moderate size and images."""
    weights = [
        np.float32(rng.standard_normal(shape) / np.sqrt(np.prod(shape[:-1])))
        for shape in shapes(input_shape, classes)
    ]
    return weights, draw(rng, (batch, *input_shape))


def kept_of(got, units, bias):
    """Return which units the logits show, if each logit is a unit plus the bias."""
    values = np.asarray(got)
    return values != bias if values.shape == units.shape else np.ones(units.shape, bool)


def dropped(got, weights, images):
    """Return the logits with half of the units dropped: those for which got is only the bias."""
    units = features(weights, images)
    kept = kept_of(got, units, weights[7])
    half = 0.4 < np.mean(kept) < 0.6 and not is_shared(kept)
    return 2 * units * (kept if half else 1) + weights[7]


def is_shared(kept):
    """Return whether all samples, or all units of a sample, have the same fate."""
    return bool((kept == kept[:1]).all() or (kept == kept[:, :1]).all())


def undropped(got, weights, images):
    """Return the logits of mistaken dropouts."""
    units, bias = features(weights, images), weights[7]
    kept, rates = kept_of(got, units, bias), [0.1, 0.2, 0.25, 0.3, 0.4, 0.6, 0.75, 0.8, 0.9]
    other = {f"a rate of {rate} instead of 0.5": units * kept / (1 - rate) for rate in rates}
    if np.mean(kept) > 0.97:  # no rate is so low
        other["something else than the 32 dense units is dropped"] = np.asarray(got) - bias
    return {
        "nothing is dropped in training": units + bias,
        "dropout comes after the logits": 2 * (units + bias) * (np.asarray(got) != 0),
        "two dropouts in a row": 4 * units * kept + bias,
        "all samples, or all units of a sample, are dropped together": 2 * units * kept + bias,
    } | {words: value + bias for words, value in other.items()}


def always_dropped(got, weights, images):
    """Return the logits if dropout works without training too."""
    units, bias = features(weights, images), weights[7]
    kept = kept_of(got, units, bias)
    return {"dropout works in inference too": 2 * units * kept + bias}


def revealing(rng, input_shape, batch):
    """Return weights with which the logits are the units, all on, plus 5; and images."""
    weights, images = drawn(rng, input_shape, 32, batch)
    return [*weights[:5], weights[5] + 9, np.eye(32, dtype="f"), np.full(32, 5, "f")], images


def test_example(probes):
    """build_convnet gives what the docstring's example shows, and a bias for each kernel"""
    model = ((20, 26, 3), 5)
    got, want, slips = probes.build_convnet(*model), shapes(*model), misread(*model)
    assert_equal(got, want, what="the list of weight shapes", slips=slips)


@points(2)
@after(test_example)
def test_logits(probes, rng):
    """the logits are those of the given layers in the given order; nothing is dropped"""
    shown = ((11, 12, 1), 32, *revealing(rng, (11, 12, 1), batch=4))
    small = ((7, 9, 3), 1, *drawn(rng, (7, 9, 3), 1, batch=1))
    for *model, weights, images in (shown, small, ((8, 17, 2), 9, *drawn(rng, (8, 17, 2), 9, 3))):
        got, want = probes.convnet_logits(*model, weights, images), forward(weights, images)
        always = always_dropped(got, weights, images) if model[1] == len(weights[5]) else {}
        slips = misfired(weights, images) | always
        assert_close(got, want, dtype="float32", slips=slips)


@points(2)
@after(test_logits)
def test_dropout(probes, rng):
    """a step of fit drops half of the 32 dense units and doubles the others"""
    weights, images = revealing(rng, (11, 12, 1), batch=40)
    got = probes.convnet_logits((11, 12, 1), 32, weights, images, training=True)
    slips = undropped(got, weights, images)
    assert_close(got, dropped(got, weights, images), dtype="float32", slips=slips)
