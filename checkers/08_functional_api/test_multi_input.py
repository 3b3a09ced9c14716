"""Checks of multi_input."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, assert_equal, assert_gradient, draw, points

# A score is a sum of 28 products of order one; float32 rounds such sums by about 1e-6.
ROOM = 1e-5


def relu(z):
    """Return z if it is positive, else 0."""
    return np.maximum(z, 0)


def linear(z):
    """Return z."""
    return z


def summarized(kernel, bias, image, take=np.mean, activation=relu):
    """Return one number for each filter and image."""
    padded = np.pad(image.astype(float), [(0, 0), (1, 1), (1, 1), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    return take(activation(np.einsum("bhwcij,ijcf->bhwf", windows, kernel) + bias), axis=(1, 2))


def branches(weights, text, image, words=relu, pixels=relu, **mistake):
    """Return the text's 16 values and the image's 12."""
    found = summarized(*weights[2:4], image, **mistake)
    return words(text @ weights[0] + weights[1]), pixels(found @ weights[4] + weights[5])


def oracle(weights, text, image, last=linear, **mistake):
    """Return the score."""
    joined = np.concatenate(branches(weights, text, image, **mistake), axis=-1)
    return last(joined @ weights[6] + weights[7])


def slips(weights, text, image):
    """Return the scores of mistaken models."""
    words, pixels = branches(weights, text, image)
    swapped = np.concatenate([pixels, words], axis=-1)
    return {
        "the image is joined before the text": swapped @ weights[6] + weights[7],
        "the text's dense layer has no ReLU": oracle(weights, text, image, words=linear),
        "the image's dense layer has no ReLU": oracle(weights, text, image, pixels=linear),
        "the convolution has no ReLU": oracle(weights, text, image, activation=linear),
        "maximum instead of the average": oracle(weights, text, image, take=np.max),
        "ReLU on the score": oracle(weights, text, image, relu),
    }


def shapes(text_dim, channels):
    """Return the shapes of the weights: text, convolution, image, score."""
    kernels = [[text_dim, 16], [3, 3, channels, 8], [8, 12], [28, 1]]
    return [shape for kernel in kernels for shape in (kernel, kernel[-1:])]


def form(text_dim, shape):
    """Return the model's description from outside."""
    return {
        "kind": "model",
        "inputs": [["text", [None, text_dim]], ["image", [None, *shape]]],
        "outputs": [None, 1],
        "weights": sorted(shapes(text_dim, shape[2])),
    }


def misread(text_dim, shape):
    """Return the descriptions of mistaken models."""
    wanted, text, image = shapes(text_dim, shape[2]), [None, text_dim], [None, *shape]
    flat = [shape[0] * shape[1] * 8, 12]
    return {
        "inputs": {
            "the inputs have no names": [["none", text], ["none", image]],
            "the names are swapped": [["image", text], ["text", image]],
        },
        "outputs": {"the axis of length 1 is missing": [None]},
        "weights": {
            FLAT: sorted([*wanted[:4], flat, *wanted[5:]]),
            "the text's dense layer is missing": sorted([*wanted[2:6], [text_dim + 12, 1], [1]]),
            "the image's dense layer is missing": sorted([*wanted[:4], [24, 1], [1]]),
            "the biases are missing": sorted(wanted[::2]),
        },
    }


def drawn(rng, text_dim, channels, *batch):
    """Return weights under which the values stay of order one, and inputs."""
    sizes = shapes(text_dim, channels)
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in sizes]
    return weights, draw(rng, (batch[0], text_dim)), draw(rng, (*batch, channels))


def slopes(weights, text, image, upstream):
    """Return the gradient of sum(upstream * score) in some of the weights, by the chain rule."""
    padded = np.pad(image.astype(float), [(0, 0), (1, 1), (1, 1), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    maps = np.einsum("bhwcij,ijcf->bhwf", windows, weights[2]) + weights[3]
    averages = np.maximum(maps, 0).mean((1, 2))
    words, pixels = text @ weights[0] + weights[1], averages @ weights[4] + weights[5]
    joined = np.maximum(np.concatenate([words, pixels], axis=-1), 0)
    back = (upstream @ weights[6].T) * (joined > 0)
    on = (maps > 0).mean((1, 2))  # the slope of each average in its filter's bias
    return {
        0: text.T.astype(float) @ back[:, :16],
        3: (on * (back[:, 16:] @ weights[4].T)).sum(0),
        4: averages.T @ back[:, 16:],
        6: joined.T @ upstream,
    }


def test_form(probes):
    """multi_input returns a model with the inputs text and image and one score"""
    for text_dim, shape in [(5, (4, 7, 3)), (9, (6, 3, 1))]:
        got, causes = probes.multi_input(text_dim, shape), misread(text_dim, shape)
        for part, want in form(text_dim, shape).items():
            assert_equal(got[part], want, what=PARTS[part], slips=causes.get(part))


@points(2)
@after(test_form)
def test_score(probes, rng):
    """the score comes from both branches, the text's values first"""
    for text_dim, *batch, channels in [(5, 6, 4, 7, 3), (9, 1, 6, 3, 1)]:
        weights, text, image = drawn(rng, text_dim, channels, *batch)
        got = probes.score(weights, text, image)
        want, causes = oracle(weights, text, image), slips(weights, text, image)
        assert_close(got, want, atol=ROOM, slips=causes)


@points(1)
@after(test_score)
def test_training(probes, rng):
    """the gradient of the score reaches the weights of both branches"""
    weights, text, image = drawn(rng, 5, 3, 6, 4, 7)
    upstream = draw(rng, (6, 1))
    got = probes.score_gradient(weights, text, image, upstream)
    for number, want in slopes(weights, text, image, upstream).items():
        what = f"the gradient in the {NAMES[number]}"
        assert_gradient(got[number], want, atol=ROOM, what=what, slips={CUT: np.zeros(want.shape)})


NAMES = {0: "text's kernel", 3: "convolution's bias", 4: "image's kernel", 6: "score's kernel"}
CUT = "no gradient arrives: the layer is not trained, or the path is cut behind it"
FLAT = "Flatten instead of the average over the picture"
PARTS = {
    "kind": "the returned object",
    "inputs": "the list of inputs",
    "outputs": "the shape of the output",
    "weights": "the list of weight shapes",
}
