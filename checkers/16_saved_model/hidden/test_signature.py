"""Hidden checks of Signature."""

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_loaded")
def test_one_feature(probes, rng):
    """loaded(x) is right for one feature and many units"""
    values = [list(draw(rng, (1, 5), (5,))) for _ in range(3)]
    xs = [draw(rng, (*front, 1)) for front in ((), (4,), (3, 2))]
    got = probes.signature_loaded(values, xs)
    for form, (kernel, bias) in zip(("loaded", "assigned"), values[1:], strict=True):
        for x, result in zip(xs, got[form], strict=True):
            want = x.astype(float) @ kernel + bias
            assert_close(result, want, dtype="float32", what=f"the result for x {x.shape}")
