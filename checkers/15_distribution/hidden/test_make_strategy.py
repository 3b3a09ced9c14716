"""Hidden checks of make_strategy."""

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_example")
def test_many(probes, rng):
    """of many replicas asked for, there is one on each device"""
    x = draw(rng, (2, 2))
    got = probes.make_strategy(int(rng.integers(20, 30)), x)
    for number, value in zip(range(max(1, got["there are"])), got["values"], strict=True):
        assert_close(value, (number + 1) * x, dtype="float32")
