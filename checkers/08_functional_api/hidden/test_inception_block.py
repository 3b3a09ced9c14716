"""Hidden checks of inception_block."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, draw, points

SIZES = [(1, 2, 3), (1, 2, 4), (3, 4, 5), (1, 2, 6), (5, 6, 7), (1, 2, 8)]
SHAPES = [shape for size, a, b in SIZES for shape in ((size, size, a, b), (b,))]


def windows_of(x, size, around):
    """Return the window around each pixel, with `around` beyond the border."""
    half = size // 2
    padded = np.pad(
        x.astype(float), [(0, 0), (half, half), (half, half), (0, 0)], constant_values=around
    )
    return sliding_window_view(padded, (size, size), axis=(1, 2))


def conv(x, kernel, bias):
    """Return the ReLU of a convolution with stride 1 and zeros around."""
    return np.maximum(
        np.einsum("bhwcij,ijcf->bhwf", windows_of(x, len(kernel), 0), kernel) + bias, 0
    )


def oracle(weights, x):
    """Return the block's output."""
    one, reduce3, three, reduce5, five, pooled = zip(weights[::2], weights[1::2], strict=True)
    highest = windows_of(x, 3, -np.inf).max((-2, -1))
    middle = [conv(conv(x, *reduce3), *three), conv(conv(x, *reduce5), *five)]
    return np.concatenate([conv(x, *one), *middle, conv(highest, *pooled)], axis=-1)


@points(1)
@after("test_branches")
def test_any_size(probes, rng):
    """with height and width None, a block takes images of any size, even a single pixel"""
    weights = [draw(rng, shape) / np.float32(np.sqrt(np.prod(shape[:-1]))) for shape in SHAPES]
    xs = draw(rng, (2, 4, 7, 2), (1, 1, 1, 2), (3, 2, 1, 2))
    got = probes.inception_block((None, None, 2), [(3, 4, 5, 6, 7, 8)], weights, xs)
    for block, x in zip(got, xs, strict=True):
        # float32 rounds sums of up to 150 products of order one by about 1e-6
        assert_close(block, oracle(weights, x), atol=1e-5, what="the result")
