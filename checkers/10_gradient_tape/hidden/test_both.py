"""Hidden checks of both."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_ranks(probes, rng):
    """both is right for any rank"""
    for shape in [(2, 1, 3), ()]:
        terms, wave = draw(rng, (4,), (2,), dtype="float64", low=0.5, high=2.0)
        x = np.asarray(draw(rng, shape, dtype="float64"))
        got = probes.both(terms.tolist(), wave.tolist(), x)
        second = wave[0] * wave[1] * np.cos(wave[1] * x)
        for part, want in zip(got, (Polynomial(terms).deriv()(x), second), strict=True):
            assert_close(part, want, dtype="float64")
