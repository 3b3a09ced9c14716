"""Hidden checks of quantile_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_shape")
def test_dtypes(probes, rng):
    """quantile_loss casts y_true to the dtype of y_pred, at any rank and in tf.function"""
    for shape, kind, name, probe in CASES:
        y = draw(rng, shape, dtype=kind, low=0, high=9)
        p = draw(rng, (*shape, 3), dtype=name, low=0, high=9)
        error, levels = y[..., None] - p.astype(float), np.array([0.2, 0.5, 0.9])
        want = np.maximum(levels * error, (levels - 1) * error).mean(axis=-1)
        got = getattr(probes, probe)("quantile_loss", y, p, [0.2, 0.5, 0.9])
        assert_close(got, want, dtype=name)


CASES = [
    ((3, 3), "int32", "float64", "call"),
    ((2, 1, 4), "float64", "float32", "graph"),
]
