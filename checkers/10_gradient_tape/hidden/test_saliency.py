"""Hidden checks of saliency."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_values")
def test_flat_model(probes, rng):
    """each label has its map, and a model that is flat for a label gives zeros, not NaN"""
    shape, flat = (1, 6, 4), 2
    hidden, out, image = draw(rng, (24, 5), (5, 4), shape)
    out[:, flat] = 0
    bend = 1 - np.tanh(image.reshape(-1) @ hidden / 2) ** 2
    slopes = np.abs((hidden / 2 * bend) @ out).reshape(*shape, 4).max(axis=2)
    got = probes.saliency(hidden / 2, out, image, [0, 1, 3, flat])
    slips = {"0 / 0: the largest value of a flat map is zero": np.full(shape[:2], np.nan)}
    for part, label in zip(got, (0, 1, 3, flat), strict=True):
        want = slopes[..., label] / (slopes[..., label].max() or 1)
        # Gradients of tanh units, scaled: a few roundings of values up to 1.
        assert_close(part, want, dtype="float32", atol=1e-5, slips=slips)
