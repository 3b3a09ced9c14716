"""Checks of windows."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def oracle(series, length, horizon, step=1, gap=0):
    """Return all inputs and all targets; `gap` moves the targets."""
    starts = range(0, len(series) - length - horizon + 1, step)
    middles = [start + length + gap for start in starts]
    inputs = [series[start : start + length] for start in starts]
    targets = [series[middle : middle + horizon] for middle in middles]
    whole = [target for target in targets if len(target) == horizon]
    return np.stack(inputs[: len(whole)]), np.stack(whole)


def joined(batches, part):
    """Return the inputs (0) or the targets (1) of all batches."""
    return np.concatenate([batch[part] for batch in batches])


def slips_of(series, length, horizon, part):
    """Return the inputs or targets of common mistakes."""
    moved = {
        "the target begins a step too late": 1,
        "the target begins with the last step of the inputs": -1,
        "the target begins where the inputs begin": -length,
    }
    slips = {words: oracle(series, length, horizon, gap=gap)[part] for words, gap in moved.items()}
    right = oracle(series, length, horizon)[part]
    return slips | {
        "the windows do not overlap": oracle(series, length, horizon, step=length)[part],
        "the last window is missing": right[:-1],
    }


def test_form(probes, rng):
    """windows serves batches of inputs and targets, one pair for each start"""
    got = probes.windows(draw(rng, (13, 2)), 4, 3, 5)[0]
    sizes = [len(batch[0]) for batch in got]
    slips = {DROPPED: [5], PADDED: [5, 5], LAST: [5, 1], APART: [2], OVER: [5, 3]}
    assert_equal(sizes, [5, 2], what="the list of the number of windows in each batch", slips=slips)
    shapes = [list(part.shape) for part in got[0]]
    slips = {ONE: [[5, 4, 2], [5, 1, 2]], ONE_FLAT: [[5, 4, 2], [5, 2]]}
    assert_equal(
        shapes, [[5, 4, 2], [5, 3, 2]], what="the pair of shapes in the first batch", slips=slips
    )


@points(1)
@after(test_form)
def test_values(probes, rng):
    """a window is `length` steps and the `horizon` steps right after them, in each pass"""
    for shape, *sizes, dtype in [((15,), 5, 2, 4, "float32"), ((8, 3), 2, 4, 9, "float64")]:
        series = draw(rng, shape, dtype=dtype)
        for _, got in zip(range(2), probes.windows(series, *sizes, passes=2), strict=True):
            for part, what in enumerate(["the inputs", "the targets"]):
                want, slips = oracle(series, *sizes[:2])[part], slips_of(series, *sizes[:2], part)
                assert_close(joined(got, part), want, dtype=dtype, what=what, slips=slips)


@points(1)
@after(test_values)
def test_short(probes, rng):
    """a series of exactly one window is served, and a shorter series is refused"""
    series = draw(rng, (7, 2))
    got = probes.errors_of("windows", [[series, 4, 4, 2], [series, 7, 1, 2], [series, 1, 9, 2]])
    slips = {"a series that is too short gives an empty dataset": [""] * 3}
    assert_equal(
        got,
        ["ValueError"] * 3,
        what="the list of errors for series that are too short",
        slips=slips,
    )
    assert_close(np.concatenate(probes.windows(series, 4, 3, 2)[0][0], axis=1), series[None])


ONE = "the target is a single step"
ONE_FLAT = "the target is a single step, without its axis"
DROPPED = "the last short batch is dropped"
PADDED = "there are windows whose target ends after the series"
LAST = "a window is missing: the last, or the targets begin too late"
OVER = "there is one window too many"
APART = "the windows do not overlap"
