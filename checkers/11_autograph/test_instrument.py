"""Checks of instrument."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points
from tensorkata.checking.assertions import CheckFailed

WHAT = "the result of graph, where f(x) = x * x"
DROPPED = "graph calls f and drops what f returns"
NUMBER = "int, not a function"
ARGUMENTS = {"pair": 2, "dict": 1, "None": 0}
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
        "traces and runs are numbers: return functions, which read the counters when asked": [
            [NUMBER, NUMBER] for _ in want
        ],
    }


def check(got, xs, want):
    for one, x in zip(got["results"], xs, strict=True):
        if one is None:
            raise CheckFailed(f"{WHAT}: returned None", rung="claim", cause=DROPPED)
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
    x, y = draw(rng, (4,), (4,))
    for kind, want in (("pair", [x - y, x * y]), ("dict", {"double": 2 * x}), ("None", None)):
        times = int(rng.integers(2, 9))
        got = probes.instrument_other_functions(kind, x, y, times)
        hold_result(got["result"], want, KINDS[kind])
        hold_runs(got, kind, times, y)


def hold_runs(got, kind, times, y):
    """Hold what was counted, and what the function without arguments has added up."""
    slips = {"the arguments are counted, not the runs": [1, times * ARGUMENTS[kind]]}
    assert_equal(got["counts"], [1, times], what=COUNTS, slips=slips)
    added = times * y if kind == "None" else 0 * y
    assert_close(got["total"], added, dtype="float32", what=TOTAL, slips={TWICE: 2 * added})


def hold_result(got, want, what):
    """Hold a result, part by part; fail with the cause if its structure is another."""
    if isinstance(got, str):
        raise CheckFailed("graph takes another number of arguments than f", cause=ONE)
    if want is None:
        assert_equal(got, None, what=what, slips={"something stands in for None": got})
        return
    if type(got) is not type(want) or len(got) != len(want):
        raise CheckFailed(f"{what} has another structure", got=got, rung="claim", cause=PACKED)
    parts = [got["double"]] if isinstance(got, dict) else got
    numbers = list(want.values()) if isinstance(want, dict) else want
    for part, wanted in zip(parts, numbers, strict=True):
        assert_close(part, wanted, dtype="float32", what=what)


@points(1.5)
@after(test_example)
def test_inside(probes, rng):
    """instrument counts the runs in a loop of another graph, where Python passes once"""
    xs, loops = draw(rng, (), (2,)), [int(n) for n in rng.integers(3, 40, 3)]
    want = [[0, 0], [2, 2], *([2, 2 + int(n)] for n in np.cumsum(loops))]
    got = probes.instrument([np.asarray(x) for x in xs], loops)
    check(got, xs, want)


KINDS = {
    "pair": "the result of a graph of f(x, y) = (x - y, x * y)",
    "dict": "the result of a graph of f(x) = {'double': x + x}",
    "None": "the result of a graph of an f() that returns None",
}
TOTAL = "the variable to which each run of an f() adds y"
TWICE = "f runs twice in each run: call it once, and keep what it returns"
ONE = "graph takes one argument: f may take any number, so hand on *args"
PACKED = "the result went through an operation, which makes one tensor of it: return it as it is"
WARMED = {"f itself is called: call only the tf.function": 1}
