"""Checks of leaky_sum."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_true,
    draw,
    points,
)
from tensorkata.checking.assertions import CheckFailed


def oracle(x, decay):
    """Return the sums: weights decay^(t - s) of x[s] for s <= t."""
    t = np.arange(len(x))
    powers = np.maximum(t[:, None] - t, 0)
    weights = np.where(t[:, None] >= t, np.float64(decay) ** powers, 0.0)
    return np.tensordot(weights, x.astype(float), 1).astype(x.dtype)


def slips(x, decay):
    """Return what common mistakes make of x."""
    want = oracle(x, decay)
    wrong = {
        "nothing was written: keep the array that `write` returns": 0 * want,
        "the decay is missing: this is the plain sum": oracle(x, 1.0),
        "the new value is weakened too: only the sum before it is": decay * want,
        "a mean, not a sum: the new value keeps its weight of 1": (1 - decay) * want,
        "the backward sum: time runs from the first step on": oracle(x[::-1], decay)[::-1],
        "the last sum only, not one for each step": want[-1] if len(x) else want,
        "each sum lacks the newest value": decay * np.concatenate([0 * want[:1], want[:-1]]),
        "only the step before is remembered": x + decay * np.concatenate([0 * x[:1], x[:-1]]),
        "the first step is missing": want[1:],
    }
    if x.ndim > 1:
        wrong["the sum runs over the second axis, not over time"] = oracle(
            x.swapaxes(0, 1), decay
        ).swapaxes(0, 1)
    return wrong


def check(got, xs, decay, dtype="float32"):
    for one, x in zip(got, xs, strict=True):
        # Sums of up to a hundred numbers of about 1, each rounded at 1e-7.
        room = 1e-5 if dtype == "float32" else 1e-9
        form = {"dtype": dtype, "atol": room, "slips": slips(x, decay), "kind": "tensor"}
        try:
            assert_close(one, oracle(x, decay), **form)
        except CheckFailed as failure:
            failure.cause = POWERS if failure.rung == "finite" else failure.cause
            raise


def test_example(probes):
    """leaky_sum gives what the docstring's example shows"""
    xs = [np.float32([[1], [0], [4]])]
    check(probes.leaky_sum(xs, 0.5), xs, 0.5)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """leaky_sum remembers every step before, with any decay and at any rank"""
    for decay, shape in CASES:
        xs = [draw(rng, shape)]
        check(probes.leaky_sum(xs, decay), xs, decay)


@points(0.5)
@after(test_example)
def test_dtype_and_no_steps(probes, rng):
    """leaky_sum keeps float64, and gives nothing for no steps"""
    xs = draw(rng, (4, 2), (0, 2), (1, 2), dtype="float64")
    check(probes.leaky_sum(xs, 0.75), xs, 0.75, "float64")


@points(1)
@after(test_example)
def test_graph(probes, rng):
    """leaky_sum works in one graph for any number of steps, and for none"""
    xs, decay = draw(rng, (5, 2), (1, 2), (0, 2), (7, 2)), float(rng.uniform(0.3, 0.9))
    check(probes.leaky_sum(xs, decay, graph="unknown"), xs, decay)


@points(0.5)
@after(test_example)
def test_long(probes, rng):
    """leaky_sum is right after hundreds of steps, when the first are long forgotten"""
    xs, decay = [draw(rng, (400, 2))], float(rng.uniform(0.05, 0.15))
    check(probes.leaky_sum(xs, decay, graph="unknown"), xs, decay)


@points(1)
@after(test_example)
def test_operations(probes, rng):
    """leaky_sum has fewer than 200 operations in its graph, for 100 steps too"""
    xs, decay = [draw(rng, (100, 2))], float(rng.uniform(0.3, 0.9))
    got = probes.leaky_sum(xs, decay, graph="known")
    check(got["results"], xs, decay)
    few = got["operations"] < MOST
    assert_true(few, UNROLLED, got=got["operations"], want="fewer than 200 operations")


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient of leaky_sum reaches every step, from every later one"""
    x, upstream = draw(rng, (6, 2), (6, 2), dtype="float64")
    want, decay = oracle(upstream[::-1], 0.625)[::-1], 0.625
    got = probes.leaky_sum_gradient(x, decay, upstream)
    assert_gradient(got, want, what="the gradient in x")


CASES = [(0.8, (6, 3)), (-0.5, (5,)), (1.0, (3, 2, 2)), (0.0, (3, 1)), (0.5, (1, 4))]
MOST = 200
POWERS = "it divides by powers of decay, which are soon 0: go from step to step"
UNROLLED = "the graph grows with time: Python's loop was written out, step by step"
