"""Checks of feature_net."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, assert_equal, draw, points

# A value is a sum of up to 72 products of order one; float32 rounds such sums by about 1e-6.
ROOM = 1e-5


def relu(z):
    """Return z if it is positive, else 0."""
    return np.maximum(z, 0)


def linear(z):
    """Return z."""
    return z


def padding(size, stride):
    """Return the zeros before and after, as Keras's "same" puts them."""
    missing = max((-(-size // stride) - 1) * stride + 3 - size, 0)
    return missing // 2, missing - missing // 2


def convolved(x, kernel, bias, activation=relu, stride=1, *, same=True):
    """Return the activation of a convolution in windows of 3 x 3."""
    around = [padding(size, stride) if same else (0, 0) for size in x.shape[1:3]]
    padded = np.pad(x.astype(float), [(0, 0), *around, (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))[:, ::stride, ::stride]
    return activation(np.einsum("bhwcij,ijcf->bhwf", windows, kernel) + bias)


def pooled(x, take=np.max, *, size=2, stride=2, odd=False):
    """Return what `take` makes of each window; `odd` keeps a last odd row and column."""
    if odd:
        ends = [(0, side % 2) for side in x.shape[1:3]]
        x = np.pad(x, [(0, 0), *ends, (0, 0)], constant_values=-np.inf)
    windows = sliding_window_view(x, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    return take(windows, axis=(-2, -1))


def oracle(weights, x, first=None, second=None, end=np.mean, **pool):
    """Return averages and maxima of the 16 maps."""
    x = pooled(convolved(x, *weights[:2], **first or {}), **pool)
    maps = convolved(x, *weights[2:], **second or {})
    return np.concatenate([end(maps, axis=(1, 2)), maps.max((1, 2))], axis=-1)


def slips(weights, x):
    """Return the features of mistaken models."""
    bare, tight, wide = {"activation": linear}, {"same": False}, {"stride": 2}
    found = oracle(weights, x)
    average, most = found[:, :16], found[:, 16:]
    return {
        "the maxima come before the averages": np.concatenate([most, average], axis=-1),
        "averages and maxima alternate": np.stack([average, most], axis=-1).reshape(len(x), 32),
        "the averages appear twice": np.concatenate([average, average], axis=-1),
        "the maxima appear twice": np.concatenate([most, most], axis=-1),
        "the sum of each map, not its average": oracle(weights, x, end=np.sum),
        "average pooling instead of max pooling": oracle(weights, x, take=np.mean),
        "the max pooling moves by 1, not by 2": oracle(weights, x, stride=1),
        "the max pooling takes windows of 3 x 3": oracle(weights, x, size=3),
        ODD: oracle(weights, x, odd=True),
        "padding valid instead of same": oracle(weights, x, tight, tight),
        "the first convolution has padding valid": oracle(weights, x, tight),
        "the second convolution has padding valid": oracle(weights, x, None, tight),
        "the first convolution has stride 2": oracle(weights, x, wide),
        "the second convolution has stride 2": oracle(weights, x, None, wide),
        "the first convolution has no ReLU": oracle(weights, x, bare),
        "the second convolution has no ReLU": oracle(weights, x, None, bare),
        "the convolutions have no ReLU": oracle(weights, x, bare, bare),
    }


def shapes(channels, one=8, two=16, size=3):
    """Return the shapes of the weights."""
    return [[size, size, channels, one], [one], [size, size, one, two], [two]]


def drawn(rng, channels):
    """Return weights under which the values stay of order one."""
    return [
        draw(rng, shape) / np.float32(np.sqrt(np.prod(shape[:-1]))) for shape in shapes(channels)
    ]


def form(shape):
    """Return the model's description from outside."""
    weights = sorted(shapes(shape[2]))
    return {
        "kind": "model",
        "inputs": [[None, *shape]],
        "outputs": [None, 32],
        "weights": weights,
    }


def misread(shape):
    """Return the descriptions of mistaken models."""
    height, width, channels = shape
    wanted = shapes(channels)
    return {
        "kind": {
            "the `return` is missing": "NoneType",
            "the features are returned, not a keras.Model that ends there": "KerasTensor",
            "a subclass without a graph, not keras.Model(inputs, outputs)": GRAPHLESS,
        },
        "inputs": {
            "height and width are swapped": [[None, width, height, channels]],
            "height and width are always None": [[None, None, None, channels]],
        },
        "outputs": {
            "one of the two global poolings is missing, or they are added": [None, 16],
            "the two summaries are a list, not joined": [[None, 16], [None, 16]],
            "height and width stay as axes of length 1 (keepdims)": [None, 1, 1, 32],
            "the second convolution has 8 filters": [None, 16],
        },
        "weights": {
            "the second convolution starts from the image; the first is not used": [
                [3, 3, channels, 16],
                [16],
            ],
            "the biases are missing": sorted(wanted[::2]),
            "the first convolution has 16 filters": sorted(shapes(channels, one=16)),
            "windows of 5 x 5 in both convolutions": sorted(shapes(channels, size=5)),
            "the first convolution is missing": [[3, 3, channels, 16], [16]],
        },
    }


def hold(got, shape):
    """Compare a model's description, part by part."""
    for part, want in form(shape).items():
        assert_equal(got[part], want, what=PARTS[part], slips=misread(shape).get(part))


def test_example(probes):
    """feature_net gives what the docstring's example shows"""
    hold(probes.feature_net((None, None, 3)), (None, None, 3))


@after(test_example)
def test_form(probes):
    """feature_net returns a model from images of input_shape to 32 features"""
    for shape in [(8, 12, 3), (10, 9, 1)]:
        hold(probes.feature_net(shape), shape)


@points(2)
@after(test_form)
def test_features(probes, rng):
    """the features are the averages of the 16 maps, then their maxima"""
    for shape in [(4, 8, 12, 3), (1, 9, 11, 1)]:
        weights, x = drawn(rng, shape[3]), draw(rng, shape)
        [got] = probes.feature_net(shape[1:], weights, [x])
        want, causes = oracle(weights, x), slips(weights, x)
        assert_close(got, want, atol=ROOM, slips=causes, what="the features")


@points(1)
@after(test_features)
def test_any_size(probes, rng):
    """with height and width None, one model takes images of any size from 2 x 2 on"""
    weights, xs = drawn(rng, 2), draw(rng, (3, 7, 10, 2), (1, 2, 2, 2), (2, 12, 5, 2))
    got = probes.feature_net((None, None, 2), weights, xs)
    for features, x in zip(got, xs, strict=True):
        what = f"the features of images of {x.shape[1]} x {x.shape[2]} pixels"
        assert_close(features, oracle(weights, x), atol=ROOM, what=what)


ODD = "the max pooling has padding same: it keeps a last odd row and column"
GRAPHLESS = "a model without inputs"
PARTS = {
    "kind": "the returned object",
    "inputs": "the list of input shapes",
    "outputs": "the shape of the output",
    "weights": "the list of weight shapes",
}
