"""Checks of one_hot."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, forbids, points

pytestmark = forbids(
    "tf.one_hot",
    "keras.ops.one_hot",
    "keras.ops.nn.one_hot",
    "keras.ops.multi_hot",
    "keras.utils.to_categorical",
    "keras.layers.CategoryEncoding",
    "tf.raw_ops.OneHot",
)


def oracle(labels, depth):
    """Return 1 where the class is the label."""
    return (labels[..., None] == np.arange(depth)).astype(np.float64)


def slips_of_values(labels, depth):
    want = oracle(labels, depth)
    return {
        "the classes are the first axis; they should be the last": np.moveaxis(want, -1, 0),
        "the axes of the labels are lost": oracle(labels.ravel(), depth),
        "the 1 is one place too far left": oracle(labels - 1, depth),
        "the 1 is one place too far right": oracle(labels + 1, depth),
        "0 and 1 are swapped": 1 - want,
        "the classes are counted from the end": oracle(depth - 1 - labels, depth),
    }


def slips_of_range(labels, depth):
    taken_for = {
        "such labels move to the nearest class": np.clip(labels, 0, depth - 1),
        "such labels wrap around (modulo depth)": labels % depth,
        "such labels count as class 0": np.where((labels < 0) | (labels >= depth), 0, labels),
        "a negative label counts from the end": np.where(labels < 0, labels % depth, labels),
        "labels from depth on count as the last class": np.minimum(labels, depth - 1),
        "a negative label counts as class 0": np.maximum(labels, 0),
    }
    return {words: oracle(taken, depth) for words, taken in taken_for.items()}


def test_shape(probes, rng):
    """one_hot adds a last axis of length depth, as float32"""
    for shape, depth in [((4,), 4), ((), 3)]:
        labels = draw(rng, shape, dtype="int32", high=depth)
        assert_shape(probes.call("one_hot", labels, depth), (*shape, depth), dtype="float32")


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """each row has a 1 at its class and 0 elsewhere"""
    for shape, depth in [((9,), 4), ((1, 6), 3), ((3, 2, 4), 7)]:
        labels = draw(rng, shape, dtype="int32", high=depth)
        labels.flat[:2] = [0, depth - 1]
        got = probes.call("one_hot", labels, depth)
        assert_close(got, oracle(labels, depth), slips=slips_of_values(labels, depth))


@points(1)
@after(test_shape)
def test_out_of_range(probes, rng):
    """labels below 0 and from depth on get a row of zeros; the other rows are right"""
    for shape, depth in [((12,), 4), ((3, 5), 6)]:
        labels = draw(rng, shape, dtype="int32", low=0, high=depth)
        labels.flat[:8] = [-1, 0, depth, depth - 1, depth + 1, -depth, 2 * depth, 1]
        got = probes.call("one_hot", labels, depth)
        assert_close(got, oracle(labels, depth), slips=slips_of_range(labels, depth))
