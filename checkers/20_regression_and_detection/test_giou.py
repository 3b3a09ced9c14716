"""Checks of giou."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_shape,
    assert_true,
    forbids,
    numeric_gradient,
    points,
)

pytestmark = forbids("keras.utils")


def drawn(rng, shape, dtype="float32", scale=1.0, far=0.0):
    """Return two arrays of boxes around `far`; about half of the pairs are apart."""
    corner, side = rng.uniform(-4, 4, (2, *shape, 2)) + far, rng.uniform(2, 6, (2, *shape, 2))
    a, b = (scale * np.concatenate([corner, corner + side], axis=-1)).astype(dtype)
    return a, b


def quotient(p, q):
    """Return p / q, and 0 where q is 0."""
    return np.where(q == 0, 0, p / np.where(q == 0, 1, q))


def areas(a, b, *, cut=True):
    """Return the areas of the intersection, of the union and of the hull."""
    a, b = np.float64(a), np.float64(b)
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = np.prod(np.maximum(sides, 0) if cut else sides, axis=-1)
    one, other = (np.prod(box[..., 2:] - box[..., :2], axis=-1) for box in (a, b))
    hull = np.prod(np.maximum(a[..., 2:], b[..., 2:]) - np.minimum(a[..., :2], b[..., :2]), axis=-1)
    return shared, one + other - shared, hull


def oracle(a, b, **mistake):
    """Return iou - (hull - union) / hull."""
    shared, union, hull = areas(a, b, **mistake)
    return quotient(shared, union) - quotient(hull - union, hull)


def slips(a, b):
    """Return the results of common mistakes, by description."""
    shared, union, hull = areas(a, b)
    overlap, boxes = quotient(shared, union), [np.float64(box) for box in (a, b)]
    sized = [
        np.concatenate([x[..., :2] - x[..., 2:] / 2, x[..., :2] + x[..., 2:] / 2], -1)
        for x in boxes
    ]
    named = {
        "only the iou: the penalty is missing": overlap,
        "the penalty is added": overlap + quotient(hull - union, hull),
        "the penalty is divided by the union, not by the hull": overlap
        - quotient(hull - union, union),
        "the penalty is not divided by the hull": overlap - (hull - union),
        "the penalty is hull minus intersection, not hull minus union": overlap
        - quotient(hull - shared, hull),
        "the loss, 1 - giou": 1 - oracle(a, b),
        "the sides are not cut at 0: two negative sides make an area": oracle(a, b, cut=False),
        "the shared area counts twice in the union": quotient(shared, union + shared)
        - quotient(hull - union - shared, hull),
        "the boxes are taken for center and size": oracle(*sized),
        "the larger box is taken for the hull": overlap_with_larger(a, b),
        "two points at the same place have -1: union / hull - 1": overlap
        + quotient(union, hull)
        - 1,
        "negative values are cut to 0": np.maximum(oracle(a, b), 0),
        "0 / 0 is NaN: look at boxes without any area": np.where(
            (union == 0) | (hull == 0), np.nan, oracle(a, b)
        ),
    }
    if boxes[0].ndim == 2:
        named["every pair of rows; expected row i of a with row i of b"] = oracle(
            boxes[0][:, None], boxes[1]
        )
    for e in EPSILONS:
        words = f"an epsilon of {e:g} in a divisor: it counts for small boxes"
        named[words] = shared / (union + e) - (hull - union) / (hull + e)
        named[words + " (union)"] = shared / (union + e) - quotient(hull - union, hull)
    return named


def overlap_with_larger(a, b):
    """Return the GIoU if the hull were the larger box."""
    shared, union, _ = areas(a, b)
    hull = np.maximum(*(np.prod(x[..., 2:] - x[..., :2], axis=-1) for x in np.float64((a, b))))
    return quotient(shared, union) - quotient(hull - union, hull)


def test_example(probes):
    """giou gives what the docstring's example shows"""
    a, b = np.float32([[0, 0, 4, 2], [0, 0, 1, 1]]), np.float32([[1, 1, 4, 3], [3, 0, 4, 2]])
    got, causes = probes.call("giou", a, b), slips(a, b)
    assert_close(got, oracle(a, b), dtype="float32", kind="tensor", slips=causes)


@after(test_example)
def test_shape(probes, rng):
    """giou returns one number for each row, in the boxes' dtype"""
    for shape, dtype in [
        ((5,), "float32"),
        ((2, 3), "float64"),
        ((), "float32"),
        ((0,), "float32"),
    ]:
        a, b = drawn(rng, shape, dtype)
        assert_shape(probes.call("giou", a, b), shape, dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """giou is iou - (hull - union) / hull, for boxes that overlap or are apart"""
    for shape, dtype, far in [((2, 3), "float64", 1e4), ((12,), "float32", 0), ((), "float32", 0)]:
        a, b = drawn(rng, shape, dtype, far=far)
        assert_close(probes.call("giou", a, b), oracle(a, b), dtype=dtype, slips=slips(a, b))


@points(0.5)
@after(test_shape)
def test_no_area(probes, rng):
    """a quotient whose divisor is 0 counts as 0"""
    a, b = flat(rng)
    assert_close(probes.call("giou", a, b), oracle(a, b), dtype="float32", slips=slips(a, b))


@points(0.5)
@after(test_values)
def test_small(probes, rng):
    """boxes with sides of 1e-4 and of 1e4 are right"""
    for scale in (2e-5, 2e3):
        a, b = drawn(rng, (9,), scale=scale)
        assert_close(probes.call("giou", a, b), oracle(a, b), dtype="float32", slips=slips(a, b))


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradients in a and in b are right, for boxes that are apart too"""
    a, b = drawn(rng, (8,), "float64")
    b[0] = a[0] + 20
    rows = zip(("a", "b"), probes.gradient("giou", a, b, wrt=[0, 1]), slopes(a, b), strict=True)
    for name, got, (want, flat_hull) in rows:
        assert_gradient(got, want, what=f"the gradient in {name}", slips={NO_PULL: flat_hull})


def slopes(a, b):
    """Return the gradients in a and in b: of the giou, and of the iou."""
    functions = (oracle, overlap_of)
    return (
        [numeric_gradient(lambda x, f=f: f(x, b), a) for f in functions],
        [numeric_gradient(lambda x, f=f: f(a, x), b) for f in functions],
    )


def overlap_of(a, b):
    """Return the iou."""
    shared, union, _ = areas(a, b)
    return quotient(shared, union)


@points(1)
@after(test_gradient)
def test_finite(probes, rng):
    """the gradients are finite for boxes without any area, and right for the others"""
    a, b = flat(rng)
    both = np.float64(a)[:WHOLE], np.float64(b)[:WHOLE]
    pairs = zip(probes.gradient("giou", a, b, wrt=[0, 1]), slopes(*both), strict=True)
    for got, (want, _) in pairs:
        assert_gradient(None if got is None else got[:WHOLE], want, dtype="float32")
        bad = np.flatnonzero(~np.isfinite(got).all(axis=-1))
        row = bad[0] if bad.size else 0
        boxes = np.float64((a[row], b[row])).round(2).tolist()
        problem = NOT_FINITE.format(row, *boxes)
        assert_true(not bad.size, problem, got=got[row], cause=LATE)


def flat(rng):
    """Return pairs of boxes; from row WHOLE on, one or both have no area."""
    a, b = drawn(rng, (WHOLE + 5,))
    a[WHOLE, 2:], b[WHOLE] = a[WHOLE, :2], np.tile(a[WHOLE, :2], 2)  # the same point
    a[WHOLE + 1, 2:], b[WHOLE + 1, 2:] = a[WHOLE + 1, :2], b[WHOLE + 1, :2]  # two points
    a[WHOLE + 2, 2] = a[WHOLE + 2, 0]  # a line and a box
    a[WHOLE + 3, 2], b[WHOLE + 3] = a[WHOLE + 3, 0], a[WHOLE + 3]  # two lines in a line
    b[WHOLE + 3, [0, 2]] = a[WHOLE + 3, 0]
    b[WHOLE + 4, 2:] = b[WHOLE + 4, :2]  # a box and a point
    return a, b


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """giou works in tf.function, where only the last axis is known"""
    calls = [drawn(rng, shape) for shape in [(4, 2), (1, 5), (0, 3)]]
    for (a, b), got in zip(calls, probes.giou_in_graph(calls), strict=True):
        assert_close(got, oracle(a, b), dtype="float32", slips=slips(a, b))


WHOLE = 4
EPSILONS = (1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)
NO_PULL = "only the iou has a slope: the penalty adds nothing to the gradient"
NOT_FINITE = "the gradient of row {} is not finite, for a = {} and b = {}"
LATE = "a division by 0: tf.where after it does not help, its slope times 0 is NaN"
