"""Checks of cast_and_scale."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


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
    whole = x - np.floor(images.mean(axes)) / 255
    return {
        "one mean and variance for all channels together": oracle(images, (0, 1, 2, 3)),
        "each image by itself; average over the batch too": oracle(images, (1, 2)),
        "each image by itself, all its channels together": oracle(images, (1, 2, 3)),
        "mean and variance over the batch only": oracle(images, (0,)),
        "each row of pixels by itself": oracle(images, (2,)),
        "the mean is taken of the bytes, and loses its fraction": whole
        / np.sqrt((whole**2).mean(axes) + 1e-5),
        "a flat channel keeps its value": np.where(variance > 0, oracle(images), x),
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
        "the pixels are divided by 256; expected 255": oracle(images, scale=256.0),
        "the pixels are scaled to [-1, 1], not to [0, 1]": oracle(images, scale=127.5),
        "the pixels are divided by the largest one; expected 255": oracle(
            images, scale=max(float(images.max()), 1.0)
        ),
    } | {f"the variance gets {e:g}; expected 1e-5": oracle(images, epsilon=e) for e in EPSILONS}


def test_example(probes):
    """cast_and_scale gives what the docstring's example shows"""
    images = np.uint8([0, 51, 255]).reshape(1, 1, 3, 1)
    got, slips = probes.call("cast_and_scale", images), mistakes(images)
    assert_close(got, oracle(images), dtype="float32", kind="tensor", slips=slips)


@points(1.5)
@after(test_example)
def test_values(probes, rng):
    """each channel has zero mean and unit variance over batch, height and width"""
    for shape in [(4, 3, 5, 3), (2, 7, 4, 1), (1, 4, 6, 2)]:
        images = draw(rng, shape, dtype="uint8", high=256)
        got, slips = probes.call("cast_and_scale", images), mistakes(images)
        # The 1e-5 moves these values by 1e-4 of themselves, and has a check of its own. Two
        # roundings in [0, 1], 6e-8 each, over a spread of 0.2 leave 6e-7 if the value is near 0.
        assert_close(got, oracle(images), dtype="float32", rtol=2e-4, atol=2e-6, slips=slips)


@points(1)
@after(test_example)
def test_faint_channels(probes, rng):
    """an almost flat channel is damped by the 1e-5, and a flat channel becomes 0"""
    for light in (255, 0):
        images = rng.integers(0, [5, 1, 1, 3], (5, 4, 3, 4)).astype(np.uint8)
        images += np.uint8([0, light, 0, 0])
        got, slips = probes.call("cast_and_scale", images), mistakes(images)
        # A mean that is off by one rounding, 6e-8, is 2e-5 after the division by sqrt(1e-5).
        assert_close(got, oracle(images), dtype="float32", atol=5e-5, slips=slips)


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """cast_and_scale works in tf.function, where only the number of channels is known"""
    batches = draw(rng, (4, 2, 3, 3), (1, 5, 2, 3), dtype="uint8", high=256)
    for images, got in zip(batches, probes.cast_and_scale_in_graph(batches), strict=True):
        slips = mistakes(images)
        # As in test_values.
        assert_close(got, oracle(images), dtype="float32", rtol=2e-4, atol=2e-6, slips=slips)


EPSILONS = (1e-3, 1e-4, 1e-6, 1e-7, 1e-8, -1e-5)
