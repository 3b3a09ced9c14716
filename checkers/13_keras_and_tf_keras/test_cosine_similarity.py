"""Checks of cosine_similarity."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_shape,
    draw,
    forbids,
    points,
)

NAME = "cosine_similarity"
pytestmark = forbids("tf", "keras.losses", "keras.metrics")


def oracle(x, y):
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    lengths = np.linalg.norm(x, axis=-1) * np.linalg.norm(y, axis=-1)
    return np.where(lengths > 0, np.sum(x * y, axis=-1) / np.where(lengths > 0, lengths, 1), 0.0)


def slope_in_x(x, y):
    """Return the gradient of sum(cos) in x: (y / |y| - cos * x / |x|) / |x|, 0 beside a zero."""
    cos, a, b = oracle(x, y), np.linalg.norm(x, axis=-1), np.linalg.norm(y, axis=-1)
    defined = (a * b > 0)[..., None]
    a, b = (np.where(defined, length[..., None], 1) for length in (a, b))
    return np.where(defined, (y / b - cos[..., None] * x / a) / a, 0.0)


def slips_of(x, y):
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    cos, n = oracle(x, y), x.shape[-1]
    a, b = np.linalg.norm(x, axis=-1), np.linalg.norm(y, axis=-1)
    product, safe = np.sum(x * y, axis=-1), np.where(a * b > 0, a * b, 1)
    narrow = [v.astype("float32") for v in (x, y)]
    with np.errstate(all="ignore"):
        return {
            "the sign of the loss: 1 stands for the same direction": -cos,
            "the product of the lengths is missing": product,
            "divided by the squares of the lengths": product / safe**2,
            "not divided by the length of y": product / np.where(a > 0, a, 1),
            "not divided by the length of x": product / np.where(b > 0, b, 1),
            "the mean of the products instead of their sum": cos / n,
            "means under the root, but a sum above": cos * n,
            "the sign is lost": np.abs(cos),
            "negative cosines become 0": np.maximum(cos, 0),
            "the angle itself": np.arccos(np.clip(cos, -1, 1)),
            "0 / 0 is NaN: a zero vector needs a case of its own": np.where(a * b > 0, cos, np.nan),
            "an epsilon is added to the product of the lengths": product / (a * b + 1e-7),
            "an epsilon is added to each length": product / ((a + 1e-7) * (b + 1e-7)),
            "an epsilon is added under the root": product
            / np.sqrt((a**2 + 1e-12) * (b**2 + 1e-12)),
            "1 minus the cosine: a distance": 1 - cos,
            "the last axis is kept: leave keepdims out": cos[..., None],
            "the sums run along the first axis": oracle(
                np.moveaxis(x, 0, -1), np.moveaxis(y, 0, -1)
            ),
            "the mean over all pairs": np.mean(cos),
            "one cosine of everything": oracle(np.ravel(x), np.ravel(y)),
            "computed in float32": oracle(*narrow).astype("float32"),
            "the unit vectors' products, not summed": x * y / safe[..., None],
        }


def test_example(probes):
    """cosine_similarity gives what the docstring's example shows"""
    x, y = np.float32([[3, 4], [0, 0]]), np.float32([[-6, -8], [1, 2]])
    assert_close(probes.call(NAME, x, y), [-1, 0], dtype="float32", slips=slips_of(x, y))


def test_shape(probes, rng):
    """cosine_similarity returns one number for each pair of vectors, in their dtype"""
    for shape, dtype in [((2, 3), "float32"), ((4, 1, 2), "float64"), ((5,), "float32")]:
        x, y = draw(rng, shape, shape, dtype=dtype)
        assert_shape(probes.call(NAME, x, y), shape[:-1], dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """the cosine is sum(x * y) / (|x| * |y|) along the last axis, at every rank"""
    for shape, dtype in [
        ((5, 4), "float32"),
        ((1, 3), "float64"),
        ((3, 2, 4), "float64"),
        ((6,), "float32"),
    ]:
        x, y = draw(rng, shape, shape, dtype=dtype)
        x = x + np.asarray(1000 if dtype == "float64" else 0, dtype)
        got = probes.call(NAME, x, y)
        assert_close(got, oracle(x, y), dtype=dtype, slips=slips_of(x, y))


@points(0.5)
@after(test_example)
def test_lengths(probes, rng):
    """the cosine does not depend on the lengths, from 1e-6 to 1e6; a zero vector gives 0"""
    for long_x, long_y in [(1e-6, 1e-6), (1e6, 1e6), (1e-6, 1e6), (0, 1), (1, 0), (0, 0)]:
        x, y = draw(rng, (3, 4), (3, 4), low=0.5, high=1.0)
        x, y = x * np.float32([[long_x], [1], [-long_x]]), y * np.float32([[long_y], [1], [long_y]])
        got = probes.call(NAME, x, y)
        assert_close(got, oracle(x, y), dtype="float32", slips=slips_of(x, y))


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradients in x and y are the formula's, and 0 beside a zero vector"""
    x, y = draw(rng, (5, 3), (5, 3), dtype="float64")
    x[1], y[2], x[3], y[3] = 0, 0, 0, 0
    got = probes.gradient(NAME, x, y, wrt=[0, 1])
    for part, slope, what in zip(got, (slope_in_x(x, y), slope_in_x(y, x)), "xy", strict=True):
        slips = nan_of(part, slope) | constant_of(x, y, what)
        assert_gradient(part, slope, dtype="float64", slips=slips, what=f"the gradient in {what}")


@points(0.5)
@after(test_values)
def test_in_model(probes, rng):
    """cosine_similarity works on KerasTensors with sizes that nobody knows yet"""
    batches = [draw(rng, shape, shape) for shape in [(3, 2, 5), (1, 4, 5)]]
    got = probes.in_model(NAME, batches, unknown=2)
    for (x, y), values in zip(batches, got, strict=True):
        assert_close(values, oracle(x, y), dtype="float32", slips=slips_of(x, y))


@points(0.5)
@after(test_values)
def test_under_xla(probes, rng):
    """the gradients are right with jit_compile=True, at a zero vector too"""
    x, y = draw(rng, (4, 3), (4, 3))
    x[2] = 0
    got, want = probes.slope_under_xla(NAME, [x, y]), slope_in_x(x, y)
    assert_gradient(got, want, slips=nan_of(got, want), dtype="float32")


def constant_of(x, y, what):
    """Return the gradient of who treats the lengths as constants."""
    x, y = (x, y) if what == "x" else (y, x)
    a, b = (np.linalg.norm(v, axis=-1, keepdims=True) for v in (x, y))
    return {
        "the lengths are treated as constants": np.where(
            a * b > 0, y / np.where(a * b > 0, a * b, 1), 0
        )
    }


def nan_of(part, want):
    """Return the gradient of who meets the slope of a root at 0."""
    finite = part is not None and np.isfinite(np.asarray(part))
    return {AT_ZERO: np.where(finite, want, np.nan)}


AT_ZERO = "the slope of a root or of a quotient at 0: put a 1 there before, and choose afterwards"
