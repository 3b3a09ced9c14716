"""Hidden checks of softmax_crossentropy."""

from functools import partial

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

NAME = "softmax_crossentropy"


def parts(labels, z, smoothing):
    """Return the target and the log of the softmax."""
    hot = labels[..., None] == np.arange(z.shape[-1])
    target = (1 - smoothing) * hot + smoothing / z.shape[-1]
    return target, z - np.logaddexp.reduce(z, axis=-1)[..., None]


@points(0.5)
@after("test_shape")
def test_sequences(probes, rng):
    """labels may have rank 2 and 3 and be int64, with float64 logits, in tf.function too"""
    asks = partial(probes.call, NAME), probes.softmax_crossentropy
    for ask, (shape, classes) in zip(asks, CASES, strict=True):
        labels = draw(rng, shape, dtype="int64", high=classes)
        logits = draw(rng, (*shape, classes), dtype="float64")
        target, log_p = parts(labels, logits, 0.1875)
        want = -np.sum(target * log_p, axis=-1)
        assert_close(ask(labels, logits, 0.1875), want, dtype="float64")


CASES = [((2, 3), 6), ((2, 1, 4), 3)]
