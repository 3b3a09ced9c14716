"""Hidden checks of Residual."""

from tensorkata.checking import assert_close, assert_raises, draw, points


@points(1)
def test_mismatch(probes, rng):
    """an inner layer whose output has another shape is refused, even if it could be broadcast"""
    for shape, units in [((5, 3), 1), ((5, 1), 4), ((2, 4, 3), 5)]:
        features = shape[-1]
        x, *wide = draw(rng, shape, (features, units), (units,))
        assert_raises(ValueError, probes.residual, x, *wide)
    kernel, bias = draw(rng, (features, features), (features,))
    assert_close(probes.residual(x, kernel, bias), x + x @ kernel + bias)
