"""Checks of non_max_suppression."""

import numpy as np

from tensorkata.checking import after, assert_close, forbids, points

pytestmark = forbids("tf.image", "tf.raw_ops")


def overlaps(boxes, *, smaller=False):
    """Return the IoU of every pair of boxes; or what they share of the smaller one."""
    a, b = np.asarray(boxes, np.float64)[:, None], np.asarray(boxes, np.float64)
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = np.prod(np.maximum(sides, 0), axis=-1)
    area = np.prod(b[..., 2:] - b[..., :2], axis=-1)
    if smaller:
        return shared / np.minimum(area[:, None], area)
    return shared / (area[:, None] + area - shared)


def oracle(boxes, scores, threshold=0.5, labels=None, **mistake):
    """Return the kept indices, best first; a mistake changes one rule."""
    above = np.greater_equal if mistake.get("equal") else np.greater
    removes = above(overlaps(boxes, smaller="smaller" in mistake), threshold)
    if labels is not None:
        removes = removes & (labels[:, None] == labels)
    order = np.argsort(-np.asarray(scores, np.float64), kind="stable")
    order = mistake["order"](np.asarray(scores, np.float64)) if "order" in mistake else order
    kept, gone = [], []
    for index in order:
        against = kept[mistake.get("among", slice(None))] + (gone if "chain" in mistake else [])
        (gone if removes[against, index].any() else kept).append(int(index))
    return np.array(kept, np.int32)


def slips(boxes, scores, threshold=0.5, labels=None):
    """Return the results of common mistakes, by description."""
    given = boxes, scores, threshold, labels
    right, everything = oracle(*given), np.argsort(-np.asarray(scores, np.float64), kind="stable")
    late = {"order": lambda s: np.argsort(s, kind="stable")[::-1]}
    worst = {"order": lambda s: np.argsort(s, kind="stable")}
    return {
        "labels are not used": oracle(boxes, scores, threshold),
        "the threshold is not used: it is always 0.5": oracle(boxes, scores, 0.5, labels),
        "an IoU of exactly the threshold removes too": oracle(*given, equal=True),
        "a box that is removed still removes others": oracle(*given, chain=True),
        "of equal scores the higher index comes first": oracle(*given, **late),
        "the worst box comes first": oracle(*given, **worst),
        "sorted by index, not by score": np.sort(right),
        "sorted from the worst to the best": right[::-1],
        "positions in the sorted boxes, not in boxes": np.flatnonzero(np.isin(everything, right)),
        "the boxes in their order, not by score": oracle(*given, order=lambda s: np.arange(len(s))),
        "a box is compared only with the one that was kept last": oracle(
            *given, among=slice(-1, None)
        ),
        "only the very best box removes others": oracle(*given, among=slice(1)),
        "what two boxes share is divided by the smaller one, not by the union": oracle(
            *given, smaller=True
        ),
        "the boxes are taken for center and size": oracle(centered(boxes), *given[1:]),
        "nothing is removed": everything,
        "what is removed, not what is kept": everything[~np.isin(everything, right)],
        "only the best box": right[:1],
        "the boxes, not their indices": np.float32(boxes)[right],
        "a mask, not the indices": np.isin(np.arange(len(scores)), right),
    } | ({} if labels is None else mislabelled(*given))


def mislabelled(boxes, scores, threshold, labels):
    """Return the results of mistakes with labels."""
    moved = boxes + np.float32(labels * boxes.max(initial=0))[:, None]
    return {
        "boxes only remove boxes of other labels": oracle_of_others(
            boxes, scores, threshold, labels
        ),
        "the classes are moved apart by too little": oracle(moved, scores, threshold),
    }


def centered(boxes):
    """Return the corners of boxes that were taken for center and size."""
    half = np.asarray(boxes[:, 2:], np.float64) / 2
    return np.concatenate([boxes[:, :2] - half, boxes[:, :2] + half], axis=1)


def oracle_of_others(boxes, scores, threshold, labels):
    """Return what is kept if equal labels protect."""
    kept, removes = [], (overlaps(boxes) > threshold) & (labels[:, None] != labels)
    for index in np.argsort(-np.asarray(scores, np.float64), kind="stable"):
        if not removes[kept, index].any():
            kept.append(int(index))
    return np.array(kept, np.int32)


def compare(probes, boxes, scores, threshold=0.5, labels=None):
    """Ask for one case and hold it against the oracle."""
    more = {"iou_threshold": threshold} | ({} if labels is None else {"labels": labels})
    got = probes.call("non_max_suppression", boxes, scores, **more)
    given = boxes, scores, threshold, labels
    with np.errstate(all="ignore"):
        assert_close(got, oracle(*given), dtype="int32", kind="tensor", slips=slips(*given))


def drawn(rng, n):
    """Return n boxes that often overlap, and their scores."""
    corner, side = rng.uniform(-4, 4, (n, 2)), rng.uniform(3, 6, (n, 2))
    boxes = np.concatenate([corner, corner + side], axis=1).astype("float32")
    return boxes, rng.permutation(np.linspace(-1, 1, n)).astype("float32")


def test_example(probes):
    """non_max_suppression gives what the docstring's example shows"""
    boxes = [[0, 0, 4, 4], [0, 0, 4, 5], [9, 9, 12, 12], [9, 9, 12, 11], [5, 0, 8, 2]]
    boxes, scores = np.float32(boxes), np.float32([0.25, 0.5, 0.125, 0.75, 0.625])
    compare(probes, boxes, scores)
    compare(probes, boxes, scores, labels=np.int32([7, 3, 3, 3, 7]))


@points(1)
@after(test_example)
def test_removed(probes, rng):
    """a box that is removed removes no other"""
    start, side, order = rng.uniform(-5, 5, 2), rng.uniform(2, 4, 2), rng.permutation(9)
    corner = start + side * [0.28, 0] * np.arange(9)[:, None]
    boxes = np.concatenate([corner, corner + side], axis=1)[order].astype("float32")
    scores = np.sort(rng.uniform(0, 1, 9))[::-1][order].astype("float32")
    compare(probes, boxes, scores)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """the best box is kept and removes what overlaps it more than iou_threshold, and so on"""
    for n, threshold in [(24, 0.3), (12, 0.5), (20, 0.1), (1, 0.5)]:
        compare(probes, *drawn(rng, n), threshold)


@points(0.5)
@after(test_values)
def test_threshold(probes, rng):
    """an IoU of exactly iou_threshold removes nothing"""
    sides = np.array([[4, 4], [4, 2], [1, 2], [3, 4]])
    nested = np.concatenate([0 * sides, sides], axis=1) + np.tile(rng.integers(-20, -9, 2), 2)
    others, order = drawn(rng, 8), rng.permutation(12)
    boxes = np.concatenate([nested, others[0]])[order].astype("float32")
    scores = np.concatenate([[0.97, 0.33, 0.11, -0.77], others[1]])[order].astype("float32")
    for threshold in (0.5, 0.25, 0.75):
        compare(probes, boxes, scores, threshold)


@points(1)
@after(test_values)
def test_ties(probes, rng):
    """of boxes with the same score, the one with the lower index comes first"""
    boxes, _ = drawn(rng, 40)
    compare(probes, boxes, np.full(40, rng.uniform(0.1, 1), "float32"))
    boxes, _ = drawn(rng, 36)
    compare(probes, boxes, rng.integers(1, 4, 36).astype("float32") / 4, 0.3)


@points(1)
@after(test_values)
def test_labels(probes, rng):
    """a box removes only boxes of its own label, wherever the boxes lie"""
    for n, labels in [(24, [0, 1, 2]), (16, [-3, 900, 4])]:
        boxes, scores = drawn(rng, n)
        compare(probes, boxes, scores, 0.2, rng.permutation(np.resize(labels, n)).astype("int32"))
    boxes, scores = (
        np.tile(part, reps) for part, reps in zip(drawn(rng, 1), [(2, 1), 2], strict=True)
    )
    boxes[1] += np.float32(10)
    boxes = np.concatenate([boxes, boxes - np.float32(10), boxes[::-1]])
    scores = rng.permutation(np.float32([1, 2, 3, 4, 5, 6]))
    compare(probes, boxes, scores, 0.5, np.int32([0, 0, 1, 1, 0, 1]))


@points(0.5)
@after(test_values)
def test_empty(probes, rng):
    """without any box the result is empty"""
    for n in (0, 9):
        boxes, scores = drawn(rng, n)
        compare(probes, boxes, scores)
        compare(probes, boxes, scores, 0.3, np.zeros(n, "int32"))
