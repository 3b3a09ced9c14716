"""Checks of StopOnNaN."""

from tensorkata.checking import after, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.TerminateOnNaN")

NAN, INF = float("nan"), float("inf")


def a_fit(rng, sizes, at=None, loss=NAN, large=1e300):
    """Draw the losses of epochs with that many batches; at (epoch, batch) put another loss."""
    losses = [draw(rng, (n,), low=-9.0, high=9.0).tolist() for n in sizes]
    losses[0][0], losses[-1][0] = large, -large  # large, and finite
    if at:
        losses[at[0]][at[1] :] = [loss] * (sizes[at[0]] - at[1])  # a mean stays what it has become
    return losses


def told(at, loss, stopped_at=None, last=None):
    """Return what is printed and kept at a stop; without a stop if at is None."""
    line = [] if at is None else [f"epoch {at[0]}, batch {at[1]}: the loss is {loss}"]
    return {"printed": line, "stopped_at": stopped_at or at, "last batch": last or at}


def misled(sizes, at, loss, first=0):
    """Return the outcomes of mistaken callbacks; epochs are numbered from the first."""
    number, batch = at
    epoch, end = number + first, [len(sizes) - 1 + first, sizes[-1] - 1]
    counted, right = sum(sizes[:number]) + batch, told([epoch, batch], loss)
    place = f"epoch {epoch}, batch {batch}: "
    return {
        "a broken loss goes unnoticed": told(None, loss, last=end),
        "noticed only at the end of the epoch": told([epoch, sizes[number] - 1], loss),
        "training goes on: is stop_training set on self.model?": right | {"last batch": end},
        "the epoch is unknown": told([0, batch], loss, last=[epoch, batch]),
        "the epochs are counted, not taken from the hook": told(at, loss, last=[epoch, batch]),
        "epochs and batches are counted from 1": told(
            [epoch + 1, batch + 1], loss, last=[epoch, batch]
        ),
        "batches are counted over all epochs": told([epoch, counted], loss, last=[epoch, batch]),
        "epoch and batch are mixed up": told([batch, epoch], loss, last=[epoch, batch]),
        "nothing is printed": right | {"printed": []},
        "stopped_at is not set": right | {"stopped_at": None},
        "stopped_at is a list, not a tuple": right | {"stopped_at": {"list": [epoch, batch]}},
        "a tensor is printed; float() makes a Python float of it": right
        | {"printed": [f"{place}the loss is tf.Tensor({loss}, shape=(), dtype=float32)"]},
        "a tensor is printed in its long form; float() makes a Python float of it": right
        | {"printed": [f"{place}the loss is <tf.Tensor: shape=(), dtype=float32, numpy={loss}>"]},
        "the line says nan, whatever the loss is": right | {"printed": [f"{place}the loss is nan"]},
        "a finite loss stops training": told([first, 0], 1e300),
        "a missing loss is taken for a broken loss": told([first, 1], NAN),
    }


def test_example(probes):
    """StopOnNaN does what the docstring's example shows"""
    got = probes.stop_on_nan_by_hand(epoch=2, batch=16, losses=[1e30, NAN])
    slips = {words: by_hand(**state) for words, state in EXAMPLE.items()}
    assert_equal(got, by_hand(), what="the outcome", slips=slips)


@after(test_example)
def test_form(probes, rng):
    """StopOnNaN is a Keras callback that does nothing while the loss is finite"""
    assert_equal(probes.stop_on_nan_made(), NEW, what="a new StopOnNaN", slips=NOT_NEW)
    fit = a_fit(rng, [3, 2])
    (got,) = probes.stop_on_nan_in_fits([fit])
    assert_equal(got, told(None, 0, last=[1, 1]), what="the outcome", slips=misjudged(fit))


def misjudged(fit):
    """Return the outcomes of callbacks that a finite loss stops."""
    places = [(epoch, batch) for epoch, losses in enumerate(fit) for batch in range(len(losses))]
    at = next([*place] for place in places if fit[place[0]][place[1]] < 0)
    return {
        "a large, finite loss stops training": told([0, 0], fit[0][0]),
        "a negative loss stops training": told(at, fit[at[0]][at[1]]),
    }


@points(1)
@after(test_form)
def test_stops(probes, rng):
    """a NaN or infinite loss stops training in its batch, which is printed and kept"""
    for loss, first in [(NAN, 0), (INF, 3), (-INF, 0)]:
        sizes, at = [6, 5, 7], [2, int(rng.integers(3, 6))]
        fits = [a_fit(rng, sizes, at, loss)]
        (got,) = probes.stop_on_nan_in_fits(fits, initial_epoch=first)
        want = told([at[0] + first, at[1]], loss)
        assert_equal(got, want, what="the outcome", slips=misled(sizes, at, loss, first))


@points(0.5)
@after(test_stops)
def test_logs(probes, rng):
    """the loss may be a tensor, or missing"""
    for loss in (NAN, INF):
        sizes, at = [2, 7], [1, int(rng.integers(2, 6))]
        losses = a_fit(rng, sizes, at, loss, large=1e30)
        losses[0][1] = losses[1][0] = None
        (got,) = probes.stop_on_nan_of_tensors([losses])
        assert_equal(got, told(at, loss), what="the outcome", slips=misled(sizes, at, loss))


@points(1)
@after(test_stops)
def test_next_fit(probes, rng):
    """a new fit starts with stopped_at None until its own loss is broken"""
    first, third = [int(n) for n in rng.integers(1, 4, 2)]
    fits = [a_fit(rng, [2, 5], [1, first]), a_fit(rng, [4]), a_fit(rng, [4], [0, third], INF)]
    want = [told([1, first], NAN), told(None, NAN, last=[0, 3]), told([0, third], INF)]
    got = probes.stop_on_nan_in_fits(fits)
    kept = [want[0], want[1] | {"stopped_at": [1, first]}, want[2]]
    assert_equal(got, want, what="the outcome of three fits", slips={KEPT: kept})


@points(1)
@after(test_stops)
def test_fit(probes, rng):
    """a real fit stops in the batch whose loss is broken"""
    for loss, first in [(NAN, 0), (INF, 2)]:
        at = [1, int(rng.integers(1, 5))]
        losses = [value for epoch in a_fit(rng, [6, 6, 6], at, loss) for value in epoch]
        got = probes.stop_on_nan_in_fit(losses, epochs=3, initial_epoch=first)
        slips = {"noticed only in the last batch of the epoch": fit_told([1, 5], loss, first)}
        assert_equal(got, fit_told(at, loss, first), what="the outcome", slips=slips)


def fit_told(at, loss, first):
    """Return the outcome of a fit of 6 batches per epoch that stops there."""
    found, steps = told([at[0] + first, at[1]], loss), 6 * at[0] + at[1] + 1
    return {"printed": found["printed"], "stopped_at": found["stopped_at"], "steps": steps}


def by_hand(at=(2, 17), line="epoch 2, batch 17: the loss is nan", stop=True):
    """Return the outcome of the docstring's example."""
    kept = [*at] if isinstance(at, tuple) else at
    return {"stop_training": stop, "printed": line.splitlines(), "stopped_at": kept}


LINE = "epoch {}, batch {}: the loss is nan"
EXAMPLE = {
    "a broken loss goes unnoticed": {"at": None, "line": "", "stop": False},
    "training goes on: is stop_training set on self.model?": {"stop": False},
    "nothing is printed": {"line": ""},
    "stopped_at is not set": {"at": None},
    "stopped_at is a list, not a tuple": {"at": {"list": [2, 17]}},
    "the epoch is unknown or counted; on_epoch_begin gets it": {
        "at": (0, 17),
        "line": LINE.format(0, 17),
    },
    "epoch and batch are mixed up": {"at": (17, 2), "line": LINE.format(17, 2)},
    "epochs and batches are counted from 1": {"at": (3, 18), "line": LINE.format(3, 18)},
    "batches are counted, not taken from the hook": {"at": (2, 1), "line": LINE.format(2, 1)},
    "a finite loss is taken for a broken loss": {
        "line": "epoch 2, batch 16: the loss is 1e+30\nepoch 2, batch 17: the loss is nan"
    },
    "the line reads otherwise": {"line": "epoch 2, batch 17: loss is nan"},
}
KEPT = "stopped_at of the fit before is kept"
NEW = {"a callback": True, "stopped_at": None}
NOT_NEW = {
    "the class does not inherit from keras.callbacks.Callback": NEW | {"a callback": "StopOnNaN"},
    "stopped_at is only set when a fit begins": NEW | {"stopped_at": "missing"},
    "(0, 0) stands for no place": NEW | {"stopped_at": [0, 0]},
}
