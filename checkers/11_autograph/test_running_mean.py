"""Checks of RunningMean."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

WHAT = "the mean after call {}"
VARIABLES = "the number of variables made after the first call"


def oracle(batches, resets=()):
    """Return the mean of all rows so far, after each batch."""
    means, rows = [], []
    for number, batch in enumerate(batches):
        rows = [batch] if number in resets else [*rows, batch]
        means.append(mean(np.concatenate(rows)))
    return means


def mean(rows):
    return rows.astype(float).sum(axis=0) / max(len(rows), 1)


def slips(batches, number, resets=()):
    """Return what common mistakes answer to a call."""
    begin = max([0, *(reset for reset in resets if reset <= number)])
    seen, all_rows = batches[begin : number + 1], batches[: number + 1]
    shared = [*all_rows, *(3 * batch + 1 for batch in all_rows[:-1])]
    total, first = np.concatenate(seen).sum(axis=0), max(len(seen[0]), 1)
    return {
        "the mean of this batch only: the rows before it count too": mean(batches[number]),
        "the mean of the batches' means: a batch counts by its rows": np.mean(
            [mean(batch) for batch in seen], axis=0
        ),
        "batches are counted, not rows": total / len(seen),
        "the sum, not divided by the number of rows": total,
        "another module's rows count too: the state is shared": mean(np.concatenate(shared)),
        "reset has not forgotten the rows": mean(np.concatenate(all_rows)),
        "the number of rows is not forgotten by reset": total / max(sum(map(len, all_rows)), 1),
        "the number of rows stays that of the first batch: it is counted while tracing": total
        / first,
        "one mean over all features": np.full_like(
            total, total.mean() / max(sum(map(len, seen)), 1)
        ),
    }


def check(got, batches, resets=()):
    for number, (one, want) in enumerate(zip(got, oracle(batches, resets), strict=True)):
        wrong, what = slips(batches, number, resets), WHAT.format(number + 1)
        assert_close(one, want, dtype="float32", what=what, slips=wrong)


def drawn(rng, *sizes, features=3):
    return [draw(rng, (size, features), low=1, high=3) for size in sizes]


def test_example(probes):
    """RunningMean gives what the docstring's example shows"""
    batches = [np.float32([[1], [3]]), np.float32([[8]])]
    check(probes.running_mean_in_calls(batches), batches)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """RunningMean is the mean of all rows so far, beside another module with other rows"""
    for sizes, features in [((4, 1, 2), 3), ((1, 5), 1)]:
        batches = drawn(rng, *sizes, features=features)
        check(probes.running_mean_in_calls(batches), batches)


@points(0.5)
@after(test_example)
def test_no_rows(probes, rng):
    """RunningMean is zeros before the first row, and unchanged by a batch of none"""
    batches = drawn(rng, 0, 3, 0, 2)
    check(probes.running_mean_in_calls(batches), batches)


@points(1)
@after(test_example)
def test_reset(probes, rng):
    """RunningMean starts anew after reset, with the variables that it has"""
    batches = drawn(rng, 2, 3, 1, 4)
    got = probes.running_mean_in_calls(batches, resets=[2], counted=True)
    check(got["results"], batches, [2])
    assert_equal(got["later"], 0, what=VARIABLES, slips=ANEW)


@points(2)
@after(test_example)
def test_graph(probes, rng):
    """RunningMean works in a graph of unknown batch size, and shares its state with eager calls"""
    batches = drawn(rng, 3, 1, 4, 2, 0, 5, features=2)
    got = probes.running_mean_in_calls(batches, graph=True, resets=[3])
    check(got, batches, [3])


@points(1)
@after(test_example)
def test_checkpoint(probes, rng):
    """RunningMean goes on from a checkpoint as if it had seen the rows itself"""
    *saved, forgotten, batch = drawn(rng, 3, 2, 4, 1)
    got = probes.running_mean_after_restoring(saved, forgotten, batch)
    want, kept = oracle([*saved, batch])[-1], [*saved, forgotten, batch]
    wrong = {NOT_SAVED: oracle([forgotten, batch])[-1], ADDED: oracle(kept)[-1]}
    assert_close(got, want, dtype="float32", what="the mean after restoring", slips=wrong)


ANEW = {"reset makes a new variable: assign to the one that is there": 1}
NOT_SAVED = "nothing was restored: the state is not in variables that are attributes"
ADDED = "the rows before the restoring still count"
