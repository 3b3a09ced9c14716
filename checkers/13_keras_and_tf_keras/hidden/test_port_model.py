"""Hidden checks of port_model."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.25)
@after("test_logits")
def test_many_classes(probes, rng):
    """the logits of many classes are right"""
    weights = draw(rng, (7, 16), (16,), (16, 11), (11,))
    x, rate = draw(rng, (3, 7)), float(rng.uniform(0.2, 0.9))
    z = np.maximum(x @ weights[0] + weights[1], 0).astype(float)
    want = z / np.linalg.norm(z, axis=1, keepdims=True) @ weights[2] + weights[3]
    got = probes.port_model([7, 11, rate, 0.0], weights, x)
    assert_close(got, want, dtype="float32", what="the tensor of logits")


@points(0.25)
@after("test_learning_rate")
def test_without_decay(probes, rng):
    """without decay the learning rate stays"""
    rate = float(rng.uniform(0.2, 0.9))
    got = probes.port_model_at_later_steps([7, 11, rate, 0.0], [0, 5, 1000])
    for found, want in zip(got, [rate] * 3, strict=True):
        assert_close(found, want, dtype="float32", what="the learning rate")
