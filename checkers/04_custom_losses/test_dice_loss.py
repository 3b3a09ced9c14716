"""Checks of dice_loss."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_shape,
    draw,
    forbids,
    numeric_gradient,
    points,
)

pytestmark = forbids(
    "keras.losses",
    "keras.metrics",
    "tf.losses",
    "tf.metrics",
    "keras.losses.dice",
    "keras.losses.Dice",
)


def rows(array):
    return array.reshape(len(array), -1).astype(float)


def oracle(y, p, smooth=1.0):
    y, p = rows(y.astype(p.dtype)), rows(p)
    return 1 - (2 * (y * p).sum(1) + smooth) / (y.sum(1) + p.sum(1) + smooth)


@np.errstate(divide="ignore", invalid="ignore")
def slips(y, p, smooth=1.0):
    y, p = rows(y), rows(p)
    both, sizes, squares = (y * p).sum(1), y.sum(1) + p.sum(1), (y**2 + p**2).sum(1)
    means = (y * p).mean(1), y.mean(1) + p.mean(1)
    everything = 1 - (2 * both.sum() + smooth) / (sizes.sum() + smooth)
    return {
        "the coefficient itself; the loss is 1 minus it": (2 * both + smooth) / (sizes + smooth),
        "the factor 2 of the overlap is missing": 1 - (both + smooth) / (sizes + smooth),
        "intersection over union, not Dice": 1 - (both + smooth) / (sizes - both + smooth),
        "the overlap is subtracted from the sizes: that is the union": 1
        - (2 * both + smooth) / (sizes - both + smooth),
        "smooth is missing in the numerator": 1 - 2 * both / (sizes + smooth),
        "smooth is missing in the denominator": 1 - (2 * both + smooth) / sizes,
        "smooth is not used": 1 - 2 * both / sizes,
        "smooth counts twice in the numerator": 1 - 2 * (both + smooth) / (sizes + smooth),
        "the sizes use squares": 1 - (2 * both + smooth) / (squares + smooth),
        "the sums run over the batch too": np.full(len(y), everything),
        "means instead of the sums": 1 - (2 * means[0] + smooth) / (means[1] + smooth),
        "the probabilities are rounded to a hard mask": oracle(y, np.round(p), smooth),
        SIGMOID: oracle(y, 1 / (1 + np.exp(-p)), smooth),
        "a smooth below 1 counts as 1": oracle(y, p, max(smooth, 1.0)),
    }


def masks(rng, *shape, dtype="float32"):
    """Draw a hard mask that is not empty, and probabilities."""
    hard = draw(rng, shape, dtype="int32", high=2).astype(dtype)
    hard[:, 0] = 1
    return hard, draw(rng, shape, dtype=dtype, low=0, high=1)


def test_example(probes):
    """dice_loss gives what the docstring's example shows"""
    y_true, y_pred = np.int32([[1, 1, 0]]), np.float32([[1, 0, 0]])
    causes = {SIGMOID: oracle(y_true, 1 / (1 + np.exp(-y_pred)))}
    assert_close(probes.call("dice_loss", y_true, y_pred), [0.25], slips=causes, dtype="float32")


def test_shape(probes, rng):
    """dice_loss returns one number for each sample, at any rank, in the dtype of y_pred"""
    for shape, dtype in SHAPES:
        y_true, y_pred = masks(rng, *shape, dtype=dtype)
        assert_shape(probes.call("dice_loss", y_true, y_pred), shape[:1], dtype=dtype)


@points(0.5)
@after(test_shape)
def test_values(probes, rng):
    """dice_loss sums over everything but the batch, with any smooth"""
    for shape, more in VALUES:
        y_true, y_pred = masks(rng, *shape)
        got = probes.call("dice_loss", y_true, y_pred, **more)
        assert_close(
            got,
            oracle(y_true, y_pred, **more),
            slips=slips(y_true, y_pred, **more),
            dtype="float32",
        )


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """dice_loss casts a mask of any dtype, even bool, to the dtype of y_pred"""
    for kind, dtype in DTYPES:
        y, p = masks(rng, 40, 3, 2, dtype=dtype)
        got = probes.call("dice_loss", y.astype(kind), p)
        assert_close(got, oracle(y, p), dtype=dtype)


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """dice_loss works in tf.function, where the batch size is unknown"""
    y, p = masks(rng, 2, 5, 4, 2)
    assert_close(probes.dice_loss(y > 0, p, 0.7), oracle(y, p, 0.7), dtype="float32")


@points(1)
@after(test_values)
def test_empty_masks(probes, rng):
    """two empty masks agree perfectly; one empty mask costs more the larger the other is"""
    y, p = masks(rng, 4, 6, 3)
    y[:2], p[1:3] = 0, 0
    for smooth in (1.0, 0.01):
        got = probes.call("dice_loss", y, p, smooth)
        free = {FREE: np.where(rows(y).any(axis=1), oracle(y, p, smooth), 0)}
        assert_close(got, oracle(y, p, smooth), slips=slips(y, p, smooth) | free, dtype="float32")


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient of dice_loss in y_pred is right, for soft and for hard masks"""
    y, p = masks(rng, 3, 4, 2, dtype="float64")
    p[0, 0], p[1, 1] = 0.0, 1.0
    want = numeric_gradient(lambda x: oracle(y, x, 0.75), p)
    got = probes.gradient("dice_loss", y, p, 0.75, wrt=1)
    slips = {CORNER: np.where(p == 0, 0, want)}
    assert_gradient(got, want, slips=slips)


SHAPES = [
    ((3, 4, 5, 2), "float32"),
    ((1, 6, 4), "float64"),
    ((5, 7), "float32"),
    ((2, 3, 4, 5, 6), "float16"),
    ((3, 1), "bfloat16"),
]
VALUES = [
    ((4, 3, 5, 2), {"smooth": 0.3}),
    ((1, 6, 4), {"smooth": 1.5}),
    ((5, 7), {}),
    ((3, 2, 3, 2, 2), {}),
]
DTYPES = [
    ("int64", "float32"),
    ("bool", "float32"),
    ("float64", "float32"),
    ("uint8", "float16"),
    ("float32", "float64"),
]
SIGMOID = "a sigmoid is applied to the probabilities"
FREE = "an empty mask costs nothing, whatever the prediction"
CORNER = "a probability of 0 has no slope: there is a relu, clipping or maximum before the sums"
