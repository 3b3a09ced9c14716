"""Hidden checks of binary_crossentropy_from_logits."""

from functools import partial

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

NAME = "binary_crossentropy_from_logits"


@points(0.5)
@after("test_shape")
def test_more_ranks(probes, rng):
    """labels are cast and large logits are right at rank 3, in tf.function too"""
    asks = partial(probes.call, NAME), probes.binary_crossentropy_from_logits
    for ask, (kind, name) in zip(asks, CASES, strict=True):
        y = draw(rng, (3, 1, 4), dtype="int32", high=2).astype(kind)
        z = draw(rng, (3, 1, 4), dtype=name)
        z[0] *= 100
        want = np.mean(y * np.logaddexp(0.0, -z) + (1.0 - y) * np.logaddexp(0.0, z), axis=-1)
        assert_close(ask(y, z), want, dtype=name)


CASES = [("int16", "float32"), ("float32", "float64")]
