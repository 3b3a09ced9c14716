"""Hidden checks of running_total."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

CASES = [("float64", "int32", (2,)), ("float32", "float64", ()), ("int32", "int64", (1, 3))]


@points(1)
@after("test_example")
def test_dtypes_and_no_steps(probes, rng):
    """updates of another dtype are cast, and with no updates the value stays"""
    for dtype, other, shape in CASES:
        shapes = [shape, (2, *shape), (5, *shape), (0, *shape)]
        start, few, many, none = draw(rng, *shapes, dtype=other, high=50)
        want = start + np.cumsum([few.sum(0), many.sum(0), none.sum(0)], axis=0)
        got = probes.running_total_call_after_call(start.astype(dtype), [few, many, none])
        assert_close(np.stack(got), want.astype(dtype), dtype=dtype)
