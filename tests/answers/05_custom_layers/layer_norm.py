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


# %% right: centered twice, so that the variance of what is left is exact
class LayerNorm(Sound):
    def call(self, inputs):
        center = inputs - tf.reduce_mean(inputs, axis=-1, keepdims=True)
        center = center - tf.reduce_mean(center, axis=-1, keepdims=True)
        square = tf.einsum("...f,...f->...", center, center)[..., None] / inputs.shape[-1]
        return center * tf.math.rsqrt(square + self.epsilon) * self.gamma + self.beta


# %% right: the functional way through the transpose
class LayerNorm(keras.layers.Layer):
    def __init__(self, epsilon=0.001, **kwargs):
        super().__init__(**kwargs)
        self.eps = float(epsilon)

    def build(self, input_shape):
        n = int(input_shape[-1])
        self.gamma = self.add_weight(name="gamma", shape=[n], initializer=tf.ones_initializer())
        self.beta = self.add_weight(name="beta", shape=[n], initializer="zeros")

    def call(self, x):
        mean = tf.reduce_mean(x, -1)
        spread = tf.reduce_mean(tf.math.squared_difference(x, mean[..., None]), -1)
        return tf.stack(
            [
                g * (part - mean) / tf.sqrt(spread + self.eps) + b
                for part, g, b in zip(
                    tf.unstack(x, axis=-1),
                    tf.unstack(self.gamma.value),
                    tf.unstack(self.beta.value),
                    strict=True,
                )
            ],
            axis=-1,
        )

    def get_config(self):
        return dict(super().get_config(), epsilon=self.eps)


# %% wrong: the statistics come out instead | test_example | shape
# breaks: "(..., features) -> the same shape"
class LayerNorm(Sound):
    def call(self, inputs):
        mean = tf.reduce_mean(inputs, axis=-1, keepdims=True)
        return self.gamma[0] * mean + self.beta[0]


# %% wrong: beta is made first | test_weights | before gamma
# breaks: "then beta (features,), zeros at the start"
class LayerNorm(Sound):
    def build(self, input_shape):
        self.beta = self.add_weight(shape=(input_shape[-1],), initializer="zeros")
        self.gamma = self.add_weight(shape=(input_shape[-1],), initializer="ones")


# %% wrong: gamma starts random | test_example | differ
# breaks: "ones at the start"
class LayerNorm(Sound):
    def build(self, input_shape):
        self.gamma = self.add_weight(shape=(input_shape[-1],), initializer="random_normal")
        self.beta = self.add_weight(shape=(input_shape[-1],), initializer="zeros")


# %% wrong: gamma and beta are one number each | test_weights | one number
# breaks: "There are two weights, both trained: gamma (features,)"
class LayerNorm(Sound):
    def build(self, input_shape):
        self.gamma = self.add_weight(shape=(1,), initializer="ones")
        self.beta = self.add_weight(shape=(1,), initializer="zeros")


# %% wrong: normalizes over the batch | test_example | batch axis
# breaks: "mean and (population) variance are taken over the last axis"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[0], keepdims=True)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: one mean and variance for everything | test_example | for the whole batch
# breaks: "mean and (population) variance are taken over the last axis"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.reduce_mean(inputs), tf.math.reduce_variance(inputs)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: over all axes but the batch's | test_values | all axes but the first
# breaks: "mean and (population) variance are taken over the last axis"
class LayerNorm(Sound):
    def call(self, inputs):
        axes = list(range(1, len(inputs.shape)))
        mean, variance = tf.nn.moments(inputs, axes=axes, keepdims=True)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: the sample variance | test_example | sample variance
# breaks: "mean and (population) variance are taken over the last axis"
class LayerNorm(Sound):
    def call(self, inputs):
        center = inputs - tf.reduce_mean(inputs, axis=-1, keepdims=True)
        n = inputs.shape[-1]
        variance = tf.reduce_sum(tf.square(center), axis=-1, keepdims=True) / (n - 1)
        return self.gamma * center / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: divides by the variance | test_example | root is missing
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return self.gamma * (inputs - mean) / (variance + self.epsilon) + self.beta


# %% wrong: gamma is not used | test_values | gamma is missing
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: beta is not used | test_values | beta is missing
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon)


# %% wrong: the shift comes before the scale | test_values | before the scale
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return self.gamma * ((inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta)


# %% wrong: computes in float32 | test_values | dtype
# breaks: "in the layer's dtype"
class LayerNorm(Sound):
    def call(self, inputs):
        inputs = tf.cast(inputs, tf.float32)
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        gamma, beta = tf.cast(self.gamma, tf.float32), tf.cast(self.beta, tf.float32)
        return gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + beta


# %% wrong: epsilon is fixed | test_example | always 0.001
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + 0.001) + self.beta


# %% wrong: epsilon outside the root | test_values | outside the root
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        return self.gamma * (inputs - mean) / (tf.sqrt(variance) + self.epsilon) + self.beta


# %% wrong: epsilon as a floor under the variance | test_values | differ
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        variance = tf.maximum(variance, self.epsilon)
        return self.gamma * (inputs - mean) / tf.sqrt(variance) + self.beta


# %% wrong: the statistics carry no gradient | test_gradient | constants
# breaks: "the result and all gradients are right and finite there too"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(tf.stop_gradient(inputs), axes=[-1], keepdims=True)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: the root is taken before the square, and has no slope at zero | test_gradient | are nan
# breaks: "the result and all gradients are right and finite there too"
class LayerNorm(Sound):
    def call(self, inputs):
        center = inputs - tf.reduce_mean(inputs, axis=-1, keepdims=True)
        deviation = tf.reduce_mean(center**2, axis=-1, keepdims=True) ** 0.5
        return self.gamma * center / tf.sqrt(deviation**2 + self.epsilon) + self.beta


# %% wrong: the config has no epsilon | test_save | leaves epsilon out
# breaks: "what `from_config` needs to make the same layer"
class LayerNorm(Sound):
    def get_config(self):
        return super(Sound, self).get_config()


# %% wrong: the config has nothing but epsilon | test_save | dtype
# breaks: "what `from_config` needs to make the same layer"
class LayerNorm(Sound):
    def get_config(self):
        return {"epsilon": self.epsilon}


# %% wrong: the mean of the squares minus the square of the mean | test_large_mean | squares
# breaks: "right even if the mean is a thousand times the spread"
class LayerNorm(Sound):
    def call(self, inputs):
        mean = tf.reduce_mean(inputs, axis=-1, keepdims=True)
        variance = tf.reduce_mean(inputs**2, axis=-1, keepdims=True) - mean**2
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: the L2 norm of the features | test_example | not subtracted
# breaks: "Normalize the last axis to mean 0 and variance 1"
class LayerNorm(Sound):
    def call(self, inputs):
        square = tf.reduce_mean(inputs**2, axis=-1, keepdims=True)
        return self.gamma * inputs / tf.sqrt(square + self.epsilon) + self.beta


# %% wrong: the deviation is left out | test_example | deviation
# breaks: "Normalize the last axis to mean 0 and variance 1"
class LayerNorm(Sound):
    def call(self, inputs):
        center = inputs - tf.reduce_mean(inputs, axis=-1, keepdims=True)
        return self.gamma * center + self.beta


# %% wrong: the axis with number 1 | test_output_shape | raised
# breaks: "Inputs are floats with two axes or more"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[1])
        mean, variance = mean[:, tf.newaxis], variance[:, tf.newaxis]
        mean, variance = (tf.ensure_shape(part, [None, 1]) for part in (mean, variance))
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: rank 3 is flattened and stays so | test_output_shape | shape
# breaks: "(..., features) -> the same shape"
class LayerNorm(Sound):
    def call(self, inputs):
        return super().call(tf.reshape(inputs, [-1, inputs.shape[-1]]))


# %% wrong: beta is not trained | test_weights | not a trained weight
# breaks: "There are two weights, both trained"
class LayerNorm(Sound):
    def build(self, input_shape):
        self.gamma = self.add_weight(shape=(input_shape[-1],), initializer="ones")
        self.beta = self.add_weight(
            shape=(input_shape[-1],), initializer="zeros", trainable=False
        )


# %% wrong: the mean is kept as a weight too | test_weights | not trained
# breaks: "There are two weights, both trained"
class LayerNorm(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.mean = self.add_weight(shape=(), initializer="zeros", trainable=False)


# %% wrong: beta starts at one | test_example | at one
# breaks: "then beta (features,), zeros at the start"
class LayerNorm(Sound):
    def build(self, input_shape):
        self.gamma = self.add_weight(shape=(input_shape[-1],), initializer="ones")
        self.beta = self.add_weight(shape=(input_shape[-1],), initializer="ones")


# %% wrong: the base class is not set up | test_example | is missing in `__init__`
# breaks: "There are two weights, both trained"
class LayerNorm(Sound):
    def __init__(self, epsilon=1e-3, **kwargs):
        self.epsilon = epsilon


# %% wrong: vectors without a spread are left as they are | test_epsilon | differ
# breaks: "If epsilon is positive, all features may be equal"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        scale = tf.where(variance > 0, variance + self.epsilon, 1.0)
        mean = tf.where(variance > 0, mean, 0.0)
        return self.gamma * (inputs - mean) / tf.sqrt(scale) + self.beta


# %% wrong: epsilon is for vectors without a spread alone | test_values | epsilon is missing
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=[-1], keepdims=True)
        variance = tf.where(variance > 0, variance, self.epsilon)
        return self.gamma * (inputs - mean) / tf.sqrt(variance) + self.beta


# %% wrong: the batch size is asked of the static shape | test_graph | unknown in a graph
# breaks: "The batch size may be unknown in a graph"
class LayerNorm(Sound):
    def call(self, inputs):
        rows = tf.reshape(inputs, [-1, inputs.shape[-1]])
        return tf.reshape(super().call(rows), [*inputs.shape])


# %% wrong: vector by vector, and one if their number is unknown | test_graph | shape
# breaks: "The batch size may be unknown in a graph"
class LayerNorm(Sound):
    def call(self, inputs):
        one = super().call
        return tf.concat([one(inputs[i : i + 1]) for i in range(inputs.shape[0] or 1)], axis=0)


# %% wrong: float64 within a float32 layer | test_example | dtype
# breaks: "in the layer's dtype"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(tf.cast(inputs, tf.float64), axes=[-1], keepdims=True)
        normal = (tf.cast(inputs, tf.float64) - mean) / tf.sqrt(variance + self.epsilon)
        return tf.cast(self.gamma, tf.float64) * normal + tf.cast(self.beta, tf.float64)


# %% wrong: float32 within a float64 layer | test_values | differ
# breaks: "in the layer's dtype"
class LayerNorm(Sound):
    def call(self, inputs):
        mean, variance = tf.nn.moments(tf.cast(inputs, tf.float32), axes=[-1], keepdims=True)
        mean, variance = tf.cast(mean, self.dtype), tf.cast(variance, self.dtype)
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: the config holds a tensor | test_save | JSON
# breaks: "as plain data that JSON can hold"
class LayerNorm(Sound):
    def get_config(self):
        return {**super().get_config(), "epsilon": tf.constant(self.epsilon)}


# %% wrong: from_config forgets epsilon | test_save | epsilon
# breaks: "A saved model predicts the same when it is loaded again"
class LayerNorm(Sound):
    @classmethod
    def from_config(cls, config):
        return cls(name=config["name"], dtype=config["dtype"])


# %% wrong: Keras's layer within | test_example | forbids
# breaks: "Do without keras.layers.LayerNormalization"
class LayerNorm(keras.layers.LayerNormalization):
    pass


# %% wrong: the function of keras.ops | test_example | forbids
# breaks: "Do without keras.layers.LayerNormalization and keras.ops.layer_normalization"
class LayerNorm(Sound):
    def call(self, inputs):
        return keras.ops.layer_normalization(inputs, self.gamma, self.beta, epsilon=self.epsilon)


# %% right: center twice, so that even the rounding of a large mean is gone
@keras.saving.register_keras_serializable(package="kata")
class LayerNorm(keras.layers.Layer):
    def __init__(self, epsilon: float = 1e-3, **kwargs) -> None:
        super().__init__(**kwargs)
        self.epsilon = float(epsilon)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        centered = inputs
        for _ in range(2):
            centered = centered - tf.reduce_mean(centered, axis=-1, keepdims=True)
        variance = tf.reduce_mean(tf.square(centered), axis=-1, keepdims=True)
        return centered / tf.sqrt(variance + self.epsilon) * self.gamma + self.beta

    def get_config(self) -> dict:
        config = super().get_config()
        config["epsilon"] = self.epsilon
        return config


# %% wrong: guards against equal features with tf.where: finite there, but the gradient is 0 | test_gradient
# breaks: "gradients are right and finite there too."
@keras.saving.register_keras_serializable(package="kata")
class LayerNorm(keras.layers.Layer):
    def __init__(self, epsilon: float = 1e-3, **kwargs) -> None:
        super().__init__(**kwargs)
        self.epsilon = float(epsilon)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        centered = inputs - tf.reduce_mean(inputs, axis=-1, keepdims=True)
        variance = tf.reduce_mean(tf.square(centered), axis=-1, keepdims=True)
        safe = tf.where(variance > 0, variance + self.epsilon, tf.ones_like(variance))
        normal = tf.where(variance > 0, centered / tf.sqrt(safe), tf.zeros_like(centered))
        return self.gamma * normal + self.beta

    def get_config(self) -> dict:
        return {**super().get_config(), "epsilon": self.epsilon}


# %% right: vectors as the columns of a matrix (features first), sums of squares by einsum
@keras.saving.register_keras_serializable(package="kata")
class LayerNorm(keras.layers.Layer):
    def __init__(self, epsilon: float = 1e-3, **kwargs) -> None:
        super().__init__(**kwargs)
        self.epsilon = float(epsilon)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.features = int(input_shape[-1])
        self.gamma = self.add_weight(
            shape=(self.features,), initializer=keras.initializers.Constant(1.0), name="gamma"
        )
        self.beta = self.add_weight(
            shape=(self.features,), initializer=keras.initializers.Constant(0.0), name="beta"
        )

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        columns = tf.transpose(tf.reshape(inputs, (-1, self.features)))
        columns = columns - tf.reduce_mean(columns, axis=0)
        columns = columns - tf.reduce_mean(columns, axis=0)
        variance = tf.einsum("fb,fb->b", columns, columns) / self.features
        rows = tf.transpose(columns / tf.sqrt(variance + self.epsilon))
        outputs = tf.reshape(self.gamma * rows + self.beta, tf.shape(inputs))
        return tf.ensure_shape(outputs, inputs.shape)

    def get_config(self) -> dict:
        return {**super().get_config(), "epsilon": self.epsilon}


# %% wrong: epsilon as a lower bound of the variance in place of a summand | test_values
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta in the layer's dtype"
@keras.saving.register_keras_serializable(package="kata")
class LayerNorm(keras.layers.Layer):
    def __init__(self, epsilon: float = 1e-3, **kwargs) -> None:
        super().__init__(**kwargs)
        self.epsilon = float(epsilon)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        centered = inputs - tf.reduce_mean(inputs, axis=-1, keepdims=True)
        variance = tf.reduce_mean(tf.square(centered), axis=-1, keepdims=True)
        normal = centered / tf.sqrt(tf.maximum(variance, self.epsilon))
        return self.gamma * normal + self.beta

    def get_config(self) -> dict:
        return {**super().get_config(), "epsilon": self.epsilon}


# %% wrong: a frozen layer comes back trainable | test_save | leaves trainable out
# breaks: "what `from_config` needs to make the same layer"
class LayerNorm(Sound):
    def get_config(self):
        config = super().get_config()
        del config["trainable"]
        return config
