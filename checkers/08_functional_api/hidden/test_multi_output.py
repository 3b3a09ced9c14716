"""Hidden checks of multi_output."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_gradient, draw, points

SHAPES = [(3, 3, 2, 8), (8,), (96, 16), (16,), (16, 3), (3,), (16, 4), (4,)]
NAMES = {1: "convolution's bias", 2: "body's kernel", 5: "label's bias", 7: "box's bias"}


def slopes(weights, images, label, box):
    """Return the gradients of 0.2 * label's and of 0.8 * box's loss, by the chain rule."""
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
    one = 0.2 * (chances - np.eye(3)[label]) / len(label)
    other = 0.8 * 2 * (corners - box) * corners * (1 - corners) / box.size
    backs = [one @ weights[4].T * (body > 0), other @ weights[6].T * (body > 0)]
    biases = [(back @ weights[2].T * (flat > 0)).reshape(-1, 8).sum(0) for back in backs]
    return {
        1: biases,
        2: [flat.T @ back for back in backs],
        5: [one.sum(0), 0 * one.sum(0)],
        7: [0 * other.sum(0), other.sum(0)],
    }


@points(1)
@after("test_losses")
def test_training(probes, rng):
    """all layers are trained, and the body gets the gradients of both heads"""
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in SHAPES]
    images, box = draw(rng, (7, 6, 8, 2)), draw(rng, (7, 4), low=0, high=1)
    label = draw(rng, (7,), dtype="int32", high=3)
    got = probes.loss_gradient(3, weights, images, label, box)
    for number, (one, other) in slopes(weights, images, label, box).items():
        causes = {FROZEN: 0 * one, LABEL: one, BOX: other}
        what = f"the gradient in the {NAMES[number]}"
        assert_gradient(got[number], one + other, what=what, slips=causes)


FROZEN = "no gradient arrives: the layer is not trained"
LABEL = "only the label's head reaches the body"
BOX = "only the box's head reaches the body"
