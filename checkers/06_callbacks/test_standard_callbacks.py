"""Checks of standard_callbacks: each driven by itself, and the files it leaves."""

import csv
import io

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

FIVE = ["CSVLogger", "EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau", "TensorBoard"]
# val_loss: a little better at epoch 4 than at epoch 1, six worse ones, then better again, when
# training has stopped.
STOPS = [0.9, 0.4, 0.5, 0.45, 0.39998, 0.6, 0.55, 0.7, 0.5, 0.6, 0.65, 0.3, 0.2]
# Two worse ones after epoch 1, two more, a better one, a worse one, a little better one, two worse.
PLATEAU = np.array([0.9, 0.8, 0.85, 0.83, 0.95, 0.9, 0.7, 0.75, 0.699, 0.72, 0.71])
HALVED = [0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 3]


def logs_of(rng, losses):
    """Return the logs of epochs: val_loss scaled by a drawn number, and loss, best at epoch 2."""
    scale = draw(rng, (), low=1.0, high=3.0).item()
    return [{"loss": abs(n - 2.0) + scale, "val_loss": scale * v} for n, v in enumerate(losses)]


def weights_of(rng, epochs):
    """Draw the weights of a dense layer for each epoch."""
    return [draw(rng, (3, 2), (2,)) for _ in range(epochs)]


def flat(weights):
    """Return all weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])


def columns_of(text):
    """Return the wanted columns of log.csv; all of them must be there."""
    head, *lines = list(csv.reader(io.StringIO(text, newline=""))) or [[]]
    found, others = [name for name in COLUMNS if name in head], ["epoch", "loss", "val_loss"]
    slips = {TOO_EARLY: others, "the fields are not separated by commas" if head else NO_FILE: []}
    assert_equal(found, COLUMNS, what=HEADER, slips=slips)
    return np.float32([[line[head.index(name)] for line in lines] for name in COLUMNS])


def test_example(probes):
    """standard_callbacks returns what the docstring's example shows: one of each class"""
    got = probes.standard_callbacks_made()
    assert_equal(got, dict.fromkeys(FIVE, 1), what=KINDS, slips=OTHERS)


@points(1)
@after(test_example)
def test_checkpoint(probes, rng):
    """ModelCheckpoint leaves the whole model of the lowest val_loss in best.keras"""
    logs, weights = logs_of(rng, [0.9, 0.5, 0.7, 0.6]), weights_of(rng, 4)
    got = probes.standard_callbacks_saving(logs, weights)
    said = got if isinstance(got, str) else FOUND
    assert_equal(said, FOUND, what=FILE, slips={"best.keras is not there": "no file"})
    others = {EVERY: weights[3], HIGH: weights[0], TRAINED: weights[2]}
    slips = {words: flat(values) for words, values in others.items()}
    assert_close(got, flat(weights[1]), what="the weights in best.keras", slips=slips)


@points(1)
@after(test_example)
def test_stopping(probes, rng):
    """EarlyStopping stops after 5 epochs without a lower val_loss, with the best weights"""
    for losses, ran, best, slips in [(STOPS, 10, 4, EPOCHS), ([0.3, 0.7, 0.5, 0.6], 4, 0, {})]:
        logs, weights = logs_of(rng, losses), weights_of(rng, len(losses))
        got = probes.standard_callbacks_stopping(logs, weights)
        assert_equal(got["epochs run"], ran, what="the number of epochs", slips=slips)
        last = {LAST: flat(weights[ran - 1]), LATER: flat(weights[best + 2])}
        assert_close(got["weights"], flat(weights[best]), what=WEIGHTS, slips=last, dtype="float32")


@points(1)
@after(test_example)
def test_plateau(probes, rng):
    """ReduceLROnPlateau halves the learning rate after 2 epochs, and stops at 1e-6"""
    for rate in (draw(rng, (), low=0.1, high=1.0).item(), 3e-6):
        losses = np.float32(draw(rng, (), low=1.0, high=3.0) * PLATEAU)
        got = probes.standard_callbacks_slowing(rate, losses)
        want, slips = np.float32(np.maximum(halved(rate, HALVED), 1e-6)), slowed(rate)
        # The rates are as small as 1e-6, so the usual 1e-6 would allow twice as much.
        assert_close(got, want, atol=1e-9, what=RATES, slips=slips, rows="epoch")


@points(1)
@after(test_plateau)
def test_log(probes, rng):
    """CSVLogger adds a row per epoch to log.csv, run after run, with the learning rate"""
    # One list has the first two runs: better from run to run, since older Keras keeps the best.
    logs, rate = logs_of(rng, [0.5, 0.6, 0.7, 0.8, 0.4, 0.3, 0.2]), 0.5
    runs = [logs[:4], logs[4:6], logs[6:]]
    got = columns_of(probes.standard_callbacks_logging(rate, runs))
    losses = [[entry[name] for entry in logs] for name in ("loss", "val_loss")]
    want = np.float32([[0, 1, 2, 3, 0, 1, 0], [rate] * 3 + [rate / 2] * 4, *losses])
    assert_close(got, want, what=ROWS, slips={ANEW: want[:, 6:], AGAIN: want[:, 4:]})


@points(1)
@after(test_example)
def test_curves(probes, rng):
    """TensorBoard leaves the curves of both losses under tensorboard"""
    logs = logs_of(rng, draw(rng, (4,), low=0.1, high=1.0).tolist())
    got = probes.standard_callbacks_drawing(logs)
    assert_equal(sorted(got), ["train", "validation"], what=EVENTS, slips={NONE: []})
    for folder, name in [("train", "loss"), ("validation", "val_loss")]:
        want, what = np.float32([entry[name] for entry in logs]), f"the curve of {name}"
        assert_close(got[folder], want, what=what, rows="epoch")


@points(0.5)
@after(test_log)
def test_together(probes, rng):
    """all five work in one fit, with a log_dir that does not exist yet"""
    losses = draw(rng, (), low=1.0, high=3.0) * np.array([0.5, 0.6, 0.9, 0.8, 0.7, 0.6, 0.1])
    logs, (weights,) = [{"loss": 0.5, "val_loss": float(v)} for v in losses], weights_of(rng, 1)
    got = probes.standard_callbacks_together(0.5, logs, weights, log_dir="runs/new/one")
    rates = [0.5, 0.5, 0.5, 0.25, 0.25, 0.125]
    want = np.float32([range(6), rates, [0.5] * 6, losses[:6]])
    assert_close(columns_of(got), want, what=ROWS)


def halved(rate, times, factor=0.5):
    """Return the learning rate after it was halved that many times."""
    return rate * factor ** np.array(times)


def slowed(rate):
    """Return the learning rates of another factor, patience or floor."""
    late = halved(rate, [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1])
    soon = halved(rate, [0, 0, 1, 2, 3, 4, 4, 5, 5, 6, 7])
    training = halved(rate, [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4])
    coarse = halved(rate, [0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 4])
    cooled = halved(rate, [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2])
    tenth = halved(rate, HALVED, 0.1)
    values = {
        TRAINED: np.maximum(training, 1e-6),
        "a tenth of the learning rate, not a half": np.maximum(tenth, 1e-6),
        "a tenth of the learning rate, and no floor": tenth,
        "it waits for 3 epochs, not 2": np.maximum(late, 1e-6),
        "it waits for 1 epoch, not 2": np.maximum(soon, 1e-6),
        "improvements above 1e-4 are ignored": np.maximum(coarse, 1e-6),
        "it waits for an epoch more after each reduction": np.maximum(cooled, 1e-6),
        "the learning rate falls below 1e-6": halved(rate, HALVED),
        "the learning rate does not change": np.full(len(HALVED), rate),
    }
    return {words: np.float32(rates) for words, rates in values.items()}


COLUMNS = ["epoch", "learning_rate", "loss", "val_loss"]
ROWS = "log.csv by columns: epoch, learning_rate, loss, val_loss"
HEADER = "the list of wanted columns that log.csv has"
TOO_EARLY = "CSVLogger comes before ReduceLROnPlateau, which puts the learning rate into the logs"
NO_FILE = "there is no log.csv in log_dir, or it is empty"
KINDS = "the number of callbacks of each class"
EVENTS = "the list of folders with events in log_dir/tensorboard"
NONE = "the events are in another folder"
OTHERS = {
    "a tuple, not a list": "tuple",
    "a CallbackList, not a list": "CallbackList",
    "a dict, not a list": "dict",
    **{f"{name} is there twice": dict.fromkeys(FIVE, 1) | {name: 2} for name in FIVE},
    **{f"{name} is missing": {other: 1 for other in FIVE if other != name} for name in FIVE},
}
FILE, FOUND = "what is at best.keras in log_dir", "a model"
EVERY = "it is saved after every epoch"
TRAINED = "the training loss is watched"
HIGH = "the highest val_loss is kept"
ANEW = "the later run starts the log anew"
AGAIN = "a later run with the same list starts the log anew"
LAST = "the weights of the last epoch, not of the best"
LATER = "the first epochs do not count"
WEIGHTS = "the weights after the fit"
RATES = "the learning rate after each epoch"
EPOCHS = {
    "it stops at the first epoch that is not better": 3,
    "an improvement below 1e-4 does not count": 7,
    TRAINED: 8,
    "it stops one epoch too early": 9,
    "it stops one epoch too late": 11,
    "it never stops": 13,
}
