"""Hidden checks of BestCheckpoint."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_raises,
    draw,
    forbids,
    points,
)

pytestmark = forbids("keras.callbacks.ModelCheckpoint")

NAN = float("nan")


def weights_of(rng):
    """Draw the weights of a dense layer."""
    return draw(rng, (3, 2), (2,))


def flat(weights):
    """Return all weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])


def told(written, best_epoch, best):
    """Return the facts of a fit by their names; NaN, which equals nothing, as a word."""
    best = "nan" if best != best else best
    return {"writes in epochs": written, "best_epoch": best_epoch, "best": best}


@points(1)
@after("test_better")
def test_gaps(probes, rng):
    """NaN and a missing value write no file, and missing folders are made"""
    low, high = np.sort(draw(rng, (2,), low=0.1, high=1.0)).tolist()
    values = [NAN, None, high, NAN, 2.0, None, low, 3.0]
    weights = [weights_of(rng) for _ in values]
    logs = [{"loss": -1.0} if value is None else {"val_loss": value} for value in values]
    got = probes.best_checkpoint({}, [logs], [weights], "runs/a.b/best.keras")
    slips = {
        "NaN counts as the best value, being the first": [told([0], 0, NAN)],
        "every NaN counts as better": [told([0, 2, 3, 4, 6], 6, low)],
        "an epoch without the value writes a file": [told([1, 2, 5, 6], 6, low)],
    }
    assert_equal(readable(got["fits"]), [told([2, 6], 6, low)], what="what it tells", slips=slips)


def readable(fits):
    """Return the facts of fits with a word for NaN."""
    return [told(fit["writes in epochs"], fit["best_epoch"], fit["best"]) for fit in fits]


@points(1)
@after("test_better")
def test_settings(probes, rng):
    """a bad mode or path raises ValueError, also where the name merely contains .keras"""
    for path, mode in [("a.keras", "auto"), ("best", "min"), ("a.h5", "min"), ("b.keras.x", "max")]:
        assert_raises(ValueError, probes.refused_path, path, {"mode": mode})
    value, weights = draw(rng, ()).item(), weights_of(rng)
    got = probes.best_checkpoint({"monitor": "mae"}, [[{"mae": value}]], [[weights]], "a.b.keras")
    assert_close(got["weights"], flat(weights), what="the weights in a.b.keras")
