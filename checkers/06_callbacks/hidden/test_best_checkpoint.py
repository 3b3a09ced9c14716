"""Hidden checks of BestCheckpoint."""

import numpy as np

from tensorkata.checking import (
    after,
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


def told(written, best_epoch, best):
    """Return the facts of a fit by name; NaN, which equals nothing, as a word."""
    best = "nan" if best != best else best
    return {"writes in epochs": written, "best_epoch": best_epoch, "best": best}


@points(1)
@after("test_better")
def test_gaps(probes, rng):
    """NaN and a missing value write no file, and missing folders are made"""
    low, high = np.sort(draw(rng, (2,), low=0.1, high=1.0)).tolist()
    low -= 2  # below 0, which is better than none and is beaten in the end
    values = [NAN, None, high, NAN, 2.0, None, 0.0, 3.0, low, 4.0]
    weights = [weights_of(rng) for _ in values]
    logs = [{"loss": -1.0} if value is None else {"val_loss": value} for value in values]
    got = readable(probes.best_checkpoint({}, [logs], [weights], "runs/a.b/best.keras")["fits"])
    assert_equal(got, [told([2, 6, 8], 8, low)], what="the outcome", slips=misled(low))


def misled(low):
    """Return the outcomes of checkpoints that mishandle NaN, 0 or a missing value."""
    return {
        "NaN as the first value counts as the best": [told([0], 0, NAN)],
        "every NaN counts as better": [told([0, 2, 3, 4, 6, 8], 8, low)],
        "an epoch without the value writes a file": [told([1, 2, 5, 6, 8], 8, low)],
        "a value of 0 is taken for a missing value": [told([2, 8], 8, low)],
        "a best value of 0 is taken for no value": [told([2, 6, 7, 8], 8, low)],
    }


def readable(fits):
    """Return the facts of fits with a word for NaN."""
    return [told(fit["writes in epochs"], fit["best_epoch"], fit["best"]) for fit in fits]


@points(1)
@after("test_better")
def test_settings(probes, rng):
    """a bad mode or path raises ValueError, even if the name contains .keras before its end"""
    for path, mode in [("a.keras", "auto"), ("best", "min"), ("a.h5", "min"), ("b.keras.x", "max")]:
        assert_raises(ValueError, probes.refused_path, path, {"mode": mode})
    value, weights = draw(rng, ()).item(), weights_of(rng)
    got = probes.best_checkpoint({"monitor": "mae"}, [[{"mae": value}]], [[weights]], "a.b.keras")
    slips = {"the name is cut at its first dot": [told([], 0, value)]}
    assert_equal(got["fits"], [told([0], 0, value)], what="the outcome", slips=slips)
