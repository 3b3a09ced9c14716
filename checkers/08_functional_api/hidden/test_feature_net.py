"""Hidden checks of feature_net."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, draw, points

SHAPES = [(3, 3, 2, 8), (8,), (3, 3, 8, 16), (16,)]


def convolved(x, kernel, bias):
    """Return the ReLU of a convolution with stride 1 and zeros around."""
    padded = np.pad(x.astype(float), [(0, 0), (1, 1), (1, 1), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    return np.maximum(np.einsum("bhwcij,ijcf->bhwf", windows, kernel) + bias, 0)


def oracle(weights, x):
    """Return averages and maxima of the 16 maps."""
    x = sliding_window_view(convolved(x, *weights[:2]), (2, 2), axis=(1, 2))[:, ::2, ::2]
    found = convolved(x.max((-2, -1)), *weights[2:])
    return np.concatenate([found.mean((1, 2)), found.max((1, 2))], axis=-1)


@points(1)
@after("test_features")
def test_odd_sizes(probes, rng):
    """images of odd sizes and of 2 x 2 and 2 x 3 pixels have the right features"""
    weights = [draw(rng, s) / np.float32(np.sqrt(np.prod(s[:-1]))) for s in SHAPES]
    xs = draw(rng, (2, 7, 5, 2), (3, 2, 3, 2), (1, 2, 2, 2))
    got = probes.feature_net((None, None, 2), weights, xs)
    for features, x in zip(got, xs, strict=True):
        # float32 rounds sums of 72 products of order one by about 1e-6
        assert_close(features, oracle(weights, x), atol=1e-5, what="the features")
