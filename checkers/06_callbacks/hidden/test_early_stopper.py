"""Hidden checks of EarlyStopper."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
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


@points(0.5)
@after("test_gaps")
def test_long_fit(probes, rng):
    """patience counts hundreds of epochs, with mode "max" and gaps, from any initial epoch"""
    low, high = np.sort(draw(rng, (2,), low=0.1, high=1.0)).tolist()
    first, n = int(rng.integers(5, 50)), int(rng.integers(100, 200))
    values = [None, NAN, low, *[high] * n, None, 0.0, NAN]
    logs = [{"loss": 9.0} if value is None else {"acc": value} for value in values]
    settings = {"monitor": "acc", "patience": n + 1, "mode": "max"}
    (got,) = probes.early_stopper_in_fits(settings, [logs], initial_epoch=first)
    assert_equal(got, told(n + 6, first + n + 5, first + 3, high), what="the outcome")


@points(0.5)
@after("test_restore")
def test_second_fit(probes, rng):
    """each fit restores the weights of its own best epoch"""
    fits = [[0.3, 0.5, NAN], [0.9, NAN, 0.7, 0.8], [0.4]]
    weights = [[weights_of(rng) for _ in losses] for losses in fits]
    got = probes.early_stopper_weights({"patience": 2, "restore_best": True}, fits, weights)
    want = [flat(weights[fit][best]) for fit, best in enumerate((0, 2, 0))]
    assert_close(np.stack(got), np.stack(want), what="the weights after each fit")


@points(0.5)
@after("test_stop")
def test_at_once(probes, rng):
    """patience 1 stops at the first epoch that is not better, after a best value of 0 too"""
    high, n = draw(rng, (), low=0.1, high=1.0).item(), int(rng.integers(1, 60))
    losses = [*(high + np.arange(n)[::-1]).tolist(), 0.0, high]
    (got,) = probes.early_stopper_in_fits({"mode": "min"}, [[{"val_loss": v} for v in losses]])
    assert_equal(got, told(n + 2, n + 1, n, 0.0), what="the outcome")


def weights_of(rng):
    """Draw the weights of a model: normalization of 3 features, then a dense layer."""
    return draw(rng, (3,), (3,), (3,), (3,), (3, 2), (2,))


def flat(weights):
    """Return all weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])
