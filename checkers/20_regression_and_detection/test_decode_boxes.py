"""Checks of decode_boxes."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_shape,
    forbids,
    numeric_gradient,
    points,
)

pytestmark = forbids("keras.utils")

# Corners of up to 100 by sums; a rounding in float32 is 4e-6 there.
ROOM = 2e-5


def drawn(rng, shape, dtype="float32"):
    """Return differences and anchors."""
    corner, side = rng.uniform(-5, 5, (*shape, 2)), rng.uniform(0.5, 4, (*shape, 2))
    anchors = np.concatenate([corner, corner + side], axis=-1).astype(dtype)
    return rng.uniform(-1.5, 1.5, (*shape, 4)).astype(dtype), anchors


def sized(anchors):
    """Return the anchors' centers and sizes."""
    anchors = np.float64(anchors)
    return (anchors[..., :2] + anchors[..., 2:]) / 2, anchors[..., 2:] - anchors[..., :2]


def cornered(center, size):
    """Return the corners of boxes."""
    return np.concatenate([center - size / 2, center + size / 2], axis=-1)


def oracle(deltas, anchors, limit=4.135):
    """Return the boxes."""
    (center, size), deltas = sized(anchors), np.float64(deltas)
    growth = np.exp(np.minimum(deltas[..., 2:], limit))
    return cornered(center + deltas[..., :2] * size, size * growth)


def slips(deltas, anchors, limit=4.135):
    """Return the results of common mistakes, by description."""
    (center, size), deltas = sized(anchors), np.float64(deltas)
    shift, logs = deltas[..., :2], deltas[..., 2:]
    with np.errstate(over="ignore"):
        grown, free = size * np.exp(np.minimum(logs, limit)), size * np.exp(logs)
    moved = center + shift * size
    first = np.float64(anchors)[..., :2]
    return {
        "center and size; expected corners": np.concatenate([moved, grown], axis=-1),
        "corner and size; expected two corners": np.concatenate(
            [moved - grown / 2, grown], axis=-1
        ),
        "the shift is not multiplied by the anchor's size": cornered(center + shift, grown),
        "the shift is multiplied by the new size, not by the anchor's": cornered(
            center + shift * grown, grown
        ),
        "the shift starts at the anchor's first corner, not at its center": cornered(
            first + shift * size, grown
        ),
        "exp is missing": cornered(moved, size * np.minimum(logs, limit)),
        "the size grows by 1 + tw, not by exp(tw)": cornered(
            moved, size * (1 + np.minimum(logs, limit))
        ),
        "the anchor's size is missing": cornered(moved, grown / size),
        "the whole size to either side, not half of it": cornered(moved, 2 * grown),
        "the center is taken for the first corner": np.concatenate([moved, moved + grown], axis=-1),
        "the limit is not used": cornered(moved, free),
        "the limit is always 4.135": oracle(deltas, anchors),
        "tw and th below -limit are cut too": cornered(
            moved, size * np.exp(np.clip(logs, -limit, limit))
        ),
        "tx and ty are cut too": oracle(np.minimum(deltas, limit), anchors, limit),
        "exp(tw) is cut at limit, not tw": cornered(
            moved, size * np.minimum(np.exp(np.minimum(logs, 700)), limit)
        ),
        "the four numbers are taken in another order: x, w, y, h": oracle(
            deltas[..., [0, 2, 1, 3]], anchors, limit
        ),
        "multiplied by variances of 0.1 and 0.2": oracle(
            deltas * [0.1, 0.1, 0.2, 0.2], anchors, limit
        ),
    }


def compare(got, deltas, anchors, limit=4.135, dtype="float32"):
    """Hold the corners against the oracle."""
    want, room = oracle(deltas, anchors, limit), ROOM if dtype == "float32" else None
    assert_close(got, want, dtype=dtype, atol=room, slips=slips(deltas, anchors, limit))


def test_example(probes):
    """decode_boxes gives what the docstring's example shows"""
    deltas, anchors = np.float32([[1, 0.5, 0.25, 0]]), np.float32([[0, 0, 4, 2]])
    got, causes = probes.call("decode_boxes", deltas, anchors), slips(deltas, anchors)
    assert_close(got, oracle(deltas, anchors), dtype="float32", kind="tensor", slips=causes)


@after(test_example)
def test_shape(probes, rng):
    """decode_boxes returns the corners of each box, in the dtype of deltas"""
    for shape, dtype in [
        ((5,), "float32"),
        ((2, 3), "float64"),
        ((), "float32"),
        ((0,), "float32"),
    ]:
        deltas, anchors = drawn(rng, shape, dtype)
        assert_shape(probes.call("decode_boxes", deltas, anchors), (*shape, 4), dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """the box has the center and the size that the formula gives"""
    for shape, dtype in [((6,), "float32"), ((2, 3), "float64"), ((), "float32")]:
        deltas, anchors = drawn(rng, shape, dtype)
        compare(probes.call("decode_boxes", deltas, anchors), deltas, anchors, dtype=dtype)


@points(1)
@after(test_values)
def test_limit(probes, rng):
    """a tw or th above limit counts as limit; nothing else is cut"""
    for given in ((), (0.75,)):
        deltas, anchors = drawn(rng, (8,))
        deltas[:4, 2:] = [[3, 6], [-6, 5], [1000, -9], [-2, 1000]]
        deltas[4:6, :2] = [[6, -7], [-9, 8]]
        got = probes.call("decode_boxes", deltas, anchors, *given)
        compare(got, deltas, anchors, *given)


@points(1)
@after(test_limit)
def test_gradient(probes, rng):
    """the gradient in deltas is right, and 0 in a tw or th above limit, however large"""
    deltas, anchors = drawn(rng, (5,), "float64")
    deltas[:2, 2:] = [[2, 1000], [1e5, -3]]
    upstream = rng.normal(size=(5, 4))
    got = probes.gradient("decode_boxes", deltas, anchors, 1.75, upstream=upstream)
    want = numeric_gradient(lambda x: oracle(x, anchors, 1.75), deltas, upstream)
    late = np.where(deltas > 800, np.nan, want)
    through = numeric_gradient(lambda x: oracle(np.minimum(x, 1.75), anchors), deltas, upstream)
    assert_gradient(got, want, slips={LATE: late, THROUGH: through})


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """decode_boxes works in tf.function, where only the last axis is known"""
    calls = [drawn(rng, shape) for shape in [(4, 2), (1, 5), (0, 3)]]
    for given, got in zip(calls, probes.decode_boxes_in_graph(calls, 0.75), strict=True):
        compare(got, *given, 0.75)


LATE = "exp is infinite before it is cut: its slope times 0 is NaN. Cut tw and th first"
THROUGH = "tx and ty are cut too"
