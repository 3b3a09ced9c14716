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
# breaks: "if the value is as good as the best, worse"
class BestCheckpoint(Sound):
    def look(self, epoch, value):
        if self.better(value):
            self.best, self.best_epoch = value, epoch
        self.save()


# %% wrong: as good counts as better | test_better | equal to the best
# breaks: "if the value is as good as the best"
class BestCheckpoint(Sound):
    def better(self, value):
        return super().better(value) or value == self.best


# %% wrong: compared with the epoch before | test_better | epoch before
# breaks: "is better than all earlier values"
class BestCheckpoint(Sound):
    def look(self, epoch, value):
        super().look(epoch, value)
        self.best = value


# %% wrong: mode is ignored | test_better | mixed up
# breaks: "higher with mode "max""
class BestCheckpoint(Sound):
    def better(self, value):
        return self.best is None or value < self.best


# %% wrong: always the training loss | test_better | another value
# breaks: "whose `logs[monitor]`"
class BestCheckpoint(Sound):
    def on_epoch_end(self, epoch, logs=None):
        self.look(epoch, logs.get("loss", logs.get(self.monitor)))


# %% wrong: only the weights | test_form | only the weights
# breaks: "Save the whole model whenever a monitored value is better than ever before"
class BestCheckpoint(Sound):
    def save(self):
        self.model.save_weights(self.path.replace(".keras", ".weights.h5"))


# %% wrong: a file for each epoch | test_form | for each epoch
# breaks: "the model is saved at `path`"
class BestCheckpoint(Sound):
    def save(self):
        self.model.save(self.path.replace(".keras", f"-{self.best_epoch}.keras"))


# %% wrong: starts afresh with each fit | test_next_fit | forgotten
# breaks: "They stay from fit to fit"
class BestCheckpoint(Sound):
    def on_train_begin(self, logs=None):
        self.best = None


# %% wrong: at the end of training | test_better | until training ends
# breaks: "At the end of an epoch"
class BestCheckpoint(Sound):
    def save(self):
        self.pending = True

    def on_train_end(self, logs=None):
        self.model.save(self.path)


# %% wrong: a copy that is not compiled | test_whole_model | not compiled
# breaks: "keras.models.load_model(path) then returns the compiled model with its weights and the state of its optimizer"
class BestCheckpoint(Sound):
    def save(self):
        copy = keras.Model(self.model.inputs, self.model.outputs)
        copy.save(self.path)


# %% wrong: a clone with a new optimizer | test_whole_model | momentum is lost
# breaks: "the state of its optimizer"
class BestCheckpoint(Sound):
    def save(self):
        copy = keras.models.clone_model(self.model)
        copy.set_weights(self.model.get_weights())
        copy.save(self.path)


# %% wrong: the weights of the last epoch in the end | test_whole_model | last epoch
# breaks: "In every other epoch no file is written"
class BestCheckpoint(Sound):
    def on_train_end(self, logs=None):
        self.save()


# %% wrong: NaN as the first best value | test_gaps | as the first value
# breaks: "NaN (even as the first)"
class BestCheckpoint(Sound):
    def better(self, value):
        return self.best is None or super().better(value)


# %% wrong: not worse is better | test_gaps | every NaN
# breaks: "NaN (even as the first)"
class BestCheckpoint(Sound):
    def better(self, value):
        if self.best is None:
            return True
        return not (value >= self.best if self.mode == "min" else value <= self.best)


# %% wrong: a missing value writes | test_gaps | without the value
# breaks: "or not in the logs"
class BestCheckpoint(Sound):
    def on_epoch_end(self, epoch, logs=None):
        if self.monitor not in logs:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            self.save()
        super().on_epoch_end(epoch, logs)


# %% wrong: the folder must be there | test_gaps | Error
# breaks: "Missing folders of the path are made before the first save"
class BestCheckpoint(Sound):
    def look(self, epoch, value):
        if self.better(value):
            self.best, self.best_epoch = value, epoch
            self.save()


# %% wrong: a value of 0 is falsy | test_gaps | value of 0 is taken for a missing
# breaks: "is better than all earlier values"
class BestCheckpoint(Sound):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get(self.monitor):
            self.look(epoch, logs[self.monitor])


# %% wrong: a best value of 0 is falsy | test_gaps | taken for no value
# breaks: "is better than all earlier values"
class BestCheckpoint(Sound):
    def better(self, value):
        return not np.isnan(value) if not self.best else super().better(value)


# %% wrong: any path will do | test_settings | path is not looked at
# breaks: "or path does not end in ".keras""
class BestCheckpoint(Sound):
    def check(self, path, mode):
        if mode not in ("min", "max"):
            raise ValueError(mode)


# %% wrong: any mode will do | test_settings | mode is not looked at
# breaks: "Raises ValueError if mode is neither "min""
class BestCheckpoint(Sound):
    def check(self, path, mode):
        if not path.endswith(".keras"):
            raise ValueError(path)


# %% wrong: .keras anywhere in the path | test_settings | end of the path
# breaks: "or path does not end in ".keras""
class BestCheckpoint(Sound):
    def check(self, path, mode):
        if mode not in {"min", "max"} or ".keras" not in path:
            raise ValueError("bad mode or path")


# %% wrong: the path ends at its first dot | test_next_fit | at another path
# breaks: "the model is saved at `path`"
class BestCheckpoint(Sound):
    def save(self):
        name = os.path.basename(self.path)
        self.model.save(os.path.join(os.path.dirname(self.path), name.split(".")[0] + ".keras"))


# %% wrong: no callback | test_form | does not inherit
# breaks: "Save the whole model whenever a monitored value is better than ever before"
class BestCheckpoint:
    def __init__(self, path, monitor="val_loss", mode="min"):
        self.path, self.monitor, self.mode = path, monitor, mode
        self.best = self.best_epoch = None

    on_epoch_end, better, look, save = Sound.on_epoch_end, Sound.better, Sound.look, Sound.save


# %% wrong: an existing file is left alone | test_next_fit | an existing file stays
# breaks: "over an existing file"
class BestCheckpoint(Sound):
    def save(self):
        if self.saved or not os.path.exists(self.path):
            super().save()
            self.saved = True

    saved = False


# %% wrong: the file has to be new | test_next_fit | an existing file stays
# breaks: "The first value of a new object is better than none, whatever the file holds"
class BestCheckpoint(Sound):
    def __init__(self, path, monitor="val_loss", mode="min"):
        super().__init__(path, monitor, mode)
        self.there = os.path.exists(path)

    def save(self):
        if not self.there:
            super().save()


# %% wrong: mode is taken the wrong way round | test_better | mixed up
# breaks: "lower with mode "min""
class BestCheckpoint(Sound):
    def better(self, value):
        if np.isnan(value):
            return False
        if self.best is None:
            return True
        return value > self.best if self.mode == "min" else value < self.best


# %% wrong: one folder is made, not its parents | test_gaps | FileNotFoundError
# breaks: "Missing folders of the path are made"
class BestCheckpoint(Sound):
    def look(self, epoch, value):
        if self.better(value):
            self.best, self.best_epoch = value, epoch
            if not Path(self.path).parent.exists():
                Path(self.path).parent.mkdir()
            self.save()


# %% wrong: a path must be a str | test_gaps | it raised
# breaks: "(a str or a pathlib.Path ending in ".keras")"
class BestCheckpoint(Sound):
    def __init__(self, path, monitor="val_loss", mode="min"):
        self.check(path, mode)
        super().__init__(path, monitor, mode)


# %% wrong: a path must be a Path | test_example | it raised
# breaks: "(a str or a pathlib.Path ending in ".keras")"
class BestCheckpoint(Sound):
    def __init__(self, path, monitor="val_loss", mode="min"):
        self.check(path.name, mode)
        super().__init__(path, monitor, mode)


# %% wrong: infinity stands for no value | test_example | infinity stands
# breaks: "both None at first"
class BestCheckpoint(Sound):
    def __init__(self, path, monitor="val_loss", mode="min"):
        super().__init__(path, monitor, mode)
        self.best = np.inf if mode == "min" else -np.inf


# %% wrong: best_epoch is 0 at first | test_example | best_epoch is 0
# breaks: "both None at first"
class BestCheckpoint(Sound):
    def __init__(self, path, monitor="val_loss", mode="min"):
        super().__init__(path, monitor, mode)
        self.best_epoch = 0


# %% wrong: the epoch is counted from 1 | test_better | counted from 1
# breaks: "`best_epoch` the number that Keras gave its epoch"
class BestCheckpoint(Sound):
    def look(self, epoch, value):
        super().look(epoch + 1, value)


# %% wrong: the epochs of each fit are counted | test_next_fit | not taken from the hook
# breaks: "`best_epoch` the number that Keras gave its epoch"
class BestCheckpoint(Sound):
    def on_train_begin(self, logs=None):
        self.epoch = -1

    def on_epoch_end(self, epoch, logs=None):
        self.epoch += 1
        super().on_epoch_end(self.epoch, logs)


# %% wrong: best and best_epoch stay None | test_better | are not set
# breaks: "`best` is the best value"
class BestCheckpoint(Sound):
    def look(self, epoch, value):
        found, self.best = self.best, getattr(self, "level", None)
        if self.better(value):
            self.level = value
            os.makedirs(os.path.dirname(self.path) or ".", exist_ok=True)
            self.save()
        self.best = found


# %% wrong: the newest model beside the best | test_better | beside the best
# breaks: "In every other epoch no file is written"
class BestCheckpoint(Sound):
    def look(self, epoch, value):
        if not self.better(value):
            self.model.save(os.path.join(os.path.dirname(self.path), "last.keras"))
        super().look(epoch, value)


# %% wrong: keras is the end, without its dot | test_settings | dot before keras
# breaks: "or path does not end in ".keras""
class BestCheckpoint(Sound):
    def check(self, path, mode):
        if mode not in {"min", "max"} or not path.endswith("keras"):
            raise ValueError("bad mode or path")


# %% wrong: asserts what should be an error | test_settings | raise ValueError
# breaks: "nor "max""
class BestCheckpoint(Sound):
    def check(self, path, mode):
        assert mode in {"min", "max"} and path.endswith(".keras")


# %% wrong: Keras's own checkpoint | test_example | this exercise forbids
# breaks: "Do without keras.callbacks.ModelCheckpoint"
class BestCheckpoint(keras.callbacks.ModelCheckpoint):
    def __init__(self, path, monitor="val_loss", mode="min"):
        super().__init__(path, monitor=monitor, mode=mode, save_best_only=True)
        self.best_epoch = None


# %% right: the folder is made at once, a sign for the mode
class BestCheckpoint(keras.callbacks.Callback):
    def __init__(self, path, monitor="val_loss", mode="min"):
        super().__init__()
        signs = {"min": 1, "max": -1}
        if mode not in signs or Path(path).suffix != ".keras":
            raise ValueError(f"{mode!r} or {path} will not do")
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.path, self.monitor, self.sign = path, monitor, signs[mode]
        self.best, self.best_epoch = None, None

    def on_epoch_end(self, epoch, logs=None):
        if not logs or self.monitor not in logs:
            return
        value = logs[self.monitor]
        if value != value:
            return
        if self.best is not None and self.sign * value >= self.sign * self.best:
            return
        self.model.save(self.path)
        self.best, self.best_epoch = value, epoch


# %% right: the best of a list of all values
class BestCheckpoint(Sound):
    def better(self, value):
        self.values = [v for v in [*getattr(self, "values", []), value] if v == v]
        if value != value:
            return False
        choose = min if self.mode == "min" else max
        return value == choose(self.values) and self.values.count(value) == 1


# %% equivalent: statement-a28b8d3f |
# The base class only sets params and model to None, and fit sets both before it calls a hook.


# %% right: starts from an infinite best
class BestCheckpoint(keras.callbacks.Callback):
    def __init__(
        self, path: str | os.PathLike, monitor: str = "val_loss", mode: str = "min"
    ) -> None:
        super().__init__()
        if mode not in ("min", "max"):
            raise ValueError("mode must be 'min' or 'max'")
        if not str(path).endswith(".keras"):
            raise ValueError("path must end in .keras")
        self.path, self.monitor, self.mode = Path(path), monitor, mode
        self.to_beat = math.inf if mode == "min" else -math.inf
        self.best = None
        self.best_epoch = None

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if self.monitor not in (logs or {}):
            return
        value = logs[self.monitor]
        better = operator.lt if self.mode == "min" else operator.gt
        if better(value, self.to_beat):  # False for nan
            self.best = self.to_beat = value
            self.best_epoch = epoch
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.model.save(self.path)


# %% right: pathlib, and model.save
class BestCheckpoint(keras.callbacks.Callback):
    def __init__(
        self, path: str | os.PathLike, monitor: str = "val_loss", mode: str = "min"
    ) -> None:
        super().__init__()
        if mode != "min" and mode != "max":
            raise ValueError(f"mode must be 'min' or 'max', got {mode!r}")
        if not os.fspath(path).endswith(".keras"):
            raise ValueError(f"path must end in .keras, got {path}")
        self.path = Path(path)
        self.monitor = monitor
        self.mode = mode
        self.best: float | None = None
        self.best_epoch: int | None = None

    def _is_better(self, value: float) -> bool:
        if math.isnan(value):
            return False
        if self.best is None:
            return True
        return value < self.best if self.mode == "min" else value > self.best

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        logs = logs or {}
        if self.monitor in logs and self._is_better(logs[self.monitor]):
            self.best, self.best_epoch = logs[self.monitor], epoch
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.model.save(str(self.path))


# %% right: os.path, an operator for the mode, and keras.saving.save_model
class BestCheckpoint(keras.callbacks.Callback):
    def __init__(
        self, path: str | os.PathLike, monitor: str = "val_loss", mode: str = "min"
    ) -> None:
        super().__init__()
        self.path = os.fspath(path)
        if self.path[-6:] != ".keras":
            raise ValueError("the path has to end in .keras")
        try:
            self.better = {"min": operator.lt, "max": operator.gt}[mode]
        except KeyError:
            raise ValueError("the mode has to be min or max") from None
        self.monitor = monitor
        self.best = None
        self.best_epoch = None

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        value = None if logs is None else logs.get(self.monitor)
        if value is None or value != value:
            return
        if self.best is not None and not self.better(value, self.best):
            return
        if folder := os.path.dirname(self.path):
            os.makedirs(folder, exist_ok=True)
        keras.saving.save_model(self.model, self.path, overwrite=True)
        self.best = value
        self.best_epoch = epoch


# %% wrong: a best value of 0.0 counts as none, so that any later value is better | test_gaps
# breaks: "In every other epoch no file is written: if the value is as good as the best, worse"
class BestCheckpoint(keras.callbacks.Callback):
    def __init__(
        self, path: str | os.PathLike, monitor: str = "val_loss", mode: str = "min"
    ) -> None:
        super().__init__()
        if mode not in ("min", "max"):
            raise ValueError("mode must be 'min' or 'max'")
        if not str(path).endswith(".keras"):
            raise ValueError("path must end in .keras")
        self.path, self.monitor, self.mode = Path(path), monitor, mode
        self.best = None
        self.best_epoch = None

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if self.monitor not in (logs or {}):
            return
        value = logs[self.monitor]
        if math.isnan(value):
            return
        better = operator.lt if self.mode == "min" else operator.gt
        if not self.best or better(value, self.best):
            self.best, self.best_epoch = value, epoch
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.model.save(self.path)


# %% wrong: looks for ".keras" anywhere in the path, so "best.keras.h5" passes | test_settings
# breaks: "or path does not end in ".keras""
class BestCheckpoint(keras.callbacks.Callback):
    def __init__(
        self, path: str | os.PathLike, monitor: str = "val_loss", mode: str = "min"
    ) -> None:
        super().__init__()
        if mode not in ("min", "max"):
            raise ValueError("mode must be 'min' or 'max'")
        if ".keras" not in str(path):
            raise ValueError("path must end in .keras")
        self.path, self.monitor, self.mode = Path(path), monitor, mode
        self.best = None
        self.best_epoch = None

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if self.monitor not in (logs or {}):
            return
        value = logs[self.monitor]
        if math.isnan(value):
            return
        better = operator.lt if self.mode == "min" else operator.gt
        if self.best is None or better(value, self.best):
            self.best, self.best_epoch = value, epoch
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.model.save(self.path)
