"""Hidden checks of HuberLoss."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def samples(y_true, y_pred, delta):
    error = np.abs(y_pred.astype(float) - y_true)
    return np.where(error <= delta, error**2 / 2, delta * (error - delta / 2)).mean(axis=-1)


@points(1)
@after("test_shape")
def test_saved_model(probes, rng):
    """a saved model loads with its HuberLoss: the same delta, the same reduction"""
    kernel, x, y = draw(rng, (4, 3), (5, 4), (5, 3), low=-2, high=2)
    config = {"delta": 0.45, "reduction": "sum"}
    got = probes.huber_loss_reloaded(config, kernel, x, y)
    losses = samples(y, x @ kernel, 0.45)
    slips = {LOST: samples(y, x @ kernel, 1.0).sum(), LOST_TOO: losses.mean()}
    assert_close(got, losses.sum(), rtol=1e-4, atol=1e-6, slips=slips)  # a float32 as a number


LOST = "delta is not in the config; the default comes back"
LOST_TOO = "reduction is not in the config; the default comes back"
