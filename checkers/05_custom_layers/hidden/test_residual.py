"""Hidden checks of Residual."""

from tensorkata.checking import assert_close, assert_raises, draw, points


@points(0.5)
def test_dense_mismatch(probes, rng):
    """an inner layer whose output has another shape is refused, even if it could be broadcast"""
    for shape, units in [((5, 3), 1), ((5, 1), 4), ((2, 4, 3), 5)]:
        features = shape[-1]
        x, *wide = draw(rng, shape, (features, units), (units,))
        call = {"x": x, "kernel": wide[0], "bias": wide[1]}
        assert_raises(ValueError, probes.around_dense, "Residual", **call)
    kernel, bias = draw(rng, (features, features), (features,))
    got = probes.around_dense("Residual", x=x, kernel=kernel, bias=bias)
    assert_close(got, x + x @ kernel + bias)
