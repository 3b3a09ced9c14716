"""Hidden checks of run_tflite."""

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_kinds")
def test_other_model(probes, rng):
    """another model, with its inputs in another order and as lists"""
    kernel, bias, x = draw(rng, (2, 5), (5,), (7, 2))
    shift = draw(rng, (7,), dtype="int32", low=-99, high=99)
    inputs = [{"shift": shift, "x": x}]
    [result] = probes.run_lite(kernel, bias, inputs, "moved", "lists")
    want = x.astype(float) @ kernel + bias + shift[:, None]
    for name, values in (("moved", want), ("twice", 2 * shift)):
        assert_close(result[name], values, what=f"{name!r}")
