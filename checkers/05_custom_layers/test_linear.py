"""Checks of Linear."""

from tensorkata.checking import after, assert_close, assert_shape, draw, points


def test_output_shape(probes, rng):
    """Linear(units) turns (batch, features) into (batch, units)"""
    for batch, features, units in [(8, 3, 4), (1, 5, 2)]:
        kernel, bias, x = draw(rng, (features, units), (units,), (batch, features))
        assert_shape(probes.linear(kernel, bias, x), (batch, units), dtype="float32")


@points(2)
@after(test_output_shape)
def test_output_values(probes, rng):
    """Linear(units)(x) is x @ kernel + bias"""
    for batch, features, units in [(8, 3, 4), (1, 5, 2), (7, 1, 3)]:
        kernel, bias, x = draw(rng, (features, units), (units,), (batch, features))
        assert_close(probes.linear(kernel, bias, x), x @ kernel + bias,
                     slips={"the bias is missing": x @ kernel})
