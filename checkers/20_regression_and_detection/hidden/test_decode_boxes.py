"""Hidden checks of decode_boxes."""

import numpy as np

from tensorkata.checking import after, assert_close, forbids, points

pytestmark = forbids("keras.utils")


@points(0.5)
@after("test_shape")
def test_from_boxes(probes, rng):
    """the differences of known boxes give these boxes"""
    for dtype in ("float64", "float32"):
        corner, side = rng.uniform(-9, 9, (2, 3, 2, 2)), rng.uniform(1, 5, (2, 3, 2, 2))
        boxes, anchors = np.concatenate([corner, corner + side], axis=-1)
        shift = (corner[0] + side[0] / 2 - corner[1] - side[1] / 2) / side[1]
        deltas = np.concatenate([shift, np.log(side[0] / side[1])], axis=-1)
        got = probes.call("decode_boxes", deltas.astype(dtype), anchors.astype(dtype))
        # In float32 the differences are rounded by 5e-7, and the anchor's size multiplies that.
        assert_close(got, boxes, dtype=dtype, atol=1e-5 if dtype == "float32" else None)
