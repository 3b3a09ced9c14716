"""Checks of feature_net."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, assert_equal, draw, points

# A value is a sum of up to 72 products of order one; float32 rounds such sums by about 1e-6.
ROOM = 1e-5


def relu(z):
    """Return z if it is positive, else 0."""
    return np.maximum(z, 0)


def convolved(x, kernel, bias, activation=relu, pad=1):
    """Return the activation of a convolution with stride 1 and zeros around."""
    padded = np.pad(x.astype(float), [(0, 0), (pad, pad), (pad, pad), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    return activation(np.einsum("bhwcij,ijcf->bhwf", windows, kernel) + bias)


def pooled(x, take=np.max):
    """Return what `take` makes of windows of 2 x 2; a last odd row or column is left out."""
    return take(sliding_window_view(x, (2, 2), axis=(1, 2))[:, ::2, ::2], axis=(-2, -1))


def maps(weights, x, take=np.max, first=relu, second=relu, pad=1):
    """Return the 16 maps."""
    return convolved(
        pooled(convolved(x, *weights[:2], first, pad), take), *weights[2:], second, pad
    )


def oracle(weights, x, **mistake):
    """Return averages and maxima of the maps."""
    found = maps(weights, x, **mistake)
    return np.concatenate([found.mean((1, 2)), found.max((1, 2))], axis=-1)


def slips(weights, x):
    """Return the features of mistaken models."""

    def linear(z):
        return z

    found = oracle(weights, x)
    average, most = found[:, :16], found[:, 16:]
    return {
        "the maxima come before the averages": np.concatenate([most, average], axis=-1),
        "the averages appear twice": np.concatenate([average, average], axis=-1),
        "the maxima appear twice": np.concatenate([most, most], axis=-1),
        "average pooling instead of max pooling": oracle(weights, x, take=np.mean),
        "padding valid instead of same": oracle(weights, x, pad=0),
        "the first convolution has no ReLU": oracle(weights, x, first=linear),
        "the second convolution has no ReLU": oracle(weights, x, second=linear),
        "the convolutions have no ReLU": oracle(weights, x, first=linear, second=linear),
    }


def shapes(channels):
    """Return the shapes of the weights."""
    return [[3, 3, channels, 8], [8], [3, 3, 8, 16], [16]]


def drawn(rng, channels):
    """Return weights under which the values stay of order one."""
    return [
        draw(rng, shape) / np.float32(np.sqrt(np.prod(shape[:-1]))) for shape in shapes(channels)
    ]


def form(shape):
    """Return the model's description from outside."""
    return {"kind": "model", "outputs": [None, 32], "weights": sorted(shapes(shape[2]))}


def misread(shape):
    """Return the descriptions of mistaken models."""
    return {
        "outputs": {
            "one of the two global poolings is missing, or they are added": [None, 16],
            "the two summaries are a list, not joined": [[None, 16], [None, 16]],
            "height and width stay as axes of length 1 (keepdims)": [None, 1, 1, 32],
        },
        "weights": {
            "the second convolution starts from the image; the first is not used": [
                [3, 3, shape[2], 16],
                [16],
            ],
            "the biases are missing": sorted(shapes(shape[2])[::2]),
        },
    }


def test_form(probes):
    """feature_net returns a model from images to 32 features, with two convolutions"""
    for shape in [(8, 12, 3), (10, 8, 1)]:
        got, causes = probes.feature_net(shape), misread(shape)
        for part, want in form(shape).items():
            assert_equal(got[part], want, what=PARTS[part], slips=causes.get(part))


@points(2)
@after(test_form)
def test_features(probes, rng):
    """the features are the averages of the 16 maps, then their maxima"""
    for shape in [(4, 8, 12, 3), (1, 10, 8, 1)]:
        weights, x = drawn(rng, shape[3]), draw(rng, shape)
        got = probes.features(shape[1:], weights, [x])
        assert_close(got[0], oracle(weights, x), atol=ROOM, slips=slips(weights, x))


@points(1)
@after(test_features)
def test_any_size(probes, rng):
    """with height and width None, one model takes images of several sizes"""
    weights, xs = drawn(rng, 2), draw(rng, (3, 8, 10, 2), (1, 12, 8, 2), (2, 8, 8, 2))
    got = probes.features((None, None, 2), weights, xs)
    for features, x in zip(got, xs, strict=True):
        assert_close(features, oracle(weights, x), atol=ROOM, slips=slips(weights, x))


PARTS = {
    "kind": "the returned object",
    "outputs": "the shape of the output",
    "weights": "the list of weight shapes",
}
