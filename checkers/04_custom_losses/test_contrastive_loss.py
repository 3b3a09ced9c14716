"""Checks of contrastive_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, assert_shape, draw, points


def oracle(y, d, margin=1.0):
    d = d.astype(float)
    return np.where(y == 1, d**2, np.maximum(margin - d, 0) ** 2)


def slips(y, d, margin=1.0):
    d = d.astype(float)
    lack = np.maximum(margin - d, 0)
    return {
        "the two kinds of pair are swapped": oracle(1 - y, d, margin),
        "max(..., 0) is missing: different pairs beyond the margin cost": np.where(
            y == 1, d, margin - d
        )
        ** 2,
        "margin minus the squared distance": np.where(y == 1, d**2, np.maximum(margin - d**2, 0)),
        "the push is not squared": np.where(y == 1, d**2, lack),
        "the pull is not squared": np.where(y == 1, d, lack**2),
        "the margin is not used; it is always 1": oracle(y, d),
        "distance - margin instead of margin - distance": np.where(
            y == 1, d**2, np.maximum(d - margin, 0) ** 2
        ),
        "every pair pays both costs": d**2 + lack**2,
        "there is an extra factor 1/2": oracle(y, d, margin) / 2,
    }


def pairs(rng, *shape, dtype="float32"):
    """Draw labels and distances on both sides of the margins."""
    y = np.arange(int(np.prod(shape))).reshape(shape) % 3 % 2
    return y.astype("int32"), draw(rng, shape, dtype=dtype, low=0.1, high=3)


def test_shape(probes, rng):
    """contrastive_loss returns one number for each pair, in the dtype of the distance"""
    for shape, dtype in [((5,), "float32"), ((1,), "float64"), ((4, 3), "float32")]:
        y, distance = pairs(rng, *shape, dtype=dtype)
        assert_shape(probes.call("contrastive_loss", y, distance), shape, dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """y = 1 costs distance ** 2, and y = 0 costs max(margin - distance, 0) ** 2"""
    for n, more in [(20, {"margin": 1.8}), (2, {"margin": 4.0}), (30, {})]:
        y, distance = pairs(rng, n)
        got = probes.call("contrastive_loss", y, distance, **more)
        assert_close(got, oracle(y, distance, **more), slips=slips(y, distance, **more))


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient in the distance pulls y = 1, pushes y = 0, and ends at the margin"""
    y, d = pairs(rng, 24, dtype="float64")
    d[:3] = 0.0
    want = np.where(y == 1, 2 * d, -2 * np.maximum(1.6 - d, 0))
    got = probes.gradient("contrastive_loss", y, d, 1.6, wrt=1)
    slips = {INFINITE: np.where((d == 0) & (y == 0), np.nan, want)}
    assert_gradient(got, want, slips=slips)


INFINITE = "a root of 0 has an infinite slope, and infinity times 0 is NaN"
