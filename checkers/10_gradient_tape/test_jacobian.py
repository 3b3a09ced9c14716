"""Checks of jacobian."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, points
from tensorkata.checking.assertions import CheckFailed

UNWATCHED = "x is a constant: the tape records it only after tape.watch(x)"
F = "where f(x) = tanh(weights . x)"


def oracle(weights, x):
    """Return the Jacobian of tanh(weights . x), the sum over all axes of x: (*t, *s)."""
    y = np.tanh(np.tensordot(weights, x, x.ndim))
    return (1 - y**2).reshape(y.shape + (1,) * x.ndim) * weights


def slips(weights, x):
    want = oracle(weights, x)
    outputs = tuple(range(want.ndim - x.ndim))
    inputs = tuple(range(len(outputs), want.ndim))
    return {
        "the rows are added up: tape.gradient sums over the outputs": want.sum(axis=outputs),
        "outputs and inputs are swapped": want.transpose(inputs + outputs),
        "the axes of the outputs are flattened": want.reshape(-1, *x.shape),
        "there is an extra first axis of size one": want[None],
        "the axes of the inputs are flattened": want.reshape(*want.shape[: len(outputs)], -1),
    }


def drawn(rng, outputs, inputs, dtype="float64"):
    weights, x = draw(rng, outputs + inputs, inputs, dtype=dtype)
    return weights / 2, x


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNWATCHED)
    return got


def test_shape(probes, rng):
    """jacobian joins the shapes of output and input, with the dtype of x"""
    weights, x = drawn(rng, (4,), (3,), "float32")
    got = given(probes.jacobian(weights, x))
    if isinstance(got, np.ndarray) and got.shape != (4, 3):
        assert_close(got, oracle(weights, x), slips=slips(weights, x), what=F)
    assert_shape(got, (4, 3), dtype="float32")


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """jacobian of a vector in a vector holds d f[i] / d x[j] at [i, j]"""
    weights, x = drawn(rng, (3,), (3,))
    got = probes.jacobian(weights, x)
    assert_close(got, oracle(weights, x), dtype="float64", slips=slips(weights, x), what=F)


@points(1)
@after(test_values)
def test_ranks(probes, rng):
    """jacobian keeps every axis of output and input, and takes a scalar output"""
    for outputs, inputs in [((2, 3), (4, 1)), ((), (3,))]:
        weights, x = drawn(rng, outputs, inputs)
        got = probes.jacobian(weights, x)
        assert_close(got, oracle(weights, x), slips=slips(weights, x), what=F)
