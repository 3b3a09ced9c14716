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


# %% right: the table is a constant tensor of the layer's dtype
class PositionalEmbedding(Sound):
    def __init__(self, max_length, dim, **kwargs):
        super().__init__(max_length, dim, **kwargs)
        self.rows = tf.constant(self.table[None], self.compute_dtype)

    def call(self, inputs):
        length = inputs.shape[1]
        if length is None:
            return inputs + self.rows[:, : tf.shape(inputs)[1]]
        if length > self.max_length:
            raise ValueError(f"{length} > {self.max_length}")
        return inputs + self.rows[:, :length]


# %% right: complex exponentials, cut by tf.slice
class PositionalEmbedding(Sound):
    def woven(self, angles):
        spin = np.exp(1j * (np.pi / 2 - angles))
        return np.stack([spin.real, spin.imag], -1).reshape(len(angles), self.dim)

    def call(self, inputs):
        self.check_length(inputs)
        rows = tf.slice(self.table, [0, 0], tf.stack([tf.shape(inputs)[1], self.dim]))
        return inputs + tf.cast(rows, inputs.dtype)


# %% wrong: the table for the maximum length comes out | test_example | shape
# breaks: "(batch, length, dim) -> (batch, length, dim)"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        return tf.cast(self.table, inputs.dtype) + tf.reduce_mean(inputs, axis=1, keepdims=True)


# %% wrong: the positions are counted from 1 | test_example | start at 1
# breaks: "For position p and i = 0 ... dim/2 - 1, column 2 * i of the inputs gains"
class PositionalEmbedding(Sound):
    def angles(self, positions, hands):
        return super().angles(positions + 1, hands)


# %% wrong: the exponent lacks its 2 | test_example | i / dim
# breaks: "For position p and i = 0 ... dim/2 - 1, column 2 * i of the inputs gains"
class PositionalEmbedding(Sound):
    def angles(self, positions, hands):
        return positions / np.power(10000.0, hands / self.dim)


# %% wrong: sines and cosines change places | test_example | are swapped
# breaks: "column 2 * i + 1 gains the cosine of the same angle"
class PositionalEmbedding(Sound):
    def woven(self, angles):
        return np.stack([np.cos(angles), np.sin(angles)], -1).reshape(len(angles), self.dim)


# %% wrong: sines, then cosines | test_example | before all cosines
# breaks: "column 2 * i + 1 gains the cosine of the same angle"
class PositionalEmbedding(Sound):
    def woven(self, angles):
        return np.concatenate([np.sin(angles), np.cos(angles)], axis=-1)


# %% wrong: the positions alone | test_values | inputs are missing
# breaks: "Add sinusoidal positions"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        return super().call(inputs) - inputs


# %% wrong: multiplied | test_example | are multiplied
# breaks: "Add sinusoidal positions"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        return inputs * (super().call(inputs) - inputs)


# %% wrong: the last rows for a short sequence | test_example | last rows
# breaks: "For position p and i = 0 ... dim/2 - 1, column 2 * i of the inputs gains"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        return inputs + tf.cast(self.table, inputs.dtype)[-inputs.shape[1] :]


# %% wrong: multiplied by the root of dim, as the paper does | test_values | root of dim
# breaks: "For position p and i = 0 ... dim/2 - 1, column 2 * i of the inputs gains"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        return super().call(inputs * self.dim**0.5)


# %% wrong: the logarithm is cast by way of float32 | test_precision | differ
# breaks: "the positions have float64's precision"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        positions = tf.cast(tf.range(tf.shape(inputs)[1]), inputs.dtype)
        exponents = tf.range(0, self.dim, 2, dtype=inputs.dtype) / self.dim
        rates = tf.exp(-exponents * tf.cast(math.log(10000.0), inputs.dtype))
        angles = positions[:, tf.newaxis] * rates
        table = tf.stack([tf.sin(angles), tf.cos(angles)], axis=-1)
        return inputs + tf.reshape(table, [1, -1, self.dim])


# %% wrong: the base is 1000 | test_example | another base
# breaks: "For position p and i = 0 ... dim/2 - 1, column 2 * i of the inputs gains"
class PositionalEmbedding(Sound):
    def angles(self, positions, hands):
        return positions / np.power(1000.0, 2 * hands / self.dim)


# %% wrong: an odd dim is let through | test_limits | nothing was raised
# breaks: "Raises ValueError for an odd dim when the layer is made"
class PositionalEmbedding(Sound):
    def check(self, max_length, dim):
        self.odd = dim % 2

    def woven(self, angles):
        table = np.stack([np.sin(angles), np.cos(angles)], -1).reshape(len(angles), -1)
        return np.pad(table, [(0, 0), (0, self.odd)])


# %% wrong: positions are clipped one too early | test_limits | differ
# breaks: "For position p and i = 0 ... dim/2 - 1, column 2 * i of the inputs gains"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        rows = tf.minimum(tf.range(tf.shape(inputs)[1]), self.max_length - 2)
        return inputs + tf.gather(tf.cast(self.table, inputs.dtype), rows)


# %% wrong: a long sequence is cut | test_limits | nothing was raised
# breaks: "and for inputs of a known length above max_length"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        inputs = inputs[:, : self.max_length]
        return super().call(inputs)


# %% wrong: the maximum itself is refused | test_limits | too long
# breaks: "and for inputs of a known length above max_length"
class PositionalEmbedding(Sound):
    def check_length(self, inputs):
        if inputs.shape[1] is not None and inputs.shape[1] >= self.max_length:
            raise ValueError("too long")


# %% wrong: the table is a weight | test_save | table is a weight
# breaks: "The layer has no weights"
class PositionalEmbedding(Sound):
    def build(self, input_shape):
        start = keras.initializers.Constant(self.table)
        self.weight = self.add_weight(shape=self.table.shape, initializer=start)

    def call(self, inputs):
        self.check_length(inputs)
        return inputs + self.weight[: tf.shape(inputs)[1]]


# %% wrong: always float32 | test_precision | dtype
# breaks: "The output is in the layer's dtype"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        return tf.cast(super().call(inputs), tf.float32)


# %% wrong: the config has no max_length, and there is a default | test_save | longer than 4
# breaks: "what `from_config` needs to make the same layer"
class PositionalEmbedding(Sound):
    def __init__(self, max_length=4, dim=4, **kwargs):
        super().__init__(max_length, dim, **kwargs)

    def get_config(self):
        return {**super(Sound, self).get_config(), "dim": self.dim}

    def check_length(self, inputs):
        if inputs.shape[1] is not None and inputs.shape[1] > self.max_length:
            raise ValueError(f"longer than {self.max_length}")


# %% wrong: the table is float32 also in a float64 layer | test_precision | float32
# breaks: "the positions have float64's precision"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        table = tf.cast(tf.constant(self.table, tf.float32), inputs.dtype)
        return inputs + table[: tf.shape(inputs)[1]]


# %% wrong: the length is asked of the static shape | test_graph | raised
# breaks: "Batch size and length may be unknown in a graph"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        return inputs + tf.cast(self.table, inputs.dtype)[: inputs.shape[1]]


# %% wrong: the exponent is a whole number | test_example | whole number
# breaks: "For position p and i = 0 ... dim/2 - 1, column 2 * i of the inputs gains"
class PositionalEmbedding(Sound):
    def angles(self, positions, hands):
        return positions / np.power(10000.0, 2 * hands // self.dim)


# %% wrong: the number of columns stands for i | test_example | too fast
# breaks: "For position p and i = 0 ... dim/2 - 1, column 2 * i of the inputs gains"
class PositionalEmbedding(Sound):
    def angles(self, positions, hands):
        return positions / np.power(10000.0, 2 * (2 * hands) / self.dim)


# %% wrong: the positions run backwards | test_example | backwards
# breaks: "For position p and i = 0 ... dim/2 - 1, column 2 * i of the inputs gains"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        rows = tf.cast(self.table, inputs.dtype)[: tf.shape(inputs)[1]]
        return inputs + rows[::-1]


# %% wrong: the positions run along the batch axis | test_example | batch axis
# breaks: "For position p and i = 0 ... dim/2 - 1, column 2 * i of the inputs gains"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        rows = tf.cast(self.table, inputs.dtype)[: tf.shape(inputs)[0]]
        return inputs + rows[:, tf.newaxis]


# %% wrong: all samples become one sequence | test_output_shape | shape
# breaks: "(batch, length, dim) -> (batch, length, dim)"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        return tf.reshape(super().call(inputs), [1, -1, self.dim])


# %% wrong: one table for all layers | test_example | raised
# breaks: "Add sinusoidal positions"
class PositionalEmbedding(Sound):
    known = None

    def __init__(self, max_length, dim, **kwargs):
        super().__init__(max_length, dim, **kwargs)
        if PositionalEmbedding.known is None:
            other = Sound(12, 6)
            PositionalEmbedding.known = other.table
        self.table = PositionalEmbedding.known


# %% wrong: an odd dim is refused when the layer is called | test_limits | nothing was raised
# breaks: "Raises ValueError for an odd dim when the layer is made"
class PositionalEmbedding(Sound):
    def check(self, max_length, dim):
        self.odd = dim % 2

    def woven(self, angles):
        table = np.stack([np.sin(angles), np.cos(angles)], -1).reshape(len(angles), -1)
        return np.pad(table, [(0, 0), (0, self.odd)])

    def build(self, input_shape):
        if self.odd:
            raise ValueError("dim must be even")


# %% wrong: an odd dim is an assertion | test_limits | AssertionError
# breaks: "Raises ValueError for an odd dim"
class PositionalEmbedding(Sound):
    def check(self, max_length, dim):
        assert dim % 2 == 0, "dim must be even"


# %% wrong: the batch size is held to max_length | test_limits | raised
# breaks: "and for inputs of a known length above max_length"
class PositionalEmbedding(Sound):
    def check_length(self, inputs):
        if inputs.shape[0] is not None and inputs.shape[0] > self.max_length:
            raise ValueError("too long")


# %% wrong: TensorFlow's own error for a long sequence | test_limits | InvalidArgumentError
# breaks: "and for inputs of a known length above max_length"
class PositionalEmbedding(Sound):
    def check_length(self, inputs):
        pass


# %% wrong: None is compared with a number | test_graph | raised
# breaks: "Batch size and length may be unknown in a graph"
class PositionalEmbedding(Sound):
    def check_length(self, inputs):
        if inputs.shape[1] > self.max_length:
            raise ValueError("too long")


# %% wrong: the table is repeated for a known batch size | test_output_shape | raised
# breaks: "Batch size and length may be unknown in a graph"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        rows = tf.cast(self.table, inputs.dtype)[: tf.shape(inputs)[1]]
        return inputs + tf.stack([rows] * inputs.shape[0])


# %% wrong: a graph of unknown length adds the first row | test_graph | differ
# breaks: "Batch size and length may be unknown in a graph"
class PositionalEmbedding(Sound):
    def call(self, inputs):
        self.check_length(inputs)
        return inputs + tf.cast(self.table, inputs.dtype)[: inputs.shape[1] or 1]


# %% wrong: the table is a weight that is not trained | test_save | table is a weight
# breaks: "The layer has no weights"
class PositionalEmbedding(Sound):
    def build(self, input_shape):
        start = keras.initializers.Zeros()
        self.weight = self.add_weight(
            shape=self.table.shape, initializer=start, trainable=False
        )
        self.weight.assign(self.table)


# %% wrong: the base class is not set up | test_example | is missing in `__init__`
# breaks: "Add sinusoidal positions"
class PositionalEmbedding(Sound):
    def __init__(self, max_length, dim, **kwargs):
        self.max_length, self.dim = max_length, dim
        positions, hands = np.arange(max_length)[:, None], np.arange(dim // 2)
        self.table = self.woven(self.angles(positions, hands))


# %% wrong: the config holds the table | test_save | JSON
# breaks: "as plain data that JSON can hold"
class PositionalEmbedding(Sound):
    def get_config(self):
        return {**super().get_config(), "table": self.table}


# %% wrong: the config forgets what the layer above keeps | test_save | dtype
# breaks: "A saved model predicts the same when it is loaded again"
class PositionalEmbedding(Sound):
    def get_config(self):
        return {"max_length": self.max_length, "dim": self.dim}


# %% wrong: the config has no dim | test_save | leave it out
# breaks: "what `from_config` needs to make the same layer"
class PositionalEmbedding(Sound):
    def get_config(self):
        return {**super(Sound, self).get_config(), "max_length": self.max_length}


# %% equivalent: condition-d4b2b527 | NumPy raises a ValueError of its own where dim is odd


# %% right: complex numbers: i * exp(-i angle) is sin + i cos, and its parts lie next to each other
@keras.saving.register_keras_serializable(package="kata")
class PositionalEmbedding(keras.layers.Layer):
    def __init__(self, max_length: int, dim: int, **kwargs) -> None:
        super().__init__(**kwargs)
        if dim % 2:
            raise ValueError(f"dim must be even, got {dim}")
        self.max_length = int(max_length)
        self.dim = int(dim)
        exponents = 2.0 * np.arange(self.dim // 2) / self.dim
        angles = np.arange(self.max_length)[:, np.newaxis] / 10000.0**exponents
        self.table = np.ascontiguousarray(1j * np.exp(-1j * angles)).view(np.float64)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        length = inputs.shape[1]
        if length is None:
            length = tf.shape(inputs)[1]
        elif length > self.max_length:
            raise ValueError(f"{length} positions, but at most {self.max_length} are known")
        table = tf.cast(self.table, self.compute_dtype)
        return tf.cast(inputs, self.compute_dtype) + tf.gather(table, tf.range(length))

    def get_config(self) -> dict:
        config = super().get_config()
        config.update(max_length=self.max_length, dim=self.dim)
        return config


# %% right: plain loops with the module math, cut to the length by a slice
import math


@keras.saving.register_keras_serializable(package="kata")
class PositionalEmbedding(keras.layers.Layer):
    def __init__(self, max_length: int, dim: int, **kwargs) -> None:
        if dim % 2 == 1:
            raise ValueError("dim must be even: sines and cosines come in pairs")
        super().__init__(**kwargs)
        self.max_length = max_length
        self.dim = dim
        self.table = np.zeros((max_length, dim), dtype=np.float64)
        for p in range(max_length):
            for i in range(dim // 2):
                angle = p / 10000 ** (2 * i / dim)
                self.table[p, 2 * i] = math.sin(angle)
                self.table[p, 2 * i + 1] = math.cos(angle)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        known = inputs.shape[1]
        if known is not None:
            if known > self.max_length:
                raise ValueError(f"inputs are longer than {self.max_length}")
            rows = tf.cast(self.table[:known], self.compute_dtype)
        else:
            rows = tf.cast(self.table, self.compute_dtype)
            rows = rows[: tf.shape(inputs)[1]]
        return tf.cast(inputs, rows.dtype) + rows[tf.newaxis]

    def get_config(self) -> dict:
        return {**super().get_config(), "max_length": self.max_length, "dim": self.dim}


# %% wrong: an assertion of tf.debugging refuses long inputs; eagerly that is no ValueError | test_limits
# breaks: "for inputs of a known length above max_length when it is called"
@keras.saving.register_keras_serializable(package="kata")
class PositionalEmbedding(keras.layers.Layer):
    def __init__(self, max_length: int, dim: int, **kwargs) -> None:
        super().__init__(**kwargs)
        if dim % 2:
            raise ValueError("dim must be even")
        self.max_length = max_length
        self.dim = dim
        angles = np.arange(max_length)[:, None] / 10000 ** (2 * np.arange(dim // 2) / dim)
        self.table = np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(-1, dim)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        length = tf.shape(inputs)[1]
        tf.debugging.assert_less_equal(length, self.max_length, "inputs are too long")
        return inputs + tf.constant(self.table, dtype=self.compute_dtype)[:length]

    def get_config(self) -> dict:
        return {**super().get_config(), "max_length": self.max_length, "dim": self.dim}


# %% wrong: the table is kept in Keras's default float (float32) and cast to the layer's dtype later | test_precision
# breaks: "in a float64 layer the positions have float64's precision."
@keras.saving.register_keras_serializable(package="kata")
class PositionalEmbedding(keras.layers.Layer):
    def __init__(self, max_length: int, dim: int, **kwargs) -> None:
        super().__init__(**kwargs)
        if dim % 2:
            raise ValueError("dim must be even")
        self.max_length = max_length
        self.dim = dim
        angles = np.arange(max_length)[:, None] / 10000 ** (2 * np.arange(dim // 2) / dim)
        table = np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(-1, dim)
        self.table = table.astype(keras.config.floatx())

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        length = inputs.shape[1]
        if length is not None and length > self.max_length:
            raise ValueError("inputs are too long")
        rows = tf.constant(self.table)[: tf.shape(inputs)[1]]
        return inputs + tf.cast(rows, self.compute_dtype)

    def get_config(self) -> dict:
        return {**super().get_config(), "max_length": self.max_length, "dim": self.dim}


# %% wrong: build keeps the rows of the first inputs' length; longer inputs later have none | test_values | only the rows
# breaks: "Add sinusoidal positions: (batch, length, dim) -> (batch, length, dim), length <= max_length."
@keras.saving.register_keras_serializable(package="kata")
class PositionalEmbedding(keras.layers.Layer):
    def __init__(self, max_length: int, dim: int, **kwargs) -> None:
        super().__init__(**kwargs)
        if dim % 2:
            raise ValueError("dim must be even")
        self.max_length = max_length
        self.dim = dim
        angles = np.arange(max_length)[:, None] / 10000 ** (2 * np.arange(dim // 2) / dim)
        self.table = np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(-1, dim)

    def build(self, input_shape) -> None:
        self.rows = self.table[: input_shape[1]].astype(self.compute_dtype)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        length = inputs.shape[1]
        if length is not None and length > self.max_length:
            raise ValueError("inputs are too long")
        return inputs + tf.constant(self.rows)[: tf.shape(inputs)[1]]

    def get_config(self) -> dict:
        return {**super().get_config(), "max_length": self.max_length, "dim": self.dim}


# %% wrong: a frozen layer comes back trainable | test_save | leaves trainable out
# breaks: "what `from_config` needs to make the same layer"
class PositionalEmbedding(Sound):
    def get_config(self):
        config = super().get_config()
        del config["trainable"]
        return config
