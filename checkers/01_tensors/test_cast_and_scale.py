"""Checks of cast_and_scale."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, points


def oracle(images, axes=(0, 1, 2), scale=255.0, epsilon=1e-5, ddof=0):
    """Return (x - mean) / sqrt(variance + epsilon) over the axes, in float64."""
    x = images / scale
    variance = x.var(axis=axes, keepdims=True, ddof=ddof)
    return (x - x.mean(axis=axes, keepdims=True)) / np.sqrt(variance + epsilon)


def test_shape(probes, rng):
    """cast_and_scale keeps the shape and returns float32"""
    for shape in [(3, 4, 5, 3), (1, 6, 2, 1)]:
        images = draw(rng, shape, dtype="uint8", high=256)
        assert_shape(probes.call("cast_and_scale", images), shape, dtype="float32")


@points(2)
@after(test_shape)
def test_values(probes, rng):
    """each channel has zero mean and unit variance over batch, height and width"""
    for shape, tops in [((4, 3, 5, 3), [256, 90, 256]), ((2, 7, 4, 2), [30, 200]), ((1, 4, 6, 3), [256, 99, 20])]:
        images = rng.integers(0, tops, shape).astype(np.uint8)
        x = images / 255
        slips = {
            "one mean and variance for all channels together": oracle(images, (0, 1, 2, 3)),
            "each image by itself; the batch belongs to the axes": oracle(images, (1, 2)),
            "each image by itself, all its channels together": oracle(images, (1, 2, 3)),
            "mean and variance over the batch alone": oracle(images, (0,)),
            "the root of the variance is missing": (x - x.mean((0, 1, 2))) / (x.var((0, 1, 2)) + 1e-5),
            "the mean is not subtracted": x / np.sqrt(x.var((0, 1, 2)) + 1e-5),
            "it is scaled to [0, 1] and goes no further": x,
            "the mean is subtracted, the division by the spread is missing": x - x.mean((0, 1, 2)),
            "the variance divides by n - 1, that of the population by n": oracle(images, ddof=1),
            "the pixels lose their fraction: divide after the cast": oracle(images // 255, scale=1.0),
        }
        assert_close(probes.call("cast_and_scale", images), oracle(images), slips=slips)


@points(1)
@after(test_shape)
def test_faint_channels(probes, rng):
    """an almost flat channel is damped by the 1e-5, and a flat one becomes 0"""
    images = rng.integers(0, [5, 1, 1, 3], (5, 4, 3, 4)).astype(np.uint8) + np.uint8([0, 255, 0, 0])
    spread = images.std((0, 1, 2)) / 255
    with np.errstate(all="ignore"):
        slips = {
            "1e-5 is added to the root; it belongs under it": (images - images.mean((0, 1, 2))) / 255 / (spread + 1e-5),
            "the pixels are not brought to [0, 1] first": oracle(images, scale=1.0),
            "the 1e-5 is missing, and a flat channel is 0/0": oracle(images, epsilon=0.0),
            "the 1e-5 is missing": np.nan_to_num(oracle(images, epsilon=0.0)),
        }
    # A mean that is off by one rounding, 6e-8, is 2e-5 after the division by sqrt(1e-5).
    assert_close(probes.call("cast_and_scale", images), oracle(images), atol=5e-5, slips=slips)
