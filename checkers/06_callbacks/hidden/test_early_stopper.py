"""Hidden checks of EarlyStopper."""

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

pytestmark = forbids("keras.callbacks.EarlyStopping")

NAN = float("nan")
NAMES = ("epochs run", "stopped_epoch", "best_epoch", "best")


def told(*facts):
    """Return the facts of a fit by name."""
    return dict(zip(NAMES, facts, strict=True))


def readable(got):
    """Return the facts with a word for NaN, which equals nothing."""
    return {name: "nan" if fact != fact else fact for name, fact in got.items()}


@points(1)
@after("test_stop")
def test_gaps(probes, rng):
    """NaN is not an improvement, and an epoch without the value does not count"""
    a, b, c = np.sort(draw(rng, (3,), low=0.1, high=1.0)).tolist()
    a, b = a - 2, b - 2  # below 0, so that a value of 0 is no improvement
    values = [NAN, c, None, NAN, b, None, 0.0, None, 0.0, NAN, None, 4.0, 5.0, a, 6.0]
    logs = [{"loss": 0.5} if value is None else {"val_loss": value} for value in values]
    got = readable(probes.early_stopper({"patience": 3}, [logs])[0])
    assert_equal(got, told(10, 9, 4, b), what="the outcome", slips=misled(a, b))


def misled(a, b):
    """Return the outcomes of stoppers that mishandle NaN, 0 or a missing value."""
    return {
        "an epoch without the value counts as an epoch without an improvement": told(8, 7, 4, b),
        "an epoch without the value ends the waiting": told(15, None, 13, a),
        "an epoch of NaN does not count": told(12, 11, 4, b),
        "NaN as the first value counts as the best": told(5, 4, 0, "nan"),
        "a value of 0 is taken for a missing value": told(13, 12, 4, b),
    }


@points(1)
@after("test_restore")
def test_no_best_epoch(probes, rng):
    """if this fit has no best epoch, the weights stay as they are"""
    weights = [[weights_of(rng) for _ in range(2)] for _ in range(2)]
    fits = [[{"val_loss": value} for value in values] for values in [(0.5, 0.7), (NAN, NAN)]]
    case = {"settings": {"patience": 2, "restore_best": True}, "fits": fits, "weights": weights}
    (got,) = probes.restored([case])
    last = flat(weights[1][1])
    before, first = flat(weights[0][0]), flat(weights[1][0])
    slips = {"the weights of the fit before": before, "NaN counts as the best": first}
    assert_close(got[1], last, what="the weights after a fit of NaN", slips=slips)


@points(1)
@after("test_stop")
def test_settings(probes, rng):
    """a bad mode or patience raises ValueError, and patience 1 stops at once"""
    for settings in ({"mode": "auto"}, {"mode": "lower"}, {"patience": 0}, {"patience": -3}):
        assert_raises(ValueError, probes.early_stopper_kind, settings)
    high, n = draw(rng, (), low=0.1, high=1.0).item(), int(rng.integers(1, 60))
    losses = [*(high + np.arange(n)[::-1]).tolist(), 0.0, high]
    got = probes.early_stopper({"mode": "min"}, [[{"val_loss": v} for v in losses]])
    slips = {"a best value of 0 is taken for no value": told(n + 2, None, n + 1, high)}
    assert_equal(got[0], told(n + 2, n + 1, n, 0.0), what="the outcome", slips=slips)


def weights_of(rng):
    """Draw the weights of a model: normalization of 3 features, then a dense layer."""
    return draw(rng, (3,), (3,), (3,), (3,), (3, 2), (2,))


def flat(weights):
    """Return all weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])
