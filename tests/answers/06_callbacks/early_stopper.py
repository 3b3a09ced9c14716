"""Answers to EarlyStopper. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np

# unbreakable: "min_delta is 0 or more" | it says which settings are not tried


class Sound(keras.callbacks.Callback):
    def __init__(
        self, monitor="val_loss", patience=1, min_delta=0.0, mode="min", restore_best=False
    ):
        super().__init__()
        self.check(patience, mode)
        self.monitor, self.patience, self.min_delta = monitor, patience, min_delta
        self.mode, self.restore_best = mode, restore_best

    def check(self, patience, mode):
        if patience < 1 or mode not in {"min", "max"}:
            raise ValueError("bad patience or mode")

    def on_train_begin(self, logs=None):
        self.best = None
        self.best_epoch = None
        self.stopped_epoch = None
        self.kept = None
        self.wait = 0

    def improved(self, value):
        if np.isnan(value):
            return False
        if self.best is None:
            return True
        if self.mode == "min":
            return value < self.best - self.min_delta
        return value > self.best + self.min_delta

    def on_epoch_end(self, epoch, logs=None):
        if logs and self.monitor in logs:
            self.look(epoch, logs[self.monitor])

    def look(self, epoch, value):
        if self.improved(value):
            self.keep(epoch, value)
        else:
            self.miss(epoch, value)

    def keep(self, epoch, value):
        self.best, self.best_epoch, self.wait = value, epoch, 0
        if self.restore_best:
            self.kept = self.model.get_weights()

    def miss(self, epoch, value):
        self.wait += 1
        if self.wait >= self.patience:
            self.stop(epoch)

    def stop(self, epoch):
        self.stopped_epoch = epoch
        self.model.stop_training = True

    def on_train_end(self, logs=None):
        if self.restore_best and self.kept is not None:
            self.model.set_weights(self.kept)


# %% right: the epochs since the best one, from a list of all values
class EarlyStopper(keras.callbacks.Callback):
    def __init__(
        self, monitor="val_loss", patience=1, min_delta=0.0, mode="min", restore_best=False
    ):
        super().__init__()
        self.sign = {"min": -1.0, "max": 1.0}.get(mode)
        if self.sign is None or patience < 1:
            raise ValueError("mode is min or max, patience positive")
        self.monitor = monitor
        self.patience = patience
        self.min_delta = min_delta
        self.restore_best = restore_best

    def on_train_begin(self, logs=None):
        self.values, self.snapshots = {}, {}
        self.best_epoch = self.stopped_epoch = None

    @property
    def best(self):
        return self.values.get(self.best_epoch)

    def on_epoch_end(self, epoch, logs=None):
        value = (logs or {}).get(self.monitor)
        if value is None:
            return
        first = self.best_epoch is None
        level = -np.inf if first else self.sign * self.best + self.min_delta
        self.values[epoch] = value
        if self.sign * value > level:
            self.best_epoch = epoch
            self.snapshots = {epoch: self.model.get_weights()} if self.restore_best else {}
        since = [e for e in self.values if self.best_epoch is None or e > self.best_epoch]
        if len(since) == self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        for values in self.snapshots.values():
            self.model.set_weights(values)


# %% right: copies of the variables, infinity for no best value
class EarlyStopper(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.level = float("inf")
        self.left = self.patience
        self.kept = []

    def on_epoch_end(self, epoch, logs=None):
        if self.monitor not in (logs or {}):
            return
        value = float(logs[self.monitor])
        cost = value if self.mode == "min" else -value
        margin = self.min_delta if self.best is not None else 0.0
        if cost < self.level - margin:
            self.level, self.left = cost, self.patience
            self.best, self.best_epoch = value, epoch
            self.kept = [keras.ops.copy(v.value) for v in self.model.variables]
        else:
            self.left -= 1
            if self.left == 0:
                self.stop(epoch)

    def on_train_end(self, logs=None):
        if self.restore_best:
            for variable, value in zip(self.model.variables, self.kept):
                variable.assign(value)


# %% right: the weights of each layer, back as soon as training stops
class EarlyStopper(Sound):
    def keep(self, epoch, value):
        self.best, self.best_epoch, self.wait = value, epoch, 0
        self.kept = [layer.get_weights() for layer in self.model.layers]

    def stop(self, epoch):
        super().stop(epoch)
        self.on_train_end()

    def on_train_end(self, logs=None):
        if self.restore_best and self.best_epoch is not None:
            for layer, values in zip(self.model.layers, self.kept):
                layer.set_weights(values)


# %% wrong: the waiting is never reset | test_stop | not those in a row
# breaks: "`patience` epochs in a row without an improvement stop training"
class EarlyStopper(Sound):
    def keep(self, epoch, value):
        wait = self.wait
        super().keep(epoch, value)
        self.wait = wait


# %% wrong: compared with the epoch before | test_example | epoch before
# breaks: "Only an improvement changes the best value"
class EarlyStopper(Sound):
    def miss(self, epoch, value):
        self.best = value
        super().miss(epoch, value)


# %% wrong: more than patience | test_example | too late
# breaks: "`patience` epochs in a row without an improvement stop training"
class EarlyStopper(Sound):
    def miss(self, epoch, value):
        self.wait += 1
        if self.wait > self.patience:
            self.stop(epoch)


# %% wrong: the best epoch is counted, too | test_stop | too early
# breaks: "`patience` epochs in a row without an improvement stop training"
class EarlyStopper(Sound):
    def keep(self, epoch, value):
        super().keep(epoch, value)
        self.wait = 1


# %% wrong: always the training loss | test_example
# breaks: "`monitor` names a value"
class EarlyStopper(Sound):
    def on_epoch_end(self, epoch, logs=None):
        if logs and self.monitor in logs:
            self.look(epoch, logs["loss"])


# %% wrong: the epoch is counted from 1 | test_example | counted from 1
# breaks: "Epochs have the numbers that Keras passes"
class EarlyStopper(Sound):
    def stop(self, epoch):
        super().stop(epoch)
        self.stopped_epoch = epoch + 1


# %% wrong: only says so | test_example | self.model
# breaks: "Stop training when a monitored value has ceased to improve"
class EarlyStopper(Sound):
    def stop(self, epoch):
        self.stopped_epoch = epoch
        self.stop_training = True


# %% wrong: as good counts as better | test_tie_and_delta | equal to the best
# breaks: "better than the best so far"
class EarlyStopper(Sound):
    def improved(self, value):
        return super().improved(value) or value == self.best


# %% wrong: min_delta is ignored | test_tie_and_delta | min_delta is ignored
# breaks: "by more than min_delta"
class EarlyStopper(Sound):
    def improved(self, value):
        self.min_delta = 0.0
        return super().improved(value)


# %% wrong: min_delta on the other side | test_tie_and_delta | wrong side
# breaks: "lower than best - min_delta with mode "min""
class EarlyStopper(Sound):
    def improved(self, value):
        if self.best is None:
            return True
        if self.mode == "min":
            return value < self.best + self.min_delta
        return value > self.best - self.min_delta


# %% wrong: min_delta is taken off for both modes | test_mode | wrong side
# breaks: "higher than best + min_delta with mode "max""
class EarlyStopper(Sound):
    def improved(self, value):
        if self.best is None:
            return True
        level = self.best - self.min_delta
        return value < level if self.mode == "min" else value > level


# %% wrong: small gains move the best value | test_tie_and_delta | moves the best value
# breaks: "Only an improvement changes the best value"
class EarlyStopper(Sound):
    def miss(self, epoch, value):
        if (value < self.best) == (self.mode == "min"):
            self.best = value
        super().miss(epoch, value)


# %% wrong: mode is ignored | test_mode | mixed up
# breaks: "higher than best + min_delta with mode "max""
class EarlyStopper(Sound):
    def improved(self, value):
        return self.best is None or value < self.best - self.min_delta


# %% wrong: keeps the variables, not their values | test_restore | weights of the last epoch
# breaks: "as they were at the end of the best epoch"
class EarlyStopper(Sound):
    def keep(self, epoch, value):
        super().keep(epoch, value)
        self.kept = self.model.weights


# %% wrong: the first epoch is falsy | test_restore | if epoch 0
# breaks: "the model gets back all of its weights, trainable or not"
class EarlyStopper(Sound):
    def on_train_end(self, logs=None):
        if self.best_epoch:
            super().on_train_end(logs)


# %% wrong: restores only after an early stop | test_restore | only if training was stopped
# breaks: "(stopped early or run to its end)"
class EarlyStopper(Sound):
    def on_train_end(self, logs=None):
        if self.stopped_epoch is not None:
            super().on_train_end(logs)


# %% wrong: restores always | test_restore | without restore_best
# breaks: "or without restore_best, the weights stay as they are"
class EarlyStopper(Sound):
    def keep(self, epoch, value):
        super().keep(epoch, value)
        self.kept = self.model.get_weights()

    def on_train_end(self, logs=None):
        if self.kept is not None:
            self.model.set_weights(self.kept)


# %% wrong: only the trained weights | test_restore | only trained weights
# breaks: "the model gets back all of its weights, trainable or not"
class EarlyStopper(Sound):
    def keep(self, epoch, value):
        super().keep(epoch, value)
        self.kept = [v.numpy() for v in self.model.trainable_variables]

    def on_train_end(self, logs=None):
        if self.restore_best:
            for variable, value in zip(self.model.trainable_variables, self.kept):
                variable.assign(value)


# %% wrong: set up once, in __init__ | test_next_fit | fit before is kept
# breaks: "A new fit starts afresh"
class EarlyStopper(Sound):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.best = self.best_epoch = self.kept = None

    def on_train_begin(self, logs=None):
        self.stopped_epoch = None
        self.wait = 0


# %% wrong: the weights of an earlier fit | test_no_best_epoch | fit before
# breaks: "Without an improvement"
class EarlyStopper(Sound):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.copy = None

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.kept = self.copy

    def keep(self, epoch, value):
        super().keep(epoch, value)
        self.copy = self.kept


# %% wrong: NaN as the first best value | test_gaps | as the first value
# breaks: "not even as the first value"
class EarlyStopper(Sound):
    def improved(self, value):
        return self.best is None or super().improved(value)


# %% wrong: NaN does not count | test_gaps | NaN does not count
# breaks: "NaN is never an improvement"
class EarlyStopper(Sound):
    def look(self, epoch, value):
        if not np.isnan(value):
            super().look(epoch, value)


# %% wrong: a missing value counts | test_gaps | counts as an epoch without
# breaks: "An epoch whose logs lack the value does not count at all"
class EarlyStopper(Sound):
    def on_epoch_end(self, epoch, logs=None):
        self.look(epoch, (logs or {}).get(self.monitor, float("nan")))


# %% wrong: a missing value ends the waiting | test_gaps | ends the waiting
# breaks: "it neither waits nor ends the waiting"
class EarlyStopper(Sound):
    def on_epoch_end(self, epoch, logs=None):
        if self.monitor not in logs:
            self.wait = 0
        super().on_epoch_end(epoch, logs)


# %% wrong: NaN is the best where there is none | test_no_best_epoch | NaN counts as the best
# breaks: "Without an improvement"
class EarlyStopper(Sound):
    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        if self.kept is None and self.restore_best:
            self.kept = self.model.get_weights()


# %% wrong: any mode will do | test_settings | mode is not looked at
# breaks: "Raises ValueError if mode is neither "min""
class EarlyStopper(Sound):
    def check(self, patience, mode):
        if patience < 1:
            raise ValueError("patience")


# %% wrong: any patience will do | test_settings | patience is not looked at
# breaks: "or patience is below 1"
class EarlyStopper(Sound):
    def check(self, patience, mode):
        if mode not in ("min", "max"):
            raise ValueError("mode")


# %% wrong: refuses a patience of 1 | test_form | patience
# breaks: "or patience is below 1"
class EarlyStopper(Sound):
    def check(self, patience, mode):
        super().check(patience - 1, mode)


# %% wrong: no callback | test_form | does not inherit
# breaks: "Stop training when a monitored value has ceased to improve"
class EarlyStopper:
    def __init__(
        self, monitor="val_loss", patience=1, min_delta=0.0, mode="min", restore_best=False
    ):
        self.monitor, self.patience, self.min_delta = monitor, patience, min_delta
        self.mode, self.restore_best = mode, restore_best

    def set_model(self, model):
        self.model = model

    on_train_begin, on_epoch_end, improved = (
        Sound.on_train_begin,
        Sound.on_epoch_end,
        Sound.improved,
    )
    look, keep, miss, stop = Sound.look, Sound.keep, Sound.miss, Sound.stop


# %% wrong: a value of 0 is falsy | test_gaps | value of 0 is taken for a missing
# breaks: "An epoch whose logs lack the value"
class EarlyStopper(Sound):
    def on_epoch_end(self, epoch, logs=None):
        value = (logs or {}).get(self.monitor)
        if value:
            self.look(epoch, value)


# %% wrong: a best value of 0 is falsy | test_gaps | taken for no value
# breaks: "better than the best so far"
class EarlyStopper(Sound):
    def improved(self, value):
        if not self.best:
            return not np.isnan(value)
        return super().improved(value)


# %% wrong: one bad epoch never is enough | test_stop | the outcome
# breaks: "`patience` epochs in a row without an improvement stop training"
class EarlyStopper(Sound):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.patience = max(self.patience, 2)


# %% wrong: min_delta is 1e-4 at least | test_tie_and_delta | below 1e-4
# breaks: "better than the best so far by more than min_delta"
class EarlyStopper(Sound):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.min_delta = max(self.min_delta, 1e-4)


# %% wrong: the default of min_delta is 1e-4 | test_tie_and_delta | below 1e-4
# breaks: "better than the best so far by more than min_delta"
class EarlyStopper(Sound):
    def improved(self, value):
        self.min_delta = self.min_delta or 1e-4
        return super().improved(value)


# %% wrong: a gain of just min_delta is enough | test_tie_and_delta | by just min_delta
# breaks: "lower than best - min_delta"
class EarlyStopper(Sound):
    def improved(self, value):
        if self.mode == "min" and self.best is not None:
            return value <= self.best - self.min_delta
        return super().improved(value)


# %% wrong: a gain of just min_delta is enough with mode max | test_mode | by just min_delta
# breaks: "higher than best + min_delta with mode "max""
class EarlyStopper(Sound):
    def improved(self, value):
        if self.mode == "max" and self.best is not None:
            return value >= self.best + self.min_delta
        return super().improved(value)


# %% wrong: the first value has to be beaten, too | test_stop | first value
# breaks: "The first value is an improvement too"
class EarlyStopper(Sound):
    def improved(self, value):
        if self.best is None:
            self.best = value
            return False
        return super().improved(value)


# %% wrong: waits as long as the fit before did | test_next_fit | waiting of the fit before
# breaks: "A new fit starts afresh"
class EarlyStopper(Sound):
    wait = 0

    def on_train_begin(self, logs=None):
        wait = self.wait
        super().on_train_begin(logs)
        self.wait = wait


# %% wrong: stopped_epoch is never taken back | test_next_fit | stopped_epoch of the fit before
# breaks: "each is None if there is none"
class EarlyStopper(Sound):
    stopped = None

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.stopped_epoch = self.stopped

    def stop(self, epoch):
        super().stop(epoch)
        self.stopped = epoch


# %% wrong: counts the epochs itself | test_next_fit | not taken from the hook
# breaks: "Epochs have the numbers that Keras passes"
class EarlyStopper(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.epoch = -1

    def on_epoch_end(self, epoch, logs=None):
        self.epoch += 1
        super().on_epoch_end(self.epoch, logs)


# %% wrong: stops as the next epoch begins | test_example | stop_training
# breaks: "at the end of the last of them"
class EarlyStopper(Sound):
    def stop(self, epoch):
        self.last = epoch

    def on_epoch_begin(self, epoch, logs=None):
        if self.wait >= self.patience:
            self.stopped_epoch = self.last
            self.model.stop_training = True


# %% wrong: says what it found when training has ended | test_example | best_epoch
# breaks: "During and after a fit `best` is the best value"
class EarlyStopper(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.found = None

    def improved(self, value):
        best, self.best = self.best, self.found and self.found[0]
        better = super().improved(value)
        self.best = best
        return better

    def keep(self, epoch, value):
        self.found, self.wait = (value, epoch), 0

    def on_train_end(self, logs=None):
        if self.found:
            self.best, self.best_epoch = self.found


# %% wrong: stopped_epoch is 0 before it stops | test_next_fit | stopped_epoch
# breaks: "each is None if there is none"
class EarlyStopper(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.stopped_epoch = 0


# %% wrong: refuses mode max | test_form | it raised
# breaks: "nor "max""
class EarlyStopper(Sound):
    def check(self, patience, mode):
        if mode != "min" or patience < 1:
            raise ValueError("mode must be min")


# %% wrong: a patience of 0 will do | test_settings | patience of 0 is not
# breaks: "or patience is below 1"
class EarlyStopper(Sound):
    def check(self, patience, mode):
        super().check(patience + 1, mode)


# %% wrong: asserts what should be an error | test_settings | raise ValueError
# breaks: "Raises ValueError"
class EarlyStopper(Sound):
    def check(self, patience, mode):
        assert mode in {"min", "max"}
        assert patience >= 1


# %% wrong: Keras's own early stopping | test_example | this exercise forbids
# breaks: "Do without keras.callbacks.EarlyStopping"
class EarlyStopper(keras.callbacks.EarlyStopping):
    def __init__(
        self, monitor="val_loss", patience=1, min_delta=0.0, mode="min", restore_best=False
    ):
        super().__init__(
            monitor, min_delta, patience, mode=mode, restore_best_weights=restore_best
        )


# %% right: infinity for no best value, a comparison for each mode, a copy of the variables
class EarlyStopper(keras.callbacks.Callback):
    def __init__(
        self, monitor="val_loss", patience=1, min_delta=0.0, mode="min", restore_best=False
    ):
        super().__init__()
        if mode == "min":
            self.better = lambda new, best: new < best - min_delta
            self.worst = np.inf
        elif mode == "max":
            self.better = lambda new, best: new > best + min_delta
            self.worst = -np.inf
        else:
            raise ValueError("mode must be min or max")
        if patience <= 0:
            raise ValueError("patience must be positive")
        self.monitor, self.patience, self.restore_best = monitor, patience, restore_best

    def on_train_begin(self, logs=None):
        self.best = self.best_epoch = self.stopped_epoch = self.weights = None
        self.bad = 0

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        value = float(logs[self.monitor])
        if self.better(value, self.worst if self.best is None else self.best):
            self.best, self.best_epoch, self.bad = value, epoch, 0
            self.weights = self.model.get_weights()
            return
        self.bad += 1
        if self.bad == self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.restore_best and self.weights:
            self.model.set_weights(self.weights)


# %% right: the row of epochs without an improvement is a list
class EarlyStopper(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.row = []

    def keep(self, epoch, value):
        super().keep(epoch, value)
        self.row = []

    def miss(self, epoch, value):
        self.row = self.row + [epoch]
        if len(self.row) >= self.patience:
            self.stop(self.row[-1])


# %% equivalent: statement-0a8a75d2 |
# The base class only sets params and model to None, and fit sets both before it calls a hook.


# %% right: a list of the bad epochs since the best one; each variable is kept and assigned by itself
class EarlyStopper(keras.callbacks.Callback):
    best = None
    best_epoch = None
    stopped_epoch = None

    def __init__(
        self,
        monitor: str = "val_loss",
        patience: int = 1,
        min_delta: float = 0.0,
        mode: str = "min",
        restore_best: bool = False,
    ) -> None:
        super().__init__()
        if not (mode == "min" or mode == "max"):
            raise ValueError("mode is neither 'min' nor 'max'")
        if not patience >= 1:
            raise ValueError("patience is below 1")
        self.monitor = monitor
        self.patience = patience
        self.restore_best = restore_best
        self.better = operator.lt if mode == "min" else operator.gt
        self.shift = -min_delta if mode == "min" else min_delta
        self.bad = []
        self.copies = []

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.best, self.best_epoch, self.stopped_epoch = None, None, None
        self.bad = []
        self.copies = []

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        value = (logs or {}).get(self.monitor)
        if value is None:
            return
        is_number = value == value
        if is_number and (self.best is None or self.better(value, self.best + self.shift)):
            self.best = value
            self.best_epoch = epoch
            self.bad = []
            if self.restore_best:
                self.copies = [weight.numpy().copy() for weight in self.model.weights]
        else:
            self.bad.append(epoch)
            if len(self.bad) >= self.patience:
                self.stopped_epoch = epoch
                self.model.stop_training = True

    def on_train_end(self, logs: dict | None = None) -> None:
        if self.restore_best and self.best_epoch is not None:
            for weight, copy in zip(self.model.weights, self.copies):
                weight.assign(copy)


# %% right: a sign turns "max" into "min"; weights kept with get_weights
class EarlyStopper(keras.callbacks.Callback):
    def __init__(
        self,
        monitor: str = "val_loss",
        patience: int = 1,
        min_delta: float = 0.0,
        mode: str = "min",
        restore_best: bool = False,
    ) -> None:
        super().__init__()
        signs = {"min": 1.0, "max": -1.0}
        if mode not in signs:
            raise ValueError(f"mode must be 'min' or 'max', got {mode!r}")
        if patience < 1:
            raise ValueError(f"patience must be 1 or more, got {patience}")
        self.monitor, self.patience, self.min_delta = monitor, patience, min_delta
        self.mode, self.restore_best = mode, restore_best
        self.sign = signs[mode]
        self._start()

    def _start(self) -> None:
        self.best = self.best_epoch = self.stopped_epoch = None
        self.kept = None
        self.waited = 0

    def on_train_begin(self, logs: dict | None = None) -> None:
        self._start()

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if logs is None or self.monitor not in logs:
            return
        value = logs[self.monitor]
        if math.isnan(value):
            improved = False
        elif self.best is None:
            improved = True
        else:
            improved = self.sign * value < self.sign * self.best - self.min_delta
        if improved:
            self.best, self.best_epoch, self.waited = value, epoch, 0
            if self.restore_best:
                self.kept = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: dict | None = None) -> None:
        if self.kept is not None:
            self.model.set_weights(self.kept)


# %% wrong: does not restore if the best epoch is epoch 0, which counts as "none" | test_restore
# breaks: "weights, trainable or not, as they were at the end of the best epoch."
class EarlyStopper(keras.callbacks.Callback):
    def __init__(
        self,
        monitor: str = "val_loss",
        patience: int = 1,
        min_delta: float = 0.0,
        mode: str = "min",
        restore_best: bool = False,
    ) -> None:
        super().__init__()
        if mode not in ("min", "max"):
            raise ValueError(f"mode must be 'min' or 'max', got {mode!r}")
        if patience < 1:
            raise ValueError(f"patience must be 1 or more, got {patience}")
        self.monitor, self.patience, self.min_delta = monitor, patience, min_delta
        self.mode, self.restore_best = mode, restore_best
        self.on_train_begin()

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.best = self.best_epoch = self.stopped_epoch = self.kept = None
        self.waited = 0

    def _improved(self, value: float) -> bool:
        if math.isnan(value):
            return False
        if self.best is None:
            return True
        if self.mode == "min":
            return value < self.best - self.min_delta
        return value > self.best + self.min_delta

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if self.monitor not in (logs or {}):
            return
        value = logs[self.monitor]
        if self._improved(value):
            self.best, self.best_epoch, self.waited = value, epoch, 0
            if self.restore_best:
                self.kept = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.stopped_epoch = epoch
                self.model.stop_training = True

    def on_train_end(self, logs: dict | None = None) -> None:
        if self.restore_best and self.best_epoch:
            self.model.set_weights(self.kept)


# %% wrong: the kept weights outlive the fit: a next fit without an improvement gets the old ones | test_no_best_epoch
# breaks: "Without an improvement, or without restore_best, the weights stay as they are."
class EarlyStopper(keras.callbacks.Callback):
    def __init__(
        self,
        monitor: str = "val_loss",
        patience: int = 1,
        min_delta: float = 0.0,
        mode: str = "min",
        restore_best: bool = False,
    ) -> None:
        super().__init__()
        if mode not in ("min", "max"):
            raise ValueError(f"mode must be 'min' or 'max', got {mode!r}")
        if patience < 1:
            raise ValueError(f"patience must be 1 or more, got {patience}")
        self.monitor, self.patience, self.min_delta = monitor, patience, min_delta
        self.mode, self.restore_best = mode, restore_best
        self.kept = None
        self.on_train_begin()

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.best = self.best_epoch = self.stopped_epoch = None
        self.waited = 0

    def _improved(self, value: float) -> bool:
        if math.isnan(value):
            return False
        if self.best is None:
            return True
        if self.mode == "min":
            return value < self.best - self.min_delta
        return value > self.best + self.min_delta

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if self.monitor not in (logs or {}):
            return
        value = logs[self.monitor]
        if self._improved(value):
            self.best, self.best_epoch, self.waited = value, epoch, 0
            if self.restore_best:
                self.kept = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.stopped_epoch = epoch
                self.model.stop_training = True

    def on_train_end(self, logs: dict | None = None) -> None:
        if self.kept is not None:
            self.model.set_weights(self.kept)


# %% wrong: takes a value of 0.0 for a missing one | test_gaps
# breaks: "An epoch is an improvement if its value is better than the best so far by more than min_delta:"
class EarlyStopper(keras.callbacks.Callback):
    def __init__(
        self,
        monitor: str = "val_loss",
        patience: int = 1,
        min_delta: float = 0.0,
        mode: str = "min",
        restore_best: bool = False,
    ) -> None:
        super().__init__()
        if mode not in ("min", "max"):
            raise ValueError(f"mode must be 'min' or 'max', got {mode!r}")
        if patience < 1:
            raise ValueError(f"patience must be 1 or more, got {patience}")
        self.monitor, self.patience, self.min_delta = monitor, patience, min_delta
        self.mode, self.restore_best = mode, restore_best
        self.on_train_begin()

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.best = self.best_epoch = self.stopped_epoch = self.kept = None
        self.waited = 0

    def _improved(self, value: float) -> bool:
        if math.isnan(value):
            return False
        if self.best is None:
            return True
        if self.mode == "min":
            return value < self.best - self.min_delta
        return value > self.best + self.min_delta

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        value = (logs or {}).get(self.monitor)
        if not value:
            return
        if self._improved(value):
            self.best, self.best_epoch, self.waited = value, epoch, 0
            if self.restore_best:
                self.kept = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.stopped_epoch = epoch
                self.model.stop_training = True

    def on_train_end(self, logs: dict | None = None) -> None:
        if self.kept is not None:
            self.model.set_weights(self.kept)


# %% wrong: stops waiting at the end of a fit only | test_next_fit | waiting of the fit before
# breaks: "A new fit starts afresh"
# breaks: "even if the last one was interrupted"
class EarlyStopper(Sound):
    wait = 0

    def on_train_begin(self, logs=None):
        wait = self.wait
        super().on_train_begin(logs)
        self.wait = wait

    def on_train_end(self, logs=None):
        super().on_train_end(logs)
        self.wait = 0
