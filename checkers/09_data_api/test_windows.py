"""Checks of windows."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_raises, draw, points


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
    """Return the inputs or targets that mistakes give."""
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
        "the windows come in reversed order": right[::-1],
    }


def test_form(probes, rng):
    """windows serves batches of inputs and targets, one pair for each start"""
    for shape, length, horizon, batch in [((13,), 4, 2, 3), ((9, 2), 3, 3, 7)]:
        got = probes.windows(draw(rng, shape), length, horizon, batch)[0]
        count, rest = shape[0] - length - horizon + 1, list(shape[1:])
        slips = {DROPPED: count // batch * batch, PADDED: shape[0] - length + 1}
        slips |= {LAST: count - 1, APART: len(range(0, count, length)), OVER: count + 1}
        sizes = sum(len(batch[0]) for batch in got)
        assert_equal(sizes, count, what="the number of windows", slips=slips)
        first = [list(part.shape) for part in got[0]]
        assert_equal(first, [[min(count, batch), n, *rest] for n in (length, horizon)], what=SHAPES)


@points(1)
@after(test_form)
def test_values(probes, rng):
    """a window is `length` steps and the `horizon` steps right after them, in each pass"""
    for shape, *sizes, dtype in [((15,), 5, 2, 4, "float32"), ((8, 3), 2, 4, 9, "float64")]:
        series = draw(rng, shape, dtype=dtype)
        for got in probes.windows(series, *sizes, passes=2):
            for part, what in enumerate(["the inputs", "the targets"]):
                want, slips = oracle(series, *sizes[:2])[part], slips_of(series, *sizes[:2], part)
                assert_close(joined(got, part), want, dtype=dtype, what=what, slips=slips)


@points(1)
@after(test_values)
def test_short(probes, rng):
    """a series of exactly one window is served, and a shorter one is refused"""
    series = draw(rng, (7, 2))
    for length, horizon in [(4, 4), (7, 1), (1, 9)]:
        assert_raises(ValueError, probes.windows, series, length, horizon, 2)
    for length, horizon in [(4, 3), (1, 6)]:
        got = probes.windows(series, length, horizon, 2)[0]
        assert_close(joined(got, 0), series[None, :length], what="the inputs")
        assert_close(joined(got, 1), series[None, length:], what="the target")


SHAPES = "the shapes of the first inputs and targets"
DROPPED = "the last short batch is dropped"
PADDED = "windows whose target ends behind the series"
LAST = "the last window is missing"
OVER = "a window too many"
APART = "the windows do not overlap"
