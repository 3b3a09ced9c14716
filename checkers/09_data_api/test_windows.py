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


def test_example(probes):
    """windows serves what the docstring's example shows"""
    got = probes.windows(np.array([0.0, 1.0, 2.0, 3.0, 4.0]), 3, 1, 9)
    slips = {words: [batches] for words, batches in EXAMPLE_SLIPS.items()}
    assert_equal(got, [[EXAMPLE]], what="the list of batches in a pass", slips=slips)


@after(test_example)
def test_form(probes, rng):
    """windows serves batches of inputs and targets, one pair for each start"""
    [got] = probes.windows(draw(rng, (13, 2)), 4, 3, 5)
    shapes = [[list(part.shape) for part in batch] for batch in got]
    slips = {words: shapes_of(sizes) for words, sizes in SIZES.items()}
    slips |= {ONE: shapes_of([5, 2], 1)}
    assert_equal(shapes, shapes_of([5, 2]), what="the list of shapes in the batches", slips=slips)


@points(1)
@after(test_form)
def test_values(probes, rng):
    """a window is `length` steps and the `horizon` steps right after them, in each pass"""
    for shape, *sizes, dtype in CASES:
        series = values(rng, shape, dtype)
        for _, got in zip(range(2), probes.windows(series, *sizes, passes=2), strict=True):
            parts = zip(*got, strict=True)
            for part, (mine, what) in enumerate(zip(parts, ("inputs", "targets"), strict=True)):
                want, slips = oracle(series, *sizes[:2])[part], slips_of(series, *sizes[:2], part)
                got_part = np.concatenate(mine)
                assert_close(got_part, want, dtype=dtype, what=f"the {what}", slips=slips)


@points(1)
@after(test_values)
def test_short(probes, rng):
    """a series of exactly one window is served, and a shorter series is refused"""
    series = draw(rng, (7, 2))
    got = probes.errors_of("windows", {words: [series, *case] for words, case in SHORT.items()})
    slips = {EMPTY: dict.fromkeys(SHORT, "nothing was raised")}
    slips |= {HORIZON: dict.fromkeys(SHORT, "nothing was raised") | {INPUTS: "ValueError"}}
    assert_equal(got, dict.fromkeys(SHORT, "ValueError"), what="the dict of errors", slips=slips)
    [[[inputs, targets]]] = probes.windows(series, 4, 3, 2)
    got = np.concatenate([inputs, targets], axis=1)
    assert_close(got, series[None], what="the only window, inputs and targets")


def values(rng, shape, dtype):
    """Draw values of any dtype, integers beyond what float32 can hold."""
    high = 2.0**40 if dtype == "int64" else 200
    low = 0 if dtype == "uint8" else -high
    return draw(rng, shape, dtype="float64", low=low, high=high).astype(dtype)


def shapes_of(sizes, horizon=3):
    return [[[size, 4, 2], [size, horizon, 2]] for size in sizes]


EXAMPLE = [[[0.0, 1.0, 2.0], [1.0, 2.0, 3.0]], [[3.0], [4.0]]]
EXAMPLE_SLIPS = {
    "the last window is missing": [[[[0.0, 1.0, 2.0]], [[3.0]]]],
    "the target begins a step too late": [[[[0.0, 1.0, 2.0]], [[4.0]]]],
    "the target begins with the last step of the inputs": [[EXAMPLE[0], [[2.0], [3.0]]]],
    "the target begins where the inputs begin": [[EXAMPLE[0], [[0.0], [1.0]]]],
    "the target is a single step, without its axis": [[EXAMPLE[0], [3.0, 4.0]]],
    "the windows come in reversed order": [[EXAMPLE[0][::-1], EXAMPLE[1][::-1]]],
    "the windows are not batched": [list(pair) for pair in zip(*EXAMPLE, strict=True)],
    "the last short batch is dropped": [],
    "the first window is left out": [[[EXAMPLE[0][1]], [[4.0]]]],
    "the targets are filled up with zeros at the end": [
        [[*EXAMPLE[0], [2.0, 3.0, 4.0]], [[3.0], [4.0], [0.0]]]
    ],
}
ONE = "the target is a single step"
SIZES = {
    "the last short batch is dropped": [5],
    "there are windows whose target ends after the series": [5, 5],
    "a window is missing: the last, or the targets begin too late": [5, 1],
    "the windows do not overlap": [2],
    "there is one window too many": [5, 3],
}
CASES = [
    ((15,), 5, 2, 4, "float32"),
    ((8, 3), 2, 4, 9, "float64"),
    ((9,), 2, 1, 1, "int64"),
    ((6, 2, 2), 1, 2, 3, "uint8"),
]
INPUTS = "7 steps, length 9 and horizon 1"
SHORT = {
    "7 steps, length 4 and horizon 4": (4, 4, 2),
    "7 steps, length 7 and horizon 1": (7, 1, 2),
    "7 steps, length 1 and horizon 9": (1, 9, 2),
    INPUTS: (9, 1, 2),
}
EMPTY = "a series that is too short gives an empty dataset"
HORIZON = "only a series shorter than length is refused; the horizon is forgotten"
