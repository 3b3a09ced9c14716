"""Hidden checks of multi_input."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, draw, points

SHAPES = [(9, 16), (16,), (3, 3, 1, 8), (8,), (8, 12), (12,), (28, 1), (1,)]


def relu(z):
    """Return z if it is positive, else 0."""
    return np.maximum(z, 0)


def oracle(weights, text, image):
    """Return the score."""
    padded = np.pad(image.astype(float), [(0, 0), (1, 1), (1, 1), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    maps = relu(np.einsum("bhwcij,ijcf->bhwf", windows, weights[2]) + weights[3])
    words = relu(text.astype(float) @ weights[0] + weights[1])
    pixels = relu(maps.mean((1, 2)) @ weights[4] + weights[5])
    return np.concatenate([words, pixels], axis=-1) @ weights[6] + weights[7]


@points(1)
@after("test_score")
def test_other_scores(probes, rng):
    """the score is right for images of one row or one pixel, and for large values"""
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in SHAPES]
    for scale, batch, height, width in [(1, 5, 1, 1), (1, 4, 1, 6), (300, 3, 5, 3)]:
        text, image = (scale * x for x in draw(rng, (batch, 9), (batch, height, width, 1)))
        got = probes.multi_input(9, (height, width, 1), weights, text, image)
        # float32 rounds sums of 28 products of order one by about 1e-6
        assert_close(got, oracle(weights, text, image), atol=1e-5 * scale, what="the score")
