"""Checks of predict_classes."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, points


def labels(logits):
    """Return the place of the largest logit."""
    return np.argmax(logits, axis=-1)


def misread(logits):
    """Return mistaken labels."""
    return {
        "the place of the smallest logit": labels(-logits),
        "labels count from 0": labels(logits) + 1,
        "a threshold where the largest logit decides": np.int64(logits[:, 0] > 0),
        "the largest logit itself, not its place": np.int64(logits.max(axis=-1)),
        "the place of the largest absolute value": labels(np.abs(logits)),
    }


def linear(rng, batch, features, classes):
    """Return kernel and bias, inputs, and logits of which no two of a row are too near to tell."""
    while True:
        kernel, bias, x = draw(rng, (features, classes), (classes,), (batch, features))
        logits = x @ kernel + bias - 1
        if np.diff(np.sort(logits)).min() > 1e-4:
            return [kernel, bias - 1], x, logits


def normalized(weights, x, mean, variance):
    """Return the logits of BatchNormalization with these statistics, then dense."""
    scaled = weights[0] * (x - mean) / np.sqrt(variance + 1e-3) + weights[1]
    return scaled @ weights[4] + weights[5]


def drawn(rng, features, classes):
    """Return gamma, beta, moving mean and variance, kernel, bias."""
    gamma, variance = draw(rng, (features,), (features,), low=0.5, high=2)
    beta, mean = draw(rng, (features,), (features,))
    return [gamma, beta, mean + 2, variance, *draw(rng, (features, classes), (classes,))]


def test_shape(probes, rng):
    """predict_classes returns one int64 label for each sample"""
    for batch, features, classes in [(6, 3, 4), (1, 5, 2)]:
        weights, x, _ = linear(rng, batch, features, classes)
        assert_shape(probes.predict_classes(weights, x), (batch,), dtype="int64", kind="any")


@points(1)
@after(test_shape)
def test_labels(probes, rng):
    """the label is the place of the largest logit"""
    for batch, features, classes in [(40, 4, 7), (70, 5, 20)]:
        weights, x, logits = linear(rng, batch, features, classes)
        got = probes.predict_classes(weights, x)
        assert_close(got, labels(logits), slips=misread(logits))


@points(1)
@after(test_labels)
def test_inference(probes, rng):
    """the model runs in inference mode: a label does not depend on the rest of the batch"""
    for batch, features, classes in [(30, 4, 6), (20, 3, 9)]:
        weights, x = drawn(rng, features, classes), draw(rng, (batch, features))
        wanted = labels(normalized(weights, x, *weights[2:4]))
        training = labels(normalized(weights, x, x.mean(axis=0), x.var(axis=0)))
        slips = {"the model runs in training mode": training}
        assert_close(probes.predict_classes(weights, x), wanted, slips=slips)
