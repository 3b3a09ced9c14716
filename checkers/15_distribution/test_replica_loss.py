"""Checks of replica_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points
from tensorkata.checking.assertions import CheckFailed


def oracle(parts, penalties, size):
    """Return the mean over all samples, plus the penalties."""
    return np.sum(np.concatenate(parts)) / size + np.sum(penalties)


def slips(parts, penalties, size, replicas=2):
    """Return the sum of the parts that each mistake gives."""
    mean, extra = oracle(parts, [], size), np.sum(penalties)
    means = sum(part.mean() for part in parts if part.size)
    shares = sum(part.sum() / max(1, 2 * part.size) for part in parts)
    wrong = {
        "each replica divides by its own size, so that their means are added up": means + extra,
        "each replica's mean counts by its share: the sizes are not equal": means / 2 + extra,
        "each replica divides by twice its own size: the sizes are not equal": shares + extra,
        "the penalties count once for each replica": mean + 2 * extra,
        "the penalties are left out": mean,
        "the penalties are divided by the number of samples": mean + 2 * extra / size,
        "only half of the penalties is counted": mean + extra / 2,
        "nothing is divided by global_size": mean * size + extra,
        "the loss is divided by the number of replicas too": mean / 2 + extra,
        "everything is divided by the number of replicas": (mean + 2 * extra) / 2,
        "only the first penalty counts": mean + np.sum(penalties[:1]),
        "the mean of the penalties, not their sum": mean + extra / max(1, len(penalties)),
    }
    if replicas == 2:
        return wrong
    return {
        "one loss for each sample: add them up": parts[0] / size + extra,
        "divided by the size that this replica has, not by global_size": means + extra,
        "divided by the number of samples, as the losses are": mean + extra / size,
        "the number of replicas is taken to be 2: ask the context": mean + extra / 2,
        "the penalties are left out": mean,
        "nothing is divided by global_size": mean * size + extra,
    }


def compare(got, parts, penalties, size, replicas=2, dtype="float32"):
    """Hold the sum of all replicas' parts against the loss of all samples."""
    wrong = slips(parts, penalties, size, replicas)
    want = oracle(parts, penalties, size)
    try:
        assert_close(got, want, dtype=dtype, slips=wrong, what=WHAT, kind="tensor")
    except CheckFailed as failure:
        empty = failure.rung == "finite" and not all(part.size for part in parts)
        failure.cause = EMPTY if empty else failure.cause or CAUSES.get(failure.rung)
        raise


def drawn(rng, *sizes, penalties=0, dtype="float32"):
    """Return losses for each replica, and scalars."""
    parts = [draw(rng, (size,), dtype=dtype, low=0.5, high=4.0) for size in sizes]
    return parts, [draw(rng, (), dtype=dtype, low=0.5, high=2.0) for _ in range(penalties)]


def test_example(probes):
    """replica_loss gives the example's part, called without a strategy"""
    parts, penalties = [np.float32([1.0, 3.0])], [np.float32(0.5)]
    got = probes.replica_loss(parts, penalties, 4, replicas=0)
    compare(got, parts, penalties, 4, replicas=0)


@points(1)
@after(test_example)
def test_samples(probes, rng):
    """the parts add up to the mean over all samples, whatever the sizes"""
    for sizes in ((3, 3), (5, 2)):
        parts, _ = drawn(rng, *sizes)
        compare(probes.replica_loss(parts, [], sum(sizes)), parts, [], sum(sizes))


@points(1)
@after(test_example)
def test_penalties(probes, rng):
    """the sum of the penalties counts once, on one replica and on two"""
    for replicas, sizes in ((2, (4, 1)), (1, (2, 3))):
        parts, penalties = drawn(rng, *sizes, penalties=3)
        got = probes.replica_loss(parts, penalties, 5, replicas=replicas)
        compare(got, parts, penalties, 5, replicas)


@points(0.5)
@after(test_example)
def test_no_samples(probes, rng):
    """a replica without samples has a finite part: its share of the penalties"""
    parts, penalties = drawn(rng, 2, 0, penalties=1)
    compare(probes.replica_loss(parts, penalties, 2), parts, penalties, 2)


@points(0.5)
@after(test_example)
def test_float64(probes, rng):
    """float64 losses have a float64 part"""
    parts, penalties = drawn(rng, 2, 3, penalties=2, dtype="float64")
    compare(probes.replica_loss(parts, penalties, 5), parts, penalties, 5, dtype="float64")


WHAT = "the sum of the parts of all replicas"
EMPTY = "the mean of no samples is NaN: add up, and divide by global_size"
CAUSES = {"dtype": "cast to float32: keep the dtype of per_sample"}
