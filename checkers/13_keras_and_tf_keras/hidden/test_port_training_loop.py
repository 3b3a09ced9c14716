"""Hidden checks of port_training_loop."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_example")
def test_long_weighted_training(probes, rng):
    """four epochs with sample weights and regularization give the right weights"""
    kernel, bias, x, y = draw(rng, (2, 2), (2,), (4, 2), (4, 2))
    y, weight = y + 3, draw(rng, (4,), low=0.2, high=2.0)
    settings = {"epochs": 4, "strength": 0.2, "rate": 0.4, "loss": "mse"}
    got = probes.port_training_loop([kernel, bias], [x, y, weight], settings, ["weights"])
    values, speed = [kernel.astype(float), bias.astype(float)], [0.0, 0.0]
    for _ in range(4):
        values, speed = stepped(values, speed, x, y, weight)
    for found, want in zip(got["weights"], values, strict=True):
        # 1e-5: four steps in float32
        assert_close(found, want, atol=1e-5, what="a weight after training", dtype="float32")


def stepped(values, speed, x, y, weight):
    """Return weights and speeds after a step."""
    miss = 2 * x @ values[0] + values[1] - y
    back = 2 * weight[:, None] * miss / y.size
    slopes = [2 * x.T @ back + 0.4 * values[0], back.sum(axis=0)]
    total = max(np.sqrt(sum(np.sum(slope**2) for slope in slopes)), 1)
    speed = [0.5 * v - 0.4 * slope / total for v, slope in zip(speed, slopes, strict=True)]
    return [w + v for w, v in zip(values, speed, strict=True)], speed
