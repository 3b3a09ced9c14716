"""Checks of multi_output."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, assert_equal, draw, points

# Values are sums of up to 96 products of order one; float32 rounds such sums by about 1e-6.
ROOM = 1e-5


def relu(z):
    """Return z if it is positive, else 0."""
    return np.maximum(z, 0)


def sigmoid(z):
    """Return 1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


def linear(z):
    """Return z."""
    return z


def softmax(z):
    """Return the softmax over the last axis."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def bodied(weights, images, first=relu, activation=relu, take=np.max):
    """Return the body's 16 values for each image."""
    padded = np.pad(images.astype(float), [(0, 0), (1, 1), (1, 1), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    maps = first(np.einsum("bhwcij,ijcf->bhwf", windows, weights[0]) + weights[1])
    maps = take(sliding_window_view(maps, (2, 2), axis=(1, 2))[:, ::2, ::2], axis=(-2, -1))
    return activation(maps.reshape(len(maps), -1) @ weights[2] + weights[3])


def oracle(weights, images, label=linear, box=sigmoid, **mistake):
    """Return both heads."""
    body = bodied(weights, images, **mistake)
    return {
        "label": label(body @ weights[4] + weights[5]),
        "box": box(body @ weights[6] + weights[7]),
    }


def slips(weights, images):
    """Return the heads of mistaken models."""
    return {
        "softmax on the label; expected logits": oracle(weights, images, label=softmax),
        "no sigmoid on the box": oracle(weights, images, box=linear),
        "ReLU instead of the sigmoid": oracle(weights, images, box=relu),
        "softmax instead of the sigmoid": oracle(weights, images, box=softmax),
        "the body's dense layer has no ReLU": oracle(weights, images, activation=linear),
        "the convolution has no ReLU": oracle(weights, images, first=linear),
        "average pooling instead of max pooling": oracle(weights, images, take=np.mean),
    }


def crossentropy(z, label):
    """Return the mean of minus the log of the softmax at the label."""
    return np.mean(np.logaddexp.reduce(z, axis=-1) - z[np.arange(len(z)), label])


def reported(weights, images, label, box):
    """Return what the compiled model reports, by name."""
    heads = oracle(weights, images)
    one, other = crossentropy(heads["label"], label), np.mean((heads["box"] - box) ** 2)
    return {
        "label_loss": one,
        "box_loss": other,
        "loss": 0.2 * one + 0.8 * other,
        "label_accuracy": np.mean(heads["label"].argmax(axis=-1) == label),
    }


def misjudged(weights, images, label, box):
    """Return the reports of models compiled with other settings."""
    right, heads = reported(weights, images, label, box), oracle(weights, images)
    one, other = right["label_loss"], right["box_loss"]
    # Without from_logits Keras takes the logarithm of what it takes for probabilities.
    z = np.log(np.clip(heads["label"], 1e-7, 1 - 1e-7))
    return {
        "label_loss": {"from_logits=True is missing": crossentropy(z, label)},
        "box_loss": {"the absolute error, not the squared": np.mean(np.abs(heads["box"] - box))},
        "loss": {
            "the loss weights are missing": one + other,
            "the loss weights are swapped; a list follows the order of the names": (
                0.8 * one + 0.2 * other
            ),
            "only the box has a loss weight": one + 0.8 * other,
            "only the label has a loss weight": 0.2 * one + other,
        },
    }


def shapes(shape, classes):
    """Return the shapes of the weights: convolution, body, label, box."""
    flat = (shape[0] // 2) * (shape[1] // 2) * 8
    kernels = [[3, 3, shape[2], 8], [flat, 16], [16, classes], [16, 4]]
    return [size for kernel in kernels for size in (kernel, kernel[-1:])]


def form(shape, classes):
    """Return the model's description from outside."""
    return {
        "kind": "model",
        "outputs": {"label": [None, classes], "box": [None, 4]},
        "weights": sorted(shapes(shape, classes)),
        "optimizer": ["Adam", 0.001],
    }


def misread(shape, classes):
    """Return the descriptions of mistaken models."""
    wanted, flat = shapes(shape, classes), [shape[0] * shape[1] * 8, 16]
    label, box = [None, classes], [None, 4]
    return {
        "outputs": {
            "the outputs are a list, not a dict": [label, box],
            "the two heads are swapped": {"label": box, "box": label},
        },
        "weights": {
            "the max pooling is missing": sorted([*wanted[:2], flat, *wanted[3:]]),
            "a global pooling instead of Flatten": sorted([*wanted[:2], [8, 16], *wanted[3:]]),
            "there are two bodies; both heads should start from the same body": sorted(
                [*wanted, *wanted[:4]]
            ),
            "the box starts from the label": sorted([*wanted[:6], [classes, 4], [4]]),
            "the label starts from the box": sorted([*wanted[:4], [4, classes], *wanted[5:]]),
            "the biases are missing": sorted(wanted[::2]),
        },
    }


def drawn(rng, shape, classes, batch):
    """Return weights under which the values stay of order one, images, labels and boxes."""
    sizes = shapes(shape, classes)
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in sizes]
    label = draw(rng, (batch,), dtype="int32", high=classes)
    return weights, draw(rng, (batch, *shape)), label, draw(rng, (batch, 4), low=0, high=1)


def test_form(probes):
    """multi_output returns a compiled model whose outputs are a dict of label and box"""
    for shape, classes in [((6, 8, 2), 3), ((5, 7, 1), 6)]:
        got, causes = probes.multi_output(shape, classes), misread(shape, classes)
        for part, want in form(shape, classes).items():
            assert_equal(got[part], want, what=PARTS[part], slips=causes.get(part))


@points(2)
@after(test_form)
def test_heads(probes, rng):
    """the label's head gives logits, the box's head a sigmoid, both from one body"""
    for shape, classes, batch in [((6, 8, 2), 3, 5), ((5, 7, 1), 6, 1)]:
        weights, images, *_ = drawn(rng, shape, classes, batch)
        got, want = probes.heads(classes, weights, images), oracle(weights, images)
        for name in ("label", "box"):
            causes = {words: heads[name] for words, heads in slips(weights, images).items()}
            assert_close(got[name], want[name], atol=ROOM, slips=causes, what=name)


@points(2)
@after(test_heads)
def test_losses(probes, rng):
    """the loss is 0.2 times the label's crossentropy and 0.8 times the box's squared error"""
    given = drawn(rng, (6, 8, 2), 3, batch=10)
    got, causes = probes.report(3, *given), misjudged(*given)
    assert_equal(sorted(got), REPORTED, what="the list of reported names", slips=UNREPORTED)
    for name, want in reported(*given).items():
        assert_close(got[name], want, atol=ROOM, what=name, slips=causes.get(name))


REPORTED = ["box_loss", "label_accuracy", "label_loss", "loss"]
UNREPORTED = {
    "the label has no metric": ["box_loss", "label_loss", "loss"],
    "the box has the metric": ["box_accuracy", "box_loss", "label_loss", "loss"],
    "both heads have the metric": ["box_accuracy", *REPORTED],
}
PARTS = {
    "kind": "the returned object",
    "outputs": "the dict of outputs",
    "weights": "the list of weight shapes",
    "optimizer": "the optimizer with its learning rate",
}
