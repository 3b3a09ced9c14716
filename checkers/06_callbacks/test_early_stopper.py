"""Checks of EarlyStopper: the same curves followed in plain Python, correctly and with mistakes."""

import math

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.EarlyStopping")

# Lower is better. After epoch 5 nothing is, though epochs 8, 9, 11 and 13 are better than the one
# before them.
CURVE = np.array([1.0, 0.7, 0.8, 0.5, 0.65, 0.3, 0.45, 0.6, 0.55, 0.4, 0.7, 0.42, 0.9, 0.35])
# Falls by less than 0.1 an epoch but after a rise, at the end no more: an improvement of 0.1 over
# the best one at epochs 3 and 6.
CREEP = np.array([1.0, 0.96, 1.05, 0.88, 0.84, 0.8, 0.76, 0.72, 0.7, 0.69, 0.75, 0.74, 0.76])


def told(values, patience, margin=0.0, sign=-1, *, mistake="", best=None):
    """Return a stopper's outcome of one fit; sign is -1 if lower is better."""
    best_epoch, waited, stopped = None, 0, None
    for epoch, value in enumerate(values):
        gain = sign * (value - best) if best is not None else math.inf
        if gain > margin or (mistake == "tie" and gain == margin):
            best, best_epoch, waited = value, epoch, waited if mistake == "total" else 0
            continue
        waited += 1
        moved = mistake == "previous" or (mistake == "creep" and gain > 0)
        best = value if moved else best
        if waited >= patience:
            stopped = epoch
            break
    names = ("epochs run", "stopped_epoch", "best_epoch", "best")
    return dict(zip(names, (epoch + 1, stopped, best_epoch, best), strict=True))


def misled(values, patience, margin=0.0, sign=-1):
    """Return the outcomes of mistaken stoppers."""
    return {
        "all epochs without an improvement are counted, not those in a row": told(
            values, patience, margin, sign, mistake="total"
        ),
        "compared with the epoch before, not with the best": told(
            values, patience, margin, sign, mistake="previous"
        ),
        "a gain of less than min_delta moves the best value": told(
            values, patience, margin, sign, mistake="creep"
        ),
        "a value equal to the best counts as better": told(
            values, patience, margin, sign, mistake="tie"
        ),
        "it stops one epoch too late": told(values, patience + 1, margin, sign),
        "it stops one epoch too early": told(values, patience - 1, margin, sign),
        "higher and lower are mixed up": told(values, patience, margin, -sign),
    }


def scaled(rng, curve):
    """Return the curve as a list, moved and stretched by drawn numbers, and the stretch."""
    stretch = draw(rng, (), low=0.5, high=2.0).item()
    return np.float32(draw(rng, ()).item() + stretch * curve).tolist(), stretch


def logs_of(values, name, **others):
    """Return the logs of each epoch: the values under a name, and other curves beside them."""
    columns = others | {name: values}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_form(probes):
    """EarlyStopper is a Keras callback"""
    for settings in ({}, {"monitor": "loss", "patience": 4, "mode": "max", "restore_best": True}):
        assert_equal(probes.early_stopper_kind(settings), want=True, what=KIND)


@points(2)
@after(test_form)
def test_stop(probes, rng):
    """training stops after `patience` epochs in a row that are not better than the best"""
    for name, other, patience in [("val_loss", "loss", 3), ("loss", "mae", 2), ("mae", "loss", 5)]:
        values, _ = scaled(rng, CURVE)
        decoy = (-CURVE).tolist()
        logs = logs_of(values, name, **{other: decoy})
        got = probes.early_stopper({"monitor": name, "patience": patience}, [logs])[0]
        slips = misled(values, patience) | {DECOY: told(decoy, patience)}
        assert_equal(got, told(values, patience), what="the outcome", slips=slips)


@points(1)
@after(test_stop)
def test_tie_and_delta(probes, rng):
    """a value as good as the best, or better by at most min_delta, is not an improvement"""
    for curve, share in [(CREEP, 0.1), (np.array([1.0, 0.6, 0.6, 0.6, 0.6, 0.6]), 0.0)]:
        values, stretch = scaled(rng, curve)
        margin = share * stretch
        got = probes.early_stopper({"patience": 3, "min_delta": margin}, [logs_of(values, VAL)])[0]
        ignored = {"min_delta is ignored": told(values, 3), REVERSED: told(values, 3, -margin)}
        slips = misled(values, 3, margin) | (ignored if share else {})
        assert_equal(got, told(values, 3, margin), what="the outcome", slips=slips)


@points(1)
@after(test_stop)
def test_mode(probes, rng):
    """with mode "max" higher is better"""
    for curve, share in [(-CURVE, 0.0), (-CREEP, 0.1)]:
        values, stretch = scaled(rng, curve)
        margin = share * stretch
        settings = {"monitor": "accuracy", "patience": 3, "min_delta": margin, "mode": "max"}
        got = probes.early_stopper(settings, [logs_of(values, "accuracy")])[0]
        slips = misled(values, 3, margin, 1) | {REVERSED: told(values, 3, -margin, 1)}
        assert_equal(got, told(values, 3, margin, 1), what="the outcome", slips=slips)


@points(1)
@after(test_stop)
def test_restore(probes, rng):
    """restore_best gives the model back all weights of the best epoch; without it they stay"""
    drawn = [[weights_of(rng) for _ in values] for values, *_ in RESTORED]
    cases = [case(*row[:2], own) for row, own in zip(RESTORED, drawn, strict=True)]
    got = probes.restored(cases)
    for (values, wanted, cause), weights, (end,) in zip(RESTORED, drawn, got, strict=True):
        best, last = flat(weights[int(np.argmin(values))]), flat(weights[-1])
        want, other = (best, last) if wanted else (last, best)
        slips = {cause: other, PART: np.concatenate([best[:6], last[6:12], best[12:]])}
        assert_close(end, want, what="the weights after the fit", slips=slips)


def case(values, restore_best, weights):
    """Return a case of one fit with patience 2."""
    settings = {"patience": 2, "restore_best": restore_best}
    return {"settings": settings, "fits": [logs_of(values, VAL)], "weights": [weights]}


@points(1)
@after(test_stop)
def test_next_fit(probes, rng):
    """a new fit starts afresh"""
    values, stretch = scaled(rng, CURVE)
    later = [value + stretch for value in values[2:]]
    got = probes.early_stopper({"patience": 3}, [logs_of(values, VAL), logs_of(later, VAL)])
    slips = {"the best value of the fit before is kept": lasting(values, later)}
    assert_equal(got[1], told(later, 3), what="the outcome of a second fit", slips=slips)


def lasting(values, later):
    """Return a stopper's outcome of a second fit that is never better than the first."""
    first = told(values, 3)
    return told(later, 3, best=first["best"]) | {"best_epoch": first["best_epoch"]}


def weights_of(rng):
    """Draw the weights of a model: normalization of 3 features, then a dense layer."""
    return draw(rng, (3,), (3,), (3,), (3,), (3, 2), (2,))


def flat(weights):
    """Return all weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])


VAL = "val_loss"
DECOY = "another value of the logs is monitored"
REVERSED = "min_delta is added on the wrong side"
PART = "only trained weights are restored; the others are from the last epoch"
LAST = "the weights of the last epoch"
# Fits of patience 2: the losses, whether to restore, and the mistake behind the other weights.
RESTORED = [
    ([1.0, 0.5, 0.7, 0.6], True, LAST),
    ([0.2, 0.7, 0.6], True, "if epoch 0 is the best, it is taken for no epoch"),
    ([1.0, 0.8, 0.3, 0.6], True, "the weights come back only if training was stopped early"),
    ([1.0, 0.5, 0.7, 0.6], False, "the weights come back without restore_best"),
]
KIND = "the answer to “is it a callback?”"
