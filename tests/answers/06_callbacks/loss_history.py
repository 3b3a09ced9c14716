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
class LossHistory(Sound):
    def on_train_begin(self, logs=None):
        pass


# %% wrong: the old lists are emptied | test_next_fit | old lists are cleared
class LossHistory(Sound):
    def on_train_begin(self, logs=None):
        self.batches.clear()
        self.epochs.clear()


# %% wrong: cleared in each epoch | test_losses | cleared in each epoch
class LossHistory(Sound):
    def on_epoch_begin(self, epoch, logs=None):
        self.batches = []


# %% wrong: the last batch's loss for the epoch's | test_losses | last batch
class LossHistory(Sound):
    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(self.batches[-1])


# %% wrong: val_loss | test_losses | val_loss
class LossHistory(Sound):
    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(float(logs.get("val_loss", logs["loss"])))


# %% wrong: a list for each epoch | test_form | list of Python floats
class LossHistory(Sound):
    def on_epoch_begin(self, epoch, logs=None):
        self.batches.append([])

    def on_train_batch_end(self, batch, logs=None):
        self.batches[-1].append(float(logs["loss"]))


# %% wrong: the epoch's loss among the batches | test_losses | one list
class LossHistory(Sound):
    def on_epoch_end(self, epoch, logs=None):
        super().on_train_batch_end(epoch, logs)
        super().on_epoch_end(epoch, logs)


# %% wrong: only the last loss | test_losses | only the last
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        self.batches = [float(logs["loss"])]

    def on_epoch_end(self, epoch, logs=None):
        self.epochs = [float(logs["loss"])]


# %% wrong: the batches of validation, too | test_fit | of validation and evaluate
class LossHistory(Sound):
    def on_test_batch_end(self, batch, logs=None):
        self.on_train_batch_end(batch, logs)


# %% wrong: validation counts as an epoch | test_fit | count as epochs
class LossHistory(Sound):
    def on_test_end(self, logs=None):
        self.on_epoch_end(0, logs)


# %% wrong: evaluate starts anew | test_fit | clears the lists
class LossHistory(Sound):
    def on_test_begin(self, logs=None):
        self.start()


# %% wrong: the numbers as they come | test_logs | tensor
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if logs and "loss" in logs:
            self.batches.append(logs["loss"])


# %% wrong: arrays of NumPy | test_form | list of Python floats
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if logs and "loss" in logs:
            self.batches.append(np.float32(logs["loss"]))


# %% wrong: a loss of 0 is falsy | test_logs | taken for a missing loss
class LossHistory(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if logs and logs.get("loss"):
            self.batches.append(float(logs["loss"]))

    def on_epoch_end(self, epoch, logs=None):
        if logs and logs.get("loss"):
            self.epochs.append(float(logs["loss"]))


# %% wrong: 0 where there is no loss | test_logs | kept as 0
class LossHistory(Sound):
    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(float((logs or {}).get("loss", 0.0)))


# %% wrong: no list before the first fit | test_form | before a fit
class LossHistory(Sound):
    def __init__(self):
        keras.callbacks.Callback.__init__(self)
        self.batches = self.epochs = None


# %% wrong: no callback | test_form | not a Keras callback
class LossHistory:
    def __init__(self):
        self.batches, self.epochs = [], []

    def on_train_batch_end(self, batch, logs=None):
        self.batches.append(float(logs["loss"]))

    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(float(logs["loss"]))


# %% equivalent: statement-3b182c2f |
# The base class only sets params and model to None, and fit sets both before it calls a hook.
