"""Hidden checks of compile_for_logits."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def crossentropy(logits, labels):
    """Return the mean over the batch of log sum exp(z) - z[label]."""
    highest = logits.max(axis=-1)
    total = highest + np.log(np.exp(logits - highest[:, None]).sum(axis=-1))
    return np.mean(total - logits[np.arange(len(labels)), labels])


@points(1)
@after("test_form")
def test_large_logits(probes, rng):
    """the loss is right for logits of several hundred, with int64 labels"""
    for batch, classes in [(6, 4), (13, 2)]:
        kernel, bias = draw(rng, (3, classes), (classes,), low=-90, high=90)
        x = draw(rng, (batch, 3), low=1, high=3)
        labels = np.argmin(x @ kernel + bias, axis=-1)
        logits = x.astype(np.float64) @ kernel + bias
        got = probes.evaluated([kernel, bias], x, labels)["loss"]
        assert_close(got, np.float32(crossentropy(logits, labels)))
