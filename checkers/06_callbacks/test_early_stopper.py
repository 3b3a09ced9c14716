"""Checks of EarlyStopper: the same curves followed in plain Python, correctly and with mistakes."""

import math

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
# Lower is better. After epoch 5 nothing is, though epochs 7, 9 and 10 are better than the one
# before them.
CURVE = np.array([1.0, 0.7, 0.8, 0.5, 0.6, 0.3, 0.65, 0.45, 0.6, 0.55, 0.4, 0.7])
# Falls by less than 0.1 an epoch but after a rise, at the end no more: an improvement of 0.1 over
# the best one at epochs 3 and 6.
CREEP = np.array([1.0, 0.96, 1.05, 0.88, 0.84, 0.8, 0.76, 0.72, 0.7, 0.69, 0.75, 0.74])


def told(values, patience, margin=0.0, sign=-1, *, mistake="", best=None, first=0):
    """Return a stopper's outcome of one fit; sign is -1 if lower is better, None is no value."""
    best_epoch, waited, stopped = None, 0, None
    for epoch, found in enumerate(values, first):
        if found is None and mistake != "missing waits":
            waited = 0 if mistake == "missing resets" else waited
            continue
        value = NAN if found is None else found
        if (mistake == "nan skipped" and math.isnan(value)) or (
            mistake == "0 missing" and not value
        ):
            continue
        none = best is None or (mistake == "best 0" and best == 0)
        gain = math.inf if none else sign * (value - best)
        if mistake == "first" and best is None:
            best, gain = value, -math.inf
        if math.isnan(value) and (mistake != "nan first" or not none):
            gain = -math.inf
        if gain > margin or (mistake == "tie" and gain == margin):
            best, best_epoch, waited = value, epoch, waited if mistake == "total" else 0
            continue
        waited += 1
        moved = mistake == "previous" or (mistake == "creep" and gain > 0)
        best = value if moved else best
        stopped = epoch if waited >= patience else None
        if stopped is not None and mistake != "deaf":
            break
    return outcome(epoch + 1 - first, stopped, best_epoch, best)


def outcome(*facts):
    """Return the facts of a fit by name."""
    names = ("epochs run", "stopped_epoch", "best_epoch", "best")
    return readable(dict(zip(names, facts, strict=True)))


def readable(got):
    """Return the facts with a word for NaN, which equals nothing."""
    return {name: "nan" if fact != fact else fact for name, fact in got.items()}


def misled(values, patience, margin=0.0, sign=-1):
    """Return the outcomes of mistaken stoppers."""
    right = told(values, patience, margin, sign)
    found = {
        words: told(values, patience, margin, sign, mistake=mistake)
        for words, mistake in MISTAKES.items()
    }
    stopped = right["stopped_epoch"]
    return found | {
        "it stops one epoch too late": told(values, patience + 1, margin, sign),
        "it stops one epoch too early": told(values, patience - 1, margin, sign),
        "higher and lower are mixed up": told(values, patience, margin, -sign),
        "stopped_epoch is counted from 1": right | {"stopped_epoch": stopped and stopped + 1},
        "stopped_epoch is not set": right | {"stopped_epoch": None},
        DECOY: told([v and -v for v in values], patience, margin, sign),
    }


def mismeasured(values, margin, sign=-1):
    """Return the outcomes of stoppers of patience 3 that use min_delta wrongly."""
    return {
        "a gain below 1e-4 does not count, though min_delta is smaller": told(
            values, 3, max(margin, 1e-4), sign
        ),
        "min_delta is ignored": told(values, 3, 0.0, sign),
        "min_delta is added on the wrong side": told(values, 3, -margin, sign),
        **misled(values, 3, margin, sign),
    }


def scaled(rng, curve):
    """Return the curve moved away from 0 and stretched, with few digits, and the stretch."""
    stretch, move = draw(rng, (2,), low=1.0, high=2.0).tolist()
    side = rng.choice([-5.0, 2.0])
    return np.float32(np.round(side + move + stretch * curve, 2)), stretch


def test_example(probes):
    """EarlyStopper gives what the docstring's example shows"""
    values = [0.9, 0.4, 0.6, 0.5]
    got, want = probes.early_stopper_by_hand({"patience": 2}, values), told(values, 2)
    slips = {words: with_flag(other) for words, other in misled(values, 2).items()}
    slips |= {UNHEARD: {"stop_training": False} | want}
    assert_equal(readable(got), with_flag(want), what="EarlyStopper's state", slips=slips)


def with_flag(state):
    """Return the state after the example, in which every epoch runs."""
    return {"stop_training": state["stopped_epoch"] is not None} | state | {"epochs run": 4}


@after(test_example)
def test_form(probes):
    """EarlyStopper is a Keras callback"""
    for settings in ({}, {"monitor": "loss", "patience": 1, "mode": "max", "restore_best": True}):
        got = probes.early_stopper_made(**settings)
        assert_equal(got, want=True, what=KIND, slips={NO_CALLBACK: "EarlyStopper"})


@points(2)
@after(test_form)
def test_stop(probes, rng):
    """training stops after `patience` epochs in a row that are not better than the best"""
    for name, patience in [("val_loss", 3), ("loss", 2), ("mae", 1), ("val_loss", 5)]:
        values, _ = scaled(rng, CURVE)
        got = probes.early_stopper_in_fit(values, monitor=name, patience=patience)
        want, slips = told(values.tolist(), patience), misled(values.tolist(), patience)
        assert_equal(readable(got), want, what="the outcome", slips=slips)


@points(1)
@after(test_stop)
def test_tie_and_delta(probes, rng):
    """a value as good as the best, or better by at most min_delta, is not an improvement"""
    for values, margin in [creeping(rng), edged(rng), tied(rng), faint(rng)]:
        got = probes.early_stopper_in_fit(values, patience=3, min_delta=margin)
        want, slips = told(values.tolist(), 3, margin), mismeasured(values.tolist(), margin)
        assert_equal(readable(got), want, what="the outcome", slips=slips)


@points(1)
@after(test_stop)
def test_mode(probes, rng):
    """with mode "max" higher is better, by more than min_delta"""
    for values, margin in [(scaled(rng, -CURVE)[0], 0.0), creeping(rng, -1), edged(rng, -1)]:
        settings = {"monitor": "auc", "patience": 3, "min_delta": margin}
        got = probes.early_stopper_in_fit(values, mode="max", **settings)
        want, slips = told(values.tolist(), 3, margin, 1), mismeasured(values.tolist(), margin, 1)
        assert_equal(readable(got), want, what="the outcome", slips=slips)


@points(0.5)
@after(test_stop)
def test_gaps(probes, rng):
    """NaN is not an improvement, and an epoch without the value does not count"""
    a, b, c = np.sort(draw(rng, (3,), low=0.1, high=1.0)).tolist()
    a, b = a - 2, b - 2  # below 0, so that a value of 0 is no improvement
    for values in [gaps(a, b, c), [c, 0.0, 2.0, 3.0, 4.0]]:
        logs = [{"loss": 0.5} if value is None else {"val_loss": value} for value in values]
        (got,) = probes.early_stopper_in_fits({"patience": 3}, [logs])
        assert_equal(readable(got), told(values, 3), what="the outcome", slips=misled(values, 3))


@points(1)
@after(test_stop)
def test_next_fit(probes, rng):
    """a new fit starts afresh, and its epochs have the numbers that Keras passes"""
    values, later = scaled(rng, CURVE)[0].tolist(), [NAN, 13.75, 13.5, 14.0, 13.75, 14.25, 14.5]
    fits = [logs_of(values), logs_of(later), logs_of(later[:3])]
    for first in (0, 4):
        got = probes.early_stopper_in_fits({"patience": 3}, fits, initial_epoch=first)
        want = [told(each, 3, first=first) for each in (values, later, later[:3])]
        slips = mistaken_fits(want, (values, later, later[:3]), first)
        assert_equal([readable(each) for each in got], want, what="the outcome", slips=slips)


@points(0.5)
@after(test_stop)
def test_settings(probes, rng):
    """a bad mode or patience raises ValueError"""
    want = dict.fromkeys(BAD, "ValueError")
    assert_equal(probes.early_stopper_refusals(BAD), want, what=ERRORS, slips=LENIENT)
    values = scaled(rng, CURVE)[0]
    got = readable(probes.early_stopper_in_fit(values, patience=1, mode="min"))
    assert_equal(got, told(values.tolist(), 1), what="the outcome")


@points(1)
@after(test_stop)
def test_restore(probes, rng):
    """restore_best gives the model back all weights of the best epoch; without it they stay"""
    for losses, wanted, cause in RESTORED:
        weights = [weights_of(rng) for _ in losses]
        settings = {"patience": 2, "restore_best": wanted}
        (got,) = probes.early_stopper_weights(settings, [losses], [weights])
        best, last = flat(weights[int(np.argmin(losses))]), flat(weights[-1])
        slips = {cause: last if wanted else best, PART: np.r_[best[:6], last[6:12], best[12:]]}
        want, what = best if wanted else last, "the weights after the fit"
        assert_close(got, want, what=what, slips=slips, dtype="float32")


@points(0.5)
@after(test_restore)
def test_no_best_epoch(probes, rng):
    """if this fit has no best epoch, the weights stay as they are"""
    weights, fits = [[weights_of(rng) for _ in range(2)] for _ in range(2)], [[0.5, 0.7], [NAN] * 2]
    settings = {"patience": 2, "restore_best": True}
    got = probes.early_stopper_weights(settings, fits, weights)
    first, second, third = flat(weights[0][0]), flat(weights[1][0]), flat(weights[1][1])
    slips = {"the weights of the fit before": [first] * 2, NAN_BEST: [first, second]}
    what = "the weights after a fit, and after a fit of NaN"
    assert_close(np.stack(got), np.stack([first, third]), what=what, slips=slips)


def gaps(a, b, c):
    """Return values with NaN, none and 0 among them; a < b < 0 < c."""
    return [NAN, c, None, NAN, b, None, 0.0, None, 0.0, NAN, None, 4.0, 5.0, a, 6.0]


def creeping(rng, sign=1):
    """Return a curve of small gains, and a min_delta of several of them."""
    values, stretch = scaled(rng, sign * CREEP)
    return values, round(0.1 * stretch, 2)


def edged(rng, sign=1):
    """Return a curve with gains of exactly min_delta, in numbers that have no rounding."""
    margin = 0.25 * int(rng.integers(1, 5))
    steps = np.array([8.0, 7.0, 5.5, 4.5, 5.0, 4.5, 3.0, 2.0, 2.5, 1.75])
    return np.float32(sign * margin * steps), margin


def tied(rng):
    """Return a curve that stays at its best, and no min_delta."""
    return scaled(rng, np.array([1.0, 0.6, 0.6, 0.6, 0.6, 0.6]))[0], 0.0


def faint(rng):
    """Return a curve with tiny gains, and no min_delta."""
    steps = np.array([0, 1, 2, 3, 1, 2, 4, 5, 5, 4, 3, 2])
    return np.float32(draw(rng, (), low=0.6, high=0.9).item() - 1e-6 * steps), 0.0


def logs_of(values):
    """Return the logs of each epoch."""
    return [{"val_loss": value} for value in values]


def mistaken_fits(want, fits, first):
    """Return the outcomes of several fits if something of a fit is kept for the next."""
    low = want[0]["best"]
    kept = [told(each, 3, best=low, first=first) | {"best_epoch": want[0]["best_epoch"]}
            for each in fits[1:]]  # fmt: skip
    waiting = [outcome(1, first, None, None)] * 2
    from_0 = [told(each, 3) for each in fits]
    stopped = want[1]["stopped_epoch"]
    return {
        "the best value of the fit before is kept": [want[0], *kept],
        "the waiting of the fit before goes on": [want[0], *waiting],
        "the waiting of the fit before goes on if it was interrupted": [
            want[0],
            waiting[0],
            want[2],
        ],
        "stopped_epoch of the fit before is kept": [
            *want[:2],
            want[2] | {"stopped_epoch": stopped},
        ],
        "the epochs are counted, not taken from the hook": from_0,
    }


def weights_of(rng):
    """Draw the weights of a model: normalization of 3 features, then a dense layer."""
    return draw(rng, (3,), (3,), (3,), (3,), (3, 2), (2,))


def flat(weights):
    """Return all weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])


MISTAKES = {
    "all epochs without an improvement are counted, not those in a row": "total",
    "compared with the epoch before, not with the best": "previous",
    "a gain of less than min_delta moves the best value": "creep",
    "a value equal to the best, or better by just min_delta, counts as better": "tie",
    "an epoch without the value counts as an epoch without an improvement": "missing waits",
    "an epoch without the value ends the waiting": "missing resets",
    "an epoch of NaN does not count": "nan skipped",
    "NaN as the first value counts as the best": "nan first",
    "a value of 0 is taken for a missing value": "0 missing",
    "a best value of 0 is taken for no value": "best 0",
    "the first value does not count as an improvement": "first",
    "training goes on: is stop_training set on self.model?": "deaf",
}
BAD = {
    "mode 'auto'": {"mode": "auto"},
    "mode 'Max'": {"mode": "Max"},
    "patience 0": {"patience": 0},
    "patience -3": {"patience": -3, "mode": "max"},
}
ERRORS = "the error for bad settings"
LENIENT = {
    "the settings are not looked at": dict.fromkeys(BAD, "no error"),
    "mode is not looked at": dict(zip(BAD, ["no error"] * 2 + ["ValueError"] * 2, strict=True)),
    "patience is not looked at": dict(zip(BAD, ["ValueError"] * 2 + ["no error"] * 2, strict=True)),
    "a patience of 0 is not refused": dict.fromkeys(BAD, "ValueError") | {"patience 0": "no error"},
    "assert raises AssertionError; raise ValueError": dict.fromkeys(BAD, "AssertionError"),
}
DECOY = "another value of the logs is monitored, or higher and lower are mixed up"
UNHEARD = "stop_training is not set on self.model"
PART = "only trained weights are restored; the others are from the last epoch"
LAST = "the weights of the last epoch"
NAN_BEST = "an epoch of NaN counts as the best"
# Fits of patience 2: the losses, whether to restore, and the mistake behind the other weights.
RESTORED = [
    ([1.0, 0.5, 0.7, 0.6], True, LAST),
    ([0.2, 0.7, 0.6], True, "if epoch 0 is the best, it is taken for no epoch"),
    ([1.0, 0.8, 0.3, 0.6], True, "the weights come back only if training was stopped early"),
    ([1.0, 0.5, 0.7, 0.6], False, "the weights come back without restore_best"),
]
KIND = "the answer to “is it a callback?”"
NO_CALLBACK = "the class does not inherit from keras.callbacks.Callback"
