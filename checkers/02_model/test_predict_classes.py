"""Checks of predict_classes."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, points


def labels(logits):
    """Return the index of the largest logit."""
    return np.argmax(logits, axis=-1)


def misread(logits):
    """Return mistaken labels."""
    return {
        "the index of the smallest logit": labels(-logits),
        "labels start at 0": labels(logits) + 1,
        "a threshold decides, not the largest logit": np.int64(logits[:, 0] > 0),
        "the largest logit itself, not its index": np.int64(logits.max(axis=-1)),
        "the index of the largest absolute value": labels(np.abs(logits)),
        "class 0 is never predicted": labels(logits[:, 1:]) + 1,
        "the second largest logit": np.argsort(logits, axis=-1)[:, -2],
    }


def squeezed(logits, scale):
    """Return the labels after sigmoid or softmax in float32, if they differ at this scale."""
    logits = np.float32(logits)
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    sigmoid = 1 / (1 + np.exp(-np.clip(logits, -87, 80)))
    if scale > 1:
        return {"sigmoid makes large logits equal": labels(sigmoid)}
    return {"softmax or sigmoid makes close logits equal": labels(powers)} if scale < 1 else {}


def linear(rng, batch, features, classes, scale=1.0):
    """Return kernel and bias, inputs, and logits; no two logits of a row are nearly equal."""
    while True:
        kernel, bias, x = draw(rng, (features, classes), (classes,), (batch, features))
        kernel, bias = np.float32(scale) * kernel, np.float32(scale) * (bias - 1)
        logits = x @ kernel + bias
        if np.diff(np.sort(logits)).min() > 1e-4 * scale:
            return [kernel, bias], x, logits


def normalized(weights, x, mean, variance):
    """Return the logits of BatchNormalization with these statistics, then dense."""
    scaled = weights[0] * (x - mean) / np.sqrt(variance + 1e-3) + weights[1]
    return scaled @ weights[4] + weights[5]


def normal(rng, batch, features, classes):
    """Return gamma, beta, moving mean and variance, kernel, bias; inputs; and the logits."""
    while True:
        gamma, variance = draw(rng, (features,), (features,), low=0.5, high=2)
        beta, mean, x = draw(rng, (features,), (features,), (batch, features))
        dense = draw(rng, (features, classes), (classes,))
        weights = [gamma, beta, mean + 2, variance, *dense]
        logits = normalized(weights, x, *weights[2:4])
        if np.diff(np.sort(logits)).min() > 1e-4:
            return weights, x, logits


def test_example(probes):
    """predict_classes gives what the docstring's example shows: one int64 label for each sample"""
    weights, x = [np.eye(3), np.zeros(3)], np.float32([[0.5, 2, -1], [-3, -5, -2]])
    got = probes.predict_classes(weights, x)
    assert_shape(got, (2,), dtype="int64", kind="any")
    assert_close(got, np.int64([1, 2]), slips=misread(x))


@points(1)
@after(test_example)
def test_labels(probes, rng):
    """the label is the index of the largest logit, of one sample and of many, large and close"""
    for batch, classes, scale in ((1, 2, 1.0), (150, 9, 1.0), (40, 6, 200.0), (30, 5, 1e-9)):
        weights, x, logits = linear(rng, batch, 4, classes, scale)
        slips = squeezed(logits, scale) | misread(logits)
        assert_close(probes.predict_classes(weights, x), labels(logits), slips=slips)


@points(1)
@after(test_labels)
def test_inference(probes, rng):
    """the model runs in inference mode: a label does not depend on the rest of the batch"""
    weights, x, logits = normal(rng, batch=30, features=4, classes=6)
    training = labels(normalized(weights, x, x.mean(axis=0), x.var(axis=0)))
    slips = {"the model runs in training mode": training}
    assert_close(probes.predict_classes(weights, x), labels(logits), slips=slips)
