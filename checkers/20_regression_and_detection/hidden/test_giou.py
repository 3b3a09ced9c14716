"""Hidden checks of giou."""

import numpy as np

from tensorkata.checking import after, assert_close, forbids, points

pytestmark = forbids("keras.utils")


def oracle(p, q):
    """Return the GIoU of two boxes."""
    width = max(min(p[2], q[2]) - max(p[0], q[0]), 0)
    height = max(min(p[3], q[3]) - max(p[1], q[1]), 0)
    union = (p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - width * height
    hull = (max(p[2], q[2]) - min(p[0], q[0])) * (max(p[3], q[3]) - min(p[1], q[1]))
    return width * height / union - (hull - union) / hull


@points(0.5)
@after("test_shape")
def test_more_boxes(probes, rng):
    """boxes inside others, boxes far apart, and the same box"""
    corner, side = rng.uniform(-1, 1, (2, 9, 2)), rng.uniform(0.5, 3, (2, 9, 2))
    a, b = np.concatenate([corner, corner + side], axis=-1)
    b[:2], b[2:4] = a[:2], a[2:4] + side[0, 2:4, [0, 1, 0, 1]].T * [0.25, 0.25, -0.25, -0.25]
    b[4:6] += 100
    want = np.array([oracle(p, q) for p, q in zip(a, b, strict=True)])
    for shape in [(9,), (3, 1, 3)]:
        shaped = [boxes.reshape(*shape, 4) for boxes in (a, b)]
        assert_close(probes.call("giou", *shaped), want.reshape(shape), dtype="float64")
