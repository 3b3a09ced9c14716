"""Hidden checks of mse."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_shape")
def test_dtypes(probes, rng):
    """mse casts the labels to the dtype of the predictions, in tf.function too"""
    for kind, name, probe in [("int32", "float64", "call"), ("uint8", "float32", "graph")]:
        y_true = draw(rng, (2, 1, 3, 4), dtype=kind, low=0, high=9)
        y_pred = draw(rng, (2, 1, 3, 4), dtype=name, low=0, high=9)
        want = np.mean((y_pred.astype(float) - y_true) ** 2, axis=-1)
        assert_close(getattr(probes, probe)("mse", y_true, y_pred), want, dtype=name)
