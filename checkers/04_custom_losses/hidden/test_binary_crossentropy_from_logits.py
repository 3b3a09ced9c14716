"""Hidden checks of binary_crossentropy_from_logits."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

NAME = "binary_crossentropy_from_logits"


@points(1)
@after("test_shape")
def test_dtypes(probes, rng):
    """labels of any dtype are cast to the dtype of the logits, in tf.function too"""
    for kind, name, probe in [("int64", "float32", "call"), ("float32", "float64", "graph")]:
        y = draw(rng, (3, 1, 4), dtype="int32", high=2).astype(kind)
        z = draw(rng, (3, 1, 4), dtype=name)
        z[0] *= 100
        want = np.mean(y * np.logaddexp(0.0, -z) + (1.0 - y) * np.logaddexp(0.0, z), axis=-1)
        assert_close(getattr(probes, probe)(NAME, y, z), want, dtype=name)
