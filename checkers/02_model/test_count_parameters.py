"""Checks of count_parameters."""

from tensorkata.checking import after, assert_equal, points

FEATURES = 5


def dense(units, *, trainable=True):
    """Return a dense layer for the probe."""
    config = {"units": units, "trainable": trainable, "kernel_initializer": "zeros"}
    return ["Dense", config]


def parameters(trainable, other):
    """Return the answer for these numbers."""
    return {"trainable": trainable, "non_trainable": other}


def size(inputs, units):
    """Return how many numbers a dense layer holds."""
    return inputs * units + units


def undense(a, b):
    """Return mistaken answers for two dense layers."""
    total = size(FEATURES, a) + size(a, b)
    return {
        "the weights are counted, not the numbers in them": parameters(4, 0),
        "the biases are left out": parameters(total - a - b, 0),
        "the last layer is left out": parameters(size(FEATURES, a), 0),
        "the two numbers are exchanged": parameters(0, total),
    }


def unmoved(units):
    """Return mistaken answers for a dense layer and BatchNormalization."""
    free = size(FEATURES, units)
    return {
        "moving statistics count as trainable": parameters(free + 4 * units, 0),
        "moving statistics are left out": parameters(free + 2 * units, 0),
        "all of BatchNormalization counts as not trainable": parameters(free, 4 * units),
        "non_trainable is the count of all": parameters(free + 2 * units, free + 4 * units),
    }


def unfrozen(a, b):
    """Return mistaken answers for a frozen layer and a free one."""
    frozen, free = size(FEATURES, a), size(a, b)
    return {
        "frozen weights count as trainable": parameters(frozen + free, 0),
        "frozen weights are left out": parameters(free, 0),
        "trainable is the count of all": parameters(frozen + free, frozen),
    }


def test_form(probes):
    """count_parameters returns a dict with the keys trainable and non_trainable"""
    got = probes.count_parameters([dense(3)])
    keys = sorted(map(str, got)) if isinstance(got, dict) else got
    assert_equal(keys, ["non_trainable", "trainable"], what="the list of keys")


@points(1)
@after(test_form)
def test_dense(probes, rng):
    """every element of kernels and biases counts, and all are trainable"""
    a, b = rng.integers([3, 20], [20, 40]).tolist()
    got = probes.count_parameters([dense(a), dense(b)])
    assert_equal(got, parameters(size(FEATURES, a) + size(a, b), 0), slips=undense(a, b))


@points(1)
@after(test_dense)
def test_moving_statistics(probes, rng):
    """BatchNormalization trains gamma and beta; its moving mean and variance are not trainable"""
    units = int(rng.integers(4, 30))
    got = probes.count_parameters([dense(units), ["BatchNormalization", {}]])
    wanted = parameters(size(FEATURES, units) + 2 * units, 2 * units)
    assert_equal(got, wanted, slips=unmoved(units))


@points(1)
@after(test_dense)
def test_frozen(probes, rng):
    """the weights of a frozen layer are not trainable"""
    a, b = rng.integers([3, 30], [30, 50]).tolist()
    got = probes.count_parameters([dense(a, trainable=False), dense(b)])
    assert_equal(got, parameters(size(a, b), size(FEATURES, a)), slips=unfrozen(a, b))
