"""Checks of instrument."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points
from tensorkata.checking.assertions import CheckFailed

WHAT = "the result of graph, where f(x) = x * x"
VARIABLE = "ResourceVariable, not int"
COUNTS = "the list of [traces(), runs()]"


def slips(want):
    """Return what common mistakes count, each a list of pairs."""
    traces, runs = zip(*want, strict=True)
    eager = [*runs[:2], *[runs[1] + 1] * (len(runs) - 2)]
    return {
        "traces and runs are swapped": [list(pair) for pair in zip(runs, traces, strict=True)],
        "runs counts traces: Python passes once, while tracing": [[t, t] for t in traces],
        "traces counts runs: a tf.Variable moves in every run": [[r, r] for r in runs],
        "runs is counted in Python, around the graph: the loop's own runs are missing": [
            list(pair) for pair in zip(traces, eager, strict=True)
        ],
        "all that is instrumented is counted together": [
            want[0],
            *([t + 1, r + 1] for t, r in want[1:]),
        ],
        "runs starts at 1": [[t, r + 1] for t, r in want],
        "runs() is a tf.Variable, not an int": [[t, VARIABLE] for t in traces],
        "one trace too many is counted": [[t + (t > 0), r] for t, r in want],
    }


def check(got, xs, want):
    for one, x in zip(got["results"], xs, strict=True):
        assert_close(one, x * x, dtype="float32", what=WHAT)
    assert_equal(got["counts"], want, what=COUNTS, slips=slips(want))


def test_example(probes):
    """instrument gives what the docstring's example shows"""
    xs = [np.asarray(x, "float32") for x in (1, 2, 3)]
    check(probes.instrument(xs), xs, [[0, 0], [1, 3]])


@points(1.5)
@after(test_example)
def test_counts(probes, rng):
    """instrument counts a trace for each shape, and a run for each call"""
    for shapes, again in [(3, 4), (2, 7), (5, 1)]:
        xs = draw(rng, *([(size,) for size in range(1, 1 + shapes)] * again))
        got = probes.instrument(xs, watched=True)
        check(got, xs, [[0, 0], [shapes, len(xs)]])
        assert_equal(got["eager"], 0, what="the number of times that f ran eagerly", slips=WARMED)


@points(0.5)
@after(test_example)
def test_other_functions(probes, rng):
    """instrument returns a pair, a dict or None as f does, and takes two arguments, one or none"""
    (x, y), calls = draw(rng, (4,), (4,)), [int(n) for n in rng.integers(2, 9, 3)]
    got = probes.instrument_other_functions(x, y, calls)
    for result, want in zip(as_list(got["pair"]["result"]), [x + y, x * y], strict=True):
        assert_close(result, want, dtype="float32", what=PAIR)
    assert_close(as_dict(got["dict"]["result"])["double"], 2 * x, dtype="float32", what=DICT)
    assert_equal(got["None"]["result"], None, what="the result of a graph of f() that gives None")
    hold_counts(got, calls, y)


def as_list(result):
    """Return a pair as it came; fail with the cause if it is none."""
    if not isinstance(result, list):
        raise CheckFailed(f"{PAIR}: is no pair", got=result, rung="claim", cause=PACKED)
    return result


def as_dict(result):
    """Return a dict as it came; fail with the cause if it is none."""
    if not isinstance(result, dict):
        raise CheckFailed(f"{DICT}: is no dict", got=result, rung="claim", cause=PACKED)
    return result


def hold_counts(got, calls, y):
    """Hold what was counted, and what the last function has done in each of its runs."""
    counts = [got[name]["counts"] for name in ("pair", "dict", "None")]
    assert_equal(counts, [[1, n] for n in calls], what=COUNTS)
    assert_close(got["total"], calls[-1] * y, dtype="float32", what=TOTAL)


@points(1.5)
@after(test_example)
def test_inside(probes, rng):
    """instrument counts the runs in a loop of another graph, where Python passes once"""
    xs, loops = draw(rng, (), (2,)), [int(n) for n in rng.integers(3, 40, 3)]
    want = [[0, 0], [2, 2], *([2, 2 + int(n)] for n in np.cumsum(loops))]
    got = probes.instrument([np.asarray(x) for x in xs], loops)
    check(got, xs, want)


PAIR = "the result of a graph of f(x, y) = (x + y, x * y)"
DICT = "the result of a graph of f(x) = {'double': x + x}"
TOTAL = "the variable to which each run of f() adds y"
PACKED = "the result went through an operation, which makes one tensor of it: return it as it is"
WARMED = {"f itself is called: call only the tf.function": 1}
