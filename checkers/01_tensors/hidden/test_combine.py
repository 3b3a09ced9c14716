"""Hidden checks of combine."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

CASES = [((2, 3), "int32"), ((1, 2, 4), "float64"), ((2, 3, 1, 2), "int64")]


@points(1)
@after("test_example")
def test_dtypes_and_ranks(probes, rng):
    """both results keep the dtype, at any rank"""
    for shape, dtype in CASES:
        a, b = draw(rng, shape, shape, dtype=dtype, high=1000)
        wants = [np.stack([a, b], 1), np.concatenate([a, b], 1)]
        pairs = zip(probes.call("combine", a, b), wants, reversed(wants), strict=True)
        for got, want, other in pairs:
            assert_close(got, want, dtype=dtype, slips={"the pair is the wrong way round": other})
