"""Hidden checks of count_ops."""

from tensorkata.checking import after, assert_close, points


@points(1)
@after("test_example")
def test_larger_graphs(probes, rng):
    """count_ops counts in graphs of many operations and of any spec"""
    for shape in [[None, None, 1], [], None]:
        cos, sin, loop = (int(n) for n in rng.integers(5, 30, 3))
        parts = [["cos", cos], ["loop", loop], ["sin", sin], ["cosh", sin], ["cos", 1]]
        got = probes.count_ops(shape, parts, "Cos")
        assert_close(got["count"], cos + 1)
