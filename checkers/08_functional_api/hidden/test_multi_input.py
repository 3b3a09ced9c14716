"""Hidden checks of multi_input."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, draw, points

SHAPES = [(9, 16), (16,), (3, 3, 1, 8), (8,), (8, 12), (12,), (28, 1), (1,)]


def relu(z, most=np.inf):
    """Return z if it is positive, else 0, and `most` where it is larger."""
    return np.clip(z, 0, most)


def oracle(weights, text, image, most=np.inf):
    """Return the score; no value inside is larger than `most`."""
    padded = np.pad(image.astype(float), [(0, 0), (1, 1), (1, 1), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    maps = relu(np.einsum("bhwcij,ijcf->bhwf", windows, weights[2]) + weights[3], most)
    words = relu(text.astype(float) @ weights[0] + weights[1], most)
    pixels = relu(maps.mean((1, 2)) @ weights[4] + weights[5], most)
    return np.concatenate([words, pixels], axis=-1) @ weights[6] + weights[7]


@points(1)
@after("test_score")
def test_large_values(probes, rng):
    """large inputs give large scores; nothing inside has an upper bound"""
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in SHAPES]
    text, image = (100 * x for x in draw(rng, (5, 9), (5, 6, 3, 1)))
    got, want = probes.score(weights, text, image), oracle(weights, text, image)
    # float32 rounds sums of 28 products of order 100 by about 1e-4
    assert_close(got, want, atol=1e-3, slips={CAPPED: oracle(weights, text, image, most=6)})


CAPPED = "the values inside are clipped at 6 (relu6); ReLU has no upper bound"
