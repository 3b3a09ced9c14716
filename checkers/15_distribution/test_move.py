"""Checks of move."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points
from tensorkata.checking.assertions import CheckFailed

ASIDE = "made outside of the strategy's scope: load the model in it"
MIXED = "it raised RuntimeError: Mixing different tf.distribute.Strategy objects"
READ = "a variable is read in the scope of another strategy: save or read the model outside of it"
LATE = "the optimizer is not of the strategy: it was compiled outside of its scope"
BARE = "not compiled: load the whole model, not only its weights"
FRESH = "a new optimizer: its slots and its steps did not come along"


def oracle(kernel, bias, x, y):
    """Return weights and slots after one step of SGD with momentum, and the weights after two."""
    weights, slots, seen = [kernel, bias], [0.0, 0.0], []
    for _ in range(2):
        miss = 2 * (x @ weights[0] + weights[1] - y) / y.size
        slopes = x.T @ miss, miss.sum(axis=0)
        slots = [0.9 * slot - 0.1 * slope for slot, slope in zip(slots, slopes, strict=True)]
        weights = [weight + slot for weight, slot in zip(weights, slots, strict=True)]
        seen.append((weights, slots))
    return *seen[0], seen[1][0]


def compare_weights(got, kernel, bias, x, y):
    """Hold the file, and the weights of the moved model on the replicas."""
    if got is None:
        raise CheckFailed("returned None", rung="none")
    if got == "mixed":
        raise CheckFailed(MIXED, rung="claim", cause=READ)
    if not isinstance(got, dict):
        raise CheckFailed("is not a model", got=got, rung="kind")
    weights, _, _ = oracle(kernel, bias, x, y)
    assert_equal(got["written"], True, what="whether there is a file at path", slips=NO_FILE)
    for name, copies, want, old in zip(NAMES, got["weights"], weights, (kernel, bias), strict=True):
        hold_copies(f"the {name}", copies, want, ASIDE, {"the weights before training": old})


def hold_copies(what, copies, want, cause, slips=None):
    """Hold a variable's copies on the replicas; there are none elsewhere."""
    if not copies:
        raise CheckFailed(f"{what} is not on the strategy's replicas", rung="claim", cause=cause)
    for place, copy in zip(("first", "last"), copies, strict=True):
        assert_close(copy, want, what=f"{what} on the {place} replica", slips=slips)


def compare_optimizer(got, kernel, bias, x, y):
    """Hold the optimizer, and the weights after one more step; the model stays as it was."""
    weights, slots, later = oracle(kernel, bias, x, y)
    if got == "not compiled":
        raise CheckFailed("the moved model has no optimizer", rung="claim", cause=BARE)
    assert_close(got["rate"], np.float32(0.1), what="the learning rate", slips=RATE)
    assert_equal(got["steps"], 1, what="the number of the optimizer's steps", slips={FRESH: 0})
    for name, copies, want in zip(NAMES, got["slots"], slots, strict=True):
        hold_copies(f"the slot of the {name}", copies, want, LATE, {FRESH: 0 * want})
    for name, value, want in zip(NAMES, got["after"], later, strict=True):
        hold_step(value, want, f"the {name} of the moved model, after one more step")
    for name, value, want, new in zip(NAMES, got["original"], weights, later, strict=True):
        wrong = {"it is the moved model: train one, and both have changed": new}
        assert_close(value, want, what=f"the {name} of the model itself, afterwards", slips=wrong)


def hold_step(got, want, what):
    """Hold a weight after a step; rate, steps and slots were right, so the settings are not."""
    try:
        assert_close(got, want, what=what)
    except CheckFailed as failure:
        failure.cause = OTHERS
        raise


def drawn(rng, features, outputs, count):
    """Return kernel, bias, x and y."""
    return draw(rng, (features, outputs), (outputs,), (count, features), (count, outputs))


def test_example(probes, rng):
    """move writes the file, and a model made without a strategy is then on one replica"""
    setting = drawn(rng, 2, 1, 3)
    compare_weights(probes.move(*setting, mode="plain"), *setting)


@points(1)
@after(test_example)
def test_spread(probes, rng):
    """moved from one replica to two, the model is the same on both"""
    setting = drawn(rng, 3, 2, 5)
    compare_weights(probes.move(*setting), *setting)


@points(1)
@after(test_spread)
def test_optimizer(probes, rng):
    """the optimizer goes on where it was, on every replica"""
    setting = drawn(rng, 2, 2, 4)
    compare_optimizer(probes.move(*setting, seen="optimizer"), *setting)


@points(1)
@after(test_example)
def test_joined(probes, rng):
    """moved from two replicas to one, the model and its optimizer are there alone"""
    setting = drawn(rng, 2, 3, 4)
    got = probes.move(*setting, mode="joined", seen="both")
    compare_weights(got, *setting)
    compare_optimizer(got, *setting)


OTHERS = "another momentum: compile with the settings that the model was compiled with"
NAMES = ("kernel", "bias")
NO_FILE = {"nothing was saved: model.save writes the file": False}
RATE = {"the default, not that of the model's optimizer": np.float32(0.01)}
