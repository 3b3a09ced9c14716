"""Checks of masked_mean."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, points


def oracle(x, mask, axis):
    """Return the mean of the kept entries, 0 if there are none."""
    total = np.sum(np.where(mask, np.float64(x), 0), axis=axis)
    return total / np.maximum(mask.sum(axis=axis), 1)


def total_over(kept, count, axis):
    """Return the sum of the kept entries over another count, 0 if that is 0."""
    return np.sum(kept, axis=axis) / np.maximum(count, 1)


def masks(rng, shape, axis):
    """Draw a mask that keeps something and drops something along the axis, everywhere."""
    mask = rng.random(shape) < 0.6
    np.moveaxis(mask, axis, 0)[:2] = np.reshape([True, False], (2, *[1] * (len(shape) - 1)))
    return mask


def mistakes(x, mask, axis):
    """Return the results of common mistakes, by description."""
    kept = np.where(mask, np.float64(x), 0)
    return {
        "the sum is divided by the number of all entries, not of the kept entries": kept.mean(axis),
        "the mask is not used": np.float64(x).mean(axis),
        "the mask is inverted: True means kept": oracle(x, ~mask, axis),
        "the sum is not divided by the count": kept.sum(axis),
        "one mean over everything; only the axis should go away": np.asarray(x[mask].mean()),
        "the count is over everything, not along the axis": kept.sum(axis) / mask.sum(),
        "a kept 0 is not counted": total_over(kept, (mask & (x != 0)).sum(axis), axis),
        "entries below 0 are left out": oracle(x, mask & (x >= 0), axis),
        "the axis stays, with length 1": np.expand_dims(oracle(x, mask, axis), axis),
        "the count is at least 2": total_over(kept, np.maximum(mask.sum(axis), 2), axis),
    } | {
        f"an epsilon of {e:g} is added to the count": kept.sum(axis) / (mask.sum(axis) + e)
        for e in (1e-2, 1e-3, 1e-5, 1e-6, 1e-7, 1e-8)
    }


def test_example(probes):
    """masked_mean gives what the docstring's example shows"""
    x, mask = np.float32([[1, 4, 9]]), np.array([[True, True, False]])
    got, slips = probes.call("masked_mean", x, mask, 1), mistakes(x, mask, 1)
    assert_close(got, [2.5], dtype="float32", kind="tensor", slips=slips)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """the mean is over the kept entries along the axis, in the dtype of x, at any rank"""
    for shape, axis, dtype in CASES:
        x, mask = draw(rng, shape, dtype=dtype), masks(rng, shape, axis)
        got, slips = probes.call("masked_mean", x, mask, axis), mistakes(x, mask, axis)
        room = {"rtol": 1e-10, "atol": 1e-12} if dtype == "float64" else {}  # sums of six numbers
        assert_close(got, oracle(x, mask, axis), dtype=dtype, slips=slips, **room)


@points(0.5)
@after(test_values)
def test_kept_zeros(probes, rng):
    """a kept 0 counts, and so does a negative entry"""
    x, mask = draw(rng, (4, 6)), masks(rng, (4, 6), 1)
    x[:, 0], x[1], x[2, 2:] = 0, 0, -np.abs(x[2, 2:])
    mask[:, 3] = True
    got, slips = probes.call("masked_mean", x, mask, 1), mistakes(x, mask, 1)
    assert_close(got, oracle(x, mask, 1), dtype="float32", slips=slips)


@points(0.5)
@after(test_values)
def test_none_kept(probes, rng):
    """the mean is 0 if nothing is kept"""
    x, mask = draw(rng, (4, 5)), masks(rng, (4, 5), 1)
    mask[[0, 2]] = False
    want = oracle(x, mask, 1)
    slips = {
        "0 / 0 if nothing is kept": np.where(mask.any(1), want, np.nan),
        "the plain mean if nothing is kept": np.where(mask.any(1), want, x.mean(1)),
    }
    assert_close(probes.call("masked_mean", x, mask, 1), want, slips=slips)


@points(0.5)
@after(test_values)
def test_dropped_nan(probes, rng):
    """entries that are not kept have no influence, even if they are nan or inf"""
    x, mask = draw(rng, (5, 4)), masks(rng, (5, 4), 0)
    x[1] = [np.nan, np.inf, -np.inf, np.nan]
    want = oracle(x, mask, 0)
    slips = {
        "x is multiplied by the mask, and 0 times nan is nan": want * np.nan,
        "nan is replaced, but 0 times inf is nan": np.where(np.isinf(x[1]), np.nan, want),
    }
    assert_close(probes.call("masked_mean", x, mask, 0), want, slips=slips)


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient is 1 / count at the kept entries and 0 at the others"""
    x, upstream = draw(rng, (4, 6), (4,), dtype="float64")
    mask = masks(rng, (4, 6), 1)
    mask[2] = False
    want = upstream[:, None] * mask / np.maximum(mask.sum(1, keepdims=True), 1)
    got = probes.gradient("masked_mean", x, mask, 1, upstream=upstream)

    def of(at):
        return probes.call("masked_mean", at, mask, 1) * upstream

    slips = {UNSAFE: np.where(mask.any(1, keepdims=True), want, np.nan)}
    assert_gradient(got, want, of=of, at=x, slips=slips)


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """masked_mean works in tf.function, where no size is known"""
    for shape, axis in [((4, 5), 1), ((2, 3, 4), -3)]:
        x, mask = draw(rng, shape), masks(rng, shape, axis)
        got, slips = probes.masked_mean_in_graph(x, mask, axis), mistakes(x, mask, axis)
        assert_close(got, oracle(x, mask, axis), dtype="float32", slips=slips)


UNSAFE = "0 / 0 has no slope, even if tf.where drops it: choose before the division"
CASES = [
    ((4, 6), 1, "float32"),
    ((2, 3, 5), -2, "float64"),
    ((3, 2, 4), 0, "float32"),
    ((7,), 0, "float32"),
    ((3, 2), 1, "float32"),
    ((4, 1, 5), -1, "float64"),
]
