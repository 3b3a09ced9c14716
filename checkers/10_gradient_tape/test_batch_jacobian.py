"""Checks of batch_jacobian."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points
from tensorkata.checking.assertions import CheckFailed

UNWATCHED = "x is a constant: the tape records it only after tape.watch(x)"
F = "where f(x) = tanh(x . weights)"


def oracle(weights, x):
    """Return each sample's Jacobian of tanh(x . weights): (batch, m, ...)."""
    y = np.tanh(np.tensordot(x, weights, x.ndim - 1))
    return (1 - y**2).reshape(y.shape + (1,) * (x.ndim - 1)) * np.moveaxis(weights, -1, 0)


def slips(want, x):
    """Return what common mistakes make of each sample's Jacobian in x."""
    full = np.zeros((len(x), want.shape[1], *x.shape))
    full[np.arange(len(x)), :, np.arange(len(x))] = want
    return {
        "nothing was recorded: call f while the tape is open": 0 * want,
        "the full Jacobian: every sample's output against every sample's input": full,
        "the rows are added up: tape.gradient sums over the outputs": want.sum(axis=1),
        "the batch axis is gone, by a sum or a squeeze: it must stay": want.sum(axis=0),
        "outputs and inputs are swapped": np.moveaxis(want, 1, -1),
        "the batch axis is not the first": want.swapaxes(0, 1),
        "only the diagonal: every output has all its inputs": np.diagonal(want, axis1=1, axis2=2),
        "axes of size one are squeezed away: keep them": np.squeeze(want),
        "the samples' axes are swapped": want.swapaxes(-1, -2),
        "the samples' axes are flattened": want.reshape(*want.shape[:2], -1),
        "every sample has the first sample's Jacobian": np.repeat(want[:1], len(x), axis=0),
    }


def drawn(rng, batch, inputs, outputs, dtype="float64"):
    weights, x = draw(rng, (*inputs, outputs), (batch, *inputs), dtype=dtype)
    return weights / 2, x


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNWATCHED)
    return got


def test_example(probes):
    """batch_jacobian gives what the docstring's example shows"""
    x = np.float32([[1, 2], [3, 4]])
    got, want = given(probes.batch_jacobian(None, x)), 2 * x[:, :, None] * np.eye(2)
    assert_close(got, want, dtype="float32", slips=slips(want, x), what="where f(x) = x * x")


@points(1)
@after(test_example)
def test_values(probes, rng):
    """batch_jacobian holds d f(x)[b, i] / d x[b, j] at [b, i, j], in x's dtype"""
    for batch, outputs, dtype in [(3, 3, "float64"), (2, 4, "float32")]:
        weights, x = drawn(rng, batch, (3,), outputs, dtype)
        got, want = given(probes.batch_jacobian(weights, x)), oracle(weights, x)
        # tanh of sums of three products: a few roundings of 1e-6 in float32.
        room = 1e-5 if dtype == "float32" else 1e-9
        assert_close(got, want, dtype=dtype, atol=room, slips=slips(want, x), what=F)


@points(0.5)
@after(test_example)
def test_one(probes, rng):
    """batch_jacobian keeps the axis of a batch of one, and of a single output or input"""
    for batch, inputs, outputs in [(1, 3, 4), (3, 1, 1)]:
        weights, x = drawn(rng, batch, (inputs,), outputs)
        got, want = probes.batch_jacobian(weights, x), oracle(weights, x)
        assert_close(got, want, dtype="float64", slips=slips(want, x), what=F)


@points(0.5)
@after(test_example)
def test_higher_rank(probes, rng):
    """batch_jacobian keeps every axis of a sample, (batch, m, p, q)"""
    weights, x = drawn(rng, 2, (2, 3), 2)
    got, want = probes.batch_jacobian(weights, x), oracle(weights, x)
    assert_close(got, want, dtype="float64", slips=slips(want, x), what=F)
