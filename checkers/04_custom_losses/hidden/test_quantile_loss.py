"""Hidden checks of quantile_loss."""

from functools import partial

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_shape")
def test_more_ranks(probes, rng):
    """quantile_loss casts y_true to the dtype of y_pred, at any rank and in tf.function"""
    levels = [0.6875, 0.1875, 0.875]
    asks = partial(probes.call, "quantile_loss"), probes.quantile_loss
    for ask, (shape, kind, name) in zip(asks, CASES, strict=True):
        y = draw(rng, shape, low=0, high=9).astype(kind)
        p = draw(rng, (*shape, 3), dtype=name, low=0, high=9)
        error = y[..., None] - p.astype(float)
        want = np.maximum(levels * error, np.subtract(levels, 1) * error).mean(axis=-1)
        assert_close(ask(y, p, levels), want, dtype=name)


CASES = [((3, 3), "int16", "float64"), ((2, 1, 4), "float64", "float32")]
