"""Hidden checks of HuberLoss."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def samples(y_true, y_pred, delta):
    error = np.abs(y_pred.astype(float) - y_true)
    return np.where(error <= delta, error**2 / 2, delta * (error - delta / 2)).mean(axis=-1)


@points(0.5)
@after("test_subclass")
def test_other_configs(probes, rng):
    """HuberLoss comes back from its config with every reduction"""
    y_true, y_pred = draw(rng, (5, 3), (5, 3), low=-4, high=4)
    losses = samples(y_true, y_pred, 0.45)
    for name, want in [("none", losses), ("sum", losses.sum())]:
        config = {"delta": 0.45, "reduction": name, "name": "own"}
        got = probes.huber_loss_copied(config, y_true, y_pred)
        assert_close(
            got, want, what=f"rebuilt from the config with reduction {name}", dtype="float32"
        )
