"""Answers to PositionalEmbedding. A wrong answer differs from `Sound` in what it overrides."""

import math

import keras
import numpy as np
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, max_length, dim, **kwargs):
        super().__init__(**kwargs)
        self.check(max_length, dim)
        self.max_length, self.dim = max_length, dim
        positions, hands = np.arange(max_length)[:, None], np.arange(dim // 2)
        self.table = self.woven(self.angles(positions, hands))

    def check(self, max_length, dim):
        if dim % 2 == 1:
            raise ValueError("dim must be even")

    def angles(self, positions, hands):
        return positions / np.power(10000.0, 2 * hands / self.dim)

    def woven(self, angles):
        table = np.zeros((len(angles), self.dim))
        table[:, 0::2], table[:, 1::2] = np.sin(angles), np.cos(angles)
        return table

    def call(self, inputs):
        self.check_length(inputs)
        return inputs + tf.cast(self.table, inputs.dtype)[: tf.shape(inputs)[1], :]

    def check_length(self, inputs):
        if inputs.shape[1] is not None and inputs.shape[1] > self.max_length:
            raise ValueError("too long")

    def get_config(self):
        return {**super().get_config(), "max_length": self.max_length, "dim": self.dim}


# %% right: computed in call with TensorFlow, the config left to Keras
class PositionalEmbedding(keras.Layer):
    def __init__(self, max_length, dim, **kwargs):
        super().__init__(**kwargs)
        if dim % 2 != 0:
            raise ValueError("odd")
        self.max_length, self.dim = max_length, dim

    def call(self, inputs):
        if (inputs.shape[1] or 0) > self.max_length:
            raise ValueError("too long")
        positions = tf.cast(tf.range(tf.shape(inputs)[1]), inputs.dtype)
        exponents = tf.range(0, self.dim, 2, dtype=inputs.dtype) / self.dim
        rates = tf.exp(-exponents * tf.constant(math.log(10000.0), inputs.dtype))
        angles = positions[:, tf.newaxis] * rates
        table = tf.stack([tf.sin(angles), tf.cos(angles)], axis=-1)
        return inputs + tf.reshape(table, [1, -1, self.dim])


# %% right: a cosine is a shifted sine
class PositionalEmbedding(Sound):
    def woven(self, angles):
        shifts = np.tile([0, np.pi / 2], self.dim // 2)
        return np.sin(np.repeat(angles, 2, axis=-1) + shifts)[np.newaxis]

    def call(self, inputs):
        self.check_length(inputs)
        length = keras.ops.shape(inputs)[1]
        return keras.ops.add(inputs, keras.ops.cast(self.table, inputs.dtype)[:, :length])


# %% right: a loop over positions, once
class PositionalEmbedding(Sound):
    def woven(self, angles):
        table = []
        for p in range(len(angles)):
            row = []
            for i in range(self.dim // 2):
                angle = p / 10000 ** (2 * i / self.dim)
                row += [math.sin(angle), math.cos(angle)]
            table.append(row)
        return np.array(table)


# %% wrong: the table for the maximum length comes out | test_output_shape | shape
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        return tf.cast(self.table, inputs.dtype) + tf.reduce_mean(inputs, axis=1, keepdims=True)


# %% wrong: the positions are counted from 1 | test_values | start at 1
class PositionalEmbedding(Sound):
    def angles(self, positions, hands):
        return super().angles(positions + 1, hands)


# %% wrong: the exponent lacks its 2 | test_values | i / dim
class PositionalEmbedding(Sound):
    def angles(self, positions, hands):
        return positions / np.power(10000.0, hands / self.dim)


# %% wrong: sines and cosines change places | test_values | are swapped
class PositionalEmbedding(Sound):
    def woven(self, angles):
        return np.stack([np.cos(angles), np.sin(angles)], -1).reshape(len(angles), self.dim)


# %% wrong: sines, then cosines | test_values | before all cosines
class PositionalEmbedding(Sound):
    def woven(self, angles):
        return np.concatenate([np.sin(angles), np.cos(angles)], axis=-1)


# %% wrong: the positions alone | test_values | inputs are missing
class PositionalEmbedding(Sound):
    def call(self, inputs):
        return super().call(inputs) - inputs


# %% wrong: multiplied | test_values | multiplied
class PositionalEmbedding(Sound):
    def call(self, inputs):
        return inputs * (super().call(inputs) - inputs)


# %% wrong: the last rows for a short sequence | test_values | last rows
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        return inputs + tf.cast(self.table, inputs.dtype)[-inputs.shape[1] :]


# %% wrong: multiplied by the root of dim, as the paper does | test_values | root of dim
class PositionalEmbedding(Sound):
    def call(self, inputs):
        return super().call(inputs * self.dim**0.5)


# %% wrong: the logarithm is cast by way of float32 | test_precision_and_graph | differ
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        positions = tf.cast(tf.range(tf.shape(inputs)[1]), inputs.dtype)
        exponents = tf.range(0, self.dim, 2, dtype=inputs.dtype) / self.dim
        rates = tf.exp(-exponents * tf.cast(math.log(10000.0), inputs.dtype))
        angles = positions[:, tf.newaxis] * rates
        table = tf.stack([tf.sin(angles), tf.cos(angles)], axis=-1)
        return inputs + tf.reshape(table, [1, -1, self.dim])


# %% wrong: the base is 1000 | test_values | another base
class PositionalEmbedding(Sound):
    def angles(self, positions, hands):
        return positions / np.power(1000.0, 2 * hands / self.dim)


# %% wrong: an odd dim is let through | test_limits | nothing was raised
class PositionalEmbedding(Sound):
    def check(self, max_length, dim):
        self.odd = dim % 2

    def woven(self, angles):
        table = np.stack([np.sin(angles), np.cos(angles)], -1).reshape(len(angles), -1)
        return np.pad(table, [(0, 0), (0, self.odd)])


# %% wrong: positions are clipped one too early | test_limits | differ
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        rows = tf.minimum(tf.range(tf.shape(inputs)[1]), self.max_length - 2)
        return inputs + tf.gather(tf.cast(self.table, inputs.dtype), rows)


# %% wrong: a long sequence is cut | test_limits | nothing was raised
class PositionalEmbedding(Sound):
    def call(self, inputs):
        inputs = inputs[:, : self.max_length]
        return super().call(inputs)


# %% wrong: the maximum itself is refused | test_limits | too long
class PositionalEmbedding(Sound):
    def check_length(self, inputs):
        if inputs.shape[1] is not None and inputs.shape[1] >= self.max_length:
            raise ValueError("too long")


# %% wrong: the table is a weight | test_save | table is a weight
class PositionalEmbedding(Sound):
    def build(self, input_shape):
        start = keras.initializers.Constant(self.table)
        self.weight = self.add_weight(shape=self.table.shape, initializer=start)

    def call(self, inputs):
        self.check_length(inputs)
        return inputs + self.weight[: tf.shape(inputs)[1]]


# %% wrong: always float32 | test_save | dtype
class PositionalEmbedding(Sound):
    def call(self, inputs):
        return tf.cast(super().call(inputs), tf.float32)


# %% wrong: the config has no max_length, and there is a default | test_save | 4
class PositionalEmbedding(Sound):
    def __init__(self, max_length=4, dim=4, **kwargs):
        super().__init__(max_length, dim, **kwargs)

    def get_config(self):
        return {**super(Sound, self).get_config(), "dim": self.dim}

    def check_length(self, inputs):
        if inputs.shape[1] is not None and inputs.shape[1] > self.max_length:
            raise ValueError(f"longer than {self.max_length}")


# %% wrong: the table is float32 also in a float64 layer | test_precision_and_graph | float32
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        table = tf.cast(tf.constant(self.table, tf.float32), inputs.dtype)
        return inputs + table[: tf.shape(inputs)[1]]


# %% wrong: the length is asked of the static shape | test_precision_and_graph | InvalidArgument
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        return inputs + tf.cast(self.table, inputs.dtype)[: inputs.shape[1]]


# %% equivalent: condition-d4b2b527 | NumPy raises a ValueError of its own where dim is odd
