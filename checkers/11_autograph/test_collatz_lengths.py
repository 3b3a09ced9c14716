"""Checks of collatz_lengths."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

BIG = [113383, 159487, 134379, 138367]  # their paths climb above 2**31


def path(n):
    """Return the numbers on the way of n, without the last, 1."""
    numbers = []
    while n != 1:
        numbers.append(n)
        n = 3 * n + 1 if n % 2 else n // 2
    return numbers


def path_in_int32(n):
    """Return the numbers on the way of n if they are cut to 32 bits."""
    numbers = []
    while n > 1:
        numbers.append(n)
        n = (3 * n + 1 + 2**31) % 2**32 - 2**31 if n % 2 else n // 2
    return numbers


def each(n, limit, function=len):
    """Return function(path, cut at the limit) for each number, in the shape of n."""
    values = [function(path(int(k))[:limit]) for k in n.ravel()]
    return np.reshape(np.int32(values), n.shape)


def slips(n, limit):
    """Return what common mistakes count."""
    want = each(n, limit)
    return {
        "counting does not end at the limit": each(n, 9999),
        "one step more than the limit": each(n, limit + 1),
        "-1 for a way longer than the limit: its length is the limit": np.where(
            each(n, 9999) > limit, -1, want
        ),
        "int32 is too small for the numbers on the way: stay in int64": np.reshape(
            np.int32([len(path_in_int32(int(k))[:limit]) for k in n.ravel()]), n.shape
        ),
        "an odd number takes two steps at once": each(
            n, 9999, lambda way: sum(k % 2 == 0 for k in way)
        ).clip(0, limit),
        "the result is flat": want.ravel(),
        "all numbers get the steps of the slowest: a number at 1 has to rest": np.full_like(
            want, want.max(initial=0)
        ),
        "the loop ends with the first number at 1: go on while any number is above": np.full_like(
            want, want.min(initial=999)
        ),
        "terms are counted, not steps: the length of 1 is 0": each(n, limit) + 1,
        "the last step, from 2 to 1, is missing": np.clip(each(n, 9999) - 1, 0, limit),
        "only halvings are counted": each(n, limit, lambda way: sum(k % 2 == 0 for k in way)),
        "only the steps of odd numbers are counted": each(
            n, limit, lambda way: sum(k % 2 for k in way)
        ),
    }


def check(probes, batches, limit=200, **how):
    got = probes.collatz_lengths(batches, limit, **how)
    for one, n in zip(got, batches, strict=True):
        assert_close(one, each(n, limit), dtype="int32", slips=slips(n, limit), kind="tensor")


def drawn(rng, *shapes, high=300):
    return [np.asarray(draw(rng, shape, dtype="int64", low=1, high=high)) for shape in shapes]


def test_example(probes):
    """collatz_lengths gives what the docstring's example shows"""
    batches = [np.int64([1, 2, 3, 27])]
    check(probes, batches, 100)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """collatz_lengths counts the steps of each number, for vectors and for no numbers"""
    batches = drawn(rng, (9,), (1,), (0,), (2,))
    check(probes, batches)


@points(1)
@after(test_example)
def test_shapes(probes, rng):
    """collatz_lengths keeps any shape, a single number included"""
    batches = drawn(rng, (), (2, 3), (3, 1, 2))
    check(probes, batches)


@points(0.5)
@after(test_example)
def test_limit(probes, rng):
    """collatz_lengths ends at the limit"""
    batches = drawn(rng, (30,), (12,), high=999)
    for limit in [0, int(rng.integers(9, 20)), int(rng.integers(20, 40))]:
        check(probes, batches, limit)


@points(0.5)
@after(test_example)
def test_large(probes, rng):
    """collatz_lengths is right for numbers whose way climbs above 2**31"""
    batches = [np.int64([BIG[k], n]) for k, n in zip(rng.permutation(4)[:2], (7, 9), strict=True)]
    check(probes, batches, 999)


@points(1.5)
@after(test_example)
def test_graph(probes, rng):
    """collatz_lengths works in tf.function: one graph for tensors of all sizes"""
    batches = drawn(rng, (4, 2), (1, 7), (3, 0), high=1000)
    for limit in [999, int(rng.integers(9, 30))]:
        check(probes, batches, limit, graph=True)
