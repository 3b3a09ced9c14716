"""Checks of one_hot."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

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
        "every class up to the label gets a 1": np.flip(np.flip(want, -1).cumsum(-1), -1),
        "the classes are counted from the end": oracle(depth - 1 - labels, depth),
    }


def wrapped(labels, depth):
    """Return the rows of the labels as they are after a cast to int32."""
    return oracle(labels.astype(np.int32), depth)


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


def test_example(probes):
    """one_hot gives what the docstring's example shows"""
    labels, want = np.int32([1, -1]), [[0, 1, 0], [0, 0, 0]]
    slips = {
        "-1 counts as class 0": oracle(np.maximum(labels, 0), 3),
        "-1 counts as the last class": oracle(labels % 3, 3),
    }
    got = probes.call("one_hot", labels, 3)
    assert_close(
        got, want, dtype="float32", kind="tensor", slips=slips_of_values(labels, 3) | slips
    )


@points(0.5)
@after(test_example)
def test_values(probes, rng):
    """each row has a 1 at its class and 0 elsewhere, at any rank"""
    for shape, depth in [((9,), 4), ((1, 6), 3), ((3, 2, 4), 7), ((), 3), ((2,), 1)]:
        labels = np.asarray(draw(rng, shape, dtype="int32", high=depth))
        labels.flat[:2] = [0, depth - 1][: labels.size]
        got, slips = probes.call("one_hot", labels, depth), slips_of_values(labels, depth)
        assert_close(got, oracle(labels, depth), dtype="float32", slips=slips)


@points(0.5)
@after(test_example)
def test_out_of_range(probes, rng):
    """labels below 0 and from depth on get a row of zeros; the other rows are right"""
    for shape, depth in [((12,), 4), ((3, 5), 6)]:
        labels = draw(rng, shape, dtype="int32", low=0, high=depth)
        labels.flat[:8] = [-1, 0, depth, depth - 1, depth + 1, -depth, 2 * depth, 1]
        got, slips = probes.call("one_hot", labels, depth), slips_of_range(labels, depth)
        assert_close(got, oracle(labels, depth), dtype="float32", slips=slips)


@points(0.5)
@after(test_example)
def test_int64(probes, rng):
    """one_hot takes int64 labels, also those that int32 cannot hold"""
    for shape, depth in [((8,), 5), ((2, 1, 3), 3)]:
        labels = draw(rng, shape, dtype="int64", low=0, high=depth)
        labels.flat[:3] = [2**32 + 1, -(2**32), 2]
        slips = {"the labels went through int32, where 2**32 becomes 0": wrapped(labels, depth)}
        got = probes.call("one_hot", labels, depth)
        assert_close(got, oracle(labels, depth), dtype="float32", slips=slips)


@points(0.5)
@after(test_example)
def test_graph(probes, rng):
    """one_hot works in tf.function, where no size is known"""
    for shape, depth in [((7,), 4), ((2, 3), 5)]:
        labels = draw(rng, shape, dtype="int32", low=-1, high=depth + 1)
        got = probes.one_hot_in_graph(labels, depth)
        assert_close(got, oracle(labels, depth), dtype="float32")
