"""Hidden checks of train_step."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(kernel, bias, x, y, rate):
    """Return gamma and beta after a step for the logits (x - mean) / std @ kernel + bias."""
    unit = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-3)
    odds = np.exp(unit @ kernel + bias)
    miss = odds / odds.sum(axis=1, keepdims=True) - np.eye(len(bias))[y]
    back = miss / len(y) @ kernel.T
    return np.stack([1 - rate * np.sum(back * unit, axis=0), -rate * back.sum(axis=0)])


@points(1)
@after("test_logs")
def test_batch_normalization(probes, rng):
    """a normalization by the batch's statistics is trained, and frozen weights stay"""
    kernel, bias, x = draw(rng, (3, 5), (5,), (8, 3))
    y = draw(rng, (8,), dtype="int32", high=5)
    got, want = probes.train_normalized(kernel, bias, x, y, 0.5), oracle(kernel, bias, x, y, 0.5)
    slips = {"gamma and beta are not updated": np.repeat([[1.0], [0.0]], 3, axis=1)}
    assert_close(got["trained"], want, slips=slips, what="gamma and beta")
    assert_close(got["kernel"], kernel, what="the frozen kernel")
