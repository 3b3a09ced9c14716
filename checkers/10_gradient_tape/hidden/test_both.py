"""Hidden checks of both."""

import numpy as np
from numpy.polynomial import Polynomial

from tensorkata.checking import after, assert_close, assert_equal, draw, points


@points(1)
@after("test_shape")
def test_one_pass(probes, rng):
    """both is right with one tape and one call of each function, for any rank"""
    for shape in [(2, 1, 3), ()]:
        terms, wave = draw(rng, (4,), (2,), dtype="float64", low=0.5, high=2.0)
        x = np.asarray(draw(rng, shape, dtype="float64"))
        seen = probes.both_counted(terms.tolist(), wave.tolist(), x)
        assert_close(seen["results"][0], Polynomial(terms).deriv()(x), what="f'")
        assert_close(seen["results"][1], wave[0] * wave[1] * np.cos(wave[1] * x), what="g'")
        assert_equal(seen["calls"], {"f": 1, "g": 1}, what="the number of calls of each function")
        assert_equal(
            seen["tapes"], 1, what="the number of tapes", slips={"one tape for each function": 2}
        )
