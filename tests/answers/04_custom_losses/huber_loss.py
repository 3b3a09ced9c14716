"""Answers to HuberLoss. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np
import tensorflow as tf


class Sound(keras.losses.Loss):
    def __init__(self, delta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.delta = delta

    def call(self, y_true, y_pred):
        error = tf.abs(y_pred - y_true)
        near, far = error**2 / 2, self.delta * (error - self.delta / 2)
        return tf.reduce_mean(tf.where(error <= self.delta, near, far), axis=-1)

    def get_config(self):
        return {**super().get_config(), "delta": self.delta}


# %% right: a formula of its own, every setting by name
class HuberLoss(keras.losses.Loss):
    def __init__(self, delta=1.0, reduction="sum_over_batch_size", name="huber_loss", dtype=None):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.delta = float(delta)

    def call(self, y_true, y_pred):
        error = tf.abs(tf.convert_to_tensor(y_true) - tf.convert_to_tensor(y_pred))
        near = tf.minimum(error, self.delta)
        return tf.reduce_mean(near * (error - near / 2), axis=-1)

    def get_config(self):
        return {"delta": self.delta, "reduction": self.reduction, "name": self.name}


# %% right: the function of Keras within
class HuberLoss(keras.Loss):
    def __init__(self, delta=1.0, **kwargs):
        super().__init__(**kwargs)
        self._delta = delta

    def call(self, y_true, y_pred):
        return keras.losses.huber(y_true, y_pred, delta=self._delta)

    def get_config(self):
        config = super().get_config()
        config.update(delta=self._delta)
        return config


# %% right: the errors of one sample as a list of positions
class HuberLoss(Sound):
    def call(self, y_true, y_pred):
        columns = zip(tf.unstack(y_true, axis=-1), tf.unstack(y_pred, axis=-1), strict=True)
        return (
            tf.add_n([huber(t[:, None], p[:, None], self.delta) for t, p in columns])
            / (y_pred.shape[-1])
        )


# %% right: a bad delta is refused in __init__
class HuberLoss(Sound):
    def __init__(self, delta=1.0, **kwargs):
        if delta <= 0:
            raise ValueError("delta must be positive")
        super().__init__(delta, **kwargs)


# %% right: the config kept as a dictionary, its dtype too
class HuberLoss(keras.losses.Loss):
    def __init__(self, delta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.settings = {"delta": delta}

    def call(self, y_true, y_pred):
        return huber(y_true, y_pred, **self.settings)

    def get_config(self):
        return {**super().get_config(), **self.settings, "dtype": self.dtype}


# %% wrong: the sum over the outputs | test_values | differ
# breaks: "The Huber loss as an object"
class HuberLoss(Sound):
    def call(self, y_true, y_pred):
        error = tf.abs(y_pred - y_true)
        near, far = error**2 / 2, self.delta * (error - self.delta / 2)
        return tf.reduce_sum(tf.where(error <= self.delta, near, far), axis=-1)


# %% wrong: the ready-made class | test_example | this exercise forbids
# breaks: "do without keras.losses.Huber"
class HuberLoss(keras.losses.Huber):
    pass


# %% wrong: __call__ is overridden, so that nothing is reduced | test_example | shape
# breaks: "Calling it weighs and reduces as Keras does"
class HuberLoss(Sound):
    def __call__(self, y_true, y_pred, sample_weight=None):
        return self.call(y_true, y_pred)


# %% wrong: delta is kept and not used | test_example | differ
# breaks: "Each object keeps its own delta"
class HuberLoss(Sound):
    def call(self, y_true, y_pred):
        return huber(y_true, y_pred)


# %% wrong: the squared error of old | test_example | differ
# breaks: "The Huber loss as an object"
class HuberLoss(Sound):
    def call(self, y_true, y_pred):
        return keras.losses.mean_squared_error(y_true, y_pred)


# %% wrong: another default for delta | test_values | differ
# breaks: "The Huber loss as an object"
class HuberLoss(Sound):
    def __init__(self, delta=0.5, **kwargs):
        super().__init__(delta, **kwargs)


# %% wrong: call averages over the batch | test_reduction | averaged over the batch
# breaks: "`"none"` is one loss per sample"
class HuberLoss(Sound):
    def call(self, y_true, y_pred):
        return tf.reduce_mean(super().call(y_true, y_pred))


# %% wrong: reduction stops in __init__ | test_reduction | not passed to the base class
# breaks: "`"sum"` is their sum"
class HuberLoss(Sound):
    def __init__(self, delta=1.0, reduction="sum_over_batch_size", name="huber", dtype=None):
        super().__init__(delta, name=name, dtype=dtype)


# %% wrong: dtype stops in __init__ | test_reduction | wrong dtype
# breaks: "(`reduction`, `name`, `dtype`)"
class HuberLoss(Sound):
    def __init__(self, delta=1.0, reduction="sum_over_batch_size", name="huber", dtype=None):
        super().__init__(delta, reduction=reduction, name=name)


# %% wrong: get_config forgets delta | test_config | delta is not in the config
# breaks: "loaded again with the loss's delta"
class HuberLoss(Sound):
    def get_config(self):
        return keras.losses.Loss.get_config(self)


# %% wrong: get_config forgets the base class | test_config | reduction is not in the config
# breaks: "Return the base class's config"
class HuberLoss(Sound):
    def get_config(self):
        return {"delta": self.delta}


# %% wrong: get_config forgets the name | test_config | name is not in the config
# breaks: "delta, reduction and name"
class HuberLoss(Sound):
    def get_config(self):
        return {"delta": self.delta, "reduction": self.reduction}


# %% wrong: delta is kept as a tensor | test_config | float32 tensor
# breaks: "`delta`, a number"
class HuberLoss(Sound):
    def __init__(self, delta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.delta = tf.constant(delta, self.dtype)


# %% wrong: NumPy calculates | test_training | it raised
# breaks: "A model compiled with it trains"
class HuberLoss(Sound):
    def call(self, y_true, y_pred):
        return tf.constant(np.asarray(super().call(y_true, y_pred)))


# %% wrong: far errors get a constant weight | test_training | the kernel
# breaks: "A model compiled with it trains"
class HuberLoss(Sound):
    def call(self, y_true, y_pred):
        square, losses = tf.square(y_pred - y_true), tf.abs(y_pred - y_true)
        losses = tf.where(losses <= self.delta, square / 2, self.delta * (losses - self.delta / 2))
        weight = tf.stop_gradient(tf.math.divide_no_nan(losses, square))
        return tf.reduce_mean(weight * square, axis=-1)


# %% wrong: delta is kept on the class | test_values | not on self
# breaks: "Each object keeps its own delta"
class HuberLoss(Sound):
    def __init__(self, delta=1.0, **kwargs):
        super().__init__(**kwargs)
        HuberLoss.delta = delta
        del self.delta


# %% wrong: delta is a global variable | test_values | share one delta
# breaks: "Each object keeps its own delta"
DELTA = [1.0]


class HuberLoss(Sound):
    def __init__(self, delta=1.0, **kwargs):
        super().__init__(delta, **kwargs)
        DELTA[0] = delta

    def call(self, y_true, y_pred):
        return huber(y_true, y_pred, DELTA[0])


# %% wrong: not a subclass | test_subclass | keras.losses.Loss
# breaks: "Subclass keras.losses.Loss"
class HuberLoss:
    def __init__(self, delta=1.0, reduction="sum_over_batch_size", name="huber", dtype=None):
        self.delta, self.reduction, self.name = delta, reduction, name
        self.dtype = dtype or "float32"

    def call(self, y_true, y_pred):
        return huber(y_true, y_pred, self.delta)

    def __call__(self, y_true, y_pred, sample_weight=None):
        losses = self.call(tf.cast(y_true, self.dtype), tf.cast(y_pred, self.dtype))
        losses = losses if sample_weight is None else losses * tf.cast(sample_weight, self.dtype)
        if self.reduction == "none":
            return losses
        mean = self.reduction == "sum_over_batch_size"
        return tf.reduce_mean(losses) if mean else tf.reduce_sum(losses)

    def get_config(self):
        return {"delta": self.delta, "reduction": self.reduction, "name": self.name}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


# %% wrong: the sum by default | test_example | differs
# breaks: "The default, `"sum_over_batch_size"`"
class HuberLoss(Sound):
    def __init__(self, delta=1.0, reduction="sum", **kwargs):
        super().__init__(delta, reduction=reduction, **kwargs)


# %% wrong: divided by the sum of the weights | test_reduction | reduction sum_over_batch_size
# breaks: "is the sum of the weighted losses over the number of samples"
class HuberLoss(Sound):
    def __call__(self, y_true, y_pred, sample_weight=None):
        loss = super().__call__(y_true, y_pred, sample_weight)
        if sample_weight is None or self.reduction != "sum_over_batch_size":
            return loss
        return loss / tf.reduce_mean(tf.cast(sample_weight, loss.dtype))


# %% wrong: the mean for the sum | test_reduction | reduction sum
# breaks: "`"sum"` is their sum"
class HuberLoss(Sound):
    def __init__(self, delta=1.0, reduction="sum_over_batch_size", **kwargs):
        reduction = "sum_over_batch_size" if reduction == "sum" else reduction
        super().__init__(delta, reduction=reduction, **kwargs)


# %% wrong: no reduction is taken for the default | test_reduction | reduction none
# breaks: "`"none"` is one loss per sample"
class HuberLoss(Sound):
    def __init__(self, delta=1.0, reduction=None, **kwargs):
        reduction = "sum_over_batch_size" if reduction in (None, "none") else reduction
        super().__init__(delta, reduction=reduction, **kwargs)


# %% wrong: the weights are left out | test_reduction | differ
# breaks: "with sample weights and saving"
class HuberLoss(Sound):
    def __call__(self, y_true, y_pred, sample_weight=None):
        return super().__call__(y_true, y_pred)


# %% wrong: a new object always has the reduction of old | test_config | reduction is not in
# breaks: "the loss's delta, reduction and name"
class HuberLoss(Sound):
    @classmethod
    def from_config(cls, config):
        return cls(delta=config["delta"], name=config["name"])


# %% equivalent: swap-711fa5a7 | the loss is the same for an error and its negative


# %% right: the formula in keras.ops, a plain number kept
@keras.saving.register_keras_serializable(package="kata")
class HuberLoss(keras.losses.Loss):
    def __init__(self, delta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.delta = float(delta)

    def call(self, y_true, y_pred):
        r = keras.ops.subtract(y_pred, keras.ops.cast(y_true, y_pred.dtype))
        c = keras.ops.clip(r, -self.delta, self.delta)
        return keras.ops.mean(c * (r - c / 2), axis=-1)

    def get_config(self):
        return {**super().get_config(), "delta": self.delta}


# %% right: huber with a delta bound in __init__
import functools


@keras.saving.register_keras_serializable(package="kata")
class HuberLoss(keras.losses.Loss):
    def __init__(self, delta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.delta = delta
        self.cost = functools.partial(huber, delta=delta)

    def call(self, y_true, y_pred):
        return self.cost(y_true, y_pred)

    def get_config(self):
        return {**super().get_config(), "delta": float(self.delta)}


# %% wrong: delta belongs to the class, so a new object changes the old ones | test_values
# breaks: "Each object keeps its own delta."
@keras.saving.register_keras_serializable(package="kata")
class HuberLoss(keras.losses.Loss):
    delta = 1.0

    def __init__(self, delta=1.0, **kwargs):
        super().__init__(**kwargs)
        HuberLoss.delta = delta

    def call(self, y_true, y_pred):
        return huber(y_true, y_pred, self.delta)

    def get_config(self):
        return {**super().get_config(), "delta": self.delta}


# %% wrong: delta is kept, and returned, as a tensor | test_config
# breaks: "Return the base class's config and `delta`, a number: all that `from_config` needs."
@keras.saving.register_keras_serializable(package="kata")
class HuberLoss(keras.losses.Loss):
    def __init__(self, delta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.delta = tf.constant(delta, dtype=tf.float32)

    def call(self, y_true, y_pred):
        delta = tf.cast(self.delta, y_pred.dtype)
        r = y_pred - y_true
        size = tf.abs(r)
        cost = tf.where(size <= delta, r * r / 2, delta * (size - delta / 2))
        return tf.reduce_mean(cost, axis=-1)

    def get_config(self):
        return {**super().get_config(), "delta": self.delta}


# %% wrong: the config is written by hand, without the name | test_config
# breaks: "Return the base class's config and `delta`, a number: all that `from_config` needs."
@keras.saving.register_keras_serializable(package="kata")
class HuberLoss(keras.losses.Loss):
    def __init__(self, delta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.delta = delta

    def call(self, y_true, y_pred):
        return huber(y_true, y_pred, self.delta)

    def get_config(self):
        return {"delta": self.delta, "reduction": self.reduction}
