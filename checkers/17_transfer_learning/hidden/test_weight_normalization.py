"""Hidden checks of WeightNormalization."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_layer")
def test_scale(probes, rng):
    """the outputs do not depend on how long the columns of v are"""
    for scale in (0.01, 100):
        x, v, bias = draw(rng, (7, 6), (6, 3), (3,))
        g = draw(rng, (3,), low=1, high=2)
        unit = np.stack([np.float64(c) / np.linalg.norm(np.float64(c)) for c in v.T], axis=1)
        given = x, np.float32(scale) * v, bias, g, "tanh"
        got = probes.weight_normalization("WeightNormalization", *given)
        assert_close(got["output"], np.tanh(x @ (unit * g) + bias), dtype="float32")
