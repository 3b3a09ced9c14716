"""Checks of trace_once."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    draw,
    points,
)

WHAT = "the result for a batch, where f(x) = sin(x) * (batch size + 1)"
TRACES = "the number of times that Python ran f"
WORDS = {
    "each size is traced again: the first axis has to be None": 6,
    "sizes are relaxed only after the second one: say so beforehand": 2,
}
FIXED = "the batch size is that of the example: f saw a fixed one"
EAGER = {"f runs eagerly, not in a graph": 6, "f is tried on the example: trace it only": 1}


def oracle(x, size=None):
    return np.sin(x) * ((len(x) if size is None else size) + 1)


def check(got, batches, example):
    """Hold the results to f(x) = sin(x) * (batch size + 1), one for each batch."""
    for one, x in zip(got, batches, strict=True):
        wrong = {FIXED: oracle(x, len(example))}
        assert_close(one, oracle(x), dtype=x.dtype.name, what=WHAT, slips=wrong)


def drawn(rng, sizes, shape, dtype="float32"):
    return [draw(rng, (size, *shape), dtype=dtype) for size in sizes]


def test_example(probes):
    """trace_once gives what the docstring's example shows"""
    x = np.float32([[1], [2], [3]])
    [got] = probes.trace_once(np.zeros((2, 1), "float32"), [x], double=True)
    assert_close(got, 2 * x, dtype="float32", what="the result for a batch of 3")


@points(1)
@after(test_example)
def test_values(probes, rng):
    """trace_once returns what f returns, for tensors of any rank and dtype"""
    for shape, dtype in [((3,), "float32"), ((), "float64"), ((2, 1, 4), "float32")]:
        example, *batches = drawn(rng, rng.permutation(7), shape, dtype)
        check(probes.trace_once(example, batches), batches, example)


@points(1)
@after(test_example)
def test_traces(probes, rng):
    """trace_once traces f once, for six sizes, and never runs it eagerly"""
    example, *batches = drawn(rng, [4, 7, 1, 0, 3, 2, 9], (2,))
    got = probes.trace_once(example, batches, whole=True)
    check(got["results"], batches, example)
    assert_equal(got["eager"], 0, what="the number of times that f ran eagerly", slips=EAGER)
    assert_equal(got["traces"], 1, what=TRACES, slips=WORDS)


@points(1)
@after(test_values)
def test_refusals(probes, rng):
    """trace_once raises TypeError for another dtype, rank or feature size, and takes the others"""
    example, x, flat = draw(rng, (5, 3), (4, 3), (3,))
    check(probes.trace_once(example, [x]), [x], example)
    bad = [x.astype("float64"), x.astype("int32"), flat, x[None], x[:, :2], x[:, :1]]
    got, want = probes.trace_once_refusals(example, dict(zip(KINDS, bad, strict=True))), REFUSED
    assert_equal(got, want, what="the error for each tensor that does not fit", slips=TAKEN)


KINDS = ["float64", "int32", "an axis less", "an axis more", "2 features, not 3", "1, not 3"]
NOTHING = "nothing was raised"
REFUSED = dict.fromkeys(KINDS, "TypeError")
TAKEN = {
    "another dtype is taken": REFUSED | dict.fromkeys(KINDS[:2], NOTHING),
    "another dtype raises another error": REFUSED | dict.fromkeys(KINDS[:2], "ValueError"),
    "later axes may have any size: only the first is free": REFUSED
    | dict.fromkeys(KINDS[4:], NOTHING),
    "any number of axes is taken": REFUSED | dict.fromkeys(KINDS[2:], NOTHING),
    "tensors are reshaped until they fit": REFUSED
    | dict.fromkeys(KINDS[2:4], NOTHING)
    | dict.fromkeys(KINDS[4:], "InvalidArgumentError"),
}
