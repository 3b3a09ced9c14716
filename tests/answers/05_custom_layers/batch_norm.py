"""Answers to BatchNorm. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, momentum=0.99, epsilon=1e-3, **kwargs):
        super().__init__(**kwargs)
        self.momentum, self.epsilon = momentum, epsilon

    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(shape=shape, initializer="ones")
        self.beta = self.add_weight(shape=shape, initializer="zeros")
        self.mean = self.add_weight(shape=shape, initializer="zeros", trainable=False)
        self.variance = self.add_weight(shape=shape, initializer="ones", trainable=False)

    def call(self, inputs, training=False):
        if not training:
            return self.normalized(inputs, self.mean, self.variance)
        mean, variance = self.statistics(inputs)
        self.move(mean, variance)
        return self.normalized(inputs, mean, variance)

    def statistics(self, inputs):
        return tf.nn.moments(inputs, axes=list(range(len(inputs.shape) - 1)))

    def move(self, mean, variance):
        self.mean.assign(self.momentum * self.mean + (1 - self.momentum) * mean)
        self.variance.assign(self.momentum * self.variance + (1 - self.momentum) * variance)

    def normalized(self, inputs, mean, variance):
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum, "epsilon": self.epsilon}


# %% right: keras.ops, one formula for both ways, the config left to Keras
class BatchNorm(keras.Layer):
    def __init__(self, momentum=0.9, epsilon=1e-5, **kwargs):
        super().__init__(**kwargs)
        self.momentum, self.epsilon = momentum, epsilon

    def build(self, input_shape):
        n = input_shape[-1]
        self.g = self.add_weight(shape=(n,), initializer=keras.initializers.Ones())
        self.b = self.add_weight(shape=(n,), initializer=keras.initializers.Zeros())
        self.m = self.add_weight(shape=(n,), initializer="zeros", trainable=False)
        self.v = self.add_weight(shape=(n,), initializer="ones", trainable=False)

    def call(self, inputs, training=None):
        mean, variance = self.m, self.v
        if training:
            mean, variance = keras.ops.moments(inputs, axes=tuple(range(inputs.ndim - 1)))
            self.m.assign(self.m - (self.m - mean) * (1 - self.momentum))
            self.v.assign(self.v - (self.v - variance) * (1 - self.momentum))
        return (inputs - mean) * keras.ops.rsqrt(variance + self.epsilon) * self.g + self.b


# %% right: flattened to rows, moved by assign_sub
class BatchNorm(Sound):
    def statistics(self, inputs):
        rows = tf.reshape(inputs, [-1, inputs.shape[-1]])
        mean = tf.reduce_mean(rows, axis=0)
        return mean, tf.reduce_mean(tf.math.squared_difference(rows, mean), axis=0)

    def move(self, mean, variance):
        self.mean.assign_sub((1 - self.momentum) * (self.mean - mean))
        self.variance.assign_sub((1 - self.momentum) * (self.variance - variance))

    def normalized(self, inputs, mean, variance):
        return tf.nn.batch_normalization(
            inputs, mean, variance, self.beta, self.gamma, self.epsilon
        )


# %% wrong: the mean over the batch comes out | test_output_shape | shape
class BatchNorm(Sound):
    def normalized(self, inputs, mean, variance):
        return tf.reduce_mean(super().normalized(inputs, mean, variance), axis=0)


# %% wrong: the moving statistics are trained | test_weights | trained like the others
class BatchNorm(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.mean.trainable = self.variance.trainable = True


# %% wrong: the moving statistics are plain variables | test_weights | add_weight
class BatchNorm(Sound):
    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(shape=shape, initializer="ones")
        self.beta = self.add_weight(shape=shape, initializer="zeros")
        self.mean = tf.Variable(tf.zeros(shape), trainable=False)
        self.variance = tf.Variable(tf.ones(shape), trainable=False)


# %% wrong: the moving variance starts at zero | test_weights | list of weights
class BatchNorm(Sound):
    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(shape=shape, initializer="ones")
        self.beta = self.add_weight(shape=shape, initializer="zeros")
        self.mean = self.add_weight(shape=shape, initializer="zeros", trainable=False)
        self.variance = self.add_weight(shape=shape, initializer="zeros", trainable=False)


# %% wrong: the moving statistics are used in training | test_training | just moved
class BatchNorm(Sound):
    def call(self, inputs, training=False):
        if training:
            self.move(*self.statistics(inputs))
        return self.normalized(inputs, self.mean, self.variance)


# %% wrong: over the batch axis alone | test_training | batch axis only
class BatchNorm(Sound):
    def statistics(self, inputs):
        return tf.nn.moments(inputs, axes=[0])

    def move(self, mean, variance):
        axes = list(range(len(mean.shape) - 1))
        super().move(tf.reduce_mean(mean, axes), tf.reduce_mean(variance, axes))


# %% wrong: over the features | test_training | along the features
class BatchNorm(Sound):
    def statistics(self, inputs):
        return tf.nn.moments(inputs, axes=[-1], keepdims=True)

    def move(self, mean, variance):
        super().move(tf.reduce_mean(mean), tf.reduce_mean(variance))


# %% wrong: the sample variance | test_training | sample variance
class BatchNorm(Sound):
    def statistics(self, inputs):
        mean, variance = super().statistics(inputs)
        n = tf.cast(tf.size(inputs) / inputs.shape[-1], inputs.dtype)
        return mean, variance * n / tf.maximum(n - 1, 1)


# %% wrong: one mean and variance for all features | test_training | for all features
class BatchNorm(Sound):
    def statistics(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=list(range(len(inputs.shape))))
        return mean * tf.ones_like(self.mean), variance * tf.ones_like(self.mean)


# %% wrong: epsilon outside the root | test_training | outside the root
class BatchNorm(Sound):
    def normalized(self, inputs, mean, variance):
        return self.gamma * (inputs - mean) / (tf.sqrt(variance) + self.epsilon) + self.beta


# %% wrong: gamma is not used | test_training | gamma is missing
class BatchNorm(Sound):
    def normalized(self, inputs, mean, variance):
        return (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: always float32 | test_training | dtype
class BatchNorm(Sound):
    def normalized(self, inputs, mean, variance):
        return tf.cast(super().normalized(inputs, mean, variance), tf.float32)


# %% wrong: the batch's own statistics in inference | test_inference | own statistics
class BatchNorm(Sound):
    def call(self, inputs, training=False):
        mean, variance = self.statistics(inputs)
        if training:
            self.move(mean, variance)
        return self.normalized(inputs, mean, variance)


# %% wrong: training is the default | test_inference | own statistics
class BatchNorm(Sound):
    def call(self, inputs, training=True):
        return super().call(inputs, training=training)


# %% wrong: inference moves the statistics, too | test_inference | after two calls in inference
class BatchNorm(Sound):
    def call(self, inputs, training=False):
        outputs = super().call(inputs, training=training)
        if not training:
            self.move(*self.statistics(inputs))
        return outputs


# %% wrong: momentum and its rest are swapped | test_moving | swapped
class BatchNorm(Sound):
    def move(self, mean, variance):
        self.mean.assign((1 - self.momentum) * self.mean + self.momentum * mean)
        self.variance.assign((1 - self.momentum) * self.variance + self.momentum * variance)


# %% wrong: the moving statistics never move | test_moving | never moved
class BatchNorm(Sound):
    def move(self, mean, variance):
        _ = self.momentum * self.mean + (1 - self.momentum) * mean


# %% wrong: the moving variance stays | test_moving | moving variance
class BatchNorm(Sound):
    def move(self, mean, variance):
        self.mean.assign(self.momentum * self.mean + (1 - self.momentum) * mean)


# %% wrong: the batch's statistics replace the moving ones | test_moving | replace
class BatchNorm(Sound):
    def move(self, mean, variance):
        self.mean.assign(mean)
        self.variance.assign(variance)


# %% wrong: the moving variance is the sample's | test_moving | sample variance
class BatchNorm(Sound):
    def call(self, inputs, training=False):
        if training:
            mean, variance = self.statistics(inputs)
            n = tf.cast(tf.size(inputs) / inputs.shape[-1], inputs.dtype)
            self.move(mean, variance * n / (n - 1))
            return self.normalized(inputs, mean, variance)
        return self.normalized(inputs, self.mean, self.variance)


# %% wrong: the statistics carry no gradient | test_gradient | constants
class BatchNorm(Sound):
    def statistics(self, inputs):
        return super().statistics(tf.stop_gradient(inputs))


# %% wrong: normalizes by statistics that went through NumPy | test_gradient | constants
class BatchNorm(Sound):
    def statistics(self, inputs):
        mean, variance = super().statistics(inputs)
        return tf.constant(mean.numpy()), tf.constant(variance.numpy())


# %% wrong: the config has no epsilon | test_save | leaves epsilon out
class BatchNorm(Sound):
    def get_config(self):
        return {**super(Sound, self).get_config(), "momentum": self.momentum}


# %% wrong: the config has no momentum | test_save | leaves momentum out
class BatchNorm(Sound):
    def get_config(self):
        return {**super(Sound, self).get_config(), "epsilon": self.epsilon}


# %% wrong: the statistics are moved in Python numbers | test_graph | numpy
class BatchNorm(Sound):
    def move(self, mean, variance):
        super().move(mean.numpy(), variance.numpy())


# %% equivalent: swap-8a269c07 | the two moving statistics do not depend on each other
