"""Hidden checks of compile_for_logits."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def crossentropy(logits, labels):
    """Return log sum exp(z) - z[label] of each sample."""
    highest = logits.max(axis=-1)
    total = highest + np.log(np.exp(logits - highest[:, None]).sum(axis=-1))
    return total - logits[np.arange(len(labels)), labels]


def drawn(rng, size):
    """Return weights, and a batch with labels of the smallest logit, far below the largest."""
    kernel, bias = draw(rng, (3, 6), (6,), low=-90, high=90)
    x = draw(rng, (size, 3), low=1, high=3)
    return [kernel, bias], x, np.argmin(x @ kernel + bias, axis=-1)


@points(1)
@after("test_example")
def test_large_logits(probes, rng):
    """the loss is right for logits of several hundred, with int64 labels"""
    weights, x, labels = drawn(rng, 7)
    got = probes.evaluated(weights, [[x, labels]], "loss")
    losses = crossentropy(np.float64(x) @ weights[0] + weights[1], labels)
    slips = {"probabilities are cut off at 1e-7": np.float32([np.minimum(losses, 16.1181).mean()])}
    assert_close(got, np.float32([losses.mean()]), dtype="float32", slips=slips)
