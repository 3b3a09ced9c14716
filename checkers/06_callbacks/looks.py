"""Pictures of what callbacks see and do during a real fit."""

import csv
import pathlib
import tempfile

import keras
import numpy as np
from sklearn.datasets import load_digits

from tensorkata.student.look import BLUE, FAINT, GREEN, INK, RED, look


def _fit(callbacks, *, epochs=8, rate=0.01, samples=600, hidden=32):
    """Train a network on some digits, a third of them for validation; return what fit saw."""
    keras.utils.set_random_seed(2)
    images, labels = load_digits(return_X_y=True)
    layers = [keras.Input((64,)), keras.layers.Rescaling(1 / 16)]
    layers += [keras.layers.Dense(hidden, "relu"), keras.layers.Dense(10)]
    model = keras.Sequential(layers)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(rate), loss)
    data = images[:samples], labels[:samples]
    seen = model.fit(
        *data, batch_size=32, epochs=epochs, validation_split=0.33, verbose=0, callbacks=callbacks
    )
    return seen.history


def _losses(figure):
    axes = figure.subplots()
    axes.set(title="The loss of every batch, and of every epoch", xlabel="batch", ylabel="loss")
    return axes


@look(
    "The loss that fit reports after each batch is a saw: it is the mean since the epoch began, and"
    " starts afresh in each epoch. The dots are the losses of the epochs.",
    scene=_losses,
)
def loss_history(student, figure):
    axes = _losses(figure)
    history = student.LossHistory()
    _fit([history], epochs=5)
    axes.plot(history.batches, color=BLUE, linewidth=1, label="batches")
    ends = np.arange(1, 6) * len(history.batches) // 5 - 1
    axes.plot(ends, history.epochs, "o", color=RED, label="epochs")
    axes.legend()


def _overfitting(figure):
    axes = figure.subplots()
    axes.set(title="Few samples, a large network", xlabel="epoch", ylabel="loss", yscale="log")
    return axes


@look(
    "The training loss keeps falling, the validation loss turns up again. A star marks the best"
    " epoch, a line the epoch at whose end your callback stopped training.",
    scene=_overfitting,
)
def early_stopper(student, figure):
    axes = _overfitting(figure)
    stopper = student.EarlyStopper(patience=3)
    seen = _fit([stopper], epochs=40, rate=0.05, samples=150, hidden=128)
    axes.plot(seen["loss"], "--", color=FAINT, label="training")
    axes.plot(seen["val_loss"], color=BLUE, label="validation")
    if stopper.best_epoch is not None:
        label = f"the best: epoch {stopper.best_epoch}"
        axes.plot(stopper.best_epoch, stopper.best, "*", color=INK, markersize=14, label=label)
    if stopper.stopped_epoch is not None:
        label = f"stopped at epoch {stopper.stopped_epoch}"
        axes.axvline(stopper.stopped_epoch, color=RED, linestyle=":", label=label)
    axes.legend()


class _Rates(keras.callbacks.Callback):
    """Note the optimizer's learning rate in each batch."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def on_train_batch_end(self, batch, logs=None):
        self.seen.append(float(self.model.optimizer.learning_rate))


def _rates(figure):
    axes = figure.subplots()
    axes.axvline(20, color=FAINT, linestyle=":", linewidth=1)
    axes.set(title="Warm-up for 20 steps, then a cosine until step 100")
    axes.set(xlabel="step", ylabel="learning rate")
    return axes


@look(
    "The learning rate that the optimizer had in each batch of a real fit: it climbs in a straight"
    " line to 0.01, then falls along half a cosine to 0.",
    scene=_rates,
)
def warmup_cosine(student, figure):
    axes = _rates(figure)
    rates = _Rates()
    _fit([student.WarmupCosine(0.01, 20, 100), rates], epochs=9)
    axes.plot(rates.seen, ".-", color=BLUE)


def _one_fit(figure):
    losses, rate = figure.subplots(2, 1, sharex=True)
    losses.set(title="One fit, and what each callback left", ylabel="loss", yscale="log")
    rate.set(xlabel="epoch", ylabel="learning rate")
    return losses, rate


@look(
    "Above: training and validation loss of a fit, read from the CSV file that your log wrote; a"
    " star marks each epoch that saved a checkpoint. Below: the learning rate in that file.",
    scene=_one_fit,
)
def put_together(student, figure):
    losses, rate = _one_fit(figure)
    with tempfile.TemporaryDirectory() as folder:
        path, saved = pathlib.Path(folder, "log.csv"), []
        checkpoint = student.BestCheckpoint(pathlib.Path(folder, "best.keras"))
        note = keras.callbacks.LambdaCallback(
            on_epoch_end=lambda epoch, _: saved.append(checkpoint.best_epoch == epoch)
        )
        schedule = student.WarmupCosine(0.02, 20, 130)
        log, guard = student.CsvLog(path), student.StopOnNaN()
        _fit([schedule, checkpoint, note, log, guard], epochs=10)
        rows = list(csv.DictReader(path.read_text().splitlines()))
    validation = [float(row["val_loss"]) for row in rows]
    losses.plot([float(row["loss"]) for row in rows], "--", color=FAINT, label="training")
    losses.plot(validation, color=BLUE, label="validation")
    best = [epoch for epoch, was in enumerate(saved) if was]
    stars = [validation[epoch] for epoch in best]
    losses.plot(best, stars, "*", color=INK, markersize=11, linestyle="none", label="saved")
    rate.plot([float(row["learning_rate"]) for row in rows], "o-", color=GREEN)
    losses.legend()
