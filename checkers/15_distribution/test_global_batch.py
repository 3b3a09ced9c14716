"""Checks of global_batch."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points
from tensorkata.checking.assertions import CheckFailed

UNPAIRED = "a step is one tensor: make the dataset of the pair (x, y)"
SHUFFLED = "the samples are shuffled"


def sizes_of(count, per_step):
    """Return the number of samples of each step."""
    return [min(per_step, count - start) for start in range(0, count, per_step)]


def slips_of_sizes(count, per_replica, replicas):
    """Return the sizes of the steps that each mistake gives."""
    right = sizes_of(count, per_replica * replicas)
    wrong = {
        "per_replica samples for all replicas together, not for each": sizes_of(count, per_replica),
        "the last step is dropped: no sample may be lost": right[:-1],
        "all samples in one step": [count],
        "every sample comes twice": right * 2,
        "multiplied by the number of replicas twice": sizes_of(count, per_replica * replicas**2),
        "the last step is filled up with samples that have come": [right[0]] * len(right),
    }
    return {said: sizes for said, sizes in wrong.items() if sizes != right}


def compare(got, x, y, per_replica):
    """Hold the samples of each step, and the replicas' shares of a whole one."""
    if got is None:
        raise CheckFailed("returned None", rung="none")
    if not isinstance(got, dict):
        raise CheckFailed("has no pairs of x and y", got=got, rung="kind", cause=UNPAIRED)
    replicas, steps = got["replicas"], got["steps"]
    want = sizes_of(len(x), per_replica * replicas)
    wrong = slips_of_sizes(len(x), per_replica, replicas)
    sizes = [sum(step["shares"]) for step in steps]
    assert_equal(sizes, want, what="the list of samples in each step", slips=wrong)
    for number, (size, step) in enumerate(zip(want, steps, strict=True)):
        start, where = number * per_replica * replicas, f"in step {number}, of all replicas"
        in_order(step["x"], x[start : start + size], f"x {where}")
        in_order(step["y"], y[start : start + size], f"y {where}")
        if size == per_replica * replicas:
            shares, what = [per_replica] * replicas, f"the list of shares in step {number}"
            whole = {"one share for all replicas: the dataset is not distributed": [size]}
            assert_equal(step["shares"], shares, what=what, slips=whole if replicas > 1 else {})


def in_order(got, want, what):
    """Hold a step's samples against the oracle's; say if only their order is another one."""
    try:
        assert_close(got, want, what=what, dtype=str(want.dtype))
    except CheckFailed as failure:
        failure.cause = failure.cause or (SHUFFLED if failure.rung == "value" else None)
        raise


def drawn(rng, count, *rest):
    return draw(rng, (count, *rest)), draw(rng, (count,), dtype="int32", high=9)


def test_example(probes):
    """global_batch gives the samples of the docstring's example"""
    x, y = np.float32([1.0, 2.0, 3.0]), np.int32([0, 1, 0])
    compare(probes.global_batch(x, y, 2, replicas=1), x, y, 2)


@points(1.5)
@after(test_example)
def test_whole_steps(probes, rng):
    """every replica gets per_replica samples at each step, in order"""
    x, y = drawn(rng, 14, 2)
    compare(probes.global_batch(x, y, 3), x, y, 3)


@points(1)
@after(test_example)
def test_last_step(probes, rng):
    """the last step has all samples that are left"""
    x, y = drawn(rng, 9)
    compare(probes.global_batch(x, y, 2), x, y, 2)
    x, y = drawn(rng, 3, 1, 2)
    compare(probes.global_batch(x, y, 4), x, y, 4)
