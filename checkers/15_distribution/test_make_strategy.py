"""Checks of make_strategy."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_raises,
    draw,
    points,
)
from tensorkata.checking.assertions import CheckFailed

DEVICES = "the list of devices"
KIND = "another strategy for a single replica: MirroredStrategy takes one device too"
LIST = "the devices alone: make a strategy of them"
UNCHECKED = "n is not checked: MirroredStrategy takes no devices for all devices"


def compare(probes, n, x):
    """Hold the devices, and what each replica computes, against the first n devices."""
    got = probes.make_strategy(n, x)
    if got is None:
        raise CheckFailed("returned None", rung="none")
    if not isinstance(got, dict):
        raise CheckFailed("is not a strategy", got=got, rung="kind", cause=LIST)
    names = [f"CPU:{number}" for number in range(got["there are"])]
    wrong = {
        "always all devices, whatever n is": names,
        "only one device: count the logical devices, not the physical ones": names[:1],
        "the last devices, not the first": names[-n:],
        "one device too few": names[: n - 1],
        "one device too many": names[: n + 1],
        "devices that the machine does not have": [f"CPU:{number}" for number in range(n)],
        "the order of the devices is reversed": names[:n][::-1],
    }
    wrong = {said: devices for said, devices in wrong.items() if devices != names[:n]}
    assert_equal(got["devices"], names[:n], what=DEVICES, slips=wrong)
    if got["mirrored"] is not True:
        raise CheckFailed("is not a tf.distribute.MirroredStrategy", rung="kind", cause=KIND)
    for number, value in zip(range(1, len(names[:n]) + 1), got["values"], strict=True):
        what = f"x times {number}, as replica {number - 1} has it"
        assert_close(value, number * x, dtype="float32", what=what)


def refused(probes, n):
    """Require a ValueError; say what happens to an empty list of devices."""
    try:
        assert_raises(ValueError, probes.make_strategy, n, np.zeros(1, "float32"))
    except CheckFailed as failure:
        failure.cause = UNCHECKED
        raise


def test_example(probes):
    """make_strategy(1) is the example's: one replica, on the first device"""
    compare(probes, 1, np.float32([1.0, 2.0]))


@points(1)
@after(test_example)
def test_replicas(probes, rng):
    """each of the first n logical devices has a replica, and runs by itself"""
    for n in (2, 1):
        compare(probes, n, draw(rng, (2, 3)))


@points(0.5)
@after(test_example)
def test_fewer_devices(probes, rng):
    """if there are fewer devices than n, all of them have a replica"""
    compare(probes, 6, draw(rng, (3,)))


@points(0.5)
@after(test_example)
def test_refusal(probes, rng):
    """0 and negative numbers raise ValueError, and 2 does not"""
    for n in (0, -1):
        refused(probes, n)
    compare(probes, 2, draw(rng, (4,)))
