"""Checks of softmax_crossentropy."""

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

NAME = "softmax_crossentropy"
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
    "keras.losses.categorical_crossentropy",
    "keras.losses.sparse_categorical_crossentropy",
    "keras.losses.CategoricalCrossentropy",
    "keras.losses.SparseCategoricalCrossentropy",
)


def log_softmax(z):
    z = z.astype(float)
    return z - np.logaddexp.reduce(z, axis=-1)[..., None]


def one_hot(labels, classes):
    return (labels[..., None] == np.arange(classes)).astype(float)


def target(labels, z, smoothing):
    return (1 - smoothing) * one_hot(labels, z.shape[-1]) + smoothing / z.shape[-1]


def oracle(labels, z, smoothing=0.0):
    return -np.sum(target(labels, z, smoothing) * log_softmax(z), axis=-1)


def slope(labels, z, smoothing):
    return np.exp(log_softmax(z)) - target(labels, z, smoothing)


def slips(labels, z):
    hot = one_hot(labels, z.shape[-1])
    p = np.exp(log_softmax(z))
    return {
        "softmax applied twice": oracle(labels, p),
        "the log is missing": -np.sum(hot * p, axis=-1),
        "the mean over the classes instead of their sum": oracle(labels, z) / z.shape[-1],
        "the classes are counted from 1": oracle((labels - 1) % z.shape[-1], z),
        "sigmoid instead of the softmax": np.sum(hot * np.logaddexp(0.0, -z), axis=-1),
        "the softmax runs over the batch, not over the classes": -np.sum(
            hot * log_softmax(z.T).T, axis=-1
        ),
    }


def smoothed(labels, z, s):
    hot, classes = one_hot(labels, z.shape[-1]), z.shape[-1]
    targets = {
        "label_smoothing is not used": hot,
        "s goes only to the wrong classes": (1 - s) * hot + (1 - hot) * s / (classes - 1),
        "the one-hot target is not lowered by s": hot + s / classes,
        "s is subtracted but not given to the classes": (1 - s) * hot,
        "every class gets the whole s, not s / classes": (1 - s) * hot + s,
    }
    return {words: -np.sum(share * log_softmax(z), axis=-1) for words, share in targets.items()}


def capped(labels, z, s):
    """Return the loss of extreme logits with an epsilon under the log."""
    p = np.exp(log_softmax(z)).astype(np.float32)
    epsilon = -np.sum(target(labels, z, s) * np.log(p + np.float32(1e-7)), axis=-1)
    return {
        "an epsilon under the log: that caps the loss and kills its slope": epsilon,
        "the log of a probability that has rounded to 0, or exp overflows": np.full(len(z), np.inf),
        "exp overflows, or 0 is multiplied by the log of 0": np.full(len(z), np.nan),
    }


def drawn(rng, batch, classes):
    return draw(rng, (batch,), dtype="int32", high=classes), draw(rng, (batch, classes))


def extreme(rng, size):
    """Draw labels of the smallest logits, and logits of which the largest may be two."""
    logits = draw(rng, (5, 4), low=-size, high=size) + np.float32([3 * size, 0, 0, 0])
    logits[0, :2] = 3 * size
    return np.argmin(logits, axis=-1).astype(np.int32), logits


def test_example(probes):
    """softmax_crossentropy gives what the docstring's example shows"""
    labels, logits = np.int32([0]), np.float32([[0, 0, 0, 1000]])
    causes = capped(labels, logits, 0.0) | {ALL_LABELS: [[1000.0]]}
    assert_close(probes.call(NAME, labels, logits), [1000.0], slips=causes, dtype="float32")


def test_shape(probes, rng):
    """softmax_crossentropy returns one number for each label, in the dtype of the logits"""
    for shape, dtype in SHAPES:
        labels = draw(rng, shape, dtype="int32", high=5)
        got = probes.call(NAME, labels, draw(rng, (*shape, 5), dtype=dtype))
        assert_shape(got, shape, dtype=dtype)


@points(0.5)
@after(test_shape)
def test_values(probes, rng):
    """the loss is minus the log of the softmax at the right class"""
    for batch, classes in [(6, 4), (1, 7), (9, 2)]:
        labels, logits = drawn(rng, batch, classes)
        got = probes.call(NAME, labels, logits)
        assert_close(got, oracle(labels, logits), slips=slips(labels, logits), dtype="float32")


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """labels are int32 or int64 at any rank, and the loss is calculated in the logits' dtype"""
    for shape, kind, dtype, far in DTYPES:
        labels = draw(rng, shape, dtype=kind, high=5)
        logits, s = draw(rng, (*shape, 5), dtype=dtype) + far, int(rng.integers(2, 9)) / 16
        got, causes = probes.call(NAME, labels, logits, s), smoothed(labels, logits, s)
        assert_close(got, oracle(labels, logits, s), slips=causes, dtype=dtype)


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """softmax_crossentropy works in tf.function, where the batch size is unknown"""
    labels, logits = draw(rng, (2, 3), dtype="int64", high=5), draw(rng, (2, 3, 5))
    got = probes.softmax_crossentropy(labels, logits, 0.3)
    assert_close(got, oracle(labels, logits, 0.3), dtype="float32")


@points(1)
@after(test_values)
def test_label_smoothing(probes, rng):
    """label_smoothing gives each class its share, even the right class"""
    for batch, classes, smoothing in [(6, 4, 0.1), (3, 7, 0.4)]:
        labels, logits = drawn(rng, batch, classes)
        got = probes.call(NAME, labels, logits, smoothing)
        causes = smoothed(labels, logits, smoothing)
        assert_close(got, oracle(labels, logits, smoothing), slips=causes, dtype="float32")


@points(0.5)
@after(test_label_smoothing)
def test_extreme_logits(probes, rng):
    """values and gradients are right and finite, even for logits of 1,000 and 10,000"""
    for size, s in [(1.0, 0.3), (1e3, 0.3), (1e4, 0.0)]:
        labels, logits = extreme(rng, size)
        value, want = probes.call(NAME, labels, logits, s), oracle(labels, logits, s)
        assert_close(value, want, slips=capped(labels, logits, s), dtype="float32")
        got = probes.gradient(NAME, labels, logits, s, wrt=1)
        causes = {LATE: np.full((5, 4), np.nan), HELD: -target(labels, logits, s)}
        assert_gradient(got, slope(labels, logits, s), slips=causes, dtype="float32")


@points(0.5)
@after(test_shape)
def test_close_logits(probes, rng):
    """the loss is right to a millionth of the largest logit, even if two logits are equal"""
    for size in (1e2, 1e4):
        logits = draw(rng, (6, 4), low=0.5 * size, high=size)
        labels, logits[:3, :2] = np.argmax(logits, axis=-1).astype(np.int32), size
        labels[:3] = 1
        want, allowed = oracle(labels, logits), 1e-6 * size  # what the docstring allows
        assert_close(probes.call(NAME, labels, logits), want, atol=allowed, rtol=0, dtype="float32")


SHAPES = [
    ((4,), "float32"),
    ((1,), "float64"),
    ((2, 3), "float32"),
    ((), "float32"),
    ((3,), "float16"),
    ((2,), "bfloat16"),
]
DTYPES = [
    ((4,), "int64", "float32", 0),
    ((2, 3), "int32", "float64", 1000),
    ((2, 1, 3), "int64", "float64", 1000),
]
ALL_LABELS = "each sample is compared with the labels of all samples"
HELD = "the gradient does not flow through the sum of the exps"
LATE = "the log of 0 has an infinite slope; tf.where comes too late"
