"""Hidden checks of count_parameters."""

from tensorkata.checking import after, assert_equal, points


def size(inputs, units):
    """Return how many numbers a dense layer holds."""
    return inputs * units + units


@points(1)
@after("test_dense")
def test_nested(probes, rng):
    """a layer used twice counts once, in a frozen model in a model in a model"""
    width = int(rng.integers(3, 30))
    square, head = size(width, width), size(width, 2)
    want = {"trainable": head, "non_trainable": square}
    slips = {"the layer counts twice": want | {"non_trainable": 2 * square}}
    assert_equal(probes.count_nested(width), want, slips=slips)


@points(1)
@after("test_dense")
def test_other_optimizer(probes, rng):
    """the variables of SGD and of two metrics do not count"""
    width, units = rng.integers(3, 30, 2).tolist()
    want = {"trainable": size(width, units) + 1, "non_trainable": 0}
    assert_equal(probes.count_compiled(width, units, "sgd", ["mae", "mse"]), want)
