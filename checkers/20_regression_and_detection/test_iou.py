"""Checks of iou."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, forbids, points

pytestmark = forbids("keras.utils")


def drawn(rng, *sizes, dtype="float32", scale=1.0, far=0.0):
    """Return lists of boxes that all overlap; they lie around `far`, all times scale."""
    corners = [rng.uniform(-1, 1, (n, 2)) + far for n in sizes]
    pairs = [(corner, corner + rng.uniform(2.5, 6, corner.shape)) for corner in corners]
    return [(scale * np.concatenate(pair, axis=1)).astype(dtype) for pair in pairs]


def quotient(p, q):
    """Return p / q, and 0 where q is 0."""
    return np.where(q == 0, 0, p / np.where(q == 0, 1, q))


def parts(a, b, *, cut=True, plus=0.0):
    """Return the shared area of every pair, and the areas of a and of b."""
    a, b = np.float64(a)[:, None], np.float64(b)[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2]) + plus
    kept = {True: np.maximum(sides, 0), False: sides, None: np.abs(sides)}[cut]
    shared = np.prod(kept, axis=-1)
    return shared, *(np.prod(box[..., 2:] - box[..., :2] + plus, axis=-1) for box in (a, b))


def oracle(a, b, **mistake):
    """Return the area that each pair shares, divided by the area that it covers."""
    shared, one, other = parts(a, b, **mistake)
    return quotient(shared, one + other - shared)


def hulls(a, b):
    """Return the area of the smallest box around every pair."""
    a, b = np.float64(a)[:, None], np.float64(b)[None]
    high, low = np.maximum(a[..., 2:], b[..., 2:]), np.minimum(a[..., :2], b[..., :2])
    return np.prod(high - low, axis=-1)


def converted(boxes, kind):
    """Return the corners of boxes that were taken for another notation."""
    first, second = np.float64(boxes)[:, :2], np.float64(boxes)[:, 2:]
    if kind == "center":
        return np.concatenate([first - second / 2, first + second / 2], axis=1)
    if kind == "size":
        return np.concatenate([first, first + second], axis=1)
    return np.float64(boxes)[:, [0, 2, 1, 3]]


def slips(a, b):
    """Return the results of common mistakes, by description."""
    shared, one, other = parts(a, b)
    raw = parts(a, b, cut=False)[0]
    rowwise = {ROWWISE: np.diagonal(oracle(a, b))} if len(a) == len(b) else {}
    return (
        rowwise
        | {
            "the sides are not cut at 0: two negative sides make an area": oracle(a, b, cut=False),
            UNCUT: quotient(np.maximum(raw, 0), one + other - np.maximum(raw, 0)),
            "the shared area counts twice in the union": quotient(shared, one + other),
            "divided by the area of a, not of the union": quotient(shared, one + 0 * other),
            "divided by the area of b, not of the union": quotient(shared, other + 0 * one),
            "divided by the smaller area, not the union": quotient(shared, np.minimum(one, other)),
            "divided by the larger area, not the union": quotient(shared, np.maximum(one, other)),
            "divided by the hull, not by the union": shared / np.maximum(hulls(a, b), 1e-30),
            "the sides are made positive, not cut at 0": oracle(a, b, cut=None),
            "two equal boxes without any area count as the same: 1, not 0": np.where(
                (np.float64(a)[:, None] == b).all(axis=-1), 1, oracle(a, b)
            ),
            "a 1 is added to each side, as for whole pixels": oracle(a, b, plus=1.0),
            "rows and columns are swapped: [i, j] is for a[i] and b[j]": oracle(a, b).T,
            "the boxes are taken for center and size": oracle(
                *(converted(x, "center") for x in (a, b))
            ),
            "the boxes are taken for corner and size": oracle(
                *(converted(x, "size") for x in (a, b))
            ),
            "the corners are taken for x1, x2, y1, y2": oracle(*(converted(x, "") for x in (a, b))),
            "the distance, 1 - iou": 1 - oracle(a, b),
            "only the shared area, not divided by the union": shared,
            "0 / 0 is NaN: look at pairs without any area": np.where(
                one + other - shared == 0, np.nan, oracle(a, b)
            ),
        }
        | {
            f"a divisor below {e:g} becomes {e:g}: it counts for small boxes": shared
            / np.maximum(one + other - shared, e)
            for e in EPSILONS
        }
        | {
            f"an epsilon of {e:g} in the divisor: it counts for small boxes": shared
            / (one + other - shared + e)
            for e in EPSILONS
        }
    )


def test_example(probes):
    """iou gives what the docstring's example shows"""
    a, b = np.float32([[0, 0, 4, 2], [3, 2, 4, 3], [8, 8, 9, 9]]), np.float32([[1, 1, 4, 3]])
    got, causes = probes.call("iou", a, b), slips(a, b)
    assert_close(got, oracle(a, b), dtype="float32", kind="tensor", slips=causes)


@after(test_example)
def test_shape(probes, rng):
    """iou returns a number for every pair, (n, m), in the boxes' dtype"""
    for n, m, dtype in [(5, 3, "float32"), (4, 4, "float64"), (1, 6, "float32")]:
        a, b = drawn(rng, n, m, dtype=dtype)
        assert_shape(probes.call("iou", a, b), (n, m), dtype=dtype, slips={ROWWISE: (n,)})


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """each entry is the area that a pair shares, divided by the area that it covers"""
    for n, m, dtype, far in [(1, 6, "float64", 1e4), (5, 3, "float32", 0), (4, 4, "float64", 0)]:
        a, b = drawn(rng, n, m, dtype=dtype, far=far)
        got = probes.call("iou", a, b)
        assert_close(got, oracle(a, b), dtype=dtype, slips=slips(a, b))


@points(1)
@after(test_shape)
def test_apart(probes, rng):
    """boxes that are apart, in x, in y or in both, or that only touch, have 0"""
    (a,) = drawn(rng, 3)
    side = a[:, 2:] - a[:, :2]
    gaps = [(1.5, 0.25), (0.25, -1.5), (1.5, 1.5), (-1.75, -1.5), (0.25, 0.5)]
    moved = [a[:1] + np.tile(side[:1] * np.float32(gap), 2) for gap in gaps]
    touching = [np.concatenate([a[:1, [2, 1]], a[:1, [2, 1]] + side[:1]], axis=1)]
    touching += [np.concatenate([a[:1, :2] - side[1:2], a[:1, :2]], axis=1)]
    b = np.concatenate([*moved, *touching, a[:1]])
    assert_close(probes.call("iou", a, b), oracle(a, b), dtype="float32", slips=slips(a, b))


@points(0.5)
@after(test_shape)
def test_no_area(probes, rng):
    """a pair without any area has 0, not NaN"""
    for dtype in ("float32", "float64"):
        a, b = drawn(rng, 5, 4, dtype=dtype)
        a[0, 2:], a[1, 2] = a[0, :2], a[1, 0]
        b[:2] = a[:2]
        got = probes.call("iou", a, b)
        assert_close(got, oracle(a, b), dtype=dtype, slips=slips(a, b))


@points(0.5)
@after(test_values)
def test_small(probes, rng):
    """boxes with sides of 1e-4 and of 1e4 are right"""
    for scale in (2e-5, 2e3):
        a, b = drawn(rng, 4, 3, scale=scale)
        assert_close(probes.call("iou", a, b), oracle(a, b), dtype="float32", slips=slips(a, b))


@points(0.5)
@after(test_values)
def test_integers(probes, rng):
    """boxes of int32 and uint8 give float32, however large their areas are"""
    for dtype, scale in [("int32", 10), ("uint8", 10), ("int32", 20000)]:
        a, b = ((boxes + 4 * scale).astype(dtype) for boxes in drawn(rng, 4, 5, scale=scale))
        b[0] = a[0] + np.asarray(8 * scale, dtype) * np.array([1, 0, 1, 0], dtype)
        got = probes.call("iou", a, b)
        assert_close(got, oracle(a, b), dtype="float32", slips=slips(a, b))


@points(0.5)
@after(test_values)
def test_empty(probes, rng):
    """n and m may be 0"""
    for n, m in [(0, 2), (3, 0), (0, 0), (3, 2)]:
        a, b = drawn(rng, n, m)
        assert_close(probes.call("iou", a, b), oracle(a, b), dtype="float32", slips=slips(a, b))


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """iou works in tf.function, where n and m are unknown"""
    calls = [drawn(rng, n, m) for n, m in [(3, 2), (0, 2), (4, 0), (1, 5)]]
    for (a, b), got in zip(calls, probes.iou_in_graph(calls), strict=True):
        assert_close(got, oracle(a, b), dtype="float32", slips=slips(a, b))


ROWWISE = "each box meets only the box of its own row: give a a new axis"
UNCUT = "the product is cut at 0, not each side: two negative sides make an area"
EPSILONS = (1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)
