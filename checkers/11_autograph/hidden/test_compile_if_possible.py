"""Hidden checks of compile_if_possible."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


@points(0.5)
@after("test_example")
def test_mixture(probes, rng):
    """compile_if_possible finds out for each function anew"""
    kinds = [str(kind) for kind in rng.permutation(["python", "loop"])]
    xs = draw(rng, (3, 1), (2, 2))
    got = probes.compile_if_possible(xs, kinds)
    for (value, _), x, kind in zip(got, xs, kinds, strict=True):
        want = {"loop": x / 4, "python": 3 * (x + 1)}[kind]
        assert_close(value, want, dtype="float32")


@points(0.5)
@after("test_compiled")
def test_more_errors(probes, rng):
    """compile_if_possible lets errors of other classes out, after one trace"""
    [x] = draw(rng, (1, 4))
    [(value, _)] = probes.compile_if_possible([x], ["sine"])
    assert_close(value, 2 * np.sin(x), dtype="float32")
    for error in ("UnimplementedError", "IndexError"):
        got = probes.compile_if_possible_of_an_error(x, error)
        assert_equal(got, {"error": error, "traces": 1}, what=f"what comes of {error}")
