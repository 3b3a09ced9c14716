"""Checks of SyncMean."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points
from tensorkata.checking.assertions import CheckFailed

CAUSES = {
    "finite": "0 / 0 is NaN: divide safely",
    "kind": "float() leaves TensorFlow: return the tensor",
}


def mean_of(updates):
    """Return the mean of all values of some updates; 0 if there are none."""
    values = np.concatenate([part for update in updates for part in update] or [[]])
    return values.mean() if values.size else 0.0


def slips(updates, number):
    """Return what each mistake gives as the mean after an update."""
    so_far = updates[: number + 1]
    parts = [part for update in so_far for part in update]
    means = [part.mean() for part in parts if part.size]
    total = sum(part.sum() for part in parts)
    firsts = np.concatenate([update[0] for update in so_far])
    of_updates = np.mean([mean_of([update]) for update in so_far])
    return {
        "the mean of means: an update with few samples counts as much": of_updates,
        "the mean of the replicas' means": np.mean(means) if means else 0.0,
        "only the samples of the first replica": firsts.mean() if firsts.size else 0.0,
        "only the last update": mean_of(so_far[-1:]),
        "the sum, not the mean": total,
        "divided by the number of updates, not of samples": total / len(so_far),
        "divided by the number of updates of all replicas": total / len(parts),
        "the samples are counted on one replica only": total / (firsts.size or 1),
        "the count of the samples is averaged over the replicas": 2 * mean_of(so_far),
        "the total is averaged over the replicas, the count is not": mean_of(so_far) / 2,
    }


def asked(updates):
    """Yield the place of each mean that the probe asks for, its value, and what mistakes give."""
    last = mean_of(updates[-1:])
    yield "before any update", 0.0, None
    for number in range(len(updates)):
        for again in ("", ", asked again"):
            want = mean_of(updates[: number + 1])
            yield f"after update {number}{again}", want, slips(updates, number)
    yield "after a reset", 0.0, {"reset leaves something of what was there": mean_of(updates)}
    yield "after a reset and one more update", last, kept_of(updates)


def compare(got, updates):
    """Hold every mean that was asked for."""
    for mean, (where, want, wrong) in zip(got, asked(updates), strict=True):
        hold(mean, want, where, wrong)


def kept_of(updates):
    """Return the mean after the last update again, for each way to reset too little."""
    new = np.concatenate(updates[-1])
    old = np.concatenate([part for update in updates for part in update])
    return {
        "reset forgets the total, and keeps the count": new.sum() / (old.size + new.size),
        "reset forgets the count, and keeps the total": (old.sum() + new.sum()) / new.size,
        "reset changes nothing": (old.sum() + new.sum()) / (old.size + new.size),
    }


def hold(got, want, where, wrong=None):
    """Hold one mean; say if it is NaN because nothing was divided by nothing."""
    what = f"the mean {where}"
    try:
        assert_close(got, want, dtype="float32", slips=wrong, what=what, kind="tensor")
    except CheckFailed as failure:
        failure.cause = failure.cause or CAUSES.get(failure.rung)
        raise


def drawn(rng, *sizes):
    """Return values for each replica and update; those of the second replica are larger."""
    return [
        [draw(rng, (size,), low=1.0 + 4 * k, high=4.0 + 4 * k) for k, size in enumerate(pair)]
        for pair in sizes
    ]


def test_example(probes):
    """SyncMean gives the example's mean, without a strategy"""
    updates = [[np.float32([1.0, 2.0])], [np.float32([6.0])]]
    (got,) = probes.sync_mean(updates, mode="plain")
    hold(got, 3.0, "of both updates", slips(updates, 1))


@points(1)
@after(test_example)
def test_replicas(probes, rng):
    """every value of every replica counts once, and asking twice changes nothing"""
    updates = drawn(rng, (3, 3), (4, 2), (1, 2))
    compare(probes.sync_mean(updates), updates)


@points(0.5)
@after(test_replicas)
def test_no_samples(probes, rng):
    """a replica may have no values, and without any value the mean is 0"""
    updates = drawn(rng, (2, 0), (0, 3))
    compare(probes.sync_mean(updates), updates)
    updates = [*drawn(rng, (0, 0)), *drawn(rng, (1, 2))]
    compare(probes.sync_mean(updates), updates)


@points(1)
@after(test_replicas)
def test_graph(probes, rng):
    """updates in a tf.function count each time it runs"""
    updates = drawn(rng, (2, 4), (2, 4))
    compare(probes.sync_mean(updates, mode="graph"), updates)
