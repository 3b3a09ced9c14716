"""Checks of sync_metric."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points
from tensorkata.checking.assertions import CheckFailed

CAUSES = {"finite": "0 / 0 is NaN: divide safely", "dtype": "cast to float32 before you add up"}
CAUSES["kind"] = "float() leaves TensorFlow: return the tensor"
APART = "run gives each replica's own value: reduce them"


def oracle(parts):
    """Return the mean over all samples, 0 if there are none."""
    values = np.concatenate(parts).astype(float)
    return values.mean() if values.size else 0.0


def slips(parts):
    """Return the metric that each mistake gives."""
    means = np.array([part.mean() if part.size else 0.0 for part in parts])
    values = np.concatenate(parts).astype(float)
    return {
        "the mean of the replicas' means: a replica with few samples counts as much": means.mean(),
        "the sum of the replicas' means": means.sum(),
        "the mean of integers is rounded down: cast them first": np.floor(values.mean()),
        "only the samples of the first replica": means[0],
        "only the samples of the last replica": means[-1],
        "the sum over all samples is not divided": values.sum(),
        "divided by the number of replicas, not of samples": values.sum() / len(parts),
        "the largest size is taken for all": values.sum() / (2 * max(map(len, parts)) or 1),
        "divided by the number of samples and of replicas": values.mean() / 2,
        "divided by the samples of the first replica": values.sum() / (len(parts[0]) or 1),
    }


def compare(got, parts):
    """Hold the metric against the mean over all samples."""
    wrong = slips(parts) if sum(map(len, parts)) else {}
    if isinstance(got, list):
        raise CheckFailed("is a value on each replica", got=got, rung="kind", cause=APART)
    try:
        assert_close(got, oracle(parts), dtype="float32", slips=wrong, kind="tensor")
    except CheckFailed as failure:
        failure.cause = failure.cause or CAUSES.get(failure.rung)
        raise


def test_example(probes):
    """sync_metric gives the example's share, on one replica"""
    parts = [np.array([True, False, True, False])]
    compare(probes.sync_metric(parts), parts)


@points(1)
@after(test_example)
def test_numbers(probes, rng):
    """numbers and bools of two replicas count sample by sample, whatever the sizes"""
    bools = [np.array([True, False, True]), np.array([False, True])]
    compare(probes.sync_metric(bools), bools)
    for sizes in ((4, 4), (2, 7)):
        parts = [draw(rng, (size,), low=1.0, high=5.0) for size in sizes]
        compare(probes.sync_metric(parts), parts)


@points(0.5)
@after(test_example)
def test_integers(probes, rng):
    """integers have a mean too, not rounded"""
    parts = [1 + draw(rng, (size,), dtype="int32", high=99) for size in (3, 4)]
    parts[1][0] += 1 - sum(part.sum() for part in parts) % 7  # the mean is no whole number
    compare(probes.sync_metric(parts), parts)


@points(0.5)
@after(test_example)
def test_no_samples(probes, rng):
    """a replica may have no samples; without any sample the mean is 0"""
    parts = [draw(rng, (3,), low=1.0, high=5.0), np.zeros(0, "float32")]
    compare(probes.sync_metric(parts), parts)
    compare(probes.sync_metric([np.zeros(0, "float32")] * 2), [np.zeros(0, "float32")] * 2)
