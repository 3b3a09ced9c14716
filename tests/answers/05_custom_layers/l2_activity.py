"""Answers to L2Activity. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, strength, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def call(self, inputs):
        self.add_loss(self.penalty(inputs))
        return inputs

    def penalty(self, inputs):
        return self.strength * tf.reduce_sum(inputs**2) / tf.cast(len_of(inputs), inputs.dtype)

    def get_config(self):
        return {**super().get_config(), "strength": self.strength}


def len_of(inputs):
    return tf.shape(inputs)[0]


# %% right: the mean of each sample's sum, the config left to Keras
class L2Activity(keras.Layer):
    def __init__(self, strength, **kwargs):
        super().__init__(**kwargs)
        self.strength = float(strength)

    def call(self, inputs):
        axes = tuple(range(1, len(inputs.shape)))
        each = keras.ops.sum(keras.ops.square(inputs), axis=axes)
        self.add_loss(self.strength * keras.ops.mean(each))
        return inputs


# %% right: tf.nn.l2_loss, the identity
class L2Activity(Sound):
    def call(self, inputs):
        twice = 2.0 * tf.nn.l2_loss(inputs)
        self.add_loss(self.strength * twice / tf.cast(tf.shape(inputs)[0], inputs.dtype))
        return tf.identity(inputs)


# %% right: a mean times the size of a sample
class L2Activity(Sound):
    def penalty(self, inputs):
        size = inputs.shape[1:].num_elements()
        return tf.reduce_mean(tf.square(inputs)) * (self.strength * size)


# %% wrong: the penalty comes out | test_output_shape | shape
class L2Activity(Sound):
    def call(self, inputs):
        return self.penalty(inputs)


# %% wrong: the sum over the whole batch | test_loss | not divided
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.reduce_sum(inputs**2)


# %% wrong: a mean over everything | test_loss | mean
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.reduce_mean(inputs**2)


# %% wrong: half of it | test_loss | half
class L2Activity(Sound):
    def penalty(self, inputs):
        batch = tf.cast(len_of(inputs), inputs.dtype)
        return self.strength * tf.nn.l2_loss(inputs) / batch


# %% wrong: the norm | test_loss | norm
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.norm(inputs)


# %% wrong: absolute values | test_loss | absolute
class L2Activity(Sound):
    def penalty(self, inputs):
        batch = tf.cast(len_of(inputs), inputs.dtype)
        return self.strength * tf.reduce_sum(tf.abs(inputs)) / batch


# %% wrong: the strength is kept and not used | test_loss | strength is missing
class L2Activity(Sound):
    def penalty(self, inputs):
        return super().penalty(inputs) / self.strength


# %% wrong: one loss for each sample | test_loss | shape
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.reduce_sum(inputs**2, axis=range(1, len(inputs.shape)))


# %% wrong: nothing is added | test_loss | never called
class L2Activity(Sound):
    def call(self, inputs):
        self.loss = self.penalty(inputs)
        return inputs


# %% wrong: added twice, by the regularizer and by hand | test_loss | added twice
class L2Activity(Sound):
    def call(self, inputs):
        self.add_loss(self.penalty(inputs))
        self.add_loss(self.penalty(inputs))
        return inputs


# %% wrong: in training only | test_loss | never called
class L2Activity(Sound):
    def call(self, inputs, training=False):
        if training:
            self.add_loss(self.penalty(inputs))
        return inputs


# %% wrong: the outputs are scaled, too | test_loss | applied to the outputs
class L2Activity(Sound):
    def call(self, inputs):
        return self.strength * super().call(inputs)


# %% wrong: the squares come out | test_loss | squares are returned
class L2Activity(Sound):
    def call(self, inputs):
        return super().call(inputs) ** 2


# %% wrong: the penalties of all calls are kept | test_once | earlier calls
class L2Activity(Sound):
    def __init__(self, strength, **kwargs):
        super().__init__(strength, **kwargs)
        self.kept = []

    def call(self, inputs):
        self.kept.append(self.penalty(inputs))
        return inputs

    @property
    def losses(self):
        return list(self.kept)


# %% wrong: only the first call adds it | test_once | never called
class L2Activity(Sound):
    def call(self, inputs):
        if not hasattr(self, "known"):
            self.known = True
            self.add_loss(self.penalty(inputs))
        return inputs


# %% wrong: a property that knows the last call alone | test_once | uses it twice
class L2Activity(Sound):
    def call(self, inputs):
        self.last = self.penalty(inputs)
        return inputs

    @property
    def losses(self):
        return [self.last]


# %% wrong: the batch size is asked of the static shape | test_once | None
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.reduce_sum(inputs**2) / inputs.shape[0]


# %% wrong: the penalty is a Python number | test_gradient | flows from the loss
class L2Activity(Sound):
    def penalty(self, inputs):
        return tf.stop_gradient(super().penalty(inputs))


# %% wrong: the outputs carry no gradient | test_gradient | no gradient flows from the outputs
class L2Activity(Sound):
    def call(self, inputs):
        return tf.stop_gradient(super().call(inputs))


# %% wrong: the config has no strength, and there is a default | test_save | differ
class L2Activity(Sound):
    def __init__(self, strength=0.01, **kwargs):
        super().__init__(strength, **kwargs)

    def get_config(self):
        return super(Sound, self).get_config()


# %% wrong: the loss is doubled by saving a strength of two | test_save | twice
class L2Activity(Sound):
    def get_config(self):
        return {**super().get_config(), "strength": 2 * self.strength}
