"""Hidden checks of to_tflite."""

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_answers")
def test_not_quantized(probes, rng):
    """without quantize a large matrix keeps the precision of float32"""
    kernel, bias, x = draw(rng, (64, 32), (32,), (3, 64))
    [answer] = probes.converted(kernel, bias, [x])
    want = x.astype(float) @ kernel + bias
    # A sum of 64 products, up to 30, of which the result may be a small rest.
    assert_close(answer["y"], want, dtype="float32", atol=1e-5, what="'y'")
