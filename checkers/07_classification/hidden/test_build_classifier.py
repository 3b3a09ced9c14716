"""Hidden checks of build_classifier."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def logits_of(x, weights):
    """Return the logits, the convolution pixel by pixel."""
    kernel, bias, *dense = weights
    rows, columns = (-(-n // 2) for n in x.shape[1:3])
    before = [max(2 * (-(-n // 2) - 1) + 3 - n, 0) // 2 for n in x.shape[1:3]]
    padded = np.pad(x.astype(float) / 16, [(0, 0), *((b, 3) for b in before), (0, 0)])
    maps = np.empty((len(x), rows, columns, 16))
    for r in range(rows):
        for c in range(columns):
            window = padded[:, 2 * r : 2 * r + 3, 2 * c : 2 * c + 3]
            maps[:, r, c] = np.maximum(np.tensordot(window, kernel, 3) + bias, 0)
    units = np.maximum(maps.reshape(len(x), -1) @ dense[0] + dense[1], 0)
    return units @ dense[2] + dense[3]


@points(1)
@after("test_logits")
def test_odd_images(probes, rng):
    """images may have odd sizes"""
    x, flat = draw(rng, (4, 7, 10, 2)), 4 * 5 * 16
    shapes = [(3, 3, 2, 16), (16,), (flat, 64), (64,), (64, 3), (3,)]
    weights = [(0.3 * weight).astype("float32") for weight in draw(rng, *shapes)]
    got = probes.classified(x, weights)
    # sums of 320 terms of unlike sign: 2**-24 * sqrt(320) of their size, about 10
    assert_close(got, logits_of(x, weights), atol=2e-5)
