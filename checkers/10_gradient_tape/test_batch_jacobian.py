"""Checks of batch_jacobian."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, points
from tensorkata.checking.assertions import CheckFailed

UNWATCHED = "x is a constant: the tape records it only after tape.watch(x)"
ALONE = "the axis of the outputs is gone: keep it even for a single output"
F = "where f(x) = tanh(x @ weights)"


def oracle(weights, x):
    """Return each sample's Jacobian of tanh(x @ weights): (batch, m, n)."""
    return (1 - np.tanh(x @ weights) ** 2)[:, :, None] * weights.T


def slips(weights, x):
    want = oracle(weights, x)
    full = np.zeros((len(x), weights.shape[1], *x.shape))
    full[np.arange(len(x)), :, np.arange(len(x))] = want
    return {
        "the full Jacobian: every sample's output against every sample's input": full,
        "the rows are added up: tape.gradient sums over the outputs": want.sum(axis=1),
        "the batch axis is gone, by a sum or a squeeze: it must stay": want.sum(axis=0),
        "outputs and inputs are swapped": want.swapaxes(1, 2),
        "the batch axis is not the first": want.swapaxes(0, 1),
    }


def drawn(rng, batch, inputs, outputs, dtype="float64"):
    weights, x = draw(rng, (inputs, outputs), (batch, inputs), dtype=dtype)
    return weights / 2, x


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNWATCHED)
    return got


def test_shape(probes, rng):
    """batch_jacobian is (batch, outputs, inputs), with the dtype of x, even in a batch of one"""
    weights, x = drawn(rng, 1, 3, 4, "float32")
    got = given(probes.batch_jacobian(weights, x))
    if isinstance(got, np.ndarray) and got.shape != (1, 4, 3):
        assert_close(got, oracle(weights, x), slips=slips(weights, x), what=F)
    assert_shape(got, (1, 4, 3), dtype="float32")


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """batch_jacobian holds d f(x)[b, i] / d x[b, j] at [b, i, j]"""
    weights, x = drawn(rng, 3, 3, 3)
    got = probes.batch_jacobian(weights, x)
    assert_close(got, oracle(weights, x), dtype="float64", slips=slips(weights, x), what=F)


@points(1)
@after(test_values)
def test_one_output(probes, rng):
    """batch_jacobian keeps the axis of a single output, (batch, 1, inputs)"""
    weights, x = drawn(rng, 2, 3, 1)
    got = probes.batch_jacobian(weights, x)
    assert_close(got, oracle(weights, x), slips={ALONE: oracle(weights, x)[:, 0]}, what=F)
