"""Hidden checks of multi_output."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, draw, points

SHAPES = [(3, 3, 1, 8), (8,), (32, 16), (16,), (16, 5), (5,), (16, 4), (4,)]
ROOM = 1e-5  # float32 rounds sums of 32 products of order one by about 1e-6


def heads(weights, images):
    """Return the logits and the corners."""
    padded = np.pad(images.astype(float), [(0, 0), (1, 1), (1, 1), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    maps = np.maximum(np.einsum("bhwcij,ijcf->bhwf", windows, weights[0]) + weights[1], 0)
    maps = sliding_window_view(maps, (2, 2), axis=(1, 2))[:, ::2, ::2].max((-2, -1))
    body = np.maximum(maps.reshape(len(maps), -1) @ weights[2] + weights[3], 0)
    return body @ weights[4] + weights[5], 1 / (1 + np.exp(-body @ weights[6] - weights[7]))


def reported(found, label, box):
    """Return what the compiled model reports, by name."""
    logits, corners = found
    right = logits[np.arange(len(label)), label]
    one = np.mean(np.logaddexp.reduce(logits, axis=-1) - right)
    other, accuracy = np.mean((corners - box) ** 2), np.mean(logits.argmax(axis=-1) == label)
    losses = {"label_loss": one, "box_loss": other, "loss": 0.2 * one + 0.8 * other}
    return losses | {"label_accuracy": accuracy}


@points(1)
@after("test_losses")
def test_other_losses(probes, rng):
    """the losses are right for other sizes, and for one image"""
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in SHAPES]
    for batch in (1,):
        (images, box), label = draw(rng, (batch, 5, 4, 1), (batch, 4)), rng.integers(0, 5, batch)
        given = (5, 4, 1), 5, weights, images, {"label": label.astype("int32"), "box": box}
        got, wanted = probes.multi_output(*given), reported(heads(weights, images), label, box)
        for name, want in wanted.items():
            atol, what = ROOM if "loss" in name else None, f"the reported {name}"
            assert_close(got[name], want, atol=atol, what=what, dtype="float32")
