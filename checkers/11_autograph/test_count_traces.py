"""Checks of count_traces."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

RAN = "the sum of the arguments with which f ran"
EAGER = "the number of times that f ran eagerly"


def oracle(calls):
    """Return how many signatures there are: dtypes and shapes of tensors, values of numbers."""
    return len({tuple(map(signature, call)) for call in calls})


def signature(value):
    return (value.dtype.name, value.shape) if isinstance(value, np.ndarray) else value


def slips(calls):
    """Return what common mistakes count over the calls."""
    arrays = [[np.asarray(value, DTYPE.get(type(value))) for value in call] for call in calls]
    shapes = {tuple(np.shape(value) for value in call) for call in calls}
    return {
        "the calls are counted: count in Python, inside one tf.function": len(calls),
        "Python numbers have become tensors": oracle(arrays),
        "only the first argument is looked at": oracle([call[:1] for call in calls]),
        "only shapes are counted, not dtypes": len(shapes),
        "sizes are relaxed after a trace or two: keep the defaults": 2,
        "nothing is counted: another variable goes up (nonlocal?)": 0,
        "one trace too many is counted": oracle(calls) + 1,
        "one trace is missing": oracle(calls) - 1,
    }


def numbers(rng, n):
    """Return calls with n whole numbers from 2 on, some of them repeated."""
    return [[int(k)] for k in rng.integers(2, 2 + n, n)]


def vectors(rng, n, dtype="float32"):
    """Return calls with n vectors, and again the first: of n, n + 1, ... elements."""
    sizes = [*range(n, 2 * n), n]
    return [[draw(rng, (size,), dtype=dtype)] for size in sizes]


def check(probes, calls):
    assert_close(probes.count_traces(calls), oracle(calls), slips=slips(calls))


def test_example(probes):
    """count_traces gives what the docstring's example shows"""
    check(probes, [[np.ones((), "float32")], [np.zeros((), "float32")], [3.0], [4.0]])


@points(1)
@after(test_example)
def test_numbers(probes, rng):
    """count_traces finds one trace for each Python number, and none without calls"""
    for n in rng.permutation([0, 5, 8, 11]):
        check(probes, numbers(rng, int(n)))


@points(1)
@after(test_example)
def test_tensors(probes, rng):
    """count_traces finds one trace for each shape and each dtype of a tensor"""
    for n in rng.permutation([3, 4, 6]):
        check(probes, vectors(rng, int(n)))
        check(probes, vectors(rng, int(n)) + vectors(rng, 3, "float64"))


@points(0.5)
@after(test_example)
def test_arguments(probes, rng):
    """count_traces passes every argument of a call, and looks at all of them"""
    pairs = [draw(rng, (k,), (n,)) for k, n in rng.integers(2, 6, (9, 2))]
    check(probes, pairs)
    check(probes, [[vector, int(k)] for (vector, _), k in zip(pairs, NUMBERS, strict=True)])


@points(1)
@after(test_example)
def test_runs(probes, rng):
    """count_traces runs every call, in the graph"""
    calls = [*numbers(rng, 4), *([draw(rng, ())] for _ in range(4))]
    got, first = (
        probes.count_traces_in_runs(calls),
        {signature(call[0]): call for call in calls[::-1]},
    )
    total, new = (sum(float(v) for [v] in some) for some in (calls, first.values()))
    wrong = NOT_RUN | {"a call that needs no new trace does not run": new}
    # Eight sums of numbers of about 3.
    assert_close(got["total"], total, atol=1e-5, dtype="float32", what=RAN, slips=wrong)
    assert_equal(got["eager"], 0, what=EAGER, slips=WARMED)


@points(0.5)
@after(test_example)
def test_first_call(probes, rng):
    """count_traces counts both traces of a first call that makes a variable"""
    for n in rng.permutation([4, 7, 11]):
        calls = numbers(rng, int(n))
        got, want = probes.count_traces(calls, makes=True), oracle(calls) + 1
        assert_close(got, want, slips={TWICE: want - 1} | slips(calls))


NUMBERS = [7, 8, 7, 9, 7, 8, 8, 2, 5]
DTYPE = {int: "int32", float: "float32"}  # of the tensor that a Python number becomes
TWICE = "the first call is traced twice, and both traces count"
NOT_RUN = {"no call runs: tracing is not enough": 0.0}
WARMED = {"f itself is called: call only the tf.function": 1}
