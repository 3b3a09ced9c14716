"""Hidden checks of iou."""

import numpy as np

from tensorkata.checking import after, assert_close, forbids, points

pytestmark = forbids("keras.utils")


def oracle(a, b):
    """Return the IoU of every pair, one at a time."""
    rows = []
    for p in np.float64(a):
        for q in np.float64(b):
            width = max(min(p[2], q[2]) - max(p[0], q[0]), 0)
            height = max(min(p[3], q[3]) - max(p[1], q[1]), 0)
            covered = (p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1])
            rows.append(width * height / (covered - width * height))
    return np.reshape(rows, (len(a), len(b)))


@points(0.5)
@after("test_shape")
def test_many_boxes(probes, rng):
    """many small boxes in relative coordinates, some of them apart or inside others"""
    corner, side = rng.uniform(0, 0.9, (70, 2)), rng.uniform(1e-3, 0.4, (70, 2))
    boxes = np.concatenate([corner, corner + side], axis=1)
    boxes[10:20, :2], boxes[10:20, 2:] = corner[:10] + side[:10] / 4, corner[:10] + side[:10] / 2
    for dtype in ("float32", "float64"):
        a, b = boxes[:30].astype(dtype), boxes[30:].astype(dtype)
        b[:5] = a[:5]
        assert_close(probes.call("iou", a, b), oracle(a, b), dtype=dtype)
