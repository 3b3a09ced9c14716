"""Checks of cast_and_scale."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, points


def oracle(images, axes=(0, 1, 2), scale=255.0, epsilon=1e-5, ddof=0):
    """Return (x - mean) / sqrt(variance + epsilon) over the axes, in float64."""
    x = images / scale
    variance = x.var(axis=axes, keepdims=True, ddof=ddof)
    return (x - x.mean(axis=axes, keepdims=True)) / np.sqrt(variance + epsilon)


def mistakes(images):
    """Return the results of common mistakes, by description."""
    x, axes = images / 255, (0, 1, 2)
    centered, variance = x - x.mean(axes), x.var(axes)
    with np.errstate(all="ignore"):
        bare = centered / np.sqrt(variance)
    return {
        "one mean and variance for all channels together": oracle(images, (0, 1, 2, 3)),
        "each image by itself; average over the batch too": oracle(images, (1, 2)),
        "each image by itself, all its channels together": oracle(images, (1, 2, 3)),
        "mean and variance over the batch only": oracle(images, (0,)),
        "the root of the variance is missing": centered / (variance + 1e-5),
        "the mean is not subtracted": x / np.sqrt(variance + 1e-5),
        "it is scaled to [0, 1], but not standardized": x,
        "the mean is subtracted, but the division by the spread is missing": centered,
        "the variance divides by n - 1; the population's divides by n": oracle(images, ddof=1),
        "the pixels lose their fraction: divide after the cast": oracle(images // 255, scale=1.0),
        "1e-5 is added to the root; add it to the variance": centered / (np.sqrt(variance) + 1e-5),
        "the 1e-5 is missing, and a flat channel is 0 / 0": bare,
        "the 1e-5 has no effect: it is missing, or the pixels are not in [0, 1]": np.nan_to_num(
            bare
        ),
    }


def test_shape(probes, rng):
    """cast_and_scale keeps the shape and returns float32"""
    for shape in [(3, 4, 5, 3), (1, 6, 2, 1)]:
        images = draw(rng, shape, dtype="uint8", high=256)
        assert_shape(probes.call("cast_and_scale", images), shape, dtype="float32")


@points(2)
@after(test_shape)
def test_values(probes, rng):
    """each channel has zero mean and unit variance over batch, height and width"""
    for shape in [(4, 3, 5, 3), (2, 7, 4, 1), (1, 4, 6, 2)]:
        images = draw(rng, shape, dtype="uint8", high=256)
        # The 1e-5 moves these values by up to 1e-4 of themselves; it has a check of its own. Two
        # roundings in [0, 1], 6e-8 each, over a spread of 0.2 leave 6e-7 where the value is near 0.
        got = probes.call("cast_and_scale", images)
        assert_close(got, oracle(images), rtol=1e-3, atol=2e-6, slips=mistakes(images))


@points(1)
@after(test_shape)
def test_faint_channels(probes, rng):
    """an almost flat channel is damped by the 1e-5, and a flat one becomes 0"""
    images = rng.integers(0, [5, 1, 1, 3], (5, 4, 3, 4)).astype(np.uint8) + np.uint8([0, 255, 0, 0])
    # A mean that is off by one rounding, 6e-8, is 2e-5 after the division by sqrt(1e-5).
    got = probes.call("cast_and_scale", images)
    assert_close(got, oracle(images), atol=5e-5, slips=mistakes(images))
