"""Answers to BestCheckpoint. A wrong answer differs from `Sound` in what it overrides."""

import os
from pathlib import Path

import keras
import numpy as np


class Sound(keras.callbacks.Callback):
    def __init__(self, path, monitor="val_loss", mode="min"):
        super().__init__()
        self.check(os.fspath(path), mode)
        self.path, self.monitor, self.mode = os.fspath(path), monitor, mode
        self.best = self.best_epoch = None

    def check(self, path, mode):
        if mode not in {"min", "max"} or not path.endswith(".keras"):
            raise ValueError("bad mode or path")

    def better(self, value):
        if np.isnan(value):
            return False
        if self.best is None:
            return True
        return value < self.best if self.mode == "min" else value > self.best

    def on_epoch_end(self, epoch, logs=None):
        if logs and self.monitor in logs:
            self.look(epoch, logs[self.monitor])

    def look(self, epoch, value):
        if self.better(value):
            self.best, self.best_epoch = value, epoch
            os.makedirs(os.path.dirname(self.path) or ".", exist_ok=True)
            self.save()

    def save(self):
        self.model.save(self.path)


# %% right: a new file takes the old one's place
class BestCheckpoint(keras.callbacks.Callback):
    def __init__(self, path, monitor="val_loss", mode="min"):
        super().__init__()
        self.path = Path(path)
        if mode not in ("min", "max"):
            raise ValueError(mode)
        if not str(path).endswith(".keras"):
            raise ValueError(path)
        self.monitor = monitor
        self.worst = float("inf") if mode == "min" else -float("inf")
        self.better = np.less if mode == "min" else np.greater
        self.best = None
        self.best_epoch = None

    def on_epoch_end(self, epoch, logs=None):
        value = (logs or {}).get(self.monitor, float("nan"))
        if self.better(value, self.worst if self.best is None else self.best):
            self.best = value
            self.best_epoch = epoch
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new = self.path.with_name(f"new-{self.path.name}")
            self.model.save(new)
            new.replace(self.path)


# %% right: keras.saving.save_model
class BestCheckpoint(Sound):
    def look(self, epoch, value):
        cost = value if self.mode == "min" else -value
        if cost == cost and (self.best is None or cost < self.cost):
            self.cost = cost
            self.best, self.best_epoch = value, epoch
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            keras.saving.save_model(self.model, self.path, overwrite=True)


# %% wrong: after every epoch | test_better | after every epoch
class BestCheckpoint(Sound):
    def look(self, epoch, value):
        if self.better(value):
            self.best, self.best_epoch = value, epoch
        self.save()


# %% wrong: as good counts as better | test_better | equal to the best
class BestCheckpoint(Sound):
    def better(self, value):
        return super().better(value) or value == self.best


# %% wrong: compared with the epoch before | test_better | epoch before
class BestCheckpoint(Sound):
    def look(self, epoch, value):
        super().look(epoch, value)
        self.best = value


# %% wrong: mode is ignored | test_better | mixed up
class BestCheckpoint(Sound):
    def better(self, value):
        return self.best is None or value < self.best


# %% wrong: always the training loss | test_better | another value
class BestCheckpoint(Sound):
    def on_epoch_end(self, epoch, logs=None):
        self.look(epoch, logs.get("loss", logs.get(self.monitor)))


# %% wrong: only the weights | test_form | only the weights
class BestCheckpoint(Sound):
    def save(self):
        self.model.save_weights(self.path.replace(".keras", ".weights.h5"))


# %% wrong: a file for each epoch | test_form | for each epoch
class BestCheckpoint(Sound):
    def save(self):
        self.model.save(self.path.replace(".keras", f"-{self.best_epoch}.keras"))


# %% wrong: starts afresh with each fit | test_next_fit | forgotten
class BestCheckpoint(Sound):
    def on_train_begin(self, logs=None):
        self.best = None


# %% wrong: at the end of training | test_better | until training ends
class BestCheckpoint(Sound):
    def save(self):
        self.pending = True

    def on_train_end(self, logs=None):
        self.model.save(self.path)


# %% wrong: a copy that is not compiled | test_whole_model | not compiled
class BestCheckpoint(Sound):
    def save(self):
        copy = keras.Model(self.model.inputs, self.model.outputs)
        copy.save(self.path)


# %% wrong: a clone with a new optimizer | test_whole_model | momentum is lost
class BestCheckpoint(Sound):
    def save(self):
        copy = keras.models.clone_model(self.model)
        copy.set_weights(self.model.get_weights())
        copy.save(self.path)


# %% wrong: the weights of the last epoch in the end | test_better | last epoch
class BestCheckpoint(Sound):
    def on_train_end(self, logs=None):
        self.save()


# %% wrong: NaN as the first best value | test_gaps | as the first value
class BestCheckpoint(Sound):
    def better(self, value):
        return self.best is None or super().better(value)


# %% wrong: not worse is better | test_gaps | every NaN
class BestCheckpoint(Sound):
    def better(self, value):
        if self.best is None:
            return True
        return not (value >= self.best if self.mode == "min" else value <= self.best)


# %% wrong: a missing value writes | test_gaps | without the value
class BestCheckpoint(Sound):
    def on_epoch_end(self, epoch, logs=None):
        if self.monitor not in logs:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            self.save()
        super().on_epoch_end(epoch, logs)


# %% wrong: the folder must be there | test_gaps | Error
class BestCheckpoint(Sound):
    def look(self, epoch, value):
        if self.better(value):
            self.best, self.best_epoch = value, epoch
            self.save()


# %% wrong: a value of 0 is falsy | test_gaps | value of 0 is taken for a missing
class BestCheckpoint(Sound):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get(self.monitor):
            self.look(epoch, logs[self.monitor])


# %% wrong: a best value of 0 is falsy | test_gaps | taken for no value
class BestCheckpoint(Sound):
    def better(self, value):
        return not np.isnan(value) if not self.best else super().better(value)


# %% wrong: any path will do | test_settings | nothing was raised
class BestCheckpoint(Sound):
    def check(self, path, mode):
        if mode not in ("min", "max"):
            raise ValueError(mode)


# %% wrong: any mode will do | test_settings | nothing was raised
class BestCheckpoint(Sound):
    def check(self, path, mode):
        if not path.endswith(".keras"):
            raise ValueError(path)


# %% wrong: .keras anywhere in the path | test_settings | nothing was raised
class BestCheckpoint(Sound):
    def check(self, path, mode):
        if mode not in {"min", "max"} or ".keras" not in path:
            raise ValueError("bad mode or path")


# %% wrong: the path ends at its first dot | test_settings | cut at its first dot
class BestCheckpoint(Sound):
    def save(self):
        name = os.path.basename(self.path)
        self.model.save(os.path.join(os.path.dirname(self.path), name.split(".")[0] + ".keras"))


# %% wrong: no callback | test_form | is it a callback
class BestCheckpoint:
    def __init__(self, path, monitor="val_loss", mode="min"):
        self.best = self.best_epoch = None


# %% equivalent: statement-a28b8d3f |
# The base class only sets params and model to None, and fit sets both before it calls a hook.
