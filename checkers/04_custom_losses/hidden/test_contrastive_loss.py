"""Hidden checks of contrastive_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_shape")
def test_dtypes(probes, rng):
    """labels of any dtype are cast to the dtype of the distances, in tf.function too"""
    for kind, name, probe in [("uint8", "float64", "call"), ("bool", "float32", "graph")]:
        y = (np.arange(12).reshape(6, 1, 2) % 3 % 2).astype(kind)
        d = draw(rng, (6, 1, 2), dtype=name, low=0, high=3)
        want = np.where(y == 1, d.astype(float) ** 2, np.maximum(1.5 - d.astype(float), 0) ** 2)
        assert_close(getattr(probes, probe)("contrastive_loss", y, d, 1.5), want, dtype=name)
