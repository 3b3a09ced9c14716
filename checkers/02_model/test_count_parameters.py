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


def miskeyed(trainable, other):
    """Return answers of another form, or with the numbers in the wrong places."""
    return {
        "nothing is returned": None,
        "a pair; expected a dict": [trainable, other],
        "a hyphen in the key; expected an underscore": {
            "trainable": trainable,
            "non-trainable": other,
        },
        "the two numbers are exchanged": parameters(other, trainable),
    }


def undense(a, b):
    """Return mistaken answers for three dense layers, of a, b and b units."""
    total = size(FEATURES, a) + size(a, b) + size(b, b)
    return miskeyed(total, 0) | {
        "the weights are counted, not the numbers in them": parameters(6, 0),
        "the biases are left out": parameters(total - a - 2 * b, 0),
        "the last layer is left out": parameters(total - size(b, b), 0),
        "weights of the same shape count once": parameters(total - b, 0),
    }


def unmoved(units, features=FEATURES):
    """Return mistaken answers for a dense layer and BatchNormalization."""
    free = size(features, units)
    return miskeyed(free + 2 * units, 2 * units) | {
        "the weights are counted, not the numbers in them": parameters(4, 2),
        "weights of the same shape count once": parameters(free, units),
        "only weights with two axes are counted": parameters(free - units, 2 * units),
        "moving statistics count as trainable": parameters(free + 4 * units, 0),
        "moving statistics are left out": parameters(free + 2 * units, 0),
        "all of BatchNormalization counts as not trainable": parameters(free, 4 * units),
        "non_trainable is the count of all": parameters(free + 2 * units, free + 4 * units),
    }


def unfrozen(frozen, free, still=0):
    """Return mistaken answers for so many frozen and free numbers, and so many that never move."""
    return {
        "frozen weights count as trainable": parameters(frozen + free, still),
        "frozen weights are left out": parameters(free, still),
        "trainable is the count of all": parameters(frozen + free, frozen + still),
    }


def uncounted(total):
    """Return mistaken answers for a model whose optimizer is Adam: step, rate, two means each."""
    return {
        "the random state of Dropout counts; it is no weight": parameters(total, 2),
        "a weight that is a single number is left out": parameters(total - 1, 0),
        "the optimizer's variables count": parameters(total, 2 + 2 * total),
        "the variables of the metrics count": parameters(total, 4),
    }


def test_example(probes):
    """count_parameters gives what the docstring's example shows"""
    norm = ["BatchNormalization", {}]
    got = probes.count_parameters([dense(2), norm], 3)
    assert_equal(got, parameters(12, 4), what="the first count", slips=unmoved(2, 3))
    got = probes.count_parameters([dense(2, trainable=False), norm], 3)
    want, slips = parameters(4, 12), unfrozen(8, 4, still=4)
    assert_equal(got, want, what="the count with a frozen layer", slips=slips)


@points(0.5)
@after(test_example)
def test_dense(probes, rng):
    """every element of kernels and biases counts, and all are trainable"""
    a, b = rng.integers([3, 20], [20, 40]).tolist()
    got = probes.count_parameters([dense(a), dense(b), dense(b)])
    total = size(FEATURES, a) + size(a, b) + size(b, b)
    assert_equal(got, parameters(total, 0), slips=undense(a, b))


@points(0.5)
@after(test_dense)
def test_moving_statistics(probes, rng):
    """BatchNormalization trains gamma and beta; its moving mean and variance are not trainable"""
    units = int(rng.integers(4, 30))
    got = probes.count_parameters([dense(units), ["BatchNormalization", {}]])
    want = parameters(size(FEATURES, units) + 2 * units, 2 * units)
    assert_equal(got, want, slips=unmoved(units))


@points(0.5)
@after(test_dense)
def test_shared(probes, rng):
    """a model inside the model counts once, even if it and its layer are used again"""
    width, units = rng.integers(3, 30, 2).tolist()
    inner, head = size(width, units), size(3 * units, 3)
    slips = {
        "what is used in two places counts twice": parameters(2 * inner, head),
        "what is used in two places counts three times": parameters(3 * inner, head),
        "the model inside is left out": parameters(0, head),
    }
    got = probes.count_shared(width, units)
    assert_equal(got, parameters(inner, head), slips=slips | unfrozen(head, inner))


@points(0.5)
@after(test_dense)
def test_frozen(probes, rng):
    """the weights of a frozen layer are not trainable, and none are in a frozen model"""
    a, b = rng.integers([3, 30], [30, 50]).tolist()
    first, last, norm = size(FEATURES, a), size(a, b), ["BatchNormalization", {"trainable": False}]
    got, slips = probes.count_parameters([dense(a), norm, dense(b)]), unfrozen(4 * a, first + last)
    slips["gamma and beta are trainable in a frozen layer"] = parameters(
        first + last + 2 * a, 2 * a
    )
    assert_equal(got, parameters(first + last, 4 * a), slips=slips)
    first, last, what = size(b, a), size(a, 3), "the count of a frozen model"
    slips = {"a layer that is trainable again counts": parameters(first, last)}
    assert_equal(probes.count_frozen(b, a), parameters(0, first + last), what=what, slips=slips)


@points(1)
@after(test_dense)
def test_weights_only(probes, rng):
    """dropout's random state, optimizer and metrics do not count; a single number counts as 1"""
    width, units = rng.integers(3, 30, 2).tolist()
    total = size(width, units) + 1
    got = probes.count_compiled(width, units, "adam", ["mae"])
    assert_equal(got, parameters(total, 0), slips=uncounted(total))
