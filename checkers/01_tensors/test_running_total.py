"""Checks of running_total."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def oracle(start, batches):
    """Return the variable's value after each batch of updates."""
    return start + np.cumsum([np.sum(np.float64(batch), axis=0) for batch in batches], axis=0)


def mistakes(start, batches):
    """Return what common mistakes leave in the variable, by description."""
    sums = np.array([np.sum(np.float64(batch), axis=0) for batch in batches])
    zero = np.zeros_like(sums)
    return {
        "the variable has not changed: only a Python name moved": start + zero,
        "the updates replace the old value: assign instead of assign_add": sums,
        "the updates are subtracted": start - np.cumsum(sums, axis=0),
        "only the last update is added": start + np.cumsum([b[-1] for b in batches], axis=0),
        "only the first update is added": start + np.cumsum([b[0] for b in batches], axis=0),
        "the mean of the updates instead of their sum": start
        + np.cumsum([np.mean(batch, axis=0) for batch in batches], axis=0),
        "each call starts from the value that the variable had during tracing": start + sums,
        "the updates count twice": start + 2 * np.cumsum(sums, axis=0),
        "the first update minus the last": start
        + np.cumsum([b[0] - b[-1] for b in batches], axis=0),
    } | sideways(start, batches)


def sideways(start, batches):
    """Return the values if the updates are summed over the last axis, if that fits."""
    sums = [np.sum(np.float64(batch), axis=-1) for batch in batches]
    if any(one.shape != start.shape for one in sums):
        return {}
    return {"summed over the last axis, not the first": start + np.cumsum(sums, axis=0)}


def summed_first(start, batches):
    """Return the values if each sum is cast, not each update."""
    sums = [np.sum(np.float64(batch), axis=0).astype(start.dtype) for batch in batches]
    return start + np.cumsum(sums, axis=0)


def rounded(start, batches):
    """Return the values if each update is rounded."""
    return oracle(start, [np.rint(batch) for batch in batches])


def test_example(probes):
    """running_total gives what the docstring's example shows"""
    start, updates = np.float32([1, 2]), np.float32([[1, 1], [0.5, 0]])
    got, slips = probes.running_total_call_after_call(start, [updates]), mistakes(start, [updates])
    assert_close(np.stack(got), [[2.5, 3]], dtype="float32", slips=slips)


@points(0.5)
@after(test_example)
def test_in_place(probes, rng):
    """the variable holds its old value plus every update, call after call"""
    for shape in [(3,), (2, 4), (), (2, 1, 3)]:
        start, *batches = draw(rng, shape, (4, *shape), (1, *shape), (2, *shape))
        got = probes.running_total_call_after_call(start, batches)
        slips = mistakes(start, batches)
        assert_close(np.stack(got), oracle(start, batches), dtype="float32", slips=slips)


@points(0.5)
@after(test_example)
def test_no_steps(probes, rng):
    """with no updates the variable is unchanged, and later updates count"""
    for shape in [(3,), (2, 4)]:
        start, *batches = draw(rng, shape, (0, *shape), (3, *shape), (0, *shape))
        got, want = probes.running_total_call_after_call(start, batches), oracle(start, batches)
        assert_close(np.stack(got), want, dtype="float32", slips={EMPTY: want * np.nan})


@points(1)
@after(test_example)
def test_same_object(probes, rng):
    """the returned object is the variable itself, with its new value"""
    start, *batches = draw(rng, (2, 3), (4, 2, 3), (3, 2, 3))
    got = probes.running_total(start, batches)
    slips = {"only the sum of the updates": batches[-1].sum(axis=0)}
    assert_close(got["back"], oracle(start, batches)[-1], what="the returned object", slips=slips)
    assert_equal(got["object"], "the variable", what="the returned object", slips=OTHERS)


@points(0.5)
@after(test_in_place)
def test_in_a_graph(probes, rng):
    """inside tf.function, where the number of steps is unknown, every call adds again"""
    start, *batches = draw(rng, (3, 2), (4, 3, 2), (1, 3, 2), (3, 3, 2))
    got = probes.running_total_in_graph(start, batches)
    assert_close(np.stack(got), oracle(start, batches), slips=mistakes(start, batches))


@points(0.5)
@after(test_in_place)
def test_dtypes(probes, rng):
    """updates of another dtype are cast to the variable's dtype, then added up"""
    for dtype, other, shape in CASES:
        start, *batches = draw(rng, shape, (4, *shape), (3, *shape), dtype=other, low=0, high=50)
        start = start.astype(dtype)
        slips = {"the sum is cast; cast each update first": summed_first(start, batches)}
        slips["the updates are rounded; a cast cuts their fraction"] = rounded(start, batches)
        want = oracle(start, [batch.astype(dtype) for batch in batches])
        got = probes.running_total_call_after_call(start, batches)
        assert_close(np.stack(got), want.astype(dtype), dtype=dtype, slips=slips)


EMPTY = "0 / 0: the mean of no updates"
OTHERS = {
    "what assign_add returns: a handle for the new value, not the variable": "_UnreadVariable",
    "a tensor with the value, not the variable": "EagerTensor",
    "a new variable; expected the variable that was passed in": "ResourceVariable",
}
CASES = [  # the variable, the updates
    ("float32", "int32", (2,)),
    ("float32", "float64", (2, 2)),
    ("int32", "int64", ()),
    ("int32", "float32", (1, 3)),
    ("float64", "float32", (3,)),
    ("float16", "int64", (2,)),
]
