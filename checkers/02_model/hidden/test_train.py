"""Hidden checks of train."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def softmax(z):
    """Return the softmax over the last axis."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def descend(kernel, bias, rate, x, labels, epochs):
    """Return the losses before each step of gradient descent."""
    losses = []
    for _ in range(epochs):
        shares = softmax(x @ kernel + bias)
        losses.append(-np.mean(np.log(shares[np.arange(len(x)), labels])))
        error = shares - np.eye(kernel.shape[1])[labels]
        kernel, bias = kernel - rate * x.T @ error / len(x), bias - rate * error.mean(axis=0)
    return np.float32(losses)


def drawn(rng, samples):
    """Return kernel, bias, inputs and labels."""
    labels = draw(rng, (samples,), dtype="int32", high=5)
    return *draw(rng, (2, 5), (5,), (samples, 2)), labels


@points(1)
@after("test_form")
def test_other_splits(probes, rng):
    """a split of 0 trains on everything, and a part of a sample is not trained on"""
    for samples, kept, split, epochs in [(11, 11, 0.0, 2), (19, 3, 0.81, 1)]:
        kernel, bias, x, labels = drawn(rng, samples)
        got = probes.train([kernel, bias], 0.7, x, labels, epochs, split)
        wanted = descend(kernel, bias, 0.7, x[:kept], labels[:kept], epochs)
        fewer = descend(kernel, bias, 0.7, x[: kept - 1], labels[: kept - 1], epochs)
        assert_close(np.float32(got["losses"]), wanted, slips={"one sample too few": fewer})
