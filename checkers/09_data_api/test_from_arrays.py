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


def joined(batches):
    """Return the x and the y of all batches."""
    x, y = zip(*batches, strict=True)
    return np.concatenate(x), np.concatenate(y)


def order_of(labels, y):
    """Return the number of each served sample, by its label; -1 if there is no such label."""
    places = {value: place for place, value in enumerate(y.tolist())}
    return [places.get(value, -1) for value in labels.tolist()]


def reach(order):
    """Return the most places that a sample came too early, as a share of all."""
    return max(sample - place for place, sample in enumerate(order)) / len(order)


def together(order):
    """Return the share of samples that are followed by their neighbor in the arrays."""
    return float(np.mean(np.diff(order) == 1))


def drawn(rng, n, *features, dtype="float32"):
    return draw(rng, (n, *features), dtype=dtype), draw(rng, (n,), dtype="float64")


def pairs(x, y, parts):
    """Return the batches of these samples, as lists."""
    return [[x[part].tolist(), y[part].tolist()] for part in parts]


def values(rng, shape, dtype):
    """Draw values of any dtype, integers beyond what float32 can hold."""
    high = 2.0**40 if dtype == "int64" else 200
    numbers = draw(rng, shape, dtype="float64", low=0, high=high)
    return numbers > high / 2 if dtype == "bool" else numbers.astype(dtype)


def test_example(probes):
    """from_arrays serves the batches that the docstring's example shows"""
    x, y = np.array([[1.0], [2.0], [3.0]]), np.array([10, 20, 30])
    slips = {words: [pairs(x, y, parts)] for words, parts in EXAMPLE.items()}
    slips["nothing is batched"] = [list(zip(x.tolist(), y.tolist(), strict=True))]
    got, want = probes.from_arrays(x, y, 2, False, 0), [pairs(x, y, [[0, 1], [2]])]
    assert_equal(got, want, what="the list of batches in a pass", slips=slips)


@after(test_example)
def test_form(probes, rng):
    """from_arrays serves pairs in batches of any size, the last of which is short"""
    for n, batch, features in [(11, 4, (3,)), (6, 3, ()), (2, 5, (2, 2)), (1, 1, ())]:
        [got] = probes.from_arrays(*drawn(rng, n, *features), batch, False, 0)
        want = [[[size, *features], [size]] for size in sizes(n, batch)]
        assert_equal(shapes_of(got), want, what="the list of shapes in the batches")


@points(1)
@after(test_form)
def test_order(probes, rng):
    """without shuffle the samples keep their order and their dtypes, in each pass"""
    for n, batch, *dtypes in ORDERED:
        x, y = values(rng, (n, 3), dtypes[0]), values(rng, (n,), dtypes[1])
        passes = probes.from_arrays(x, y, batch, False, int(rng.integers(99)), passes=2)
        for _, batches in zip(range(2), passes, strict=True):
            got_x, got_y = joined(batches)
            assert_close(got_x, x, dtype=dtypes[0], what="x")
            assert_close(got_y, y, dtype=dtypes[1], what="y")


@points(1)
@after(test_form)
def test_shuffle(probes, rng):
    """with shuffle each pass has a fresh order of all samples, x and y together"""
    x, y = drawn(rng, 11500)  # more than the buffers that people write by habit
    one, two = map(joined, probes.from_arrays(x, y, 60, True, int(rng.integers(99)), passes=2))
    orders = order_of(one[1], y), order_of(two[1], y)
    for got_x, order in zip((one[0], two[0]), orders, strict=True):
        assert_equal(sorted(order), list(range(11500)), what=SERVED)
        assert_close(got_x, x[order], what="x, beside its y", slips={APART: x})
    got = orders[1] == orders[0], together(orders[0]) > 0.5, reach(orders[0]) > 0.88
    assert_equal(about(*got), about(*RIGHT), what="the order of the samples", slips=ORDER_SLIPS)


@points(0.5)
@after(test_shuffle)
def test_anywhere(probes, rng):
    """with shuffle any sample may come first, and any may come last"""
    x, y = draw(rng, (4, 2)), np.arange(4) + rng.integers(2**30)
    [got] = probes.shuffled_labels(x, y, 3, [int(rng.integers(99))], 80)
    got = np.stack(got)
    assert_close(np.sort(got, axis=1), np.tile(y, (80, 1)), what="the labels of 80 passes, sorted,")
    # A right shuffle keeps a sample from coming first or last in 80 passes once in 1e9 runs.
    ends = [sorted(set(got[:, end].tolist())) for end in (0, -1)]
    slips = {TIGHT: [y[:3].tolist(), y.tolist()], TIGHTER: [y[:2].tolist(), y.tolist()]}
    assert_equal(ends, [y.tolist()] * 2, what=ENDS, slips=slips)


@points(0.5)
@after(test_shuffle)
def test_seed(probes, rng):
    """the same seed gives the same orders, pass for pass, and another seed gives other orders"""
    (x, y), seed = drawn(rng, 60, 2), int(rng.integers(1, 99))
    got = probes.shuffled_labels(x, y, 20, [0, 0, seed, seed], 2)
    zero, also_zero, one, same = [[order_of(labels, y) for labels in passes] for passes in got]
    samples = [[sorted(order) for order in passes] for passes in (zero, one)]
    assert_equal(samples, [[[*range(60)]] * 2] * 2, what="the list of samples in each pass")
    got = seeds(zero == also_zero, one == same, zero[0] == one[0], zero[1] == one[1])
    want = seeds(True, True, False, False)
    assert_equal(got, want, what="the comparison of four datasets", slips=SEED_SLIPS)


@points(1)
@after(test_order)
def test_refused(probes, rng):
    """arrays of different lengths and batches of less than one sample are refused"""
    x, y = drawn(rng, 5, 2)
    some = {"a batch of 0": [x, y, 0], "a batch of -1": [x, y, -1]}
    some |= {"a short y": [x, y[:4], 2], "a short x": [x[:1], y, 2]}
    cases = {words: [*case, False, 0] for words, case in some.items()}
    got = probes.errors_of("from_arrays", cases)
    assert_equal(got, dict.fromkeys(cases, "ValueError"), what=REFUSED, slips=REFUSED_SLIPS)
    [got] = map(joined, probes.from_arrays(x, y, 4, False, 0))
    assert_close(np.column_stack(got), np.column_stack([x, y]), what="x and y, side by side")


def refused(*errors):
    """Return the errors of each case; the empty string stands for no error."""
    words = ("a batch of 0", "a batch of -1", "a short y", "a short x")
    names = (error or "nothing was raised" for error in errors)
    return dict(zip(words, names, strict=True))


def about(alike, neighbors, early):
    """Return what is seen of the orders of two passes."""
    return {
        "both passes have the same order": alike,
        "most neighbors stay together": neighbors,
        "a sample comes early by 0.88 of all places": early,
    }


def seeds(zero, same, first, second):
    """Return what is seen of the orders of two datasets of seed 0 and two of another seed."""
    return {
        "the two of seed 0 agree": zero,
        "the two of the other seed agree": same,
        "both seeds agree in the first pass": first,
        "both seeds agree in the second pass": second,
    }


EXAMPLE = {
    "the last short batch is dropped": [[0, 1]],
    "the samples are repeated within a pass": [[0, 1], [2], [0, 1], [2]],
    "one batch of all samples": [[0, 1, 2]],
    "the last batch is filled up with the first samples": [[0, 1], [2, 0]],
    "the samples are served backwards": [[2, 1], [0]],
    "the samples are shuffled, though shuffle is False": [[0, 2], [1]],
}
ORDERED = [  # samples, batch, the dtypes of x and y
    (11, 4, "float32", "int64"),
    (7, 1, "float64", "float64"),
    (5, 9, "uint8", "float16"),
    (6, 3, "int64", "bool"),
]
SERVED = "the list of samples in a pass, sorted,"
APART = "only y is shuffled, x is not"
RIGHT = (False, False, True)
ORDER_SLIPS = {
    "nothing is shuffled": about(True, True, False),
    "whole batches are shuffled, not samples": about(False, True, True),
    "batches are shuffled, not samples": about(False, True, False),
    "the buffer of the shuffle is too small": about(False, False, False),
    "the same order in every pass": about(True, False, True),
    "too small a buffer, and the same order in every pass": about(True, False, False),
}
ENDS = "the pair [samples that came first, samples that came last] of 80 passes over 4 samples"
TIGHT = "the buffer of the shuffle is one sample too small"
TIGHTER = "the buffer of the shuffle is half as large as it must be"
REFUSED = "the list of errors"
REFUSED_SLIPS = {
    "batch is left to TensorFlow, which raises a different error": refused(
        *["InvalidArgumentError"] * 2, *["ValueError"] * 2
    ),
    "the surplus of the longer array is silently dropped": refused(
        "ValueError", "ValueError", "", ""
    ),
    "a negative batch is not refused": refused("ValueError", "", "ValueError", "ValueError"),
}
SEED_SLIPS = {
    "the orders do not follow from the seed": seeds(False, False, False, False),
    "seed 0 is taken for no seed": seeds(False, True, False, False),
    "all seeds give the same orders": seeds(True, True, True, True),
    "all seeds give the same first order": seeds(True, True, True, False),
}
