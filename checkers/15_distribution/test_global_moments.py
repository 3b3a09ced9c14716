"""Checks of global_moments."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points
from tensorkata.checking.assertions import CheckFailed

PAIR = "is not a pair: mean and variance"
EMPTY = "the mean of no samples is NaN: add up over the replicas first, then divide"


def oracle(parts):
    """Return mean and variance over all samples."""
    x = np.concatenate(parts).astype(np.float64)
    return x.mean(axis=0), x.var(axis=0)


def slips(parts):
    """Return the mean and the variance that each mistake gives."""
    full = [part.astype(np.float64) for part in parts if len(part)]
    x, means = np.concatenate(full), np.array([part.mean(axis=0) for part in full])
    own, weights = np.array([part.var(axis=0) for part in full]), [len(part) for part in full]
    one, other = OWN.format("first"), OWN.format("last")
    in_mean = {
        one: means[0],
        other: means[-1],
        "the mean of the replicas' means: the sizes are not equal": means.mean(axis=0),
        "the sum over the samples is not divided": x.sum(axis=0),
        "divided by the number of replicas": x.sum(axis=0) / len(parts),
        "divided by the samples of one replica": x.sum(axis=0) / weights[0],
        "the sum of the replicas' means": means.sum(axis=0),
        "mean and variance are exchanged": x.var(axis=0),
        "one number for all columns: keep the columns apart": x.mean(keepdims=True)[0],
    }
    in_variance = {
        one: own[0],
        other: own[-1],
        "the mean of the replicas' variances: how far apart their means are, is missing": (
            np.average(own, axis=0, weights=weights)
        ),
        "the plain mean of the replicas' variances": own.mean(axis=0),
        "the mean of the squares: the mean is not subtracted": np.mean(x**2, axis=0),
        "the standard deviation, not its square": x.std(axis=0),
        "divided by the number of samples minus 1": x.var(axis=0) * len(x) / max(1, len(x) - 1),
        "the squared distances are not divided": x.var(axis=0) * len(x),
        "the squared mean less the mean of the squares": -x.var(axis=0),
        "mean and variance are exchanged": x.mean(axis=0),
    }
    in_variance["the distances to each replica's own mean, added up"] = sum(
        part.var(axis=0) * len(part) for part in full
    )
    return in_mean, in_variance


def compare(got, parts):
    """Hold mean and variance of each replica against those of all samples."""
    if got is None:
        raise CheckFailed("returned None", rung="none")
    if not isinstance(got, list) or len(got) != 2:
        raise CheckFailed(PAIR, got=got, rung="kind", cause="return (mean, variance)")
    wanted, wrong = oracle(parts), slips(parts)
    for found, want, slip, name in zip(got, wanted, wrong, ("mean", "variance"), strict=True):
        for number, value in zip(range(len(parts)), found, strict=True):
            what = f"the {name} on replica {number}"
            try:
                assert_close(value, want, dtype="float32", slips=slip, what=what, kind="tensor")
            except CheckFailed as failure:
                failure.cause = failure.cause or far_off(parts)
                failure.cause = EMPTY if failure.rung == "finite" else failure.cause
                raise


def far_off(parts):
    """Return the mistake of a variance that is only wrong far from 0; nothing elsewhere."""
    x = np.concatenate(parts)
    return CANCELLED if abs(x.mean()) > 50 * x.std() else None


def drawn(rng, width, *sizes):
    """Return samples for each replica; the replicas' means are far apart."""
    return [
        number + draw(rng, (size, width), low=0.0, high=2.0) for number, size in enumerate(sizes)
    ]


def test_example(probes):
    """global_moments gives the example's mean and variance, without a strategy"""
    parts = [np.float32([[1.0], [3.0]])]
    compare(probes.global_moments(parts, mode="plain"), parts)


@points(1)
@after(test_example)
def test_replicas(probes, rng):
    """every replica has the mean and the variance of all samples"""
    for sizes in ((4, 4), (5, 2)):
        parts = drawn(rng, 3, *sizes)
        compare(probes.global_moments(parts), parts)


@points(0.5)
@after(test_replicas)
def test_far_from_zero(probes, rng):
    """the variance of samples around 100 is as right as that of others"""
    far = np.float32(rng.choice([-100, 100]))
    parts = [far + part for part in drawn(rng, 9, 4, 2)]
    compare(probes.global_moments(parts), parts)


@points(0.5)
@after(test_replicas)
def test_no_samples(probes, rng):
    """a replica without samples has the same mean and variance"""
    parts = drawn(rng, 2, 3, 0)
    compare(probes.global_moments(parts), parts)


@points(1)
@after(test_replicas)
def test_graph(probes, rng):
    """in a tf.function the size may be unknown"""
    parts = drawn(rng, 4, 3, 2)
    compare(probes.global_moments(parts, mode="graph"), parts)


CANCELLED = "the mean of the squares less the squared mean: far from 0 two large numbers cancel"
OWN = "the samples of the {} replica only: nothing is reduced"
