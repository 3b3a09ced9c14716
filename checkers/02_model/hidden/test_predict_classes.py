"""Hidden checks of predict_classes."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def drawn(rng, batch, classes, shift):
    """Return kernel and bias, inputs, and logits that float32 can tell apart."""
    while True:
        kernel, bias, x = draw(rng, (3, classes), (classes,), (batch, 3))
        weights = [20 * kernel, 20 * bias + np.float32(shift)]
        logits = np.float64(x) @ weights[0] + weights[1]
        if np.diff(np.sort(logits)).min() > 1e-2:
            return weights, x, logits


@points(1)
@after("test_shape")
def test_extreme_logits(probes, rng):
    """the label is right where all logits are large, or all are far below zero"""
    for shift, batch, classes in [(300, 33, 5), (-300, 20, 8)]:
        weights, x, logits = drawn(rng, batch, classes, shift)
        squeezed = 1 / (1 + np.exp(-np.float32(np.clip(logits, -80, 80))))
        slips = {"sigmoid makes large logits equal": np.argmax(squeezed, axis=-1)}
        assert_close(probes.predict_classes(weights, x), np.argmax(logits, axis=-1), slips=slips)
