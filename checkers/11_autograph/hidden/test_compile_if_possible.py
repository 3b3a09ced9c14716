"""Hidden checks of compile_if_possible."""

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_mixture(probes, rng):
    """compile_if_possible finds out for each function anew"""
    kinds = [str(kind) for kind in rng.permutation(["python", "loop"])]
    xs = draw(rng, (3, 1), (2, 2))
    got = probes.compile_if_possible(xs, kinds)
    for (value, _), x, kind in zip(got, xs, kinds, strict=True):
        want = {"loop": x / 4, "python": 3 * (x + 1)}[kind]
        assert_close(value, want, dtype="float32")
