"""Checks of encode_boxes."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, forbids, points

pytestmark = forbids("keras.utils")


def drawn(rng, shape, dtype="float32"):
    """Return boxes and anchors."""
    corner, side = rng.uniform(-5, 5, (2, *shape, 2)), rng.uniform(0.5, 4, (2, *shape, 2))
    boxes, anchors = np.concatenate([corner, corner + side], axis=-1).astype(dtype)
    return boxes, anchors


def centered(corners, smallest, *, moved=False):
    """Return centers and sizes; `moved` raises the second corner, and with it the center."""
    corners = np.float64(corners)
    first, second = corners[..., :2], corners[..., 2:]
    size = np.maximum(second - first, smallest)
    return (first + size / 2 if moved else (first + second) / 2), size


def joined(*parts):
    """Return the parts side by side, on the last axis."""
    return np.concatenate(parts, axis=-1)


def oracle(boxes, anchors, smallest=1e-3, **mistake):
    """Return the differences."""
    center, size = centered(boxes, smallest, **mistake)
    from_center, unit = centered(anchors, smallest, **mistake)
    return joined((center - from_center) / unit, np.log(size / unit))


def slips(boxes, anchors, smallest=1e-3):
    """Return the results of common mistakes, by description."""
    (center, size), (middle, unit) = (centered(x, smallest) for x in (boxes, anchors))
    shift, growth = (center - middle) / unit, np.log(size / unit)
    first, second = np.float64(boxes), np.float64(anchors)
    raw, raw_unit = (x[..., 2:] - x[..., :2] for x in (first, second))
    with np.errstate(all="ignore"):
        unraised = joined((center - middle) / raw_unit, np.log(raw / raw_unit))
        half = joined((center - middle) / raw_unit, np.log(size / raw_unit))
        other = joined(shift, np.log(raw / unit))
        added = joined(
            (center - middle) / (raw_unit + smallest),
            np.log((raw + smallest) / (raw_unit + smallest)),
        )
        late = joined((center - middle) / raw_unit, np.log(np.maximum(raw / raw_unit, smallest)))
    return {
        "the centers' distance in units of the box, not of the anchor": joined(
            (center - middle) / size, growth
        ),
        "the centers' distance is not divided by the anchor's size": joined(
            center - middle, growth
        ),
        "the distance of the first corners, not of the centers": joined(
            (first[..., :2] - second[..., :2]) / unit, growth
        ),
        "the logarithm is missing": joined(shift, size / unit),
        "the logarithm is missing; the difference in anchor sizes": joined(shift, size / unit - 1),
        "base 2 or 10, not the natural logarithm": joined(shift, np.log2(size / unit)),
        "anchor / box, not box / anchor, in the logarithm": joined(shift, -growth),
        "anchor minus box, not box minus anchor": joined(-shift, growth),
        "boxes and anchors are swapped": oracle(anchors, boxes, smallest),
        "half sizes in the divisor": joined(2 * shift, growth),
        "the four numbers are in another order: x, w, y, h": joined(shift, growth)[
            ..., [0, 2, 1, 3]
        ],
        "only the boxes' sides are raised to smallest, not the anchors'": half,
        "smallest is not used": unraised,
        "only the anchors' sides are raised to smallest, not the boxes'": other,
        "smallest is added to every side": added,
        "the quotient is raised to smallest, not the sides": late,
        "a corner moves when a side is raised, and the center with it": oracle(
            boxes, anchors, smallest, moved=True
        ),
        "smallest is always 1e-3": oracle(boxes, anchors),
        "divided by variances of 0.1 and 0.2": joined(shift / 0.1, growth / 0.2),
    }


def test_example(probes):
    """encode_boxes gives what the docstring's example shows"""
    boxes, anchors = np.float32([[4, 1, 12, 4]]), np.float32([[0, 0, 4, 2]])
    got, causes = probes.call("encode_boxes", boxes, anchors), slips(boxes, anchors)
    assert_close(got, oracle(boxes, anchors), dtype="float32", kind="tensor", slips=causes)


@after(test_example)
def test_shape(probes, rng):
    """encode_boxes returns four numbers for each box, in the boxes' dtype"""
    for shape, dtype in [
        ((5,), "float32"),
        ((2, 3), "float64"),
        ((), "float32"),
        ((0,), "float32"),
    ]:
        boxes, anchors = drawn(rng, shape, dtype)
        assert_shape(probes.call("encode_boxes", boxes, anchors), (*shape, 4), dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """centers are compared in units of the anchor, sizes by the logarithm of their quotient"""
    for shape, dtype in [((6,), "float32"), ((2, 3), "float64"), ((), "float32")]:
        boxes, anchors = drawn(rng, shape, dtype)
        got, causes = probes.call("encode_boxes", boxes, anchors), slips(boxes, anchors)
        assert_close(got, oracle(boxes, anchors), dtype=dtype, slips=causes)


@points(1)
@after(test_shape)
def test_smallest(probes, rng):
    """the side of a box below smallest counts as smallest, and its center stays"""
    for given in ((), (1.5,)):
        boxes, anchors = drawn(rng, (8,))
        boxes[0, 2], boxes[1, 3], boxes[2, 2:] = boxes[0, 0], boxes[1, 1], boxes[2, :2]
        anchors += np.float32([0, 0, 2, 2])  # their sides are above smallest
        got, causes = (
            probes.call("encode_boxes", boxes, anchors, *given),
            slips(boxes, anchors, *given),
        )
        assert_close(got, oracle(boxes, anchors, *given), dtype="float32", slips=causes)


@points(0.5)
@after(test_smallest)
def test_small_anchors(probes, rng):
    """the side of an anchor below smallest counts as smallest too"""
    for given in ((0.25,), (1.5,)):
        boxes, anchors = drawn(rng, (8,))
        anchors[0, 2], anchors[1, 3], anchors[2, 2:] = anchors[0, 0], anchors[1, 1], anchors[2, :2]
        got, causes = (
            probes.call("encode_boxes", boxes, anchors, *given),
            slips(boxes, anchors, *given),
        )
        assert_close(got, oracle(boxes, anchors, *given), dtype="float32", slips=causes)


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """encode_boxes works in tf.function, where only the last axis is known"""
    calls = [drawn(rng, shape) for shape in [(4, 2), (1, 5), (0, 3)]]
    for given, got in zip(calls, probes.encode_boxes_in_graph(calls, 1.5), strict=True):
        assert_close(got, oracle(*given, 1.5), dtype="float32", slips=slips(*given, 1.5))
