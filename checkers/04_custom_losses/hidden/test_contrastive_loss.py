"""Hidden checks of contrastive_loss."""

from functools import partial

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_shape")
def test_more_ranks(probes, rng):
    """labels of any dtype are cast to the dtype of the distances, in tf.function too"""
    asks = partial(probes.call, "contrastive_loss"), probes.contrastive_loss
    for ask, (kind, name) in zip(asks, CASES, strict=True):
        y = (np.arange(12).reshape(6, 1, 2) % 3 % 2).astype(kind)
        d = draw(rng, (6, 1, 2), dtype=name, low=0, high=3)
        want = np.where(y == 1, d.astype(float) ** 2, np.maximum(1.5 - d.astype(float), 0) ** 2)
        assert_close(ask(y, d, 1.5), want, dtype=name)


CASES = [("uint8", "float64"), ("bool", "float32")]
