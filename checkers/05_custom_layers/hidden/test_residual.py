"""Hidden checks of Residual."""

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_mismatch")
def test_model_around_images(probes, rng):
    """a whole model is added to inputs of any rank"""
    for shape in [(2, 3, 1, 4), (1, 2)]:
        x, kernel, bias = draw(rng, shape, shape[-1:] * 2, shape[-1:])
        call = {"x": x, "kernel": kernel, "bias": bias, "is_model": True}
        assert_close(probes.around_dense("Residual", **call), x + x @ kernel + bias)
