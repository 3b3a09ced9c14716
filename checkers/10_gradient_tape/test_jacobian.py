"""Checks of jacobian."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points
from tensorkata.checking.assertions import CheckFailed

UNWATCHED = "x is a constant: the tape records it only after tape.watch(x)"
F = "where f(x) = tanh(weights . x)"


def oracle(weights, x):
    """Return the Jacobian of tanh(weights . x), the sum over all axes of x: (*t, *s)."""
    y = np.tanh(np.tensordot(weights, x, x.ndim))
    return (1 - y**2).reshape(y.shape + (1,) * x.ndim) * weights


def slips(want, x):
    """Return what common mistakes make of a Jacobian in x."""
    outputs = tuple(range(want.ndim - x.ndim))
    inputs = tuple(range(len(outputs), want.ndim))
    return {
        "nothing was recorded: call f while the tape is open": 0 * want,
        "the rows are added up: tape.gradient sums over the outputs": want.sum(axis=outputs),
        "outputs and inputs are swapped": want.transpose(inputs + outputs),
        "the axes of the outputs are flattened": want.reshape(-1, *x.shape),
        "there is an extra first axis of size one": want[None],
        "the axes of the inputs are flattened": want.reshape(*want.shape[: len(outputs)], -1),
        "axes of size one are squeezed away": np.squeeze(want),
        "everything is flattened to a matrix": want.reshape(-1, x.size),
    }


def drawn(rng, outputs, inputs, dtype="float64"):
    weights, x = draw(rng, outputs + inputs, inputs, dtype=dtype)
    return np.asarray(weights / 2), np.asarray(x)


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNWATCHED)
    return got


def test_example(probes):
    """jacobian gives what the docstring's example shows"""
    matrix, x = np.float32([[1, 2, 3], [4, 5, 6]]), np.ones(3, "float32")
    got = given(probes.jacobian(matrix, x, mode="linear"))
    what = "where f(x) = weights . x"
    assert_close(got, matrix, dtype="float32", slips=slips(matrix, x), what=what)


@points(0.5)
@after(test_example)
def test_values(probes, rng):
    """jacobian of a vector in a vector holds d f[i] / d x[j] at [i, j], in x's dtype"""
    for size, dtype in [(3, "float64"), (1, "float32")]:
        weights, x = drawn(rng, (size,), (3,), dtype)
        got, want = given(probes.jacobian(weights, x)), oracle(weights, x)
        # tanh of sums of three products: a few roundings of 1e-6 in float32.
        room = 1e-5 if dtype == "float32" else 1e-9
        assert_close(got, want, dtype=dtype, atol=room, slips=slips(want, x), what=F)


@points(0.5)
@after(test_example)
def test_ranks(probes, rng):
    """jacobian keeps every axis of output and input"""
    weights, x = drawn(rng, (2, 3), (4, 1))
    got, want = probes.jacobian(weights, x), oracle(weights, x)
    assert_close(got, want, dtype="float64", slips=slips(want, x), what=F)


@points(0.5)
@after(test_example)
def test_scalars(probes, rng):
    """jacobian takes a scalar output and a scalar input"""
    for outputs, inputs in [((), (3,)), ((4,), ())]:
        weights, x = drawn(rng, outputs, inputs)
        got, want = probes.jacobian(weights, x), oracle(weights, x)
        assert_close(got, want, dtype="float64", slips=slips(want, x), what=F)


@points(0.5)
@after(test_example)
def test_graph(probes, rng):
    """jacobian works in tf.function too"""
    weights, x = drawn(rng, (2,), (3,))
    got, want = probes.jacobian(weights, x, mode="graph"), oracle(weights, x)
    assert_close(got, want, dtype="float64", slips=slips(want, x), what=F)
