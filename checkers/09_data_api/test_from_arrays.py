"""Checks of from_arrays."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def shapes_of(batches):
    """Return the shapes of x and y in each batch."""
    return [[list(part.shape) for part in batch] for batch in batches]


def sizes(n, batch, drop=False):
    """Return how many samples each batch holds."""
    full = [batch] * (n // batch)
    return full if drop or n % batch == 0 else [*full, n % batch]


def joined(batches, part):
    """Return the x (0) or y (1) of all batches."""
    return np.concatenate([batch[part] for batch in batches])


def order_of(batches, y):
    """Return the number of each served sample, by its y; -1 if there is no such y."""
    places = {value: place for place, value in enumerate(y.tolist())}
    return [places.get(value, -1) for value in joined(batches, 1).tolist()]


def reach(order):
    """Return the most places that a sample came too early, as a share of all."""
    return max(sample - place for place, sample in enumerate(order)) / len(order)


def together(order):
    """Return the share of samples that are followed by their neighbor in the arrays."""
    return float(np.mean(np.diff(order) == 1))


def drawn(rng, n, *features, dtype="float32"):
    return draw(rng, (n, *features), dtype=dtype), draw(rng, (n,), dtype="float64")


def test_form(probes, rng):
    """from_arrays serves pairs in batches, the last of which is short"""
    for n, batch, features in [(11, 4, (3,)), (6, 3, ())]:
        got = probes.from_arrays(*drawn(rng, n, *features), batch, False, [0], passes=1)[0][0]
        want = [[[size, *features], [size]] for size in sizes(n, batch)]
        dropped = [[[size, *features], [size]] for size in sizes(n, batch, drop=True)]
        single = [[list(features), []]] * n
        slips = {DROPPED: dropped, SINGLE: single, COPIED: want * 2, WHOLE: [[[n, *features], [n]]]}
        assert_equal(shapes_of(got), want, what="the list of shapes in the batches", slips=slips)


@points(1)
@after(test_form)
def test_order(probes, rng):
    """without shuffle the samples keep their order and their dtypes, in each pass"""
    for n, batch, dtype in [(11, 4, "float32"), (7, 1, "float64")]:
        x, y = drawn(rng, n, 3, dtype=dtype)
        passes = probes.from_arrays(x, y, batch, False, [5])[0]
        for _, batches in zip(range(2), passes, strict=True):
            assert_close(joined(batches, 0), x, dtype=dtype, what="x")
            assert_close(joined(batches, 1), y, dtype="float64", what="y")


@points(1)
@after(test_form)
def test_shuffle(probes, rng):
    """with shuffle each pass has a fresh order of all samples, x and y together"""
    x, y = drawn(rng, 2500, 2)  # more than the buffers that people write by habit
    first, second = probes.from_arrays(x, y, 60, True, [int(rng.integers(99))])[0]
    for batches in (first, second):
        order = order_of(batches, y)
        assert_equal(sorted(order), list(range(2500)), what="the list of samples, sorted,")
        assert_close(joined(batches, 0), x[order], what="x, beside its y", slips={APART: x})
    got = [order_of(first, y) == order, together(order) > 0.5, reach(order) > 0.5]
    assert_equal(got, [False, False, True], what=ORDERS, slips=ORDER_SLIPS)


@points(1)
@after(test_shuffle)
def test_seed(probes, rng):
    """the same seed gives the same orders, pass for pass, and another seed gives other orders"""
    x, y = drawn(rng, 60, 2)
    got = probes.from_arrays(x, y, 20, True, [3, 3, 8])
    one, same, other = ([order_of(batches, y) for batches in passes] for passes in got)
    got = [one == same, one[0] == other[0], one[1] == other[1]]
    assert_equal(got, [True, False, False], what=SEEDS, slips=SEED_SLIPS)


@points(1)
@after(test_order)
def test_refused(probes, rng):
    """arrays of different lengths and batches of less than one sample are refused"""
    x, y = drawn(rng, 5, 2)
    cases = [[x, y, 0], [x, y, -1], [x, y[:4], 2], [x[:3], y, 2]]
    got = probes.errors_of("from_arrays", [[*case, False, 0] for case in cases])
    assert_equal(got, ["ValueError"] * 4, what=REFUSED, slips=REFUSED_SLIPS)
    assert_close(joined(probes.from_arrays(x, y, 9, False, [0])[0][1], 0), x)


DROPPED = "the last short batch is dropped"
SINGLE = "nothing is batched"
COPIED = "the samples are repeated within a pass"
WHOLE = "one batch of all samples"
APART = "only y is shuffled, x is not"
ORDERS = (
    "[are two passes alike, do most neighbors stay together, does a sample come earlier than its"
    " place by half of all places]"
)
ORDER_SLIPS = {
    "nothing is shuffled": [True, True, False],
    "whole batches are shuffled, not samples": [False, True, True],
    "the buffer of the shuffle is too small": [False, False, False],
    "the same order in every pass": [True, False, True],
    "too small a buffer, and the same order in every pass": [True, False, False],
}
REFUSED = "the list of errors for a batch of 0, a batch of -1, a short y, and a short x"
REFUSED_SLIPS = {
    "batch is left to TensorFlow, which raises a different error": [
        *["InvalidArgumentError"] * 2,
        *["ValueError"] * 2,
    ],
    "the surplus of the longer array is silently dropped": ["ValueError", "ValueError", "", ""],
    "the surplus of x is silently dropped": ["ValueError", "ValueError", "", "ValueError"],
    "the surplus of y is silently dropped": [*["ValueError"] * 3, ""],
    "a negative batch is not refused": ["ValueError", "", "ValueError", "ValueError"],
}
SEEDS = (
    "the list of equal orders (two datasets with seed 3; seeds 3 and 8, first pass;"
    " seeds 3 and 8, second pass)"
)
SEED_SLIPS = {
    "the seed is not used": [False, False, False],
    "the seed is always the same": [True, True, True],
    "the seed is always the same first passes": [False, True, False],
}
