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
        "the pairs of one kind come first; keep their order": in_kinds(y, oracle(y, d, margin)),
    }


def in_kinds(y, losses):
    """Return the losses of y = 0, then those of y = 1."""
    return np.concatenate([losses[y == 0], losses[y == 1]]).reshape(losses.shape)


def pairs(rng, *shape, dtype="float32"):
    """Draw labels and distances on both sides of the margins."""
    y = np.arange(int(np.prod(shape))).reshape(shape) % 3 % 2
    return y.astype("int32"), draw(rng, shape, dtype=dtype, low=0.1, high=3)


def test_example(probes):
    """contrastive_loss gives what the docstring's example shows"""
    y, distance = np.int32([1, 0, 0]), np.float32([0.5, 0.5, 3])
    got = probes.call("contrastive_loss", y, distance, margin=2.0)
    assert_close(got, [0.25, 2.25, 0.0], slips=slips(y, distance, 2.0), dtype="float32")


def test_shape(probes, rng):
    """contrastive_loss returns one number for each pair, in the dtype of the distance"""
    for shape, dtype in SHAPES:
        y, distance = pairs(rng, *shape, dtype=dtype)
        assert_shape(probes.call("contrastive_loss", y, distance), shape, dtype=dtype)


@points(0.5)
@after(test_shape)
def test_values(probes, rng):
    """y = 1 costs distance ** 2, and y = 0 costs max(margin - distance, 0) ** 2"""
    for shape, more in [((20,), {"margin": 1.8}), ((2,), {"margin": 4.0}), ((3, 5, 2), {})]:
        y, distance = pairs(rng, *shape)
        got = probes.call("contrastive_loss", y, distance, **more)
        assert_close(
            got, oracle(y, distance, **more), slips=slips(y, distance, **more), dtype="float32"
        )


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """contrastive_loss casts y of any dtype, even bool, to the dtype of the distance"""
    for kind, dtype in DTYPES:
        y, distance = pairs(rng, 20, 3, dtype=dtype)
        got = probes.call("contrastive_loss", y.astype(kind), distance, 1.5)
        assert_close(got, oracle(y, distance, 1.5), dtype=dtype)


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """contrastive_loss works in tf.function, where the batch size is unknown"""
    y, distance = pairs(rng, 3, 4)
    assert_close(
        probes.contrastive_loss(y, distance, 2.5), oracle(y, distance, 2.5), dtype="float32"
    )


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient in the distance pulls y = 1, pushes y = 0, and ends at the margin"""
    y, d = pairs(rng, 24, dtype="float64")
    d[:3] = 0.0
    want = np.where(y == 1, 2 * d, -2 * np.maximum(1.625 - d, 0))
    got = probes.gradient("contrastive_loss", y, d, 1.625, wrt=1)
    slips = {INFINITE: np.where((d == 0) & (y == 0), np.nan, want)}
    slips[POWER] = np.where(d == 0, np.nan, want)
    assert_gradient(got, want, slips=slips)


SHAPES = [
    ((5,), "float32"),
    ((1,), "float64"),
    ((4, 3), "float32"),
    ((), "float32"),
    ((3,), "float16"),
    ((2,), "bfloat16"),
]
DTYPES = [
    ("int64", "float32"),
    ("bool", "float32"),
    ("float64", "float32"),
    ("uint8", "float16"),
    ("float32", "float64"),
]
POWER = "the logarithm of 0 has an infinite slope, and infinity times 0 is NaN"
INFINITE = "a root of 0 has an infinite slope, and infinity times 0 is NaN"
