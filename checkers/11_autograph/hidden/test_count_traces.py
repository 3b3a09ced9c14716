"""Hidden checks of count_traces."""

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_mixture(probes, rng):
    """count_traces counts over numbers, shapes and dtypes together"""
    ranks = [(), (1,), (2, 1), (1, 2, 1)]
    for n in rng.permutation([2, 3, 4]):
        shapes = ranks[:n]
        calls = [[draw(rng, shape, dtype=dtype)] for shape in shapes for dtype in DTYPES]
        few = [[int(k)] for k in range(2, 2 + int(rng.integers(1, 9)))]
        calls = [*calls, *few, *calls[::2], *few[:1]]
        got = probes.count_traces(calls)
        assert_close(got, len(DTYPES) * len(shapes) + len(few))


DTYPES = ["float32", "float64", "int32"]
