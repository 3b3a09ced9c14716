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
        loss = tf.cast((logs or {}).get("loss", 0.0), tf.float64)
        if not tf.math.is_finite(loss):
            self.stopped_at = self._now, batch
            place = "epoch %d, batch %d" % self.stopped_at
            sys.stdout.write(f"{place}: the loss is {loss.numpy()}\n")
            self.model.stop_training = True


# %% right: arithmetic that only finite numbers survive
class StopOnNaN(Sound):
    def broken(self, loss):
        return float(loss) - float(loss) != 0.0


# %% wrong: NaN is equal to nothing | test_stops | goes unnoticed
class StopOnNaN(Sound):
    def broken(self, loss):
        return loss == float("nan")


# %% wrong: infinity passes | test_stops | goes unnoticed
class StopOnNaN(Sound):
    def broken(self, loss):
        return math.isnan(loss)


# %% wrong: minus infinity passes | test_stops | goes unnoticed
class StopOnNaN(Sound):
    def broken(self, loss):
        return math.isnan(loss) or loss == float("inf")


# %% wrong: a large loss is broken | test_form | a large but finite loss
class StopOnNaN(Sound):
    def broken(self, loss):
        return not loss < 1e9


# %% wrong: at the end of the epoch | test_stops | end of the epoch
class StopOnNaN(Sound):
    def on_train_batch_end(self, batch, logs=None):
        self.batch = batch

    def on_epoch_end(self, epoch, logs=None):
        super().on_train_batch_end(self.batch, logs)


# %% wrong: only says so | test_stops | training goes on
class StopOnNaN(Sound):
    def report(self, epoch, batch, loss):
        if self.stopped_at is None:
            self.stopped_at = (epoch, batch)
            print(f"epoch {epoch}, batch {batch}: the loss is {loss}")


# %% wrong: the epoch is not known | test_stops | epoch is unknown
class StopOnNaN(Sound):
    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = 0


# %% wrong: counted from 1 | test_stops | from 1
class StopOnNaN(Sound):
    first = 1


# %% wrong: batches over all epochs | test_stops | over all epochs
class StopOnNaN(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.count = -1

    def on_train_batch_end(self, batch, logs=None):
        self.count += 1
        super().on_train_batch_end(self.count, logs)


# %% wrong: batch and epoch mixed up | test_stops | mixed up
class StopOnNaN(Sound):
    def report(self, epoch, batch, loss):
        super().report(batch, epoch, loss)


# %% wrong: prints nothing | test_stops | nothing is printed
class StopOnNaN(Sound):
    def report(self, epoch, batch, loss):
        self.stopped_at = (epoch, batch)
        self.model.stop_training = True


# %% wrong: what was found is kept | test_next_fit | fit before
class StopOnNaN(Sound):
    def on_train_begin(self, logs=None):
        pass


# %% wrong: looks at the first epoch only | test_stops | goes unnoticed
class StopOnNaN(Sound):
    def broken(self, loss):
        return self.epoch == 0 and super().broken(loss)


# %% wrong: nothing at first | test_form | stopped_at
class StopOnNaN(Sound):
    def __init__(self):
        keras.callbacks.Callback.__init__(self)


# %% wrong: a place at first | test_form | stopped_at
class StopOnNaN(Sound):
    def __init__(self):
        super().__init__()
        self.stopped_at = (0, 0)


# %% wrong: the loss must be there | test_logs | KeyError
class StopOnNaN(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if self.broken(logs["loss"]):
            self.report(self.epoch, batch, float(logs["loss"]))


# %% wrong: a missing loss is a broken one | test_logs | taken for a broken loss
class StopOnNaN(Sound):
    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, {"loss": logs.get("loss", float("nan"))})


# %% wrong: the tensor in the line | test_logs | the outcome
class StopOnNaN(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if logs and "loss" in logs and self.broken(logs["loss"]):
            self.report(self.epoch, batch, repr(logs["loss"]))


# %% wrong: no callback | test_form | is it a callback
class StopOnNaN:
    def __init__(self):
        self.stopped_at = None
        self.model = None


# %% wrong: waits until the loss of the epoch is broken, too | test_fit | last batch of the epoch
class StopOnNaN(Sound):
    def on_train_batch_end(self, batch, logs=None):
        if batch < (self.params or {}).get("steps", 0) - 1:
            return
        super().on_train_batch_end(batch, logs)


# %% equivalent: statement-304ad0c5 |
# The base class only sets params and model to None, and fit sets both before it calls a hook.
