"""Checks of StopOnNaN."""

from tensorkata.checking import after, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.TerminateOnNaN")

NAN, INF = float("nan"), float("inf")


def a_fit(rng, sizes, at=None, loss=NAN):
    """Draw the losses of epochs with that many batches; at (epoch, batch) put another loss."""
    losses = [draw(rng, (n,), low=0.1, high=9.0).tolist() for n in sizes]
    losses[0][0] = 1e30  # large, and finite
    if at:
        losses[at[0]][at[1] :] = [loss] * (sizes[at[0]] - at[1])  # a mean stays what it has become
    return losses


def told(at, loss, stopped_at=None, last=None):
    """Return what is printed and kept at a stop; without a stop if at is None."""
    line = [] if at is None else [f"epoch {at[0]}, batch {at[1]}: the loss is {loss}"]
    return {"printed": line, "stopped_at": stopped_at or at, "last batch": last or at}


def misled(sizes, at, loss):
    """Return the outcomes of mistaken callbacks."""
    epoch, batch = at
    end = [len(sizes) - 1, sizes[-1] - 1]
    counted = sum(sizes[:epoch]) + batch
    return {
        "a broken loss goes unnoticed": told(None, loss, last=end),
        "noticed only at the end of the epoch": told([epoch, sizes[epoch] - 1], loss),
        "the line is printed, but training goes on": told(at, loss) | {"last batch": end},
        "the epoch is unknown": told([0, batch], loss, last=at),
        "epochs and batches are counted from 1": told([epoch + 1, batch + 1], loss, last=at),
        "batches are counted over all epochs": told([epoch, counted], loss, last=at),
        "epoch and batch are mixed up": told([batch, epoch], loss, last=at),
        "nothing is printed": told(at, loss) | {"printed": []},
    }


def test_form(probes, rng):
    """StopOnNaN is a Callback that does nothing while the loss is finite"""
    assert_equal(probes.new_stop_on_nan(), [True, None], what="[is it a callback, stopped_at]")
    got = probes.stop_on_nan([a_fit(rng, [3, 2])])[0]
    slips = {"a large but finite loss stops training": told([0, 0], 1e30)}
    assert_equal(got, told(None, 0, last=[1, 1]), what="the outcome", slips=slips)


@points(1)
@after(test_form)
def test_stops(probes, rng):
    """a NaN or infinite loss stops training in its batch, which is printed and kept"""
    for loss in (NAN, INF, -INF):
        sizes = [6, 5, 7]
        at = [2, int(rng.integers(3, 6))]
        got = probes.stop_on_nan([a_fit(rng, sizes, at, loss)])[0]
        assert_equal(got, told(at, loss), what="the outcome", slips=misled(sizes, at, loss))


@points(1)
@after(test_stops)
def test_next_fit(probes, rng):
    """a new fit starts with stopped_at None until its own loss is broken"""
    first, third = [int(n) for n in rng.integers(1, 4, 2)]
    fits = [a_fit(rng, [2, 5], [1, first]), a_fit(rng, [4]), a_fit(rng, [4], [0, third], INF)]
    want = [told([1, first], NAN), told(None, NAN, last=[0, 3]), told([0, third], INF)]
    got = probes.stop_on_nan(fits)
    kept = [want[0], want[1] | {"stopped_at": [1, first]}, want[2]]
    assert_equal(got, want, what="the outcome of three fits", slips={KEPT: kept})


@points(1)
@after(test_stops)
def test_fit(probes, rng):
    """a real fit stops in the batch whose loss is broken"""
    for loss in (NAN, INF):
        at = [1, int(rng.integers(1, 5))]
        losses = a_fit(rng, [6, 6, 6], at, loss)
        got = probes.nan_in_fit([value for epoch in losses for value in epoch], epochs=3)
        slips = {"noticed only in the last batch of the epoch": fit_told([1, 5], loss)}
        assert_equal(got, fit_told(at, loss), what="the outcome", slips=slips)


def fit_told(at, loss):
    """Return the outcome of a fit of 6 batches per epoch that stops there."""
    found = told(at, loss)
    steps = 6 * at[0] + at[1] + 1
    return {"printed": found["printed"], "stopped_at": at, "steps": steps}


KEPT = "stopped_at of the fit before is kept"
