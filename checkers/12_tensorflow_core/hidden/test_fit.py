"""Hidden checks of fit."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras")


def walked(weights, x, y, batches, rate):
    """Return the loss of every sample before its step, and the weights at the end."""
    kernel, bias = (np.asarray(part, float) for part in weights)
    losses = []
    for batch in batches:
        odds = np.exp(x[batch] @ kernel + bias)
        shares, labels = odds / odds.sum(axis=1, keepdims=True), y[batch]
        losses.extend(-np.log(shares[np.arange(len(labels)), labels]))
        miss = rate * (shares - np.eye(len(bias))[labels]) / len(labels)
        kernel, bias = kernel - x[batch].T @ miss, bias - miss.sum(axis=0)
    return losses, kernel, bias


def joined(*parts):
    """Return all numbers, one behind the other."""
    return np.concatenate([np.ravel(part) for part in parts])


@points(1)
@after("test_steps")
def test_batches_of_one(probes, rng):
    """batches of one sample, and labels of int64, give the right losses and weights"""
    weights, x = draw(rng, (2, 3), (3,)), draw(rng, (5, 2))
    y = draw(rng, (5,), dtype="int64", high=3)
    got = probes.fit_once(weights, np.column_stack([np.float32(range(5)), x]), y, 0.25, 2, 1)
    order = np.reshape(np.clip(np.nan_to_num(got["order"][1::2]), 0, 4), (2, 5))
    losses, *want = walked(weights, x, y, order.astype(int).reshape(-1, 1), 0.25)
    found = joined(np.sort(order), got["losses"], got["kernel"], got["bias"])
    wanted = joined([range(5)] * 2, np.reshape(losses, (2, 5)).mean(axis=1), *want)
    assert_close(found, wanted, dtype="float32", what="order, losses, kernel and bias, joined")
