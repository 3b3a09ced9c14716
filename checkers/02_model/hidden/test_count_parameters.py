"""Hidden checks of count_parameters."""

from tensorkata.checking import after, assert_equal, points


def size(inputs, units):
    """Return how many numbers a dense layer holds."""
    return inputs * units + units


@points(1)
@after("test_dense")
def test_shared_and_nested(probes, rng):
    """a model inside the model counts once, even if it is used twice"""
    width, units = rng.integers(3, 30, 2).tolist()
    inner, head = size(width, units), size(2 * units, 3)
    wanted = {"trainable": inner, "non_trainable": head}
    slips = {"the shared model counts twice": wanted | {"trainable": 2 * inner}}
    assert_equal(probes.count_shared(width, units), wanted, slips=slips)


@points(1)
@after("test_dense")
def test_weights_only(probes, rng):
    """dropout's random state and the optimizer do not count; a single-number weight counts 1"""
    width, units = rng.integers(3, 30, 2).tolist()
    wanted = {"trainable": size(width, units) + 1, "non_trainable": 0}
    slips = {"dropout's random state is no weight": wanted | {"non_trainable": 2}}
    assert_equal(probes.count_compiled(width, units), wanted, slips=slips)
