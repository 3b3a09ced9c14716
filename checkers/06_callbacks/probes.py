"""Probes of 06_callbacks: hooks called as fit calls them, with the judge's logs and weights."""

import contextlib
import importlib.util
import io
import pathlib
import tempfile

import keras
import numpy as np
import tensorflow as tf
import tensorflow.summary as summaries

from tensorkata.student.probes import tensors


def dense_model(weights, optimizer="sgd"):
    """Return a compiled model of one dense layer without activation."""
    features, units = weights[0].shape
    model = keras.Sequential([keras.Input((features,)), keras.layers.Dense(units)])
    model.compile(optimizer, "mse")
    model.set_weights(weights)
    return model


def empty_model(rate):
    """Return a model without layers, which has an optimizer."""
    model = keras.Sequential()
    model.compile(keras.optimizers.SGD(rate))
    return model


class Played(keras.Model):
    """A model that plays losses back: a real fit and evaluate, without what they would compute.

    With an optimizer each training step moves the one weight along the next gradient.
    """

    metrics = ()

    def __init__(self, losses, held_out=(), optimizer=None, gradients=None):
        """Keep the losses of training and of tests, one per batch, and perhaps the gradients."""
        super().__init__()
        self.losses_left, self.held_out, self.steps = iter(losses), iter(held_out), 0
        self.gradients = gradients
        if gradients is not None:
            self.add_weight(shape=gradients.shape[1:], initializer="zeros")
        self.compile(optimizer)

    def make_train_function(self, force=False):
        """Let fit take these steps."""
        self.train_function = self.play

    def make_test_function(self, force=False):
        """Let evaluate take these steps."""
        self.test_function = self.test

    def make_predict_function(self, force=False):
        """Let predict take these steps."""
        self.predict_function = lambda batches: tf.zeros((1,))

    def play(self, batches):
        """Take a training step."""
        next(batches)
        if self.gradients is not None:
            gradient = tf.constant(self.gradients[self.steps])
            self.optimizer.apply([gradient], self.trainable_variables)
        self.steps += 1
        return {"loss": next(self.losses_left)}

    def test(self, batches):
        """Take a step of a test."""
        next(batches)
        return {"loss": next(self.held_out)}

    def fitted(self, callback, epochs, steps, tests=0, first=0):
        """Fit with that many batches per epoch, and in its validation; return the history."""
        validation = tf.data.Dataset.range(tests) if tests else None
        return self.fit(
            tf.data.Dataset.range(steps),
            epochs=first + epochs,
            initial_epoch=first,
            shuffle=False,
            validation_data=validation,
            callbacks=[callback],
            verbose=0,
        ).history


def normalized_model():
    """Return BatchNormalization, then dense: six weights, two of which are not trained."""
    layers = [keras.layers.BatchNormalization(), keras.layers.Dense(2)]
    return keras.Sequential([keras.Input((3,)), *layers])


def flat(model):
    """Return all weights of a model in one vector."""
    return np.concatenate([np.ravel(weight) for weight in model.get_weights()])


def hooks(callbacks, model, epochs=1, steps=1):
    """Return an object that passes fit's calls to the callbacks, and begin a fit."""
    model.stop_training = False
    params = {"verbose": 0, "epochs": epochs, "steps": steps}
    listed = keras.callbacks.CallbackList(callbacks, model=model, **params)
    listed.on_train_begin()
    return listed


def epochs_of(listed, model, logs, weights=None, first=0, interrupted=False):
    """Run epochs with these logs and weights until one stops training; return their number.

    An error or Ctrl-C interrupts a fit: on_train_end is not called.
    """
    for epoch, entries in enumerate(logs, first):
        listed.on_epoch_begin(epoch)
        if weights is not None:
            model.set_weights(weights[epoch - first])
        listed.on_epoch_end(epoch, entries)
        if model.stop_training:
            break
    if not interrupted:
        listed.on_train_end()
    return epoch + 1 - first


def is_callback(callback):
    """Say whether an object is a Keras callback; return its type if it is not."""
    return isinstance(callback, keras.callbacks.Callback) or type(callback).__name__


def refusals(make, cases):
    """Return the name of the error that each case raises, ValueError for its subclasses too."""
    return {name: refusal(make, settings) for name, settings in cases.items()}


def refusal(make, settings):
    """Return the name of the error that the settings raise."""
    try:
        make(**settings)
    except NotImplementedError:
        raise
    except ValueError:
        return "ValueError"
    except Exception as error:  # noqa: BLE001 - which error it is, the check says
        return type(error).__name__
    return "no error"


def loss_history_kind(student):
    """Say whether a new object is a callback, and return its two lists."""
    callback = student.LossHistory()
    return {"a callback": is_callback(callback)} | losses_of(callback)


def losses_of(callback):
    """Return the two lists of a LossHistory."""
    return {name: getattr(callback, name, "missing") for name in ("batches", "epochs")}


def loss_history_in_fits(student, fits):
    """Run fits of epochs [losses of the batches, loss of the epoch] with one object.

    Return the lists of each fit, as they are at the end.
    """
    callback, model, found = student.LossHistory(), keras.Sequential(), []
    for epochs in fits:
        listed = hooks([callback], model)
        for epoch, (losses, loss) in enumerate(epochs):
            listed.on_epoch_begin(epoch)
            for batch, value in enumerate(losses):
                listed.on_train_batch_begin(batch)
                listed.on_train_batch_end(batch, {"loss": value, "mae": value / 2})
            listed.on_epoch_end(epoch, {"loss": loss, "mae": loss / 2, "val_loss": loss * 2})
        listed.on_train_end()
        found.append(losses_of(callback))
    return found


def loss_history_by_hand(student, batches, epochs):
    """Call the hooks themselves with these logs; return the two lists."""
    return called(student.LossHistory(), batches, epochs)


def called(callback, batches, epochs):
    """Call the hooks of a LossHistory with these logs; return its two lists."""
    callback.on_train_begin()
    for number, logs in enumerate(batches):
        callback.on_train_batch_end(number, logs)
    for number, logs in enumerate(epochs):
        callback.on_epoch_end(number, logs)
    return losses_of(callback)


def loss_history_of_tensors(student, batches, epochs):
    """Call the hooks with these logs, whose numbers become tensors; return the two lists."""
    given = ([numbers_as_tensors(logs) for logs in some] for some in (batches, epochs))
    return called(student.LossHistory(), *given)


def numbers_as_tensors(logs):
    """Return logs with tensors for numbers; None stays."""
    return logs and {name: tf.constant(value) for name, value in logs.items()}


def loss_history_in_fit(student, losses, held_out, epochs):
    """Fit with validation, then evaluate and predict; return the two lists."""
    callback, model = student.LossHistory(), Played(losses, held_out)
    tests = len(held_out) // (epochs + 1)
    model.fitted(callback, epochs, len(losses) // epochs, tests)
    for use in (model.evaluate, model.predict):
        use(tf.data.Dataset.range(tests), callbacks=[callback], verbose=0)
    return losses_of(callback)


def state(callback, ran):
    """Return the state of an EarlyStopper after a fit of that many epochs."""
    return {
        "epochs run": ran,
        "stopped_epoch": callback.stopped_epoch,
        "best_epoch": callback.best_epoch,
        "best": callback.best,
    }


def early_stopper_made(student, **settings):
    """Say whether the object is a callback."""
    return is_callback(student.EarlyStopper(**settings))


def early_stopper_refusals(student, cases):
    """Make a stopper with each of these settings; return the errors."""
    return refusals(student.EarlyStopper, cases)


def early_stopper_by_hand(student, settings, values):
    """Call the hooks with these values of val_loss; return the state before training ends."""
    callback, model = student.EarlyStopper(**settings), keras.Sequential()
    model.stop_training = False
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        callback.on_epoch_end(epoch, {"val_loss": value})
    found = state(callback, len(values))
    return {"stop_training": model.stop_training} | found


def early_stopper_in_fit(student, values, monitor="val_loss", **settings):
    """Run a fit with these values of what is monitored, beside a decoy; return the state."""
    decoy = "mae" if monitor == "loss" else "loss"
    logs = [{decoy: -value, monitor: value} for value in values.tolist()]
    return stopped_states(student.EarlyStopper(monitor, **settings), [logs])[0]


def early_stopper_in_fits(student, settings, fits, initial_epoch=0):
    """Run fits, each a list of logs, one per epoch; return the callback's state after each."""
    return stopped_states(student.EarlyStopper(**settings), fits, initial_epoch)


def stopped_states(callback, fits, first=0):
    """Run fits, each a list of logs, one per epoch; return the callback's state after each.

    The first of several fits is interrupted.
    """
    model, found = keras.Sequential(), []
    for logs in fits:
        begun, cut = hooks([callback], model), not found and len(fits) > 1
        ran = epochs_of(begun, model, logs, first=first, interrupted=cut)
        found.append(state(callback, ran))
    return found


def early_stopper_weights(student, settings, fits, weights):
    """Run fits of val_loss, with weights for each epoch; return the weights after each, flat."""
    model, callback, found = normalized_model(), student.EarlyStopper(**settings), []
    for losses, values in zip(fits, weights, strict=True):
        logs = [{"val_loss": loss} for loss in losses]
        epochs_of(hooks([callback], model), model, logs, values)
        found.append(flat(model))
    return found


def warmup_cosine_made(student, base_lr, warmup_steps, total_steps):
    """Say whether the object is a callback."""
    return is_callback(student.WarmupCosine(base_lr, warmup_steps, total_steps))


def warmup_cosine_refusals(student, cases):
    """Make a schedule with each of these settings; return the errors."""
    return refusals(student.WarmupCosine, cases)


def warmup_cosine_rate(student, base_lr, warmup_steps, total_steps, steps):
    """Return the rate of each of these steps."""
    callback = student.WarmupCosine(base_lr, warmup_steps, total_steps)
    return [callback.rate(step) for step in steps]


def warmup_cosine_in_fits(student, base_lr, warmup_steps, total_steps, fits):
    """Run fits of [epochs, batches]; return the optimizer's rate in every batch.

    All fits but the last are interrupted in their last epoch, as by an error or Ctrl-C.
    """
    callback = student.WarmupCosine(base_lr, warmup_steps, total_steps)
    model, found = empty_model(0.75), []
    for epochs, batches in fits:
        listed = hooks([callback], model, epochs, batches)
        found.append([])
        for epoch in range(epochs):
            listed.on_epoch_begin(epoch)
            for batch in range(batches):
                listed.on_train_batch_begin(batch)
                found[-1].append(model.optimizer.learning_rate.numpy())
                model.optimizer.iterations.assign_add(1)
                listed.on_train_batch_end(batch, {"loss": 1.0})
            if epoch + 1 < epochs or len(found) == len(fits):
                listed.on_epoch_end(epoch, {"loss": 1.0})
    listed.on_train_end()
    return [np.array(values, np.float32) for values in found]


def warmup_cosine_in_fit(
    student, base_lr, warmup_steps, total_steps, gradients, epochs, initial_epoch
):
    """Fit with momentum along these gradients; return the weight and the rates in the history."""
    callback = student.WarmupCosine(base_lr, warmup_steps, total_steps)
    optimizer = keras.optimizers.SGD(0.75, momentum=0.5)
    model = Played([0.5] * len(gradients), optimizer=optimizer, gradients=gradients)
    history = model.fitted(callback, epochs, len(gradients) // epochs, first=initial_epoch)
    return {"weight": flat(model), "logs": history.get("learning_rate")}


def written(path):
    """Return the bytes of a file; None if there is none."""
    return path.read_bytes() if path.is_file() else None


def loaded(path):
    """Return the model in a file; what is there instead if it is not a model."""
    if not path.is_file():
        return "no file"
    try:
        return keras.models.load_model(path)
    except Exception as error:  # noqa: BLE001 - a file that does not load is an answer
        return f"load_model: {type(error).__name__}"


def loaded_weights(path):
    """Return the weights of the model in a file, flat, or say what is there instead."""
    model = loaded(path)
    return model if isinstance(model, str) else flat(model)


def best_checkpoint_made(student, monitor, mode):
    """Make an object; return the best value and the best epoch that it begins with."""
    with tempfile.TemporaryDirectory() as folder:
        callback = student.BestCheckpoint(f"{folder}/runs/best.keras", monitor, mode)
        return {"best": callback.best, "best_epoch": callback.best_epoch}


def best_checkpoint_refusals(student, cases):
    """Make a checkpoint with each of these settings; return the errors."""
    return refusals(student.BestCheckpoint, cases)


def best_checkpoint_files(student, value, weights):
    """Say whether the object is a callback, and which files an epoch leaves."""
    with tempfile.TemporaryDirectory() as folder:
        callback, model = student.BestCheckpoint(f"{folder}/best.keras"), dense_model(weights)
        kind = is_callback(callback)
        if kind is True:
            epochs_of(hooks([callback], model), model, [{"val_loss": value}], [weights])
        return {"a callback": kind, "files": files_in(folder)}


def files_in(folder):
    """Return the names of the files in a folder."""
    return sorted(file.name for file in pathlib.Path(folder).iterdir())


def best_checkpoint_in_fit(student, values, weights, monitor="val_loss", mode="min"):
    """Run a fit with these values, beside a loss that goes the other way; return what it left."""
    logs = [{"loss": -value, monitor: value} for value in values.tolist()]
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/best.keras"
        callback, model = student.BestCheckpoint(path, monitor, mode), dense_model(weights[0])
        found = written_in(callback, pathlib.Path(path), model, logs, weights)
        return found | {"files": files_in(folder)}


def best_checkpoint_in_fits(student, name, fits, weights, initial_epoch=0, mode="min"):
    """Run fits of logs with one object; return which epochs wrote, and what the object holds.

    At the path there is a file with other content before, unless its folder is missing.
    """
    model, found = dense_model(weights[0][0]), []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, name)
        if path.parent.is_dir():
            path.write_bytes(b"old")
        callback = student.BestCheckpoint(path, mode=mode)
        for logs, values in zip(fits, weights, strict=True):
            found.append(written_in(callback, path, model, logs, values, initial_epoch))
        return found


def written_in(callback, path, model, logs, weights, first=0):
    """Run a fit; return which epochs wrote the file, and the callback's best value and epoch."""
    listed, wrote, before = hooks([callback], model), [], written(path)
    for epoch, entries in enumerate(logs, first):
        listed.on_epoch_begin(epoch)
        model.set_weights(weights[epoch - first])
        listed.on_epoch_end(epoch, entries)
        before, after = written(path), before
        if before != after:
            wrote.append(epoch)
    listed.on_train_end()
    return {
        "writes in epochs": wrote,
        "best_epoch": callback.best_epoch,
        "best": callback.best,
    }


def best_checkpoint_loaded(student, weights, gradients, losses):
    """Take a step with momentum in each epoch; load the file, and take one more step with it.

    Return the weights after that step; they stay if no optimizer was loaded.
    """
    model = dense_model(weights, keras.optimizers.SGD(0.1, momentum=0.5))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "best.keras")
        listed = hooks([student.BestCheckpoint(path)], model)
        for epoch, loss in enumerate(losses):
            listed.on_epoch_begin(epoch)
            model.optimizer.apply(tensors(gradients[epoch]), model.trainable_variables)
            listed.on_epoch_end(epoch, {"val_loss": loss})
        listed.on_train_end()
        model = loaded(path)
    if isinstance(model, str):
        return model
    if getattr(model, "optimizer", None):
        model.optimizer.apply(tensors(gradients[-1]), model.trainable_variables)
    return flat(model)


def stop_on_nan_made(student):
    """Say whether the object is a callback, and what its stopped_at is at first."""
    callback = student.StopOnNaN()
    at = getattr(callback, "stopped_at", "missing")
    return {"a callback": is_callback(callback), "stopped_at": at}


def stop_on_nan_by_hand(student, epoch, batch, losses):
    """Call the hooks with losses from that batch on; return what is printed and kept."""
    callback, model = student.StopOnNaN(), keras.Sequential()
    model.stop_training = False
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        callback.set_model(model)
        callback.on_train_begin()
        callback.on_epoch_begin(epoch)
        for number, loss in enumerate(losses, batch):
            callback.on_train_batch_end(number, {"loss": loss})
    return {"stop_training": model.stop_training} | printed_and_kept(printed, callback)


def printed_and_kept(printed, callback):
    """Return the printed lines, and stopped_at with the name of its type if it is no tuple."""
    at = callback.stopped_at
    kept = at if at is None or isinstance(at, tuple) else {type(at).__name__: at}
    return {"printed": printed.getvalue().splitlines(), "stopped_at": kept}


def stop_on_nan_in_fits(student, fits, initial_epoch=0):
    """Run fits of epochs, each a list of losses; return what is printed and where each stopped."""
    callback = student.StopOnNaN()
    return [*stopped_fits(callback, fits, listed_alone, lambda loss: loss, initial_epoch)]


def stop_on_nan_of_tensors(student, fits):
    """Run fits whose losses are tensors; return what is printed and where each stopped."""
    return [*stopped_fits(student.StopOnNaN(), fits, by_itself, tf.constant)]


def stopped_fits(callback, fits, begin, as_loss, first=0):
    """Yield what each fit prints and keeps, and its last batch; a loss of None is in no logs."""
    model = keras.Sequential()
    for epochs in fits:
        model.stop_training = False
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            last = guarded(begin(callback, model), model, epochs, first, as_loss)
        yield printed_and_kept(printed, callback) | {"last batch": last}


def listed_alone(callback, model):
    """Begin a fit with one callback."""
    return hooks([callback], model)


def by_itself(callback, model):
    """Begin a fit with a callback whose hooks are called directly: fit turns tensors to floats."""
    callback.set_model(model)
    callback.on_train_begin()
    return callback


def guarded(listed, model, epochs, first, as_loss):
    """Run epochs until one batch stops training; return its epoch and number, or the last."""
    for epoch, losses in enumerate(epochs, first):
        listed.on_epoch_begin(epoch)
        for batch, loss in enumerate(losses):
            listed.on_train_batch_begin(batch)
            listed.on_train_batch_end(batch, {} if loss is None else {"loss": as_loss(loss)})
            if model.stop_training:
                return [epoch, batch]
        listed.on_epoch_end(epoch, {"loss": losses[-1]})
        if model.stop_training:
            return [epoch, batch]
    listed.on_train_end()
    return [epoch, batch]


def stop_on_nan_in_fit(student, losses, epochs, initial_epoch):
    """Fit on these losses of batches; return what is printed and how many steps were taken."""
    callback, model = student.StopOnNaN(), Played(losses)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        model.fitted(callback, epochs, len(losses) // epochs, first=initial_epoch)
    return printed_and_kept(printed, callback) | {"steps": model.steps}


def csv_log_made(student):
    """Say whether the object is a callback."""
    with tempfile.TemporaryDirectory() as folder:
        return is_callback(student.CsvLog(f"{folder}/log.csv"))


def csv_log_in_runs(student, runs):
    """Log runs of {"object", "append", "first", "logs"} to one file, an object for each number.

    Return the file's text after each run.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, made, texts = pathlib.Path(folder, "log.csv"), {}, []
        for run in runs:
            number = run["object"]
            if number not in made:
                made[number] = student.CsvLog(path, append=run["append"])
            logged(made[number], path, run["logs"], run["first"])
            texts.append(text_of(path))
        return texts


def csv_log_by_epoch(student, logs, first=0):
    """Log a run from an epoch on; return the file's text after each epoch."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "log.csv")
        return logged(student.CsvLog(path), path, logs, first)


def logged(callback, path, entries, first=0):
    """Call the hooks with these logs, in their order; return the text of the file each time."""
    callback.set_model(keras.Sequential())
    callback.on_train_begin()
    texts = []
    for epoch, logs in enumerate(entries, first):
        callback.on_epoch_begin(epoch)
        callback.on_epoch_end(epoch, logs)
        texts.append(text_of(path))
    callback.on_train_end()
    return texts


def csv_log_of(student, logs, append=False, before=None):
    """Log a run with these logs to a file that may exist before; return its text, at the end."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "log.csv")
        if before is not None:
            path.write_text(before, newline="")
        logged(student.CsvLog(path, append=append), path, logs)
        return text_of(path)


def text_of(path):
    """Return the text of a file, its line ends as they are; nothing if there is no file."""
    return path.read_bytes().decode() if path.is_file() else ""


def csv_log_in_fits(student, losses, held_out):
    """Fit twice, a batch per epoch, with one callback that does not append; return the text."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/log.csv"
        callback, model = student.CsvLog(path), Played(losses, held_out)
        for _ in range(2):
            model.fitted(callback, len(losses) // 2, 1, 1)
        return text_of(pathlib.Path(path))


FIVE = ("CSVLogger", "EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau", "TensorBoard")


def standard_callbacks_made(student):
    """Return how many callbacks there are of each class."""
    with tempfile.TemporaryDirectory() as folder:
        made = student.standard_callbacks(folder)
        if not isinstance(made, list):
            return type(made).__name__
        kinds = [five_of(callback) for callback in made]
        return {kind: kinds.count(kind) for kind in kinds}


def five_of(callback):
    """Return which of the five classes a callback has, else the name of its type."""
    known = (name for name in FIVE if isinstance(callback, getattr(keras.callbacks, name)))
    return next(known, type(callback).__name__)


def driven(make, folder, model, logs, names=FIVE, weights=None):
    """Run epochs with the callbacks of these names; return their number, and each one's rate."""
    watch = Watch()
    used = [callback for callback in make(folder) if five_of(callback) in names]
    with without_tensorboard():
        ran = epochs_of(hooks([*used, watch], model), model, logs, weights)
    return ran, np.array(watch.rates, np.float32)


def standard_callbacks_saving(student, logs, weights):
    """Run epochs with ModelCheckpoint; return the weights of the model in best.keras."""
    with tempfile.TemporaryDirectory() as name:
        folder, model = pathlib.Path(name), dense_model(weights[0])
        driven(student.standard_callbacks, folder, model, logs, ["ModelCheckpoint"], weights)
        return loaded_weights(folder / "best.keras")


def standard_callbacks_stopping(student, logs, weights):
    """Run epochs with EarlyStopping; return their number, and the weights at the end."""
    model = dense_model(weights[0])
    with tempfile.TemporaryDirectory() as name:
        folder, make = pathlib.Path(name), student.standard_callbacks
        ran, _ = driven(make, folder, model, logs, ["EarlyStopping"], weights)
    return {"epochs run": ran, "weights": flat(model)}


def standard_callbacks_slowing(student, learning_rate, val_loss):
    """Run epochs with ReduceLROnPlateau and a loss that is best at epoch 2; return the rates."""
    logs = [{"loss": abs(n - 2.0), "val_loss": value} for n, value in enumerate(val_loss.tolist())]
    with tempfile.TemporaryDirectory() as name:
        folder, make = pathlib.Path(name), student.standard_callbacks
        return driven(make, folder, empty_model(learning_rate), logs, ["ReduceLROnPlateau"])[1]


def standard_callbacks_logging(student, learning_rate, runs):
    """Run epochs with CSVLogger and ReduceLROnPlateau; return log.csv.

    The second run has the list of the first; the others have their own.
    """
    names, model = ["CSVLogger", "ReduceLROnPlateau"], empty_model(learning_rate)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name, "logs")
        made = student.standard_callbacks(folder)
        for number, logs in enumerate(runs):
            made = student.standard_callbacks(folder) if number > 1 else made
            driven(lambda _, made=made: made, folder, model, logs, names)
        return text_of(folder / "log.csv")


def standard_callbacks_drawing(student, logs):
    """Run epochs with TensorBoard; return the curves of the losses, by folder of events."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        driven(student.standard_callbacks, folder, empty_model(0.1), logs, ["TensorBoard"])
        return curves(folder / "tensorboard")


def standard_callbacks_together(student, learning_rate, logs, weights, log_dir):
    """Run epochs with all five in a folder that is not there yet; return log.csv."""
    model = dense_model(weights, keras.optimizers.SGD(learning_rate))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name, log_dir)
        driven(student.standard_callbacks, folder, model, logs)
        return text_of(folder / "log.csv")


class Watch(keras.callbacks.Callback):
    """Note the learning rate after each epoch; it comes after all others."""

    def on_train_begin(self, logs=None):
        """Begin."""
        self.rates = []

    def on_epoch_end(self, epoch, logs=None):
        """Note the rate."""
        self.rates.append(float(self.model.optimizer.learning_rate))


@contextlib.contextmanager
def without_tensorboard():
    """Let Keras write its scalars if the package tensorboard is not installed."""
    if importlib.util.find_spec("tensorboard"):
        yield
        return
    kept = {name: getattr(summaries, name) for name in ("scalar", "histogram", "image")}
    summaries.scalar = scalar
    summaries.histogram = summaries.image = lambda *args, **kwargs: True
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(summaries, name, function)


def scalar(name, data, step=None, description=None):
    """Write one number to the current writer, as tf.summary.scalar does."""
    with summaries.experimental.summary_scope(name, values=[data, step]) as (tag, _):
        return summaries.write(tag, tf.cast(data, tf.float32), step=step)


def curves(folder):
    """Return the curve of the loss in each folder with event files, by its name."""
    found = {}
    for path in sorted(folder.rglob("*.tfevents.*")):
        values = found.setdefault(path.parent.name, [])
        for record in tf.data.TFRecordDataset(str(path)):
            summary = tf.compat.v1.Event.FromString(record.numpy()).summary
            losses = [value for value in summary.value if value.tag == "epoch_loss"]
            values += [tf.make_ndarray(value.tensor).item() for value in losses]
    return {name: np.array(values, np.float32) for name, values in found.items()}
