"""Hidden checks of mse."""

from functools import partial

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_shape")
def test_more_ranks(probes, rng):
    """mse casts y_true to the dtype of y_pred at rank 3 and 4, in tf.function too"""
    asks = partial(probes.call, "mse"), probes.mse
    for ask, (kind, name) in zip(asks, CASES, strict=True):
        y_true = draw(rng, (2, 1, 3, 4), dtype="int32", high=9).astype(kind)
        y_pred = draw(rng, (2, 1, 3, 4), dtype=name, low=0, high=9)
        want = np.mean((y_pred.astype(float) - y_true) ** 2, axis=-1)
        assert_close(ask(y_true, y_pred), want, dtype=name)


CASES = [("int16", "float64"), ("uint8", "float32")]
