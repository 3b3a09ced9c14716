"""Hidden checks of huber."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(y_true, y_pred, delta):
    error = np.abs(y_pred.astype(float) - y_true)
    return np.where(error <= delta, error**2 / 2, delta * (error - delta / 2)).mean(axis=-1)


@points(1)
@after("test_shape")
def test_dtypes(probes, rng):
    """huber keeps float64 and calculates integers in float32, in tf.function too"""
    for kind, name, probe in [("float64", "float64", "call"), ("int64", "float32", "graph")]:
        y_pred = draw(rng, (5, 7), dtype=kind, low=0, high=9)
        y_true = draw(rng, (5, 7), dtype="int32", low=0, high=9)
        got = getattr(probes, probe)("huber", y_true, y_pred, 1.5)
        assert_close(got, oracle(y_true, y_pred, 1.5), dtype=name)
