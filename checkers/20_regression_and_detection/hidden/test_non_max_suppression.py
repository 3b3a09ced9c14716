"""Hidden checks of non_max_suppression."""

import numpy as np

from tensorkata.checking import after, assert_close, forbids, points

pytestmark = forbids("tf.image", "tf.raw_ops")


def overlap(p, q):
    """Return the IoU of two boxes."""
    width = max(min(p[2], q[2]) - max(p[0], q[0]), 0.0)
    height = max(min(p[3], q[3]) - max(p[1], q[1]), 0.0)
    covered = (p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1])
    return width * height / (covered - width * height)


def oracle(boxes, scores, threshold, labels):
    """Return the kept indices, best first."""
    left = sorted(range(len(scores)), key=lambda index: (-scores[index], index))
    kept = []
    while left:
        best = left.pop(0)
        kept.append(best)
        left = [
            k
            for k in left
            if labels[k] != labels[best] or overlap(boxes[k], boxes[best]) <= threshold
        ]
    return kept


@points(0.5)
@after("test_values")
def test_clusters(probes, rng):
    """clusters of boxes, with a few different scores and labels"""
    centers, n = rng.uniform(-40, 40, (5, 2)), 50
    corner = centers[rng.integers(0, 5, n)] + rng.normal(0, 1.5, (n, 2))
    boxes = np.concatenate([corner, corner + rng.uniform(4, 7, (n, 2))], axis=1)
    scores, labels = rng.integers(0, 8, n) / 8, rng.integers(0, 3, n)
    for threshold, given in [(0.4, {}), (0.4, {"labels": labels})]:
        want = oracle(boxes, scores, threshold, given.get("labels", 0 * labels))
        more = {"iou_threshold": threshold, **given}
        got = probes.call("non_max_suppression", np.float32(boxes), np.float32(scores), **more)
        assert_close(got, np.array(want, np.int32), dtype="int32")
