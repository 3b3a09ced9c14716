"""Hidden checks of train."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def softmax(z):
    """Return the softmax over the last axis."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def step(kernel, bias, rate, x, labels):
    """Return the kernel after one step of gradient descent."""
    error = softmax(x @ kernel + bias) - np.eye(kernel.shape[1])[labels]
    return np.float32(kernel - rate * x.T @ error / len(x))


def drawn(rng, samples):
    """Return kernel, bias, inputs and labels."""
    labels = draw(rng, (samples,), dtype="int32", high=5)
    return *draw(rng, (2, 5), (5,), (samples, 2)), labels


@points(1)
@after("test_example")
def test_other_splits(probes, rng):
    """a large split leaves few samples to train on, and a fraction of a sample does not count"""
    kernel, bias, x, labels = drawn(rng, 19)
    got = probes.train_kernel([kernel, bias], 0.7, x, labels, 1, 0.81)
    slips = {"one sample too many is trained on": step(kernel, bias, 0.7, x[:4], labels[:4])}
    wanted = step(kernel, bias, 0.7, x[:3], labels[:3])
    assert_close(got, wanted, slips=slips, what="the kernel afterwards")
