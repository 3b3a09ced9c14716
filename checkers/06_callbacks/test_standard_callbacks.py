"""Checks of standard_callbacks: each driven by itself, and the files it leaves."""

import csv
import io

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

FIVE = ["CSVLogger", "EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau", "TensorBoard"]
# val_loss: best at epoch 1, five worse ones, then better again, when training has stopped.
STOPS = [0.9, 0.4, 0.5, 0.45, 0.6, 0.55, 0.7, 0.3, 0.2]
# Two worse ones after epoch 1, two more, a better one, one worse and a better one, two worse ones.
PLATEAU = [0.9, 0.8, 0.85, 0.83, 0.95, 0.9, 0.7, 0.75, 0.6, 0.65, 0.63]
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


def column(text, name):
    """Return a column of a CSV file as float32; say what is there if there is no such column."""
    lines = list(csv.reader(io.StringIO(text, newline="")))
    if not lines or name not in lines[0]:
        return f"no such column; the first line is {lines[:1]}"
    return np.float32([line[lines[0].index(name)] for line in lines[1:]])


def test_form(probes):
    """standard_callbacks returns a list with one callback of each of the five classes"""
    assert_equal(probes.standard_kinds(), dict.fromkeys(FIVE, 1), what=KINDS, slips=OTHERS)


@points(1)
@after(test_form)
def test_checkpoint(probes, rng):
    """ModelCheckpoint leaves the whole model of the lowest val_loss in best.keras"""
    logs, weights = logs_of(rng, [0.9, 0.5, 0.7, 0.6]), weights_of(rng, 4)
    got = probes.standard_run(0.1, [logs], [weights], only=["ModelCheckpoint"])["best.keras"]
    others = {EVERY: weights[3], HIGH: weights[0], TRAINED: weights[2]}
    slips = {words: flat(values) for words, values in others.items()}
    assert_close(got, flat(weights[1]), what="the weights in best.keras", slips=slips)


@points(1)
@after(test_form)
def test_stopping(probes, rng):
    """EarlyStopping stops after 5 epochs without a lower val_loss, with the best weights"""
    logs, weights = logs_of(rng, STOPS), weights_of(rng, len(STOPS))
    got = probes.standard_run(0.1, [logs], [weights], only=["EarlyStopping"])
    assert_equal(got["epochs run"], [7], what="the number of epochs", slips=EPOCHS)
    slips = {"the weights of the last epoch, not of the best": flat(weights[6])}
    assert_close(got["weights"], flat(weights[1]), what="the weights after the fit", slips=slips)


@points(1)
@after(test_form)
def test_plateau(probes, rng):
    """ReduceLROnPlateau halves the learning rate after 2 epochs, and stops at 1e-6"""
    for rate, floor in [(draw(rng, (), low=0.1, high=1.0).item(), 1e-6), (3e-6, 1e-6)]:
        logs = logs_of(rng, PLATEAU)
        got = probes.standard_run(rate, [logs], only=["ReduceLROnPlateau"])["rates"][0]
        want = np.maximum(rate * 0.5 ** np.array(HALVED), floor)
        # The rates are as small as 1e-6, so the usual 1e-6 would allow twice as much.
        assert_close(np.float32(got), np.float32(want), atol=1e-9, slips=slowed(rate))


@points(1)
@after(test_plateau)
def test_log(probes, rng):
    """CSVLogger adds a row per epoch to log.csv, run after run, with the learning rate"""
    runs, rate = [logs_of(rng, [0.5, 0.6, 0.7, 0.8]), logs_of(rng, [0.4, 0.3])], 0.5
    text = probes.standard_run(rate, runs, only=["CSVLogger", "ReduceLROnPlateau"])["log.csv"]
    losses = np.float32([entry["val_loss"] for logs in runs for entry in logs])
    assert_close(column(text, "val_loss"), losses, what="val_loss", slips={ANEW: losses[4:]})
    rates = np.float32([rate, rate, rate, rate / 2, rate / 2, rate / 2])
    assert_close(column(text, "learning_rate"), rates, what="learning_rate")


@points(1)
@after(test_form)
def test_curves(probes, rng):
    """TensorBoard leaves the curves of both losses under tensorboard"""
    logs = logs_of(rng, draw(rng, (4,), low=0.1, high=1.0).tolist())
    got = probes.standard_run(0.1, [logs], only=["TensorBoard"])["curves"]
    assert_equal(sorted(got), ["train", "validation"], what=EVENTS, slips={NONE: []})
    for folder, name in [("train", "loss"), ("validation", "val_loss")]:
        want, what = np.float32([entry[name] for entry in logs]), f"the curve of {name}"
        assert_close(np.float32(got[folder]["epoch_loss"]), want, what=what, rows="epoch")


def slowed(rate):
    """Return the learning rates of another factor, patience or floor."""
    tenth = rate * 0.1 ** np.array(HALVED)
    late = rate * 0.5 ** np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1])
    soon = rate * 0.5 ** np.array([0, 0, 1, 2, 3, 4, 4, 5, 5, 6, 7])
    training = rate * 0.5 ** np.array([0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4])
    values = {
        TRAINED: np.maximum(training, 1e-6),
        "a tenth of the learning rate, not a half": np.maximum(tenth, 1e-6),
        "a tenth of the learning rate, and no floor": tenth,
        "it waits for 3 epochs, not 2": np.maximum(late, 1e-6),
        "it waits for 1 epoch, not 2": np.maximum(soon, 1e-6),
        "the learning rate falls below 1e-6": rate * 0.5 ** np.array(HALVED),
        "the learning rate does not change": np.full(len(HALVED), rate),
    }
    return {words: np.float32(rates) for words, rates in values.items()}


KINDS = "the number of callbacks of each class"
EVENTS = "the list of folders with events in log_dir/tensorboard"
NONE = "the events are in another folder"
OTHERS = {
    "a tuple, not a list": "tuple",
    "a CallbackList, not a list": "CallbackList",
    **{f"{name} is missing": {other: 1 for other in FIVE if other != name} for name in FIVE},
}
EVERY = "it is saved after every epoch"
TRAINED = "the training loss is watched"
HIGH = "the highest val_loss is kept"
ANEW = "the later run starts the log anew"
EPOCHS = {
    "it stops at the first epoch that is not better": [3],
    "it it stops one epoch too early": [6],
    TRAINED: [8],
    "it stops too late or never": [9],
}
