"""Hidden checks of multi_output."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_gradient, draw, points

SHAPES = [(3, 3, 2, 8), (8,), (32, 16), (16,), (16, 5), (5,), (16, 4), (4,)]


def slopes(weights, images, label, box):
    """Return the gradient of the weighted loss in the body's dense layer, by the chain rule."""
    padded = np.pad(images.astype(float), [(0, 0), (1, 1), (1, 1), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    maps = np.maximum(np.einsum("bhwcij,ijcf->bhwf", windows, weights[0]) + weights[1], 0)
    maps = sliding_window_view(maps, (2, 2), axis=(1, 2))[:, ::2, ::2].max((-2, -1))
    flat = maps.reshape(len(maps), -1)
    body = np.maximum(flat @ weights[2] + weights[3], 0)
    logits, corners = (
        body @ weights[4] + weights[5],
        1 / (1 + np.exp(-body @ weights[6] - weights[7])),
    )
    chances = np.exp(logits - np.logaddexp.reduce(logits, axis=-1)[:, None])
    one = (chances - np.eye(5)[label]) / len(label)
    other = 2 * (corners - box) * corners * (1 - corners) / box.size
    from_label, from_box = one @ weights[4].T * (body > 0), other @ weights[6].T * (body > 0)
    return flat.T @ from_label, flat.T @ from_box


@points(1)
@after("test_losses")
def test_training(probes, rng):
    """the body's gradient is the weighted sum of what comes back from both heads"""
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in SHAPES]
    images, box = draw(rng, (6, 4, 4, 2)), draw(rng, (6, 4), low=0, high=1)
    label = draw(rng, (6,), dtype="int32", high=5)
    got = probes.loss_gradient(5, weights, images, label, box)[2]
    one, other = slopes(weights, images, label, box)
    causes = {FROZEN: 0 * one, LABEL: 0.2 * one, BOX: 0.8 * other}
    assert_gradient(got, 0.2 * one + 0.8 * other, what="the gradient in the body", slips=causes)


FROZEN = "nothing arrives: the body is not trained"
LABEL = "only the label's head reaches the body"
BOX = "only the box's head reaches the body"
