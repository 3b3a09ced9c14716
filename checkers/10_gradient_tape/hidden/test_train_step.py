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
@after("test_example")
def test_batch_normalization(probes, rng):
    """a normalization by the batch's statistics is trained, and frozen weights stay"""
    kernel, bias, x = draw(rng, (3, 5), (5,), (8, 3))
    y = draw(rng, (8,), dtype="int32", high=5)
    got, want = (
        probes.train_step(kernel, bias, x, y, seen="frozen"),
        oracle(kernel, bias, x, y, 0.5),
    )
    parts = (got["trained"], want, "gamma and beta"), (got["kernel"], kernel, "the frozen kernel")
    for part, wanted, what in parts:
        assert_close(part, wanted, what=what)
