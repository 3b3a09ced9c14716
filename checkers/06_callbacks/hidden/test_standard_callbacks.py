"""Hidden checks of standard_callbacks."""

import csv
import io

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def weights_of(rng, epochs):
    """Draw the weights of a dense layer for each epoch."""
    return [draw(rng, (3, 2), (2,)) for _ in range(epochs)]


def flat(weights):
    """Return all weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])


@points(1)
@after("test_form")
def test_together(probes, rng):
    """all five work in one fit, and make a folder that is missing"""
    losses = draw(rng, (), low=1.0, high=3.0) * np.array([0.7, 0.5, 0.6, 0.9, 0.8, 0.7, 0.6, 0.1])
    logs, weights = [{"loss": 0.5, "val_loss": float(v)} for v in losses], weights_of(rng, 8)
    got = probes.standard_run(0.5, [logs], [weights], folder_name="runs/new/one")
    assert_close(got["weights"], flat(weights[1]), what="the weights after the fit")
    assert_close(got["best.keras"], flat(weights[1]), what="the weights in best.keras")
    rows = [[float(f) for f in row] for row in list(csv.reader(io.StringIO(got["log.csv"])))[1:]]
    rates = [0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125]
    want = np.float32([[n, rates[n], 0.5, losses[n]] for n in range(7)])
    assert_close(np.float32(rows), want, what="the rows of log.csv")
    assert_equal(sorted(got["curves"]), ["train", "validation"], what="the folders of events")
