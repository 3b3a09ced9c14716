"""Answers to RMSNorm."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops


class Base(keras.layers.Layer):
    def __init__(self, epsilon=1e-6, **kwargs):
        super().__init__(**kwargs)
        self.epsilon = epsilon

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def get_config(self):
        return {**super().get_config(), "epsilon": self.epsilon}


def wide(x):
    return ops.cast(x, keras.backend.result_type(x.dtype, "float32"))


# %% right: everything wide, cast back once
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(ops.square(x), axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit * ops.cast(self.scale, x.dtype), inputs.dtype)


# %% right: scaled down by the largest number first
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        n = inputs.shape[-1]
        square = ops.einsum("...i,...i->...", x, x) / n
        factor = ops.expand_dims((square + self.epsilon) ** -0.5, -1)
        return ops.cast(x * factor, self.compute_dtype) * self.scale


# %% right: the weight is made in the first call, by build
class RMSNorm(keras.layers.Layer):
    def __init__(self, epsilon=1e-6, **kwargs):
        super().__init__(**kwargs)
        self.epsilon = epsilon

    def build(self, input_shape):
        self.gain = self.add_weight(
            shape=input_shape[-1:], initializer=keras.initializers.Ones(), trainable=True
        )
        super().build(input_shape)

    def call(self, inputs):
        kind = "float64" if self.compute_dtype == "float64" else "float32"
        x = ops.cast(inputs, kind)
        size = ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(x / size, self.compute_dtype) * self.gain

    def get_config(self):
        config = super().get_config()
        config.update(epsilon=self.epsilon)
        return config


# %% wrong: the squares in the inputs' dtype | test_half_precision | squares are computed in float16
# breaks: "Inputs of a float16 layer may be as large as 10,000 and as small as 0.001"
class RMSNorm(Base):
    def call(self, inputs):
        square = ops.mean(ops.square(inputs), axis=-1, keepdims=True)
        return inputs / ops.sqrt(square + self.epsilon) * self.scale


# %% wrong: the squares in float16, the mean in float32 | test_half_precision
# breaks: "mean and root are computed in float32 there"
class RMSNorm(Base):
    def call(self, inputs):
        square = ops.mean(wide(ops.square(inputs)), axis=-1, keepdims=True)
        return ops.cast(wide(inputs) / ops.sqrt(square + self.epsilon), inputs.dtype) * self.scale


# %% wrong: float32 for float64 too | test_values | computed in float32
# breaks: "A float64 layer computes in float64"
class RMSNorm(Base):
    def call(self, inputs):
        x = ops.cast(inputs, "float32")
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: float16 comes out as float32 | test_half_precision | dtype
# breaks: "in the layer's dtype"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return unit * ops.cast(self.scale, x.dtype)


# %% wrong: layer normalization | test_example | layer normalization
# breaks: "The output is x / sqrt(mean(x * x) + epsilon) * scale"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        x = x - ops.mean(x, axis=-1, keepdims=True)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: the variance | test_example | variance
# breaks: "root mean square"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.var(x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: the sum of the squares | test_example | sum of the squares
# breaks: "sqrt(mean(x * x) + epsilon)"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.sum(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: epsilon outside of the root | test_values | outside the root
# breaks: "sqrt(mean(x * x) + epsilon)"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        unit = x / (ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True)) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: epsilon is forgotten | test_values | epsilon is missing
# breaks: "sqrt(mean(x * x) + epsilon)"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True))
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: the root is forgotten | test_example | root is missing
# breaks: "x / sqrt(mean(x * x) + epsilon)"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        unit = x / (ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: the scale is not used | test_values | scale is missing
# breaks: "* scale"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype)


# %% wrong: along all axes but the first | test_values | all axes but the first
# breaks: "the mean runs along the last axis"
class RMSNorm(Base):
    def call(self, inputs):
        x, axes = wide(inputs), tuple(range(1, len(inputs.shape)))
        unit = x / ops.sqrt(ops.mean(x * x, axis=axes, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: axis 1 | test_weights
# breaks: "at any rank from 2"
class RMSNorm(Base):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[1],), initializer="ones")

    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: along the batch | test_example | along the batch
# breaks: "Divide each vector by its root mean square"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=0, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: the root mean square itself | test_example | shape
# breaks: "Divide each vector by its root mean square: (..., n) -> (..., n)"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        return ops.sqrt(ops.mean(x * x, axis=-1) + self.epsilon)


# %% wrong: the scale starts at 0 | test_example | starts at 0
# breaks: "ones at first"
class RMSNorm(Base):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: one number for all features | test_weights | one number
# breaks: "scale: n trained numbers"
class RMSNorm(Base):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(1,), initializer="ones")

    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: the scale is not trained | test_weights | not trained
# breaks: "scale: n trained numbers"
class RMSNorm(Base):
    def build(self, input_shape):
        self.scale = self.add_weight(
            shape=(input_shape[-1],), initializer="ones", trainable=False
        )

    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: a bias beside the scale | test_weights | a bias too
# breaks: "There is one weight"
class RMSNorm(Base):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale + self.shift


# %% wrong: a moving mean square beside the scale | test_weights
# breaks: "There is one weight"
class RMSNorm(Base):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones")
        self.moving = self.add_weight(shape=(1,), initializer="ones", trainable=False)

    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: the root is held constant | test_gradient | constant
# breaks: "The output is x / sqrt(mean(x * x) + epsilon)"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        size = ops.stop_gradient(ops.mean(x * x, axis=-1, keepdims=True))
        return ops.cast(x / ops.sqrt(size + self.epsilon), inputs.dtype) * self.scale


# %% wrong: the scale is cut off from its gradient | test_gradient | gradient in the scale
# breaks: "scale: n trained numbers"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * ops.stop_gradient(self.scale)


# %% wrong: the sizes come from the shape | test_in_model
# breaks: "Works with an unknown batch size and length"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        square = ops.mean(x * x, axis=-1, keepdims=True)
        unit = x / ops.sqrt(ops.broadcast_to(square, inputs.shape) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: the whole shape is needed for the weight | test_in_model
# breaks: "Works with an unknown batch size and length"
class RMSNorm(Base):
    def build(self, input_shape):
        self.places = int(np.prod(input_shape)) // input_shape[-1]
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale


# %% wrong: get_config without epsilon | test_saved | leaves epsilon out
# breaks: "A saved model with this layer predicts the same when it is loaded again"
class RMSNorm(Base):
    def call(self, inputs):
        x = wide(inputs)
        unit = x / ops.sqrt(ops.mean(x * x, axis=-1, keepdims=True) + self.epsilon)
        return ops.cast(unit, inputs.dtype) * self.scale

    def get_config(self):
        return keras.layers.Layer.get_config(self)


# %% wrong: TensorFlow computes | test_example | uses tf
# breaks: "no tf"
class RMSNorm(Base):
    def call(self, inputs):
        x = tf.cast(inputs, tf.float32)
        unit = x * tf.math.rsqrt(tf.reduce_mean(tf.square(x), -1, keepdims=True) + self.epsilon)
        return tf.cast(unit, inputs.dtype) * self.scale


# %% wrong: the ready-made layer | test_example | RMSNormalization
# breaks: "no keras.layers.RMSNormalization"
class RMSNorm(keras.layers.RMSNormalization):
    pass


# %% wrong: the other ready-made layer | test_example | LayerNormalization
# breaks: "keras.layers.LayerNormalization"
class RMSNorm(Base):
    def build(self, input_shape):
        self.inner = keras.layers.LayerNormalization(rms_scaling=True, epsilon=self.epsilon)

    def call(self, inputs):
        return self.inner(inputs)


# %% wrong: the ready-made operation | test_example | rms_normalization
# breaks: "keras.ops.rms_normalization"
class RMSNorm(Base):
    def call(self, inputs):
        return ops.rms_normalization(inputs, self.scale, epsilon=self.epsilon)


# %% wrong: the other ready-made operation | test_example | layer_normalization
# breaks: "keras.ops.layer_normalization"
class RMSNorm(Base):
    def call(self, inputs):
        return ops.layer_normalization(inputs, self.scale, epsilon=self.epsilon)
