"""Answers to StopOnNaN. A wrong answer differs from `Sound` in what it overrides."""

import math
import sys

import keras
import numpy as np
import tensorflow as tf


class Sound(keras.callbacks.Callback):
    first = 0

    def __init__(self):
        super().__init__()
        self.stopped_at = None

    def on_train_begin(self, logs=None):
        self.stopped_at = None

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def broken(self, loss):
        return not np.isfinite(loss)

    def on_train_batch_end(self, batch, logs=None):
        if "loss" in (logs or {}) and self.broken(logs["loss"]):
            self.report(self.epoch + self.first, batch + self.first, float(logs["loss"]))

    def report(self, epoch, batch, loss):
        self.stopped_at = (epoch, batch)
        print(f"epoch {epoch}, batch {batch}: the loss is {loss}")
        self.model.stop_training = True


# %% right: TensorFlow's is_finite, the older hook
class StopOnNaN(keras.callbacks.Callback):
    stopped_at = None

    def on_train_begin(self, logs=None):
        self.stopped_at = None

    def on_epoch_begin(self, epoch, logs=None):
        self._now = epoch

    def on_batch_end(self, batch, logs=None):
        loss = tf.constant(float((logs or {}).get("loss", 0.0)), tf.float64)
        if not tf.math.is_finite(loss):
            self.stopped_at = self._now, batch
            place = "epoch %d, batch %d" % self.stopped_at
            sys.stdout.write(f"{place}: the loss is {loss.numpy()}\n")
            self.model.stop_training = True


# %% right: arithmetic that only finite numbers survive
class StopOnNaN(Sound):
    def broken(self, loss):
        return float(loss) - float(loss) != 0.0


# %% wrong: NaN is equal to nothing | test_example | goes unnoticed
# breaks: "is NaN, inf or -inf, training stops"
class StopOnNaN(Sound):
    def broken(self, loss):
        return loss == float("nan")


# %% wrong: infinity passes | test_stops | goes unnoticed
# breaks: "inf or -inf, training stops"
class StopOnNaN(Sound):
    def broken(self, loss):
        return math.isnan(loss)


# %% wrong: minus infinity passes | test_stops | goes unnoticed
# breaks: "inf or -inf, training stops"
class StopOnNaN(Sound):
    def broken(self, loss):
        return math.isnan(loss) or loss == float("inf")


# %% wrong: a large loss is broken | test_example | finite loss is taken
# breaks: "A finite loss, however large, does nothing"
class StopOnNaN(Sound):
    def broken(self, loss):
        return not loss < 1e9


# %% wrong: at the end of the epoch | test_example | goes unnoticed
# breaks: "Stop training in the batch"
class StopOnNaN(Sound):
    def on_train_batch_end(self, batch, logs=None):
        self.batch = batch

    def on_epoch_end(self, epoch, logs=None):
        super().on_train_batch_end(self.batch, logs)


# %% wrong: only says so | test_example | self.model
# breaks: "training stops, `stopped_at` becomes"
class StopOnNaN(Sound):
    def report(self, epoch, batch, loss):
        if self.stopped_at is None:
            self.stopped_at = (epoch, batch)
            print(f"epoch {epoch}, batch {batch}: the loss is {loss}")


# %% wrong: the epoch is not known | test_example | on_epoch_begin gets it
# breaks: "Both numbers are those that Keras passes"
class StopOnNaN(Sound):
    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = 0


# %% wrong: counted from 1 | test_example | from 1
# breaks: "Both numbers are those that Keras passes"
class StopOnNaN(Sound):
    first = 1


# %% wrong: batches over all epochs | test_example | not taken from the hook
# breaks: "Both numbers are those that Keras passes"
class StopOnNaN(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.count = -1

    def on_train_batch_end(self, batch, logs=None):
        self.count += 1
        super().on_train_batch_end(self.count, logs)


# %% wrong: batch and epoch mixed up | test_example | mixed up
# breaks: "`stopped_at` becomes the tuple (epoch, batch)"
class StopOnNaN(Sound):
    def report(self, epoch, batch, loss):
        super().report(batch, epoch, loss)


# %% wrong: prints nothing | test_example | nothing is printed
# breaks: "and one line is printed"
class StopOnNaN(Sound):
    def report(self, epoch, batch, loss):
        self.stopped_at = (epoch, batch)
        self.model.stop_training = True


# %% wrong: what was found is kept | test_next_fit | fit before
# breaks: "again when a new fit begins"
class StopOnNaN(Sound):
    def on_train_begin(self, logs=None):
        pass


# %% wrong: looks at the first epoch only | test_example | goes unnoticed
# breaks: "Stop training in the batch"
class StopOnNaN(Sound):
    def broken(self, loss):
        return self.epoch == 0 and super().broken(loss)


# %% wrong: nothing at first | test_form | when a fit begins
# breaks: "`stopped_at` is None at first"
class StopOnNaN(Sound):
    def __init__(self):
        keras.callbacks.Callback.__init__(self)


# %% wrong: a place at first | test_form | stands for no place
# breaks: "`stopped_at` is None at first"
class StopOnNaN(Sound):
    def __init__(self):
        super().__init__()
        self.stopped_at = (0, 0)


# %% wrong: the loss must be there | test_logs | KeyError
# breaks: "neither do logs without a loss"
class StopOnNaN(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if self.broken(logs["loss"]):
            self.report(self.epoch, batch, float(logs["loss"]))


# %% wrong: a missing loss is a broken one | test_logs | taken for a broken loss
# breaks: "neither do logs without a loss"
class StopOnNaN(Sound):
    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, {"loss": logs.get("loss", float("nan"))})


# %% wrong: the tensor in the line | test_logs | in its long form
# breaks: "as Python prints a float: nan"
class StopOnNaN(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if logs and "loss" in logs and self.broken(logs["loss"]):
            self.report(self.epoch, batch, repr(logs["loss"]))


# %% wrong: no callback | test_form | does not inherit
# breaks: "Stop training in the batch"
class StopOnNaN:
    first = 0

    def __init__(self):
        self.stopped_at = None

    def set_model(self, model):
        self.model = model

    on_train_begin, on_epoch_begin, report = (
        Sound.on_train_begin,
        Sound.on_epoch_begin,
        Sound.report,
    )
    on_train_batch_end, broken = Sound.on_train_batch_end, Sound.broken


# %% wrong: waits until the loss of the epoch is broken, too | test_fit | last batch of the epoch
# breaks: "Stop training in the batch"
class StopOnNaN(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if batch < (self.params or {}).get("steps", 0) - 1:
            return
        super().on_train_batch_end(batch, logs)


# %% wrong: the tensor as str prints it | test_logs | a tensor is printed
# breaks: "as Python prints a float: nan"
class StopOnNaN(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if logs and "loss" in logs and self.broken(logs["loss"]):
            self.report(self.epoch, batch, str(logs["loss"]))


# %% wrong: always says nan | test_stops | says nan, whatever
# breaks: "inf or -inf."
class StopOnNaN(Sound):
    def report(self, epoch, batch, loss):
        super().report(epoch, batch, "nan")


# %% wrong: a list for the place | test_example | not a tuple
# breaks: "`stopped_at` becomes the tuple"
class StopOnNaN(Sound):
    def report(self, epoch, batch, loss):
        super().report(epoch, batch, loss)
        self.stopped_at = [epoch, batch]


# %% wrong: the place is not kept | test_example | stopped_at is not set
# breaks: "`stopped_at` becomes the tuple (epoch, batch)"
class StopOnNaN(Sound):
    def report(self, epoch, batch, loss):
        super().report(epoch, batch, loss)
        self.stopped_at = None


# %% wrong: the line in other words | test_example | reads otherwise
# breaks: "epoch 2, batch 17: the loss is nan"
class StopOnNaN(Sound):
    def report(self, epoch, batch, loss):
        self.stopped_at = (epoch, batch)
        print(f"epoch {epoch}, batch {batch}: loss is {loss}")
        self.model.stop_training = True


# %% wrong: the line goes to stderr | test_example | nothing is printed
# breaks: "one line is printed"
class StopOnNaN(Sound):
    def report(self, epoch, batch, loss):
        self.stopped_at = (epoch, batch)
        print(f"epoch {epoch}, batch {batch}: the loss is {loss}", file=sys.stderr)
        self.model.stop_training = True


# %% wrong: a loss that float32 cannot hold | test_form | it raised
# breaks: "A finite loss, however large, does nothing"
class StopOnNaN(Sound):
    def broken(self, loss):
        return not tf.math.is_finite(tf.cast(loss, tf.float32))


# %% wrong: only floats are looked at | test_logs | goes unnoticed
# breaks: "a Python float or a scalar tensor"
class StopOnNaN(Sound):
    def broken(self, loss):
        return isinstance(loss, float) and super().broken(loss)


# %% wrong: only tensors are looked at | test_example | it raised
# breaks: "a Python float or a scalar tensor"
class StopOnNaN(Sound):
    def broken(self, loss):
        return super().broken(loss.numpy())


# %% wrong: counts the epochs itself | test_example | on_epoch_begin gets it
# breaks: "Both numbers are those that Keras passes"
class StopOnNaN(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.epoch = -1

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch += 1


# %% wrong: a negative loss is broken | test_form | negative loss stops
# breaks: "A finite loss, however large, does nothing"
class StopOnNaN(Sound):
    def broken(self, loss):
        return super().broken(loss) or loss < 0


# %% wrong: Keras's own guard | test_example | this exercise forbids
# breaks: "Do without keras.callbacks.TerminateOnNaN"
class StopOnNaN(keras.callbacks.TerminateOnNaN):
    stopped_at = None

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        if self.model.stop_training:
            self.stopped_at = (self.epoch, batch)


# %% right: the line is joined, the place set with the epoch first
class StopOnNaN(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.epoch = self.stopped_at = None

    def on_train_begin(self, logs=None):
        self.stopped_at = None

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        if logs is None or "loss" not in logs:
            return
        loss = float(logs["loss"])
        if math.isnan(loss) or math.isinf(loss):
            self.model.stop_training = True
            self.stopped_at = self.epoch, batch
            print("epoch " + str(self.epoch) + ", batch " + str(batch) + ": the loss is", loss)


# %% right: the range of finite numbers, NumPy's printed form
class StopOnNaN(Sound):
    def broken(self, loss):
        loss = np.float64(loss)
        return not (-np.inf < loss < np.inf)


# %% equivalent: statement-304ad0c5 |
# The base class only sets params and model to None, and fit sets both before it calls a hook.


# %% right: a finite number is smaller than infinity; nan is not smaller than anything
import sys


class StopOnNaN(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.epoch = 0
        self.stopped_at: tuple[int, int] | None = None

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.stopped_at = None

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self.epoch = epoch

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if logs is None or "loss" not in logs:
            return
        loss = float(logs["loss"])
        if abs(loss) < math.inf:
            return
        self.stopped_at = (self.epoch, batch)
        sys.stdout.write(f"epoch {self.epoch}, batch {batch}: the loss is {loss}\n")
        self.model.stop_training = True


# %% wrong: NumPy asks in float32, where a large Python float is infinite | test_form
# breaks: "A finite loss, however large, does nothing"
import numpy as np


class StopOnNaN(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.epoch = 0
        self.stopped_at = None

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.stopped_at = None

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self.epoch = epoch

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if not logs or "loss" not in logs:
            return
        if np.isfinite(np.asarray(logs["loss"], dtype="float32")):
            return
        self.stopped_at = (self.epoch, batch)
        print(f"epoch {self.epoch}, batch {batch}: the loss is {float(logs['loss'])}")
        self.model.stop_training = True


# %% right: a pattern for the logs, and a list of the place so far
class StopOnNaN(keras.callbacks.Callback):
    stopped_at = None

    def __init__(self) -> None:
        super().__init__()
        self.where = [0]

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.stopped_at = None

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self.where = [epoch]

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        match logs:
            case {"loss": loss} if not math.isfinite(float(loss)):
                self.model.stop_training = True
                self.stopped_at = (*self.where, batch)
                print("epoch %d, batch %d: the loss is %s" % (*self.stopped_at, float(loss)))


# %% wrong: looks for nan and inf, but not for -inf | test_stops
# breaks: "At the end of a training batch whose `logs["loss"]`, a Python float or a scalar tensor, is NaN, inf or -inf, training stops"
class StopOnNaN(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.epoch = 0
        self.stopped_at = None

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.stopped_at = None

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self.epoch = epoch

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if not logs or "loss" not in logs:
            return
        loss = float(logs["loss"])
        if math.isnan(loss) or loss == math.inf:
            self.stopped_at = (self.epoch, batch)
            print(f"epoch {self.epoch}, batch {batch}: the loss is {loss}")
            self.model.stop_training = True


# %% wrong: looks at Python floats only, a tensor is passed over | test_logs
# breaks: "At the end of a training batch whose `logs["loss"]`, a Python float or a scalar tensor, is NaN"
class StopOnNaN(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.epoch = 0
        self.stopped_at = None

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.stopped_at = None

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self.epoch = epoch

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        loss = (logs or {}).get("loss")
        if isinstance(loss, float) and not math.isfinite(loss):
            self.stopped_at = (self.epoch, batch)
            print(f"epoch {self.epoch}, batch {batch}: the loss is {loss}")
            self.model.stop_training = True
