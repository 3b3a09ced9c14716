"""Hidden checks of focal_loss."""

from functools import partial

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(y, z, gamma, alpha):
    signed = (2.0 * y - 1) * z.astype(float)
    focus = np.exp(-gamma * np.logaddexp(0.0, signed))
    weight = np.where(y == 1, alpha, 1 - alpha)
    return np.mean(weight * focus * np.logaddexp(0.0, -signed), axis=-1)


@points(0.5)
@after("test_shape")
def test_more_ranks(probes, rng):
    """labels are cast to the dtype of the logits at rank 3, in tf.function too"""
    asks = partial(probes.call, "focal_loss"), probes.focal_loss
    for ask, (kind, name, gamma) in zip(asks, CASES, strict=True):
        y = draw(rng, (3, 1, 4), dtype="int32", high=2).astype(kind)
        z = draw(rng, (3, 1, 4), dtype=name)
        want = oracle(y, z, gamma, 0.625)
        assert_close(ask(y, z, gamma, 0.625), want, dtype=name)


CASES = [("int16", "float32", 0.625), ("float32", "float64", 2.375)]
