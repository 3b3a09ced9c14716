"""Hidden checks of joint_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, points


def giou(p, q):
    """Return the GIoU of two boxes."""
    width = max(min(p[2], q[2]) - max(p[0], q[0]), 0)
    height = max(min(p[3], q[3]) - max(p[1], q[1]), 0)
    union = (p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - width * height
    hull = (max(p[2], q[2]) - min(p[0], q[0])) * (max(p[3], q[3]) - min(p[1], q[1]))
    return width * height / union - (hull - union) / hull


@points(0.5)
@after("test_values")
def test_many_images(probes, rng):
    """many images, half of them empty, with boxes in relative coordinates"""
    for n, weight in [(40, 5.0), (9, 0.1)]:
        corner, side = rng.uniform(0, 0.7, (2, n, 2)), rng.uniform(0.02, 0.3, (2, n, 2))
        boxes = np.concatenate([corner, corner + side], axis=-1).astype("float32")
        there, logits = rng.permutation(np.arange(n) % 2), rng.normal(0, 3, n).astype("float32")
        misses = [
            1 - giou(*pair) for pair in np.asarray(boxes, np.float64)[:, there == 1].swapaxes(0, 1)
        ]
        boxes[0, there == 0] = np.nan
        truth = {"object": there.astype("float32"), "box": boxes[0]}
        got = probes.call("joint_loss", truth, {"object": logits, "box": boxes[1]}, weight)
        want = np.mean(
            np.logaddexp(0, np.where(there == 1, -1, 1) * np.asarray(logits, np.float64))
        )
        assert_close(got, want + weight * np.mean(misses), dtype="float32")
