"""Hidden checks of focal_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(y, z, gamma, alpha=0.25):
    signed = (2.0 * y - 1) * z.astype(float)
    focus = np.exp(-gamma * np.logaddexp(0.0, signed))
    weight = np.where(y == 1, alpha, 1 - alpha)
    return np.mean(weight * focus * np.logaddexp(0.0, -signed), axis=-1)


@points(1)
@after("test_shape")
def test_dtypes(probes, rng):
    """labels of any dtype are cast to the dtype of the logits, in tf.function too"""
    for kind, name, probe in [("int64", "float32", "call"), ("float32", "float64", "graph")]:
        y = draw(rng, (3, 1, 4), dtype="int32", high=2).astype(kind)
        z = draw(rng, (3, 1, 4), dtype=name)
        got = getattr(probes, probe)("focal_loss", y, z, 1.5)
        assert_close(got, oracle(y, z, 1.5), dtype=name)
