"""Hidden checks of encode_boxes."""

import numpy as np

from tensorkata.checking import after, assert_close, forbids, points

pytestmark = forbids("keras.utils")


@points(0.5)
@after("test_shape")
def test_from_differences(probes, rng):
    """boxes that were made from known differences give these differences"""
    for dtype in ("float64", "float32"):
        center, size = rng.uniform(0, 20, (4, 3, 2)), rng.uniform(4, 9, (4, 3, 2))
        want = rng.uniform(-1, 1, (4, 3, 4))
        middle, half = center + want[..., :2] * size, size * np.exp(want[..., 2:]) / 2
        boxes = np.concatenate([middle - half, middle + half], axis=-1).astype(dtype)
        anchors = np.concatenate([center - size / 2, center + size / 2], axis=-1).astype(dtype)
        # In float32 the corners are rounded by up to 2e-6, a millionth of the smallest side.
        atol = 5e-6 if dtype == "float32" else None
        assert_close(probes.call("encode_boxes", boxes, anchors), want, dtype=dtype, atol=atol)
