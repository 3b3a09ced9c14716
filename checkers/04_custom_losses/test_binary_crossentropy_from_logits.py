"""Checks of binary_crossentropy_from_logits."""

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

NAME = "binary_crossentropy_from_logits"
pytestmark = forbids(
    "keras.losses",
    "keras.metrics",
    "tf.losses",
    "tf.metrics",
    "tf.nn.sigmoid_cross_entropy_with_logits",
    "tf.nn.weighted_cross_entropy_with_logits",
    "tf.nn.softmax_cross_entropy_with_logits",
    "tf.nn.sparse_softmax_cross_entropy_with_logits",
    "keras.ops.binary_crossentropy",
    "keras.ops.categorical_crossentropy",
    "keras.ops.sparse_categorical_crossentropy",
    "keras.ops.nn.binary_crossentropy",
    "keras.ops.nn.categorical_crossentropy",
    "keras.ops.nn.sparse_categorical_crossentropy",
    "keras.backend.binary_crossentropy",
    "keras.backend.categorical_crossentropy",
    "keras.backend.sparse_categorical_crossentropy",
    "keras.losses.binary_crossentropy",
    "keras.losses.BinaryCrossentropy",
)


def sigmoid(z):
    return np.exp(-np.logaddexp(0.0, -z.astype(float)))


def oracle(y, z):
    y, z = y.astype(float), z.astype(float)
    return np.mean(y * np.logaddexp(0.0, -z) + (1 - y) * np.logaddexp(0.0, z), axis=-1)


def slips(y, z):
    yes, no = np.logaddexp(0.0, -z.astype(float)), np.logaddexp(0.0, z.astype(float))
    p, cut = sigmoid(z), np.clip(z, np.float32(1e-7), np.float32(1) - np.float32(1e-7))
    return {
        "the term of y = 0 is missing": np.mean(y * yes, axis=-1),
        "the two labels are swapped": oracle(1 - y, z),
        "sigmoid applied twice": oracle(y, p),
        "the sigmoid is missing; logits are taken for probabilities": np.mean(
            -y * np.log(cut) - (1 - y) * np.log(1 - cut), axis=-1
        ),
        "softmax instead of the sigmoid": np.mean(
            y * (np.logaddexp.reduce(z, -1)[..., None] - z), -1
        ),
        "soft labels are rounded to yes or no": np.mean(np.where(y > 0.5, yes, no), axis=-1),
    }


def capped(y, z):
    """Return the loss of extreme logits when probabilities are computed first, or logits cut."""
    p, cuts = sigmoid(z).astype(np.float32), (10.0, 20.0, 30.0, 50.0)
    low, high = np.float32(1e-7), np.float32(1) - np.float32(1e-7)
    cut, nan = np.clip(p, low, high), np.full(z.shape[:-1], np.nan)
    return {
        CLIPPED: np.mean(-y * np.log(cut) - (1 - y) * np.log(1 - cut), axis=-1),
        EPSILON: np.mean(-y * np.log(p + low) - (1 - y) * np.log(1 - p + low), axis=-1),
        ROUNDED: nan,
        OVERFLOW: np.full_like(nan, np.inf),
    } | {f"the logits are cut at {far:g}": oracle(y, np.clip(z, -far, far)) for far in cuts}


def test_example(probes):
    """the loss is what the docstring's example shows"""
    y_true, logits = np.int32([[1, 0]]), np.float32([[0, 100]])
    got, causes = probes.call(NAME, y_true, logits), capped(y_true, logits)
    assert_close(got, [50.3466], slips=causes, dtype="float32")


def test_shape(probes, rng):
    """the loss is one number for each sample, at any rank, in the dtype of the logits"""
    for shape, dtype in SHAPES:
        y_true, logits = draw(rng, shape, shape, dtype=dtype, low=0, high=1)
        assert_shape(probes.call(NAME, y_true, logits), shape[:-1], dtype=dtype)


@points(0.5)
@after(test_shape)
def test_values(probes, rng):
    """the loss is -y * log(p) - (1 - y) * log(1 - p), averaged over the last axis"""
    for shape in [(6, 4), (1, 5), (2, 3, 4), (3, 1)]:
        logits, y_true = draw(rng, shape), draw(rng, shape, low=0, high=1)
        got = probes.call(NAME, y_true, logits)
        assert_close(got, oracle(y_true, logits), slips=slips(y_true, logits), dtype="float32")


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """y_true of any dtype, even bool, is cast to the dtype of the logits"""
    for kind, dtype in DTYPES:
        y, z = draw(rng, (40, 3), low=0, high=1), draw(rng, (40, 3), dtype=dtype)
        y = (y if kind.startswith("float") else y > 0.5).astype(kind)
        assert_close(probes.call(NAME, y, z), oracle(y, z), dtype=dtype)


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """the loss works in tf.function, where the batch size is unknown"""
    y, z = draw(rng, (2, 5, 3), dtype="int32", high=2) > 0, draw(rng, (2, 5, 3))
    assert_close(probes.binary_crossentropy_from_logits(y, z), oracle(y, z), dtype="float32")


@points(1)
@after(test_values)
def test_extreme_logits(probes, rng):
    """the loss is finite and right for logits of 20, of 100 and of 10,000"""
    for size in (20.0, 100.0, 1e4):
        z = draw(rng, (5, 4), low=0.8 * size, high=1.2 * size) * np.float32([1, -1, -1, 1])
        y = np.tile(np.float32([1, 0, 1, 0]), (5, 1))
        assert_close(probes.call(NAME, y, z), oracle(y, z), slips=capped(y, z), dtype="float32")


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient in the logits is (sigmoid(z) - y) / n: at 0, at 100 and at 10,000"""
    y, z = draw(rng, (2, 5), low=0, high=1), draw(rng, (2, 5), dtype="float64", low=-3, high=3)
    z[:, :2], z[0, 2] = [[100.0, -100.0], [1e4, -1e4]], 0.0
    want = (sigmoid(z) - y) / 5
    slips = {words: np.where(z == 0, slope - y, want * 5) / 5 for words, slope in CORNERS.items()}
    slips[BRANCH] = np.where(np.abs(z) > 1e3, np.nan, want)
    assert_gradient(probes.gradient(NAME, y, z, wrt=1), want, slips=slips)


SHAPES = [
    ((4, 3), "float32"),
    ((1, 2, 3, 4), "float64"),
    ((6,), "float32"),
    ((2, 3), "float16"),
    ((3, 1), "bfloat16"),
]
DTYPES = [
    ("int64", "float32"),
    ("bool", "float32"),
    ("float64", "float32"),
    ("uint8", "float64"),
    ("float32", "float64"),
]
CORNERS = {
    "relu, maximum and abs have a corner at z = 0; the slope there is 1/2 - y, not -y": 0.0,
    "relu, maximum and abs have a corner at z = 0; the slope there is 1/2 - y, not 1 - y": 1.0,
}
CLIPPED = "the probability is clipped away from 0 and 1: that caps the loss and kills its slope"
EPSILON = "an epsilon under the log: that caps the loss and kills its slope"
ROUNDED = "0 times the log of 0, because a probability has rounded to 0 or 1, or exp overflows"
OVERFLOW = "exp overflows, or the log of 0 is taken: softplus is the stable form"
BRANCH = "the branch that tf.where does not choose overflows, and infinity times 0 is NaN"
