"""Hidden checks of BestCheckpoint."""

import numpy as np

from tensorkata.checking import after, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.ModelCheckpoint")

NAN = float("nan")


def weights_of(rng, epochs):
    """Draw the weights of a dense layer for each epoch."""
    return [draw(rng, (3, 2), (2,)) for _ in range(epochs)]


@points(1)
@after("test_gaps")
def test_other_gaps(probes, rng):
    """with mode "max", values below 0, NaN and missing values are compared in every fit"""
    low, high = np.sort(draw(rng, (2,), low=0.1, high=1.0)).tolist()
    fits = [[NAN, -high, None], [None, NAN, -low, -high]]
    logs = [[{"loss": 9.0} if v is None else {"val_loss": v} for v in fit] for fit in fits]
    weights = [weights_of(rng, len(fit)) for fit in fits]
    got = probes.best_checkpoint_in_fits("a.b/c.keras", logs, weights, 3, mode="max")
    assert_equal(got, [told([4], 4, -high), told([5], 5, -low)], what="the outcome of two fits")


def told(written, best_epoch, best):
    """Return the facts of a fit by name."""
    return {"writes in epochs": written, "best_epoch": best_epoch, "best": best}
