"""Hidden checks of load_as_layer."""

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_in_model")
def test_serve_in_model(probes, rng):
    """serve of another folder is found in a functional model too"""
    kernel, bias, x = draw(rng, (2, 5), (5,), (4, 2))
    [got] = probes.layer_in_model(kernel, bias, [x], attribute=True, factor=2.0)
    want = -2 * (x.astype(float) @ kernel + bias)
    assert_close(got, want, dtype="float32", what="the result of the model")
