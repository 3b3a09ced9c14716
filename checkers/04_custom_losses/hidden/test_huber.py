"""Hidden checks of huber."""

from functools import partial

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(y_true, y_pred, delta):
    error = np.abs(y_pred.astype(float) - y_true)
    return np.where(error <= delta, error**2 / 2, delta * (error - delta / 2)).mean(axis=-1)


@points(0.5)
@after("test_shape")
def test_more_dtypes(probes, rng):
    """huber keeps float64 and calculates integers in float32, in tf.function too"""
    asks = partial(probes.call, "huber"), probes.huber
    for ask, (dtype, name) in zip(asks, CASES, strict=True):
        y_pred = draw(rng, (5, 3, 7), dtype=dtype, low=0, high=9)
        y_true, delta = draw(rng, (5, 3, 7), dtype="int32", high=9), int(rng.integers(4, 24)) / 8
        want = oracle(y_true, y_pred, delta)
        assert_close(ask(y_true, y_pred, delta), want, dtype=name)


CASES = [("float64", "float64"), ("int16", "float32")]
