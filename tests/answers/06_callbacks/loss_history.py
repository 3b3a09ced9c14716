"""Answers to LossHistory. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np


class Sound(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.start()

    def start(self):
        self.batches = []
        self.epochs = []

    def on_train_begin(self, logs=None):
        self.start()

    def on_train_batch_end(self, batch, logs=None):
        if logs is not None and logs.get("loss") is not None:
            self.batches.append(float(logs["loss"]))

    def on_epoch_end(self, epoch, logs=None):
        if logs is not None and logs.get("loss") is not None:
            self.epochs.append(float(logs["loss"]))


# %% right: the older name of the batch hook, lists that are replaced
class LossHistory(keras.callbacks.Callback):
    batches = epochs = ()

    def __init__(self):
        super().__init__()
        self.on_train_begin()

    def on_train_begin(self, logs=None):
        self.batches, self.epochs = list(), list()

    def on_batch_end(self, batch, logs=None):
        self.batches = self.batches + self.losses(logs)

    def on_epoch_end(self, epoch, logs=None):
        self.epochs = self.epochs + self.losses(logs)

    def losses(self, logs):
        return [float(value) for name, value in (logs or {}).items() if name == "loss"]


# %% right: one dict of lists behind two properties
class LossHistory(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.kept = {"batches": [], "epochs": []}

    @property
    def batches(self):
        return self.kept["batches"]

    @property
    def epochs(self):
        return self.kept["epochs"]

    def on_train_begin(self, logs=None):
        self.kept = {name: [] for name in self.kept}

    def keep(self, name, logs):
        try:
            self.kept[name].append(np.asarray(logs["loss"]).item())
        except (KeyError, TypeError):
            pass

    def on_train_batch_end(self, batch, logs=None):
        self.keep("batches", logs)

    def on_epoch_end(self, epoch, logs=None):
        self.keep("epochs", logs)


# %% right: by way of a tensor
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        for loss in [logs["loss"]] if "loss" in (logs or {}) else []:
            self.batches += keras.ops.convert_to_numpy([loss]).tolist()

    def on_epoch_end(self, epoch, logs=None):
        loss = (logs or {}).get("loss")
        if loss is not None:
            self.epochs.append(float(keras.ops.convert_to_tensor(loss)))


# %% wrong: never cleared | test_next_fit | not cleared
# breaks: "The next fit begins with two new"
class LossHistory(Sound):
    def on_train_begin(self, logs=None):
        pass


# %% wrong: the old lists are emptied | test_next_fit | old lists are cleared
# breaks: "does not change lists that someone kept"
class LossHistory(Sound):
    def on_train_begin(self, logs=None):
        self.batches.clear()
        self.epochs.clear()


# %% wrong: cleared in each epoch | test_losses | cleared in each epoch
# breaks: "over all epochs of the fit"
class LossHistory(Sound):
    def on_epoch_begin(self, epoch, logs=None):
        self.batches = []


# %% wrong: the last batch's loss for the epoch's | test_losses | last batch
# breaks: "`epochs` is a list"
class LossHistory(Sound):
    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(self.batches[-1])


# %% wrong: val_loss | test_example | val_loss
# breaks: "`epochs` is a list"
class LossHistory(Sound):
    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(float(logs.get("val_loss", logs["loss"])))


# %% wrong: a list for each epoch | test_example | a list for each epoch
# breaks: "`batches` is a list"
class LossHistory(Sound):
    def start(self):
        self.batches, self.epochs, self.current = [], [], []

    def on_train_batch_end(self, batch, logs=None):
        self.current.append(float(logs["loss"]))

    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        self.batches.append(self.current)
        self.current = []


# %% wrong: the epoch's loss among the batches | test_example | one list
# breaks: "at the end of each training batch, over all epochs of the fit"
class LossHistory(Sound):
    def on_epoch_end(self, epoch, logs=None):
        super().on_train_batch_end(epoch, logs)
        super().on_epoch_end(epoch, logs)


# %% wrong: only the last loss | test_example | only the last
# breaks: "Keep the loss of every training batch and of every epoch"
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        self.batches = [float(logs["loss"])]

    def on_epoch_end(self, epoch, logs=None):
        self.epochs = [float(logs["loss"])]


# %% wrong: the batches of validation, too | test_fit | of validation and evaluate
# breaks: "Validation, evaluate and predict change nothing"
class LossHistory(Sound):
    def on_test_batch_end(self, batch, logs=None):
        self.on_train_batch_end(batch, logs)


# %% wrong: validation counts as an epoch | test_fit | count as epochs
# breaks: "Validation, evaluate and predict change nothing"
class LossHistory(Sound):
    def on_test_end(self, logs=None):
        self.on_epoch_end(0, logs)


# %% wrong: evaluate starts anew | test_fit | clears the lists
# breaks: "Validation, evaluate and predict change nothing"
class LossHistory(Sound):
    def on_test_begin(self, logs=None):
        self.start()


# %% wrong: the numbers as they come | test_logs | in `batches` a tensor
# breaks: "even if the logs hold scalar tensors"
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if logs and "loss" in logs:
            self.batches.append(logs["loss"])


# %% wrong: arrays of NumPy | test_logs | in `batches` a tensor
# breaks: "Both hold Python floats"
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if logs and "loss" in logs:
            self.batches.append(np.float32(logs["loss"]))


# %% wrong: a loss of 0 is falsy | test_logs | taken for a missing loss
# breaks: "at the end of each training batch, over all epochs of the fit"
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if logs and logs.get("loss"):
            self.batches.append(float(logs["loss"]))

    def on_epoch_end(self, epoch, logs=None):
        if logs and logs.get("loss"):
            self.epochs.append(float(logs["loss"]))


# %% wrong: 0 where there is no loss | test_logs | kept as 0
# breaks: "has no loss, nothing is added"
class LossHistory(Sound):
    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(float((logs or {}).get("loss", 0.0)))


# %% wrong: no list before the first fit | test_form | None before the first fit
# breaks: "both are empty before the first fit"
class LossHistory(Sound):
    def __init__(self):
        keras.callbacks.Callback.__init__(self)
        self.batches = self.epochs = None


# %% wrong: no callback | test_form | does not inherit
# breaks: "Keep the loss of every training batch and of every epoch"
class LossHistory:
    def __init__(self):
        self.batches, self.epochs = [], []

    def on_train_begin(self, logs=None):
        self.batches, self.epochs = [], []

    def on_train_batch_end(self, batch, logs=None):
        self.batches.append(float(logs["loss"]))

    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(float(logs["loss"]))


# %% wrong: the lists are only made when a fit begins | test_form | when a fit begins
# breaks: "both are empty before the first fit"
class LossHistory(Sound):
    def __init__(self):
        keras.callbacks.Callback.__init__(self)


# %% wrong: only the batches begin anew | test_next_fit | only `batches` is a new list
# breaks: "begins with two new, empty lists"
class LossHistory(Sound):
    def on_train_begin(self, logs=None):
        self.batches = []


# %% wrong: logs must be there | test_logs | it raised
# breaks: "If logs is None"
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if "loss" in logs:
            self.batches.append(float(logs["loss"]))


# %% wrong: the loss must be in the logs | test_logs | KeyError
# breaks: "or has no loss, nothing is added"
class LossHistory(Sound):
    def on_epoch_end(self, epoch, logs=None):
        if logs is not None:
            self.epochs.append(float(logs["loss"]))


# %% wrong: tensors of the epochs as they come | test_logs | in `epochs` a tensor
# breaks: "even if the logs hold scalar tensors"
class LossHistory(Sound):
    def on_epoch_end(self, epoch, logs=None):
        if logs and "loss" in logs:
            self.epochs.append(logs["loss"])


# %% wrong: a loss that is not finite is left out | test_logs | infinite loss is left out
# breaks: "Keep the loss of every training batch and of every epoch"
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if logs and "loss" in logs and np.isfinite(logs["loss"]):
            self.batches.append(float(logs["loss"]))


# %% wrong: predict clears the lists | test_fit | clears the lists
# breaks: "Validation, evaluate and predict change nothing"
class LossHistory(Sound):
    def on_predict_begin(self, logs=None):
        self.start()


# %% wrong: a loss of 0 for each batch of predict | test_fit | batches of predict
# breaks: "Validation, evaluate and predict change nothing"
class LossHistory(Sound):
    def on_predict_batch_end(self, batch, logs=None):
        self.batches.append(0.0)


# %% wrong: the newest loss first | test_example | reverse order
# breaks: "at the end of each training batch"
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if logs and "loss" in logs:
            self.batches.insert(0, float(logs["loss"]))

    def on_epoch_end(self, epoch, logs=None):
        if logs and "loss" in logs:
            self.epochs.insert(0, float(logs["loss"]))


# %% wrong: Keras's own history | test_example | this exercise forbids
# breaks: "Do without keras.callbacks.History"
class LossHistory(keras.callbacks.History):
    def __init__(self):
        super().__init__()
        self.batches, self.epochs = [], []

    def on_train_batch_end(self, batch, logs=None):
        self.batches.append(float(logs["loss"]))

    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        self.epochs = self.history["loss"]


# %% right: one method makes the lists, a return if there is no loss
class LossHistory(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self._reset()

    def _reset(self):
        self.batches = []
        self.epochs = []

    def on_train_begin(self, logs=None):
        self._reset()

    def on_train_batch_end(self, batch, logs=None):
        if logs is None or "loss" not in logs:
            return
        self.batches.append(float(logs["loss"]))

    def on_epoch_end(self, epoch, logs=None):
        if logs is None or "loss" not in logs:
            return
        self.epochs.append(float(logs["loss"]))


# %% right: NumPy's item, tuples joined to new lists
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        self.batches = [*self.batches, *self.found(logs)]

    def on_epoch_end(self, epoch, logs=None):
        self.epochs = [*self.epochs, *self.found(logs)]

    def found(self, logs):
        return tuple(float(np.array(v).item()) for k, v in (logs or {}).items() if k == "loss")


# %% equivalent: statement-3b182c2f |
# The base class only sets params and model to None, and fit sets both before it calls a hook.


# %% right: extends the lists by a list of one loss or none
class LossHistory(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.batches, self.epochs = [], []

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.batches = self.batches[:0]
        self.epochs = self.epochs[:0]

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        self.batches += [float(v) for k, v in (logs or {}).items() if k == "loss"]

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        self.epochs += [float(v) for k, v in (logs or {}).items() if k == "loss"]


# %% right: one helper with a mapping pattern for both hooks
class LossHistory(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self._reset()

    def _reset(self) -> None:
        self.batches: list[float] = []
        self.epochs: list[float] = []

    @staticmethod
    def _keep(target: list[float], logs: dict | None) -> None:
        match logs:
            case {"loss": loss}:
                target.append(float(loss))

    def on_train_begin(self, logs: dict | None = None) -> None:
        self._reset()

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        self._keep(self.batches, logs)

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        self._keep(self.epochs, logs)


# %% wrong: a tensor becomes a NumPy scalar, which is no Python float | test_logs
# breaks: "Both hold Python floats, even if the logs hold scalar tensors"
class LossHistory(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.batches = []
        self.epochs = []

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.batches = []
        self.epochs = []

    def _number(self, loss):
        return loss.numpy() if hasattr(loss, "numpy") else loss

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if logs and "loss" in logs:
            self.batches.append(self._number(logs["loss"]))

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if logs and "loss" in logs:
            self.epochs.append(self._number(logs["loss"]))


# %% wrong: takes a loss of 0.0 for no loss | test_logs
# breaks: "`batches` is a list of `logs["loss"]` at the end of each training batch"
class LossHistory(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.batches = []
        self.epochs = []

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.batches = []
        self.epochs = []

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if loss := (logs or {}).get("loss"):
            self.batches.append(float(loss))

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if loss := (logs or {}).get("loss"):
            self.epochs.append(float(loss))


# %% wrong: the epoch's loss is taken from its last batch, not from the epoch's logs | test_losses
# breaks: "`epochs` is a list of `logs["loss"]` at the end of each epoch."
class LossHistory(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.batches = []
        self.epochs = []

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.batches = []
        self.epochs = []

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if logs and "loss" in logs:
            self.batches.append(float(logs["loss"]))

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if logs and "loss" in logs and self.batches:
            self.epochs.append(self.batches[-1])  # already the mean over the epoch
