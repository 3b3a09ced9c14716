"""Hidden checks of predict_classes."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def drawn(rng, batch, classes):
    """Return kernel and bias, inputs, and logits about 300 and -300 that float32 can tell apart."""
    while True:
        kernel, bias, x = draw(rng, (3, classes), (classes,), (batch, 3))
        kernel[0], x[:, 0] = 15, np.where(np.arange(batch) % 2, -1, 1)
        logits = 20 * (np.float64(x) @ kernel + bias)
        if np.diff(np.sort(logits)).min() > 1e-2:
            return [20 * kernel, 20 * bias], x, logits


@points(1)
@after("test_example")
def test_extreme_logits(probes, rng):
    """the label is right when all logits are large, or all are far below zero"""
    weights, x, logits = drawn(rng, batch=40, classes=6)
    squeezed = 1 / (1 + np.exp(-np.float32(np.clip(logits, -80, 80))))
    slips = {"sigmoid makes large logits equal": np.argmax(squeezed, axis=-1)}
    assert_close(probes.predict_classes(weights, x), np.argmax(logits, axis=-1), slips=slips)
