"""Hidden checks of top_k."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def softmax(z):
    """Return the softmax over the last axis."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def largest(values, k):
    """Return the k largest values, largest first."""
    return -np.sort(-values, axis=-1)[:, :k]


def normalized(weights, x, mean, variance):
    """Return the logits of BatchNormalization with these statistics, then dense."""
    scaled = weights[0] * (x - mean) / np.sqrt(variance + 1e-3) + weights[1]
    return scaled @ weights[4] + weights[5]


def drawn(rng, features, classes):
    """Return gamma, beta, moving mean and variance, kernel, bias."""
    gamma, variance = draw(rng, (features,), (features,), low=0.5, high=2)
    beta, mean = draw(rng, (features,), (features,))
    return [gamma, beta, mean, variance, *draw(rng, (features, classes), (classes,))]


def far(rng, batch, classes):
    """Return kernel and bias, inputs, and logits about 600 and -600."""
    kernel, bias, x = draw(rng, (3, classes), (classes,), (batch, 3))
    kernel[0], x[:, 0] = 600, np.where(np.arange(batch) % 2, -1, 1)
    return [kernel, bias], x, np.float64(x) @ kernel + bias


@points(1)
@after("test_example")
def test_large_logits(probes, rng):
    """the probabilities are right for logits of several hundred"""
    weights, x, logits = far(rng, batch=12, classes=5)
    got = probes.top_k_probabilities(weights, x, 2)
    # float32 rounds logits of 600 by 3e-5, and so, relatively, their exponentials.
    assert_close(got, largest(softmax(logits), 2), rtol=5e-4, dtype="float32")


@points(1)
@after("test_example")
def test_inference(probes, rng):
    """the model runs in inference mode, for a k of 1 too"""
    weights, x = drawn(rng, 4, 6), draw(rng, (12, 4))
    wanted = largest(softmax(normalized(weights, x, *weights[2:4])), 1)
    training = softmax(normalized(weights, x, x.mean(axis=0), x.var(axis=0)))
    slips = {"the model runs in training mode": largest(training, 1)}
    got = probes.top_k_probabilities(weights, x, 1)
    assert_close(got, wanted, dtype="float32", slips=slips)
