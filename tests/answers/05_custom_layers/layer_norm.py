"""Answers to LayerNorm. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, epsilon=1e-3, **kwargs):
        super().__init__(**kwargs)
        self.epsilon = epsilon

    def build(self, input_shape):
        self.gamma = self.add_weight(shape=(input_shape[-1],), initializer="ones")
        self.beta = self.add_weight(shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        mean = tf.reduce_mean(inputs, axis=-1, keepdims=True)
        variance = tf.reduce_mean(tf.square(inputs - mean), axis=-1, keepdims=True)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta

    def get_config(self):
        return {**super().get_config(), "epsilon": self.epsilon}


# %% right: keras.ops, the config left to Keras
class LayerNorm(keras.Layer):
    def __init__(self, epsilon=1e-6, **kwargs):
        super().__init__(**kwargs)
        self.epsilon = epsilon

    def build(self, input_shape):
        self.scale = self.add_weight(shape=input_shape[-1:], initializer="ones")
        self.shift = self.add_weight(shape=input_shape[-1:], initializer="zeros")

    def call(self, inputs):
        mean = keras.ops.mean(inputs, axis=-1, keepdims=True)
        variance = keras.ops.var(inputs, axis=-1, keepdims=True)
        normalized = (inputs - mean) / keras.ops.sqrt(variance + self.epsilon)
        return keras.ops.add(keras.ops.multiply(normalized, self.scale), self.shift)


# %% right: tf.nn.batch_normalization with its own statistics
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return tf.nn.batch_normalization(
            inputs, mean, variance, self.beta, self.gamma, self.epsilon
        )


# %% right: without keepdims
class LayerNorm(Sound):
    def call(self, inputs):
        center = inputs - tf.reduce_mean(inputs, axis=-1)[..., tf.newaxis]
        variance = tf.math.reduce_variance(inputs, axis=-1)[..., tf.newaxis]
        return center * (self.gamma * tf.pow(variance + self.epsilon, -0.5)) + self.beta


# %% wrong: the statistics come out instead | test_output_shape | shape
class LayerNorm(Sound):
    def call(self, inputs):
        mean = tf.reduce_mean(inputs, axis=-1, keepdims=True)
        return self.gamma[0] * mean + self.beta[0]


# %% wrong: beta is made first | test_weights | before gamma
class LayerNorm(Sound):
    def build(self, input_shape):
        self.beta = self.add_weight(shape=(input_shape[-1],), initializer="zeros")
        self.gamma = self.add_weight(shape=(input_shape[-1],), initializer="ones")


# %% wrong: gamma starts random | test_weights | list
class LayerNorm(Sound):
    def build(self, input_shape):
        self.gamma = self.add_weight(shape=(input_shape[-1],), initializer="random_normal")
        self.beta = self.add_weight(shape=(input_shape[-1],), initializer="zeros")


# %% wrong: gamma and beta are one number each | test_weights | one number
class LayerNorm(Sound):
    def build(self, input_shape):
        self.gamma = self.add_weight(shape=(1,), initializer="ones")
        self.beta = self.add_weight(shape=(1,), initializer="zeros")


# %% wrong: normalizes over the batch | test_values | batch axis
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[0], keepdims=True)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: one mean and variance for everything | test_values | for the whole batch
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.reduce_mean(inputs), tf.math.reduce_variance(inputs)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: over all axes but the batch's | test_values | all axes but the first
class LayerNorm(Sound):
    def call(self, inputs):
        axes = list(range(1, len(inputs.shape)))
        mean, variance = tf.nn.moments(inputs, axes=axes, keepdims=True)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: the sample variance | test_values | sample variance
class LayerNorm(Sound):
    def call(self, inputs):
        center = inputs - tf.reduce_mean(inputs, axis=-1, keepdims=True)
        n = inputs.shape[-1]
        variance = tf.reduce_sum(tf.square(center), axis=-1, keepdims=True) / (n - 1)
        return self.gamma * center / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: divides by the variance | test_values | root is missing
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return self.gamma * (inputs - mean) / (variance + self.epsilon) + self.beta


# %% wrong: gamma is not used | test_values | gamma is missing
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: beta is not used | test_values | beta is missing
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon)


# %% wrong: the shift comes before the scale | test_values | before the scale
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return self.gamma * ((inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta)


# %% wrong: computes in float32 | test_values | dtype
class LayerNorm(Sound):
    def call(self, inputs):
        inputs = tf.cast(inputs, tf.float32)
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        gamma, beta = tf.cast(self.gamma, tf.float32), tf.cast(self.beta, tf.float32)
        return gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + beta


# %% wrong: epsilon is fixed | test_epsilon | differ
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + 0.01) + self.beta


# %% wrong: epsilon outside the root | test_values | outside the root
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return self.gamma * (inputs - mean) / (tf.sqrt(variance) + self.epsilon) + self.beta


# %% wrong: epsilon as a floor under the variance | test_values | differ
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        variance = tf.maximum(variance, self.epsilon)
        return self.gamma * (inputs - mean) / tf.sqrt(variance) + self.beta


# %% wrong: the statistics carry no gradient | test_gradient | constants
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(tf.stop_gradient(inputs), axes=[-1], keepdims=True)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: the root is taken before the square, and has no slope at zero | test_gradient | nan
class LayerNorm(Sound):
    def call(self, inputs):
        center = inputs - tf.reduce_mean(inputs, axis=-1, keepdims=True)
        deviation = tf.reduce_mean(center**2, axis=-1, keepdims=True) ** 0.5
        return self.gamma * center / tf.sqrt(deviation**2 + self.epsilon) + self.beta


# %% wrong: the config has no epsilon | test_save | leaves epsilon out
class LayerNorm(Sound):
    def get_config(self):
        return super(Sound, self).get_config()


# %% wrong: the config has nothing but epsilon | test_save | dtype
class LayerNorm(Sound):
    def get_config(self):
        return {"epsilon": self.epsilon}


# %% wrong: the mean of the squares minus the square of the mean | test_large_mean | differ
class LayerNorm(Sound):
    def call(self, inputs):
        mean = tf.reduce_mean(inputs, axis=-1, keepdims=True)
        variance = tf.reduce_mean(inputs**2, axis=-1, keepdims=True) - mean**2
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta
