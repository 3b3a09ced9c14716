"""Checks of quantization_bound."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, points


def parts(x, kernel):
    """Return the three terms."""
    x, kernel = (np.abs(np.asarray(each, np.float64)) for each in (x, kernel))
    t = x.max(axis=1, keepdims=True) / 127 if x.size else np.zeros((len(x), 1))
    s = kernel.max(axis=0) / 127
    rows, columns = x.sum(axis=1, keepdims=True), kernel.sum(axis=0)
    return t * columns / 2, s * rows / 2, len(kernel) * t * s / 4


def slips(x, kernel):
    """Return the results of common mistakes."""
    inputs, weights, product = parts(x, kernel)
    x, kernel = np.asarray(x, np.float64), np.asarray(kernel, np.float64)
    largest, all_x = np.abs(kernel).max(), np.abs(x).max(initial=0)
    signed = np.maximum(x.max(axis=1, keepdims=True), 0) if x.size else 0 * x[:, :1]
    return {
        "the first term is missing": weights + product,
        "the second term is missing": inputs + product,
        "the third term is missing": inputs + weights,
        "whole steps, not half": 2 * inputs + 2 * weights + 4 * product,
        "the third term lacks the number of features": inputs + weights + product / len(kernel),
        "steps of 1 / 128": (inputs + weights) * 127 / 128 + product * (127 / 128) ** 2,
        "steps of 1 / 255": (inputs + weights) * 127 / 255 + product * (127 / 255) ** 2,
        "one step for the whole kernel": inputs
        + np.abs(x).sum(axis=1, keepdims=True) * largest / 254 * np.ones_like(weights)
        + product / np.abs(kernel).max(axis=0) * largest,
        "one step for the whole of x": np.abs(kernel).sum(axis=0) * all_x / 254
        + weights
        + len(kernel) * all_x * np.abs(kernel).max(axis=0) / 127**2 / 4,
        "sums without absolute values": np.abs(x).max(axis=1, keepdims=True, initial=0)
        * kernel.sum(axis=0)
        / 254
        + np.abs(kernel).max(axis=0) * x.sum(axis=1, keepdims=True) / 254
        + product,
        "the largest number of a row, not the largest absolute value": signed
        * (np.abs(kernel).sum(axis=0) / 254 + len(kernel) * np.abs(kernel).max(axis=0) / 127**2 / 4)
        + weights,
    }


def compare(probes, x, kernel):
    want = sum(parts(x, kernel))
    got = probes.call("quantization_bound", x, kernel)
    assert_close(got, want, dtype=x.dtype.name, slips=slips(x, kernel), kind="tensor")


def test_shape(probes, rng):
    """quantization_bound has a row for each row of x, and a column for each column of kernel"""
    for dtype in ("float32", "float64"):
        x, kernel = draw(rng, (3, 5), (5, 4), dtype=dtype)
        got = probes.call("quantization_bound", x, kernel)
        assert_shape(got, (3, 4), dtype=dtype)


@points(1)
@after(test_shape)
def test_example(probes, rng):
    """quantization_bound gives what the docstring's example shows, and a multiple for multiples"""
    x, kernel = np.float32([[127, -127]]), np.float32([[254, 0], [254, 127]])
    compare(probes, x, kernel)
    compare(probes, x * np.float32(rng.uniform(2, 3)), kernel)


@points(2)
@after(test_shape)
def test_values(probes, rng):
    """each entry is the sum of three terms, with a step for each row and each column"""
    for n, features, units in [(4, 6, 3), (1, 2, 5), (3, 1, 1), (2, 9, 2)]:
        scale = draw(rng, (n, 1), low=0.1, high=30)
        x, kernel = draw(rng, (n, features), (features, units))
        compare(probes, x * scale, kernel * draw(rng, (units,), low=0.1, high=9))


@points(0.5)
@after(test_values)
def test_zeros(probes, rng):
    """a row of zeros or a column of zeros counts as it is, and so does an empty batch"""
    x, kernel = draw(rng, (3, 4), (4, 3), dtype="float64")
    x[1], kernel[:, 2] = 0, 0
    compare(probes, x, kernel)
    compare(probes, x[:0], kernel)
    compare(probes, -np.abs(x), kernel)
