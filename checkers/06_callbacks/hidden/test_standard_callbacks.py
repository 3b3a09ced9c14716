"""Hidden checks of standard_callbacks."""

import csv
import io

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def weights_of(rng, epochs):
    """Draw the weights of a dense layer for each epoch."""
    return [draw(rng, (3, 2), (2,)) for _ in range(epochs)]


@points(1)
@after("test_form")
def test_together(probes, rng):
    """all five work in one fit, with a log_dir that does not exist yet"""
    losses = draw(rng, (), low=1.0, high=3.0) * np.array([0.5, 0.6, 0.9, 0.8, 0.7, 0.6, 0.1])
    logs, weights = [{"loss": 0.5, "val_loss": float(v)} for v in losses], weights_of(rng, 7)
    got = probes.standard_run(0.5, [logs], [weights], folder_name="runs/new/one")
    rows = [[float(f) for f in row] for row in list(csv.reader(io.StringIO(got["log.csv"])))[1:]]
    rates = [0.5, 0.5, 0.5, 0.25, 0.25, 0.125]
    want = np.float32([[n, rates[n], 0.5, losses[n]] for n in range(6)])
    assert_close(np.float32(rows), want, what="the rows of log.csv")
