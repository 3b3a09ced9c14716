"""Checks of multi_output."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    draw,
    points,
)

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
        "ReLU on the label; expected logits": oracle(weights, images, label=relu),
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
    z, clipped = (
        np.log(np.clip(x, 1e-7, 1 - 1e-7)) for x in (heads["label"], softmax(heads["label"]))
    )
    return {
        "label_loss": {
            "from_logits=True is missing": crossentropy(z, label),
            "a softmax, then the logarithm of what Keras clips": crossentropy(clipped, label),
            "the sum over the batch, not the mean": one * len(label),
        },
        "box_loss": {
            "the absolute error, not the squared": np.mean(np.abs(heads["box"] - box)),
            "the sum of the squared errors, not their mean": other * 4,
            "the root of the mean squared error": np.sqrt(other),
        },
        "loss": {
            "the loss weights are missing": one + other,
            "the loss weights are swapped; a list follows the order of the names": (
                0.8 * one + 0.2 * other
            ),
        },
    }


def shapes(shape, classes, *, filters=8, size=3, units=16):
    """Return the shapes of the weights: convolution, body, label, box."""
    flat = (shape[0] // 2) * (shape[1] // 2) * filters
    kernels = [[size, size, shape[2], filters], [flat, units], [units, classes], [units, 4]]
    return [size for kernel in kernels for size in (kernel, kernel[-1:])]


def form(shape, classes):
    """Return the model's description from outside."""
    return {
        "kind": "model",
        "inputs": [[None, *shape]],
        "outputs": {"label": [None, classes], "box": [None, 4]},
        "weights": sorted(shapes(shape, classes)),
        "optimizer": ADAM,
    }


def misread(shape, classes):
    """Return the descriptions of mistaken models."""
    wanted, flat = shapes(shape, classes), [shape[0] * shape[1] * 8, 16]
    narrow = [((shape[0] - 2) // 2) * ((shape[1] - 2) // 2) * 8, 16]
    kept = [-(-shape[0] // 2) * -(-shape[1] // 2) * 8, 16]
    wide = [(shape[0] + 1) // 4 * ((shape[1] + 1) // 4) * 8, 16]
    label, box = [None, classes], [None, 4]
    return {
        "kind": {
            "`return model` is missing, or the result of compile is returned": "NoneType",
            "a subclass without a graph, not keras.Model(inputs, outputs)": GRAPHLESS,
        },
        "outputs": {
            "the outputs are a list, not a dict": [label, box],
            "the outputs are a list, not a dict, with the box first": [box, label],
            "the two heads are swapped": {"label": box, "box": label},
            "one logit too many": {"label": [None, classes + 1], "box": box},
            "the label is missing": {"box": box},
            "the box is missing": {"label": label},
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
            "the body's dense layer is missing": sorted(
                [*wanted[:2], [flat_of(shape), classes], [classes], [flat_of(shape), 4], [4]]
            ),
            "the convolution has padding valid, or the max pooling windows of 3 x 3": sorted(
                [*wanted[:2], narrow, *wanted[3:]]
            ),
            "the convolution has stride 2": sorted([*wanted[:2], wide, *wanted[3:]]),
            "the max pooling has padding same: it keeps a last odd row and column": sorted(
                [*wanted[:2], kept, *wanted[3:]]
            ),
            "the convolution has 16 filters": sorted(shapes(shape, classes, filters=16)),
            "the convolution has windows of 5 x 5": sorted(shapes(shape, classes, size=5)),
            "the body's dense layer has 32 units": sorted(shapes(shape, classes, units=32)),
        },
        "optimizer": UNTUNED,
    }


def flat_of(shape):
    """Return the number of values after pooling and Flatten."""
    return (shape[0] // 2) * (shape[1] // 2) * 8


def drawn(rng, shape, classes, batch, scale=1):
    """Return weights under which the values stay of order `scale`, images, labels and boxes."""
    sizes = shapes(shape, classes)
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in sizes]
    label = draw(rng, (batch,), dtype="int32", high=classes)
    images = draw(rng, (batch, *shape)) * np.float32(scale)
    return weights, images, label, draw(rng, (batch, 4), low=-1, high=2)


def hold(got, shape, classes):
    """Compare a model's description, part by part."""
    for part, want in form(shape, classes).items():
        causes = misread(shape, classes).get(part, {})
        if part == "outputs" and is_renamed(got[part], want):
            causes = causes | {RENAMED: got[part]}
        assert_equal(got[part], want, what=PARTS[part], slips=causes)


def is_renamed(got, want):
    """Tell whether the shapes are those of the two heads, under other names."""
    return isinstance(got, dict) and sorted(got.values()) == sorted(want.values())


def test_example(probes):
    """multi_output gives what the docstring's example shows"""
    hold(probes.multi_output((8, 6, 1), 3), (8, 6, 1), 3)


@after(test_example)
def test_report(probes):
    """multi_output reports what the docstring's example shows"""
    weights = [np.ones(size, np.float32) for size in shapes((8, 6, 1), 3)]
    images, box = np.ones((2, 8, 6, 1), np.float32), np.ones((2, 4), np.float32)
    given = targeted(weights, images, np.int32([0, 2]), box)
    got = sorted(probes.multi_output((8, 6, 1), 3, *given))
    assert_equal(got, REPORTED, what="the list of what it reports", slips=UNREPORTED)


def targeted(weights, images, label, box):
    """Return weights, images and the dict of targets."""
    return weights, images, {"label": label, "box": box}


@after(test_report)
def test_form(probes):
    """multi_output returns a compiled model whose outputs are a dict of label and box"""
    for shape, classes in [((6, 9, 2), 3), ((5, 7, 1), 6)]:
        hold(probes.multi_output(shape, classes), shape, classes)


@points(2)
@after(test_form)
def test_heads(probes, rng):
    """the label's head gives logits, the box's head a sigmoid, both from one body"""
    for shape, classes, batch in [((6, 9, 2), 3, 5), ((5, 7, 1), 6, 1)]:
        weights, images, *_ = drawn(rng, shape, classes, batch)
        got, want = probes.multi_output(shape, classes, weights, images), oracle(weights, images)
        for name in ("label", "box"):
            causes = {words: heads[name] for words, heads in slips(weights, images).items()}
            assert_close(got[name], want[name], atol=ROOM, slips=causes, what=f"the {name}")


@points(1.5)
@after(test_heads)
def test_losses(probes, rng):
    """the loss is 0.2 times the label's crossentropy and 0.8 times the box's squared error"""
    for scale in (1, 100):
        given = drawn(rng, (6, 9, 2), 3, batch=10, scale=scale)
        got, causes = probes.multi_output((6, 9, 2), 3, *targeted(*given)), misjudged(*given)
        for name, want in reported(*given).items():
            slips, atol = causes.get(name), ROOM * scale if "loss" in name else None
            what = f"the reported {name}"
            assert_close(got[name], want, atol=atol, what=what, slips=slips, dtype="float32")


@points(0.5)
@after(test_losses)
def test_training(probes, rng):
    """all layers are trained, by both heads and without dropout"""
    given = drawn(rng, (6, 9, 2), 3, batch=6)
    got = probes.multi_output((6, 9, 2), 3, *targeted(*given), "gradient")
    for name, mine, (one, other) in zip(NAMES, got, slopes(*given), strict=True):
        causes = {FROZEN: 0 * one, LABEL: one, BOX: other}
        what = f"the gradient of the loss in the {name}"
        assert_gradient(mine, one + other, atol=ROOM, what=what, slips=causes)


def slopes(weights, images, label, box):
    """Return the gradients of 0.2 * label's and of 0.8 * box's loss, by the chain rule."""
    padded = np.pad(images.astype(float), [(0, 0), (1, 1), (1, 1), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    full = np.maximum(np.einsum("bhwcij,ijcf->bhwf", windows, weights[0]) + weights[1], 0)
    pools = sliding_window_view(full, (2, 2), axis=(1, 2))[:, ::2, ::2]
    flat = pools.max((-2, -1)).reshape(len(full), -1)
    body = np.maximum(flat @ weights[2] + weights[3], 0)
    logits, corners = body @ weights[4] + weights[5], sigmoid(body @ weights[6] + weights[7])
    one = 0.2 * (softmax(logits) - np.eye(logits.shape[1])[label]) / len(label)
    other = 0.8 * 2 * (corners - box) * corners * (1 - corners) / box.size
    backs = [one @ weights[4].T * (body > 0), other @ weights[6].T * (body > 0)]
    maps = [unpooled(back @ weights[2].T, full, pools) for back in backs]
    kernels = [np.einsum("bhwcij,bhwf->ijcf", windows, back) for back in maps]
    first = [kernels, [back.sum((0, 1, 2)) for back in maps]]
    second = [[flat.T @ back for back in backs], [back.sum(0) for back in backs]]
    heads = [[body.T @ one, one.sum(0)], [body.T @ other, other.sum(0)]]
    pairs = [[part, 0 * part] for part in heads[0]] + [[0 * part, part] for part in heads[1]]
    return [*first, *second, *pairs]


def unpooled(back, full, pools):
    """Return a gradient behind the pooling as one before it: it goes to the largest pixel."""
    most = pools.max((-2, -1))
    spread = [
        np.repeat(np.repeat(x, 2, axis=1), 2, axis=2) for x in (most, back.reshape(most.shape))
    ]
    height, width = spread[0].shape[1:3]
    found = np.zeros(full.shape)
    inner = full[:, :height, :width]
    found[:, :height, :width] = spread[1] * (inner == spread[0]) * (inner > 0)
    return found


ADAM = {
    "class": "Adam",
    "learning_rate": 0.001,
    "beta_1": 0.9,
    "beta_2": 0.999,
    "epsilon": 1e-7,
    "amsgrad": False,
    "weight_decay": None,
    "use_ema": False,
    "clipnorm": None,
    "global_clipnorm": None,
    "clipvalue": None,
    "gradient_accumulation_steps": None,
}
UNTUNED = {
    "the model is not compiled": "none: the model is not compiled",
    **{
        f"{setting}={value}; Adam's default is {ADAM[setting]}": ADAM | {setting: value}
        for setting, values in {
            "learning_rate": (0.1, 0.01, 0.0001, 0.005, 0.0005, 0.002),
            "clipnorm": (1.0, 0.5, 5.0),
            "global_clipnorm": (1.0, 0.5, 5.0),
            "clipvalue": (1.0, 0.5, 0.1),
            "epsilon": (1e-8,),
            "amsgrad": (True,),
            "use_ema": (True,),
            "weight_decay": (0.01, 0.004, 0.001, 0.0001),
        }.items()
        for value in values
    },
}
RENAMED = "the heads have other names than label and box"
GRAPHLESS = "a model without inputs"
LAYERS = ("convolution's", "body's", "label's", "box's")
NAMES = [f"{layer} {part}" for layer in LAYERS for part in ("kernel", "bias")]
FROZEN = "no gradient arrives: the layer is not trained"
LABEL = "only the label's head reaches the body"
BOX = "only the box's head reaches the body"
REPORTED = ["box_loss", "label_accuracy", "label_loss", "loss"]
UNREPORTED = {
    "the label has no metric": ["box_loss", "label_loss", "loss"],
    "the box has the metric": ["box_accuracy", "box_loss", "label_loss", "loss"],
    "both heads have the metric": ["box_accuracy", *REPORTED],
}
PARTS = {
    "kind": "the returned object",
    "inputs": "the list of input shapes",
    "outputs": "the dict of outputs",
    "weights": "the list of weight shapes",
    "optimizer": "the dict of the optimizer's settings",
}
