"""Hidden checks of combine."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_pair")
def test_dtypes_and_ranks(probes, rng):
    """both results keep the dtype, at any rank"""
    for shape, dtype in [((2, 3), "int32"), ((1, 1, 4), "float64"), ((2, 3, 1, 2), "int64")]:
        a, b = draw(rng, shape, shape, dtype=dtype, high=1000)
        wants = (np.stack([a, b], 1), np.concatenate([a, b], 1))
        for got, want in zip(probes.call("combine", a, b), wants, strict=True):
            assert_close(got, want, dtype=dtype)
