"""Hidden checks of train_step."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(kernel, bias, x, y, rate):
    """Return the loss, and gamma and beta after a step, for logits (x - mean) / std @ kernel + bias."""
    unit = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-3)
    odds = np.exp(unit @ kernel + bias)
    odds = odds / odds.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(odds[np.arange(len(y)), y]))
    back = (odds - np.eye(len(bias))[y]) / len(y) @ kernel.T
    return loss, 1 - rate * np.sum(back * unit, axis=0), -rate * back.sum(axis=0)


@points(1)
@after("test_update")
def test_batch_normalization(probes, rng):
    """batch statistics are used, moving ones move once, and frozen weights stay"""
    for features, classes, batch in [(3, 4, 8), (2, 5, 3)]:
        kernel, bias, x = draw(rng, (features, classes), (classes,), (batch, features))
        y = draw(rng, (batch,), dtype="int32", high=classes)
        got, (loss, gamma, beta) = (
            probes.train_normalized(kernel, bias, x, y, 0.5),
            oracle(kernel, bias, x, y, 0.5),
        )
        assert_close(got["logs"]["loss"], loss, what="the loss")
        assert_close(got["gamma"], gamma, what="gamma after the step")
        assert_close(got["beta"], beta, what="beta after the step")
        assert_close(got["moving_mean"], 0.01 * x.mean(axis=0), what="the moving mean")
        assert_close(got["kernel"], kernel, what="the frozen kernel")
