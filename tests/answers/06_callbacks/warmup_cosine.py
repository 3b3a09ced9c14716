"""Answers to WarmupCosine. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np
import tensorflow as tf

# unbreakable: "The number of batches in an epoch is known" | it says which data are not tried
# unnoticed: test_rates | warmup_cosine_rate [*] nudged | a rate may come from float32
# unnoticed: test_extremes | warmup_cosine_rate [*] nudged | a rate may come from float32
# unnoticed: test_settings | warmup_cosine_rate [*] nudged | a rate may come from float32
# unnoticed: test_long_fit | warmup_cosine_rate [*] nudged | a rate may come from float32
# unnoticed: test_fit | warmup_cosine_in_fit .logs[*] nudged | the optimizer has float32


class Sound(keras.callbacks.Callback):
    def __init__(self, base_lr, warmup_steps, total_steps):
        super().__init__()
        if warmup_steps < 0 or total_steps <= warmup_steps:
            raise ValueError("bad numbers of steps")
        self.base_lr, self.warmup, self.total = base_lr, warmup_steps, total_steps

    def rate(self, step):
        if step < self.warmup:
            return self.rising(step)
        return self.falling(min(step, self.total))

    def rising(self, step):
        return self.base_lr * (step + 1) / self.warmup

    def falling(self, step):
        return self.base_lr * self.wave((step - self.warmup) / (self.total - self.warmup))

    def wave(self, progress):
        return float(0.5 + 0.5 * np.cos(np.pi * progress))

    def on_train_begin(self, logs=None):
        self.count = 0

    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate.assign(self.rate(self.count))
        self.count += 1

    def on_epoch_end(self, epoch, logs=None):
        if logs is not None:
            logs["learning_rate"] = float(self.model.optimizer.learning_rate)


# %% right: the optimizer's own count, from where the fit began
class WarmupCosine(keras.callbacks.Callback):
    def __init__(self, base_lr, warmup_steps, total_steps):
        super().__init__()
        if not 0 <= warmup_steps < total_steps:
            raise ValueError("0 <= warmup_steps < total_steps")
        self.settings = base_lr, warmup_steps, total_steps

    def rate(self, step):
        base, warmup, total = self.settings
        rising = (step + 1) / max(warmup, 1)
        progress = np.clip((step - warmup) / (total - warmup), 0.0, 1.0)
        return float(base * (rising if step < warmup else np.cos(np.pi / 2 * progress) ** 2))

    def on_train_begin(self, logs=None):
        self.began = int(self.model.optimizer.iterations)

    def on_train_batch_begin(self, batch, logs=None):
        self.last = self.rate(int(self.model.optimizer.iterations) - self.began)
        self.model.optimizer.learning_rate = self.last

    def on_epoch_end(self, epoch, logs=None):
        logs["learning_rate"] = self.last


# %% right: TensorFlow's cosine, a generator of rates
class WarmupCosine(Sound):
    def rate(self, step):
        step = tf.cast(step, tf.float64)
        progress = (step - self.warmup) / (self.total - self.warmup)
        cosine = (1 + tf.cos(np.pi * tf.minimum(progress, 1.0))) / 2
        rising = (step + 1) / max(self.warmup, 1)
        return self.base_lr * float(tf.where(step < self.warmup, rising, cosine))

    def on_train_begin(self, logs=None):
        def rates(step=0):
            while True:
                yield self.rate(step)
                step += 1

        self.rates = rates()

    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate = next(self.rates)


# %% right: counted at the end of a batch, when the next rate is set
class WarmupCosine(Sound):
    def on_train_begin(self, logs=None):
        self.count = 0
        self.model.optimizer.learning_rate = self.rate(0)

    def on_train_batch_begin(self, batch, logs=None):
        pass

    def on_train_batch_end(self, batch, logs=None):
        self.last = self.rate(self.count)
        self.count += 1
        self.model.optimizer.learning_rate = self.rate(self.count)

    def on_epoch_end(self, epoch, logs=None):
        logs |= {"learning_rate": self.last}


# %% wrong: the warm-up starts at 0 | test_example | starts at 0
# breaks: "step < warmup_steps: base_lr * (step + 1) / warmup_steps"
class WarmupCosine(Sound):
    def rising(self, step):
        return self.base_lr * step / self.warmup


# %% wrong: the cosine over all steps | test_example | steps of the warm-up
# breaks: "p = (step - warmup_steps) / (total_steps - warmup_steps)"
class WarmupCosine(Sound):
    def falling(self, step):
        return self.base_lr * self.wave(step / self.total)


# %% wrong: no half | test_example | 1/2 is missing
# breaks: "else: base_lr * (1 + cos(pi * p)) / 2"
class WarmupCosine(Sound):
    def wave(self, progress):
        return 2 * super().wave(progress)


# %% wrong: no pi | test_example | pi is missing
# breaks: "else: base_lr * (1 + cos(pi * p)) / 2"
class WarmupCosine(Sound):
    def wave(self, progress):
        return float(1 + np.cos(progress)) / 2


# %% wrong: a quarter of a wave | test_example | quarter
# breaks: "else: base_lr * (1 + cos(pi * p)) / 2"
class WarmupCosine(Sound):
    def wave(self, progress):
        return float(np.cos(np.pi / 2 * progress))


# %% wrong: a straight line | test_example | straight line
# breaks: "a warm-up, then a cosine down to 0"
class WarmupCosine(Sound):
    def wave(self, progress):
        return 1 - progress


# %% wrong: up again after the end | test_rates | up again
# breaks: "step >= total_steps: 0.0"
class WarmupCosine(Sound):
    def rate(self, step):
        return self.rising(step) if step < self.warmup else self.falling(step)


# %% wrong: base_lr after the end | test_example | stays at base_lr
# breaks: "step >= total_steps: 0.0"
class WarmupCosine(Sound):
    def rate(self, step):
        return super().rate(step) if step < self.total else self.base_lr


# %% wrong: no warm-up | test_example | no warm-up
# breaks: "a warm-up, then a cosine down to 0"
class WarmupCosine(Sound):
    def rising(self, step):
        return self.base_lr


# %% wrong: the last step is the end | test_example | is the end
# breaks: "p = (step - warmup_steps) / (total_steps - warmup_steps)"
class WarmupCosine(Sound):
    def falling(self, step):
        progress = (step - self.warmup) / max(self.total - 1 - self.warmup, 1)
        return self.base_lr * self.wave(min(progress, 1.0))


# %% wrong: the batch's number for the step's | test_steps | at 0 in each epoch
# breaks: "The callback counts steps over all epochs of a fit"
class WarmupCosine(Sound):
    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate = self.rate(batch)


# %% wrong: once an epoch | test_steps | once per epoch
# breaks: "Set the learning rate before every training batch"
class WarmupCosine(Sound):
    def on_train_batch_begin(self, batch, logs=None):
        pass

    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate = self.rate(epoch)


# %% wrong: set at the start of each epoch | test_steps | each epoch's first step
# breaks: "sets the learning rate of the model's optimizer to rate(step) before each training batch"
class WarmupCosine(Sound):
    def on_train_batch_begin(self, batch, logs=None):
        if batch == 0:
            self.model.optimizer.learning_rate = self.rate(self.count)
        self.count += 1


# %% wrong: set after the batch | test_steps | set after the batch
# breaks: "sets the learning rate of the model's optimizer to rate(step) before each training batch"
class WarmupCosine(Sound):
    def on_train_batch_begin(self, batch, logs=None):
        pass

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_begin(batch, logs)


# %% wrong: counts before it sets | test_steps | too far
# breaks: "sets the learning rate of the model's optimizer to rate(step) before each training batch"
class WarmupCosine(Sound):
    def on_train_batch_begin(self, batch, logs=None):
        self.count += 1
        self.model.optimizer.learning_rate = self.rate(self.count)


# %% wrong: an attribute that nobody reads | test_steps | never set
# breaks: "sets the learning rate of the model's optimizer to rate(step) before each training batch"
class WarmupCosine(Sound):
    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.lr = self.rate(self.count)
        self.count += 1


# %% wrong: the optimizer's iterations | test_steps | goes on where
# breaks: "however far the optimizer has come"
class WarmupCosine(Sound):
    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate = self.rate(int(self.model.optimizer.iterations))


# %% wrong: a new optimizer for each step | test_fit | new optimizer
# breaks: "the optimizer keeps its state"
class WarmupCosine(Sound):
    def on_train_batch_begin(self, batch, logs=None):
        momentum = self.model.optimizer.momentum
        self.model.optimizer = keras.optimizers.SGD(momentum=momentum)
        self.model.optimizer.build(self.model.trainable_variables)
        super().on_train_batch_begin(batch, logs)


# %% wrong: the rate of the next step in the logs | test_fit | next step
# breaks: "the rate of the epoch's last step is put into the logs"
class WarmupCosine(Sound):
    def on_epoch_end(self, epoch, logs=None):
        logs["learning_rate"] = self.rate(self.count)


# %% wrong: the first rate of the epoch in the logs | test_fit | first step
# breaks: "the rate of the epoch's last step is put into the logs"
class WarmupCosine(Sound):
    def on_train_batch_begin(self, batch, logs=None):
        super().on_train_batch_begin(batch, logs)
        if batch == 0:
            self.first = self.rate(self.count - 1)

    def on_epoch_end(self, epoch, logs=None):
        logs["learning_rate"] = self.first


# %% wrong: the variable itself in the logs | test_fit | float() makes
# breaks: "a Python float, for the callbacks that come after this one"
class WarmupCosine(Sound):
    def on_epoch_end(self, epoch, logs=None):
        logs["learning_rate"] = self.model.optimizer.learning_rate


# %% wrong: nothing in the logs | test_fit | no learning_rate
# breaks: "for the callbacks that come after this one"
class WarmupCosine(Sound):
    def on_epoch_end(self, epoch, logs=None):
        pass


# %% wrong: a tensor for a rate | test_example | float() makes
# breaks: "as a Python float"
class WarmupCosine(Sound):
    def wave(self, progress):
        return tf.constant(super().wave(progress))

    def rising(self, step):
        return tf.constant(super().rising(step))


# %% wrong: rates of NumPy after the warm-up | test_example | float() makes
# breaks: "as a Python float"
class WarmupCosine(Sound):
    def wave(self, progress):
        return np.float32(super().wave(progress))


# %% wrong: total_steps equal to warmup_steps | test_settings | equal to warmup_steps is not
# breaks: "or total_steps is not above warmup_steps"
class WarmupCosine(Sound):
    def __init__(self, base_lr, warmup_steps, total_steps):
        if warmup_steps == total_steps >= 0:
            total_steps += 1
        super().__init__(base_lr, warmup_steps, total_steps)


# %% wrong: divides by a warm-up of 0 | test_extremes | ZeroDivisionError
# breaks: "Raises ValueError if warmup_steps is negative"
class WarmupCosine(Sound):
    def rate(self, step):
        rising = self.rising(step)
        return rising if step < self.warmup else super().rate(step)


# %% wrong: a warm-up of one step at least | test_extremes | warm-up of 1
# breaks: "Raises ValueError if warmup_steps is negative"
class WarmupCosine(Sound):
    def __init__(self, base_lr, warmup_steps, total_steps):
        super().__init__(base_lr, warmup_steps, total_steps)
        self.warmup = max(warmup_steps, 1)
        self.total = max(total_steps, self.warmup + 1)


# %% wrong: no callback | test_form | does not inherit
# breaks: "The callback sets the learning rate"
class WarmupCosine:
    def __init__(self, base_lr, warmup_steps, total_steps):
        self.base_lr, self.warmup, self.total = base_lr, warmup_steps, total_steps

    rate, rising, falling, wave = Sound.rate, Sound.rising, Sound.falling, Sound.wave


# %% right: the steps of an epoch from the parameters of the fit
class WarmupCosine(Sound):
    def on_train_begin(self, logs=None):
        self.first = None

    def on_epoch_begin(self, epoch, logs=None):
        self.first = epoch if self.first is None else self.first
        self.before = (epoch - self.first) * self.params["steps"]

    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate = self.rate(self.before + batch)


# %% right: three branches, the rate kept for the logs, a step counted when it is done
class WarmupCosine(keras.callbacks.Callback):
    def __init__(self, base_lr, warmup_steps, total_steps):
        super().__init__()
        if warmup_steps < 0:
            raise ValueError("warmup_steps is negative")
        if total_steps <= warmup_steps:
            raise ValueError("total_steps must be above warmup_steps")
        self.base_lr = base_lr
        self.warmup_steps = warmup_steps
        self.total_steps = total_steps

    def rate(self, step):
        if step >= self.total_steps:
            return 0.0
        if step < self.warmup_steps:
            return float(self.base_lr * (step + 1) / self.warmup_steps)
        p = (step - self.warmup_steps) / (self.total_steps - self.warmup_steps)
        return float(self.base_lr * (1 + np.cos(np.pi * p)) / 2)

    def on_train_begin(self, logs=None):
        self.step = 0

    def on_train_batch_begin(self, batch, logs=None):
        self.lr = self.rate(self.step)
        self.model.optimizer.learning_rate.assign(self.lr)

    def on_train_batch_end(self, batch, logs=None):
        self.step = self.step + 1

    def on_epoch_end(self, epoch, logs=None):
        logs["learning_rate"] = self.lr


# %% wrong: the epoch's number times its steps | test_fit | does not start at step 0
# breaks: "whatever its initial_epoch"
class WarmupCosine(Sound):
    def on_epoch_begin(self, epoch, logs=None):
        self.before = epoch * self.params["steps"]

    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate = self.rate(self.before + batch)


# %% wrong: counts on in the next fit | test_steps | goes on where
# breaks: "a new fit starts again at step 0"
class WarmupCosine(Sound):
    count = 0

    def on_train_begin(self, logs=None):
        pass


# %% wrong: steps count from 1 | test_example | counted from 1
# breaks: "Steps count from 0"
class WarmupCosine(Sound):
    def rate(self, step):
        return super().rate(step - 1)


# %% wrong: the whole number 0 after the end | test_rates | decimal point
# breaks: "as a Python float"
class WarmupCosine(Sound):
    def rate(self, step):
        return super().rate(step) if step <= self.total else 0


# %% wrong: any numbers of steps will do | test_settings | not looked at
# breaks: "Raises ValueError if warmup_steps is negative"
class WarmupCosine(Sound):
    def __init__(self, base_lr, warmup_steps, total_steps):
        keras.callbacks.Callback.__init__(self)
        self.base_lr, self.warmup, self.total = base_lr, warmup_steps, total_steps


# %% wrong: a negative warm-up will do | test_settings | negative warmup_steps is not
# breaks: "Raises ValueError if warmup_steps is negative"
class WarmupCosine(Sound):
    def __init__(self, base_lr, warmup_steps, total_steps):
        super().__init__(base_lr, max(warmup_steps, 0), total_steps + max(-warmup_steps, 0))


# %% wrong: any total will do | test_settings | not compared
# breaks: "or total_steps is not above warmup_steps"
class WarmupCosine(Sound):
    def __init__(self, base_lr, warmup_steps, total_steps):
        keras.callbacks.Callback.__init__(self)
        if warmup_steps < 0:
            raise ValueError("warmup_steps is negative")
        self.base_lr, self.warmup, self.total = base_lr, warmup_steps, total_steps


# %% wrong: refuses a warm-up of 0 steps | test_extremes | it raised ValueError
# breaks: "if warmup_steps is negative"
class WarmupCosine(Sound):
    def __init__(self, base_lr, warmup_steps, total_steps):
        if warmup_steps <= 0:
            raise ValueError("warmup_steps must be positive")
        super().__init__(base_lr, warmup_steps, total_steps)


# %% wrong: asserts what should be an error | test_settings | raise ValueError
# breaks: "Raises ValueError"
class WarmupCosine(Sound):
    def __init__(self, base_lr, warmup_steps, total_steps):
        assert 0 <= warmup_steps < total_steps
        super().__init__(base_lr, warmup_steps, total_steps)


# %% wrong: Keras's scheduler | test_example | this exercise forbids
# breaks: "Do without keras.callbacks.LearningRateScheduler"
class WarmupCosine(keras.callbacks.LearningRateScheduler):
    def __init__(self, base_lr, warmup_steps, total_steps):
        super().__init__(self.rate)
        self.base_lr, self.warmup, self.total = base_lr, warmup_steps, total_steps

    rate = Sound.rate


# %% wrong: Keras's schedule | test_example | this exercise forbids
# breaks: "and keras.optimizers.schedules"
class WarmupCosine(Sound):
    def falling(self, step):
        steps = self.total - self.warmup
        return float(keras.optimizers.schedules.CosineDecay(self.base_lr, steps)(step - self.warmup))


# %% equivalent: statement-2fc987ad |
# The base class only sets params and model to None, and fit sets both before it calls a hook.


# %% wrong: starts again at the end of a fit | test_steps | the new fit goes on
# breaks: "a new fit starts again at step 0"
# breaks: "even if the last fit was interrupted"
class WarmupCosine(keras.callbacks.Callback):
    def __init__(self, base_lr: float, warmup_steps: int, total_steps: int) -> None:
        super().__init__()
        if warmup_steps < 0 or total_steps <= warmup_steps:
            raise ValueError("bad numbers of steps")
        self.base_lr, self.warmup_steps, self.total_steps = base_lr, warmup_steps, total_steps
        self.step = 0

    def rate(self, step: int) -> float:
        if step >= self.total_steps:
            return 0.0
        if step < self.warmup_steps:
            return float(self.base_lr * (step + 1) / self.warmup_steps)
        p = (step - self.warmup_steps) / (self.total_steps - self.warmup_steps)
        return float(self.base_lr * (1 + math.cos(math.pi * p)) / 2)

    def on_train_end(self, logs: dict | None = None) -> None:
        self.step = 0

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        self.model.optimizer.learning_rate = self.rate(self.step)
        self.step += 1

    def on_epoch_end(self, epoch: int, logs: dict) -> None:
        logs["learning_rate"] = self.rate(self.step - 1)


# %% right: a counter from itertools; the cosine's progress is cut at 1, where it is exactly 0
import itertools


class WarmupCosine(keras.callbacks.Callback):
    def __init__(self, base_lr: float, warmup_steps: int, total_steps: int) -> None:
        super().__init__()
        if warmup_steps < 0:
            raise ValueError(f"warmup_steps is negative: {warmup_steps}")
        if not total_steps > warmup_steps:
            raise ValueError(f"total_steps {total_steps} is not above {warmup_steps}")
        self.base_lr = float(base_lr)
        self.warmup_steps = warmup_steps
        self.total_steps = total_steps
        self.steps = itertools.count()
        self.last = self.rate(0)

    def rate(self, step: int) -> float:
        if step < self.warmup_steps:
            return self.base_lr * (step + 1) / self.warmup_steps
        progress = (step - self.warmup_steps) / (self.total_steps - self.warmup_steps)
        return self.base_lr * (1.0 + math.cos(math.pi * min(progress, 1.0))) / 2.0

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.steps = itertools.count()

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        self.last = self.rate(next(self.steps))
        self.model.optimizer.learning_rate = self.last

    def on_epoch_end(self, epoch: int, logs: dict) -> None:
        if logs is not None:
            logs["learning_rate"] = self.last


# %% right: remembers the last step (-1 before the first) and assigns to the optimizer's variable
class WarmupCosine(keras.callbacks.Callback):
    def __init__(self, base_lr: float, warmup_steps: int, total_steps: int) -> None:
        super().__init__()
        if not 0 <= warmup_steps < total_steps:
            raise ValueError("0 <= warmup_steps < total_steps does not hold")
        self.settings = (base_lr, warmup_steps, total_steps)
        self.step = -1

    def rate(self, step: int) -> float:
        base_lr, warmup, total = self.settings
        if step >= total:
            factor = 0.0
        elif step >= warmup:
            factor = (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2
        else:
            factor = (step + 1) / warmup
        return float(base_lr * factor)

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.step = -1

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        self.step += 1
        self.model.optimizer.learning_rate.assign(self.rate(self.step))

    def on_epoch_end(self, epoch: int, logs: dict) -> None:
        logs.update({"learning_rate": self.rate(self.step)})


# %% wrong: the log has the rate of the step that follows, not of the epoch's last step | test_fit
# breaks: "At the end of an epoch the rate of the epoch's last step is put into the logs"
class WarmupCosine(keras.callbacks.Callback):
    def __init__(self, base_lr: float, warmup_steps: int, total_steps: int) -> None:
        super().__init__()
        if warmup_steps < 0 or total_steps <= warmup_steps:
            raise ValueError("bad numbers of steps")
        self.base_lr, self.warmup_steps, self.total_steps = base_lr, warmup_steps, total_steps
        self.step = 0

    def rate(self, step: int) -> float:
        if step >= self.total_steps:
            return 0.0
        if step < self.warmup_steps:
            return float(self.base_lr * (step + 1) / self.warmup_steps)
        p = (step - self.warmup_steps) / (self.total_steps - self.warmup_steps)
        return float(self.base_lr * (1 + math.cos(math.pi * p)) / 2)

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.step = 0

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        self.model.optimizer.learning_rate = self.rate(self.step)
        self.step += 1

    def on_epoch_end(self, epoch: int, logs: dict) -> None:
        logs["learning_rate"] = self.rate(self.step)


# %% wrong: the log has the optimizer's rate as a NumPy scalar | test_fit
# breaks: "as `logs["learning_rate"]`, a Python float, for the callbacks that come after this one."
class WarmupCosine(keras.callbacks.Callback):
    def __init__(self, base_lr: float, warmup_steps: int, total_steps: int) -> None:
        super().__init__()
        if warmup_steps < 0 or total_steps <= warmup_steps:
            raise ValueError("bad numbers of steps")
        self.base_lr, self.warmup_steps, self.total_steps = base_lr, warmup_steps, total_steps
        self.step = 0

    def rate(self, step: int) -> float:
        if step >= self.total_steps:
            return 0.0
        if step < self.warmup_steps:
            return float(self.base_lr * (step + 1) / self.warmup_steps)
        p = (step - self.warmup_steps) / (self.total_steps - self.warmup_steps)
        return float(self.base_lr * (1 + math.cos(math.pi * p)) / 2)

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.step = 0

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        self.model.optimizer.learning_rate = self.rate(self.step)
        self.step += 1

    def on_epoch_end(self, epoch: int, logs: dict) -> None:
        logs["learning_rate"] = self.model.optimizer.learning_rate.numpy()
