# %% [markdown]
# # Callbacks
#
# `fit` is one long call. While it runs, you want to know how it is going, and sometimes to step in:
# stop a run that has gone wrong, keep the best weights, change the learning rate, write a log that
# survives a crash. A callback is an object with a method for each of these moments. `fit` calls
# them, so you put your code there instead of writing the loop yourself.
#
#     on_train_begin                      once for each fit
#       on_epoch_begin(epoch)             epoch counts from 0
#         on_train_batch_begin(batch)     batch counts from 0 in each epoch
#         on_train_batch_end(batch, logs)
#         ...
#         (validation: on_test_begin, on_test_batch_end, on_test_end)
#       on_epoch_end(epoch, logs)
#       ...
#     on_train_end
#
# `logs` is a dict of numbers: `loss`, the metrics, and at the end of an epoch also `val_loss` if
# there is validation data. Every method can use two more things: `self.model`, whose optimizer and
# weights you may read and change, and `self.model.stop_training`. Set it to True, and `fit` ends
# after the current batch or epoch.
#
# You may pass the same object to several fits, but `__init__` runs only once. So set up everything
# that belongs to a fit in `on_train_begin`. (`on_train_end` is no place to clear up for the next
# fit: an error or Ctrl-C ends a fit without it.) You write six callbacks here. Keras has each in
# some form; after writing them you know what Keras's do, and then you put those to work.

# %%
import csv
import math
import operator
import os
from pathlib import Path

import keras

# %% [markdown]
# ## A history of losses
#
# `fit` returns a `keras.callbacks.History` with one entry per epoch. Single batches show
# more: whether the loss jumps, how noisy it is, where it went wrong.
#
#     epoch 0                       epoch 1
#     batch 0   1     2     end     batch 0   1     2     end
#     0.75  0.50  0.40     0.40     0.20  0.25  0.30     0.30
#
# Watch what Keras puts into a batch's logs: not the loss of that batch, but the mean over the
# epoch so far. It starts afresh with each epoch.
#
# Keras's own: `keras.callbacks.History` (epochs only).


# %%
class LossHistory(keras.callbacks.Callback):
    """Keep the loss of every training batch and of every epoch.

    `batches` is a list of `logs["loss"]` at the end of each training batch, over all epochs of the
    fit; `epochs` is a list of `logs["loss"]` at the end of each epoch. Both hold Python floats,
    even if the logs hold scalar tensors, and both are empty before the first fit. The next fit
    begins with two new, empty lists, and does not change lists that someone kept.

    Validation, evaluate and predict change nothing. If logs is None or has no loss, nothing is
    added. Do without keras.callbacks.History.

    >>> history = LossHistory()
    >>> history.on_train_begin()
    >>> history.on_train_batch_end(0, {"loss": 0.75})
    >>> history.on_train_batch_end(1, {"loss": 0.5})
    >>> history.on_epoch_end(0, {"loss": 0.5, "val_loss": 0.625})
    >>> history.batches, history.epochs
    ([0.75, 0.5], [0.5])
    """

    # TODO 1: have both lists from the start.
    # TODO 2: begin each fit with lists of its own.
    # TODO 3: keep the loss of each batch and of each epoch, if there is one.

    def __init__(self) -> None:
        """Start with two empty lists."""
        ### BEGIN SOLUTION
        super().__init__()
        self.batches, self.epochs = [], []
        ### END SOLUTION

    def on_train_begin(self, logs: dict | None = None) -> None:
        """Begin a fit."""
        ### BEGIN SOLUTION
        self.batches, self.epochs = [], []
        ### END SOLUTION

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """Keep the loss of a batch."""
        ### BEGIN SOLUTION
        if logs and "loss" in logs:
            self.batches.append(float(logs["loss"]))
        ### END SOLUTION

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Keep the loss of an epoch."""
        ### BEGIN SOLUTION
        if logs and "loss" in logs:
            self.epochs.append(float(logs["loss"]))
        ### END SOLUTION


# %% [markdown]
# ## Stopping early
#
# The training loss falls as long as you like. The validation loss falls too, but rises again once
# the model learns its samples by heart. Early stopping ends the fit soon after the turn. Losses are
# noisy, though, so one bad epoch proves nothing: wait for `patience` bad epochs in a row.
#
#     epoch         0     1     2     3     4     5     6
#     val_loss     0.9   0.6   0.7   0.5   0.55  0.52  0.6     patience 3
#     best         0.9   0.6         0.5
#     waited        0     0     1     0     1     2     3  -> stop
#
# Epoch 5 is better than epoch 4, but not better than the best, so the waiting goes on. With
# `min_delta`, an improvement too small to matter does not count, and the best stays where it was.
# Otherwise a loss that creeps down forever would never stop.
#
# When the fit ends, the model holds the weights of the last epoch, `patience` epochs after the
# best. To go back, keep a copy of the values: `model.get_weights()` returns arrays, while
# `model.weights` are the variables themselves, which training goes on changing.
#
# Keras's own: `keras.callbacks.EarlyStopping`.


# %%
class EarlyStopper(keras.callbacks.Callback):
    """Stop training when a monitored value has ceased to improve.

    `monitor` names a value in the logs of an epoch, a Python float that is never infinite. An epoch
    is an improvement if its value is better than the best so far by more than min_delta: lower than
    best - min_delta with mode "min", higher than best + min_delta with mode "max". min_delta is 0
    or more. The first value is an improvement too. Only an improvement changes the best value. NaN
    is never an improvement, not even as the first value.

    `patience` epochs in a row without an improvement stop training, at the end of the last of them.
    An epoch whose logs lack the value does not count at all: it neither waits nor ends the waiting.

    With restore_best, when training ends (stopped early or run to its end), the model gets back all
    of its weights, trainable or not, as they were at the end of the best epoch. Without an
    improvement, or without restore_best, the weights stay as they are.

    During and after a fit `best` is the best value, `best_epoch` the epoch that gave it, and
    `stopped_epoch` the epoch at whose end the callback stopped training; each is None if there is
    none. Epochs have the numbers that Keras passes. A new fit starts afresh, even if the last one
    was interrupted.

    Raises ValueError if mode is neither "min" nor "max", or patience is below 1.
    Do without keras.callbacks.EarlyStopping.

    >>> stopper = EarlyStopper("val_loss", patience=2)
    >>> stopper.set_model(keras.Sequential())
    >>> stopper.on_train_begin()
    >>> for epoch, value in enumerate([0.9, 0.4, 0.6, 0.5]):
    ...     stopper.on_epoch_end(epoch, {"val_loss": value})
    >>> stopper.best, stopper.best_epoch, stopper.stopped_epoch, stopper.model.stop_training
    (0.4, 1, 3, True)
    """

    # TODO 1: refuse bad settings, and keep the others.
    # TODO 2: begin each fit afresh: nothing of an earlier fit is left.
    # TODO 3: after each epoch, decide whether it is an improvement, and when to stop.
    # TODO 4: restore the weights of the best epoch, if that is asked for.

    def __init__(
        self,
        monitor: str = "val_loss",
        patience: int = 1,
        min_delta: float = 0.0,
        mode: str = "min",
        restore_best: bool = False,
    ) -> None:
        """Keep the settings."""
        ### BEGIN SOLUTION
        super().__init__()
        if mode not in ("min", "max"):
            raise ValueError(f'mode is "min" or "max", not {mode!r}')
        if patience < 1:
            raise ValueError(f"patience is at least 1, not {patience}")
        self.monitor = monitor
        self.patience = patience
        self.min_delta = min_delta
        self.sign = 1 if mode == "max" else -1
        self.restore_best = restore_best
        ### END SOLUTION

    def on_train_begin(self, logs: dict | None = None) -> None:
        """Start afresh."""
        ### BEGIN SOLUTION
        self.best = self.best_epoch = self.stopped_epoch = None
        self.best_weights = None
        self.waited = 0
        ### END SOLUTION

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Look at the monitored value, and stop if patience is at its end."""
        ### BEGIN SOLUTION
        value = (logs or {}).get(self.monitor)
        if value is None:
            return
        if self.best is None:
            improved = not math.isnan(value)
        else:
            improved = self.sign * (value - self.best) > self.min_delta
        if improved:
            self.best, self.best_epoch, self.waited = value, epoch, 0
            if self.restore_best:
                self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True
        ### END SOLUTION

    def on_train_end(self, logs: dict | None = None) -> None:
        """Restore the weights of the best epoch if restore_best asks for it."""
        ### BEGIN SOLUTION
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)
        ### END SOLUTION


# %% [markdown]
# ## Warming up, cooling down
#
# At the start the weights are random and the gradients large: big steps do harm. In the middle, big
# steps save time. At the end, only small steps still find the way down. A common schedule climbs in
# a straight line for some steps and then follows half a wave of a cosine down to zero:
#
#     base_lr |        . - .
#             |     /         \
#             |   /              \
#           0 +-/--------------------` . _______
#              0   warmup_steps    total_steps        step
#
# If you count steps from 0, the first step already moves (a rate of 0 would waste it), and the last
# step of the warm-up has the full rate:
#
#     warm-up    base_lr * (step + 1) / warmup_steps
#     after it   base_lr * (1 + cos(pi * p)) / 2
#                p = (step - warmup_steps) / (total_steps - warmup_steps)
#
# A step is a batch, so the rate changes in `on_train_batch_begin`. Its argument `batch` starts
# again at 0 in each epoch, so count the steps yourself. The optimizer keeps the rate in a
# variable: `optimizer.learning_rate = 0.1` assigns to it, so a compiled train step sees it.
#
# Keras's own: `keras.optimizers.schedules.CosineDecay` with `warmup_target`, a schedule given to
# the optimizer (its warm-up starts at step 0 from a rate that you set), and
# `keras.callbacks.LearningRateScheduler`, which acts once per epoch.


# %%
class WarmupCosine(keras.callbacks.Callback):
    """Set the learning rate before every training batch: a warm-up, then a cosine down to 0.

    `rate(step)` is the learning rate of a step, as a Python float. Steps count from 0.

        step < warmup_steps:  base_lr * (step + 1) / warmup_steps
        else:                 base_lr * (1 + cos(pi * p)) / 2,
                              p = (step - warmup_steps) / (total_steps - warmup_steps)
        step >= total_steps:  0.0

    The callback sets the learning rate of the model's optimizer to rate(step) before each training
    batch; the optimizer keeps its state. The callback counts steps over all epochs of a fit; a new
    fit starts again at step 0, whatever its initial_epoch, however far the optimizer has come, and
    even if the last fit was interrupted. The number of batches in an epoch is known, and each of
    them is a step. At the end of an epoch the rate of the epoch's last step is put into the logs,
    as `logs["learning_rate"]`, a Python float, for the callbacks that come after this one.

    Raises ValueError if warmup_steps is negative or total_steps is not above warmup_steps.
    Do without keras.callbacks.LearningRateScheduler and keras.optimizers.schedules.

    >>> schedule = WarmupCosine(0.5, warmup_steps=4, total_steps=12)
    >>> [round(schedule.rate(step), 4) for step in (0, 3, 4, 8, 11, 12)]
    [0.125, 0.5, 0.5, 0.25, 0.019, 0.0]
    """

    # TODO 1: refuse bad numbers of steps, and keep the settings.
    # TODO 2: compute the rate of a step, for each of the three parts.
    # TODO 3: set the learning rate of the optimizer before each batch of a fit.
    # TODO 4: put the last rate of an epoch into its logs.

    def __init__(self, base_lr: float, warmup_steps: int, total_steps: int) -> None:
        """Keep the settings."""
        ### BEGIN SOLUTION
        super().__init__()
        if not 0 <= warmup_steps < total_steps:
            raise ValueError(f"0 <= {warmup_steps} < {total_steps} does not hold")
        self.base_lr = base_lr
        self.warmup_steps = warmup_steps
        self.total_steps = total_steps
        ### END SOLUTION

    def rate(self, step: int) -> float:
        """Return the learning rate of a step."""
        ### BEGIN SOLUTION
        if step < self.warmup_steps:
            return self.base_lr * (step + 1) / self.warmup_steps
        progress = (step - self.warmup_steps) / (self.total_steps - self.warmup_steps)
        return self.base_lr * (1 + math.cos(math.pi * min(progress, 1.0))) / 2
        ### END SOLUTION

    def on_train_begin(self, logs: dict | None = None) -> None:
        """Start at step 0."""
        ### BEGIN SOLUTION
        self.step = 0
        ### END SOLUTION

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        """Set the learning rate of the step that follows."""
        ### BEGIN SOLUTION
        self.model.optimizer.learning_rate = self.rate(self.step)
        self.step += 1
        ### END SOLUTION

    def on_epoch_end(self, epoch: int, logs: dict) -> None:
        """Put the last learning rate into the logs."""
        ### BEGIN SOLUTION
        logs["learning_rate"] = float(self.model.optimizer.learning_rate)
        ### END SOLUTION


# %% [markdown]
# ## The best model on disk
#
# Weights in memory are gone when the machine is. A checkpoint writes the model to a file whenever
# it is better than ever before, and does not touch the file in any other epoch. So at any time
# the file holds the best model so far.
#
#     val_loss    0.9   0.6   0.7   0.5   0.5
#     writes      yes   yes   no    yes   no       (equally good is not better)
#
# `model.save("best.keras")` writes everything: the architecture, the weights and the state of the
# optimizer. `keras.models.load_model` needs nothing else to go on training. `model.save_weights`
# leaves out the architecture: before you load its file, you must build the same model again.
#
# Unlike the stopper, a checkpoint keeps its best value from one fit to the next: the file still
# exists, and a second fit that starts badly must not overwrite a good model.
#
# Keras's own: `keras.callbacks.ModelCheckpoint(path, save_best_only=True)`.


# %%
class BestCheckpoint(keras.callbacks.Callback):
    """Save the whole model whenever a monitored value is better than ever before.

    At the end of an epoch whose `logs[monitor]`, a Python float that is never infinite, is better
    than all earlier values (lower with mode "min", higher with mode "max"), the model is saved at
    `path` (a str or a pathlib.Path ending in ".keras"), over an existing file.
    keras.models.load_model(path) then returns the compiled model with its weights and the state of
    its optimizer. The first value of a new object is better than none, whatever the file holds. In
    every other epoch no file is written: if the value is as good as the best, worse, NaN (even as
    the first), or not in the logs. Missing folders of the path are made before the first save.

    `best` is the best value and `best_epoch` the number that Keras gave its epoch, both None at
    first. They stay from fit to fit: a new fit has to beat the best value.

    Raises ValueError if mode is neither "min" nor "max", or path does not end in ".keras".
    Do without keras.callbacks.ModelCheckpoint.

    >>> checkpoint = BestCheckpoint("runs/best.keras", "accuracy", "max")
    >>> checkpoint.best, checkpoint.best_epoch
    (None, None)
    """

    # TODO 1: refuse bad settings, and keep the others.
    # TODO 2: after each epoch, decide whether the value is better than ever before.
    # TODO 3: if it is, remember it, and save the whole model.

    def __init__(
        self, path: str | os.PathLike, monitor: str = "val_loss", mode: str = "min"
    ) -> None:
        """Keep the settings."""
        ### BEGIN SOLUTION
        super().__init__()
        self.path = Path(path)
        if mode not in ("min", "max"):
            raise ValueError(f'mode is "min" or "max", not {mode!r}')
        if self.path.suffix != ".keras":
            raise ValueError(f"{path} does not end in .keras")
        self.monitor = monitor
        self.better = operator.gt if mode == "max" else operator.lt
        self.best = self.best_epoch = None
        ### END SOLUTION

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Save the model if it is the best so far."""
        ### BEGIN SOLUTION
        value = (logs or {}).get(self.monitor)
        if value is None or math.isnan(value):
            return
        if self.best is None or self.better(value, self.best):
            self.best, self.best_epoch = value, epoch
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.model.save(self.path)
        ### END SOLUTION


# %% [markdown]
# ## When the loss is not a number
#
# The learning rate is too high, you take the logarithm of 0, one sample is broken: the loss becomes
# infinite or NaN ("not a number"), the gradients follow, and a step later every weight is NaN.
# Nothing brings them back, and the hours until the last epoch are wasted. Better to stop at once
# and say where.
#
# NaN is the only number that is not equal to itself, so `loss == np.nan` is never true. Ask
# `math.isnan`, or `math.isfinite`, which also refuses infinities. And since `logs["loss"]` is the
# mean over the epoch so far, it stays NaN to the end of the epoch: look at the first such batch.
#
# Keras's own: `keras.callbacks.TerminateOnNaN`.


# %%
class StopOnNaN(keras.callbacks.Callback):
    """Stop training in the batch in which the loss ceases to be a finite number, and say which.

    At the end of a training batch whose `logs["loss"]`, a Python float or a scalar tensor, is NaN,
    inf or -inf, training stops, `stopped_at` becomes the tuple (epoch, batch), and one line is
    printed:

        epoch 2, batch 17: the loss is nan

    Both numbers are those that Keras passes, and the loss is printed as Python prints a float: nan,
    inf or -inf. A finite loss, however large, does nothing, and neither do logs without a loss.
    `stopped_at` is None at first and again when a new fit begins.
    Do without keras.callbacks.TerminateOnNaN.

    >>> guard = StopOnNaN()
    >>> guard.set_model(keras.Sequential())
    >>> guard.on_train_begin()
    >>> guard.on_epoch_begin(2)
    >>> guard.on_train_batch_end(16, {"loss": 1e30})
    >>> guard.on_train_batch_end(17, {"loss": float("nan")})
    epoch 2, batch 17: the loss is nan
    >>> guard.stopped_at, guard.model.stop_training
    ((2, 17), True)
    """

    # TODO 1: have no place at first, and none when a fit begins.
    # TODO 2: a batch does not know its epoch; remember it.
    # TODO 3: after each batch, do nothing if the loss is missing or finite.
    # TODO 4: else keep the place, print the line, stop training.

    def __init__(self) -> None:
        """Start with nothing to report."""
        ### BEGIN SOLUTION
        super().__init__()
        self.stopped_at = None
        ### END SOLUTION

    def on_train_begin(self, logs: dict | None = None) -> None:
        """Begin a fit."""
        ### BEGIN SOLUTION
        self.stopped_at = None
        ### END SOLUTION

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        """Remember the epoch."""
        ### BEGIN SOLUTION
        self.epoch = epoch
        ### END SOLUTION

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """Look at the loss, and stop if it is not finite."""
        ### BEGIN SOLUTION
        loss = (logs or {}).get("loss")
        if loss is None or math.isfinite(loss):
            return
        self.stopped_at = (self.epoch, batch)
        print(f"epoch {self.epoch}, batch {batch}: the loss is {float(loss)}")
        self.model.stop_training = True
        ### END SOLUTION


# %% [markdown]
# ## A log that survives
#
# A CSV file is the simplest log: a header, then a row for each epoch. Every tool reads it, even
# during training.
#
#     epoch,loss,val_loss
#     0,0.91,0.88
#     1,0.74,0.79
#     2,0.6            <- here the power went
#
# Two things make it survive. A row must be on the disk when its epoch is over: a file that stays
# open holds text back until it is flushed or closed. And a run that goes on with the same file must
# not write a second header, and must not write after half a row: remove whatever follows the last
# line end, because it was cut off.
#
# The module `csv` knows the rules of the format (it puts a field with a comma in quotes and doubles
# a quote), so you need neither `",".join` nor `split(",")`. Open the file with `newline=""`, as
# the module asks. It writes a float with all the digits needed to read the same float back.
#
# Keras's own: `keras.callbacks.CSVLogger`.


# %%
class CsvLog(keras.callbacks.Callback):
    """Write a CSV file with one row for each epoch.

    The columns are "epoch" and then the keys of the logs in alphabetical order. No key is "epoch",
    and none has a line break. A row holds the number that Keras passes for the epoch, and the
    values of its logs, Python floats, with all their digits. The format is that of the module csv:
    fields with a comma or a quote are quoted.

    A fit with append=False starts the file anew. With append=True rows go to the end of an existing
    file. The header is written once, with the first row of a new or empty file. The rows below a
    header have its columns in its order, even if another run wrote it. A value that is missing in
    an epoch's logs leaves its field empty, and a key that is not in the header is left out.

    A last line without a newline, which an interruption has cut off, is removed before rows are
    added (it may be the header). A missing file is made, in an existing folder. At the end of each
    epoch all rows so far are on the disk, even if the program is killed next. Do without
    keras.callbacks.CSVLogger.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     log = CsvLog(Path(folder, "log.csv"))
    ...     log.on_train_begin()
    ...     log.on_epoch_end(0, {"loss": 0.5, "accuracy": 0.75})
    ...     Path(folder, "log.csv").read_text().split()
    ['epoch,accuracy,loss', '0,0.75,0.5']
    """

    # TODO 1: keep the settings.
    # TODO 2: when a fit begins, make the file ready, and find out whether it has a header.
    # TODO 3: after each epoch, write its row, with a header if there is none yet.
    # TODO 4: the rows so far have to be on the disk then.

    def __init__(self, path: str | os.PathLike, append: bool = False) -> None:
        """Keep the settings."""
        ### BEGIN SOLUTION
        super().__init__()
        self.path = Path(path)
        self.append = append
        ### END SOLUTION

    def on_train_begin(self, logs: dict | None = None) -> None:
        """Make the file ready, and find its columns."""
        ### BEGIN SOLUTION
        with self.path.open("ab+") as file:
            file.seek(0)
            whole = file.read().rfind(b"\n") + 1
            file.truncate(whole if self.append else 0)
        with self.path.open(newline="") as file:
            self.columns = next(csv.reader(file), None)
        ### END SOLUTION

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Write the row of an epoch."""
        ### BEGIN SOLUTION
        row = {"epoch": epoch, **(logs or {})}
        with self.path.open("a", newline="") as file:
            if self.columns is None:
                self.columns = ["epoch", *sorted(logs or {})]
                csv.writer(file).writerow(self.columns)
            csv.DictWriter(file, self.columns, extrasaction="ignore").writerow(row)
        ### END SOLUTION


# %% [markdown]
# ## Keras's own, set up well
#
# Now you know how they work inside. For daily work take Keras's callbacks. You only have to set
# them up so that they work together, and here are the traps:
#
#     ModelCheckpoint     saves after every epoch unless save_best_only=True
#     EarlyStopping       leaves the last weights unless restore_best_weights=True; its patience
#                         must be longer than ReduceLROnPlateau's, or that never acts
#     CSVLogger           does not make folders; starts the file anew unless append=True
#     ReduceLROnPlateau   puts the learning rate into the logs, but only callbacks after it in the
#                         list see it; it ignores improvements below 1e-4 unless you set
#                         min_delta=0, while EarlyStopping counts every improvement
#     TensorBoard         writes files of events, one folder each for training and validation; the
#                         package `tensorboard` must be installed (pip install tensorboard)
#
# By default, all callbacks that watch a value watch `val_loss`, so they need validation data.


# %%
def standard_callbacks(log_dir: str | os.PathLike) -> list[keras.callbacks.Callback]:
    """Return a list of Keras's own callbacks for everyday training, one of each of five classes.

    ModelCheckpoint     keeps the whole model of the run's lowest val_loss in log_dir/best.keras
    EarlyStopping       stops after 5 epochs in a row without a lower val_loss, and gives the model
                        the weights of its best epoch back
    CSVLogger           writes a row per epoch to log_dir/log.csv, with a column "learning_rate"; a
                        later run with the same log_dir adds its rows to the existing rows, with
                        the same list of callbacks or with a new one
    TensorBoard         writes the curves of each epoch's losses to log_dir/tensorboard
    ReduceLROnPlateau   halves the learning rate after each 2 epochs in a row without a lower
                        val_loss, but not below 1e-6 (it may ignore improvements below 1e-4)

    log_dir (a str or a pathlib.Path) is made if it is missing, with its parents, and may exist
    already. The callbacks work together in one fit, in the order of the list.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sorted(type(callback).__name__ for callback in standard_callbacks(folder))
    ['CSVLogger', 'EarlyStopping', 'ModelCheckpoint', 'ReduceLROnPlateau', 'TensorBoard']
    """
    # TODO 1: make the folder.
    # TODO 2: make each callback; look up which of its defaults you must change.
    # TODO 3: choose their order: who needs what another callback puts into the logs?
    ### BEGIN SOLUTION
    folder = Path(log_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_lr=1e-6),
        keras.callbacks.ModelCheckpoint(folder / "best.keras", save_best_only=True),
        keras.callbacks.CSVLogger(folder / "log.csv", append=True),
        keras.callbacks.TensorBoard(folder / "tensorboard"),
        keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True),
    ]
    ### END SOLUTION


# %% [markdown]
# ## What to read next
#
# The Keras guide [Writing your own callbacks](https://keras.io/guides/writing_your_own_callbacks/)
# lists every hook, including those of evaluate and predict. `keras.callbacks.BackupAndRestore` goes
# on after an interruption in the middle of a fit, and `keras.callbacks.LambdaCallback` is enough
# for a single line. The topic on the gradient tape shows what `fit` does between the hooks; the
# topics on custom models and losses show the metrics that end up in the logs.
