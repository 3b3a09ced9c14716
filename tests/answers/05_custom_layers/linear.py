"""Answers to Linear. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel) + self.bias)

    def get_config(self):
        activation = keras.activations.serialize(self.activation)
        return {**super().get_config(), "units": self.units, "activation": activation}


# unnoticed: test_weights | weights .trained[*] * | the kernel is random, only its spread counts


# %% right: keras.ops, the function serialized as any object is
class Linear(keras.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, keras.activations.get(activation)

    def build(self, input_shape):
        limit = (6.0 / (input_shape[-1] + self.units)) ** 0.5
        uniform = keras.initializers.RandomUniform(-limit, limit)
        self.w = self.add_weight(shape=[input_shape[-1], self.units], initializer=uniform)
        self.b = self.add_weight(shape=[self.units], initializer=keras.initializers.Zeros())

    def call(self, inputs):
        outputs = keras.ops.add(keras.ops.matmul(inputs, self.w), self.b)
        return self.activation(outputs)

    def get_config(self):
        config = super().get_config()
        activation = keras.saving.serialize_keras_object(self.activation)
        config.update(units=self.units, activation=activation)
        return config


# %% right: einsum, an activation that the config gives back as it came
class Linear(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units, self.given = units, activation
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        shape = (input_shape[-1], self.units)
        self.kernel = self.add_weight(shape=shape, initializer="glorot_uniform")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")
        super().build(input_shape)

    def call(self, inputs):
        return self.activation(tf.einsum("...f,fu->...u", inputs, self.kernel) + self.bias)

    def get_config(self):
        given = self.given
        if callable(given):
            given = keras.activations.serialize(given)
        return {**super().get_config(), "units": self.units, "activation": given}


# %% right: every row flattened and put back
class Linear(Sound):
    def call(self, inputs):
        rows = tf.reshape(inputs, [-1, inputs.shape[-1]])
        outputs = tf.nn.bias_add(tf.linalg.matmul(rows, self.kernel), self.bias)
        shape = tf.concat([tf.shape(inputs)[:-1], [self.units]], axis=0)
        outputs = tf.reshape(self.activation(outputs), shape)
        return tf.ensure_shape(outputs, [*inputs.shape[:-1], self.units])


# %% right: units as a whole number, tensordot, built in one go with the base class
class Linear(keras.layers.Layer):
    def __init__(self, units: int, activation=None, name=None, dtype=None, **kwargs):
        super().__init__(name=name, dtype=dtype, **kwargs)
        self.units = int(units)
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.w = self.add_weight(
            name="w", shape=(input_shape[-1], self.units), initializer="glorot_uniform"
        )
        self.b = self.add_weight(name="b", shape=(self.units,), initializer="zeros")
        self.built = True

    def call(self, inputs):
        return self.activation(tf.tensordot(inputs, self.w, axes=1) + self.b)

    def get_config(self):
        config = {"units": self.units}
        config["activation"] = keras.activations.serialize(self.activation)
        return dict(list(super().get_config().items()) + list(config.items()))


# %% right: keras.ops.dot, a name of one's own for the activation
class Linear(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.act = keras.activations.get(activation)

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return self.act(keras.ops.dot(inputs, self.kernel) + self.bias)

    def get_config(self):
        kept = {"units": self.units, "activation": keras.activations.serialize(self.act)}
        return kept | super().get_config()


# %% wrong: rank 3 is flattened for the product and stays so | test_output_shape | shape
# breaks: "(..., features) -> (..., units)"
class Linear(Sound):
    def call(self, inputs):
        rows = tf.reshape(inputs, [-1, inputs.shape[-1]])
        return self.activation(tf.matmul(rows, self.kernel) + self.bias)


# %% wrong: einsum knows two axes and three | test_output_shape | it raised
# breaks: "Inputs are floats with two axes or more"
class Linear(Sound):
    def call(self, inputs):
        axes = "bt"[: len(inputs.shape) - 1]
        outputs = tf.einsum(f"{axes}f,fu->{axes}u", inputs, self.kernel)
        return self.activation(outputs + self.bias)


# %% wrong: the kernel has a row for each unit and one feature | test_example | is wrong
# breaks: "the kernel (features, units)"
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(1, self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        total = tf.reduce_sum(inputs, axis=-1, keepdims=True)
        return self.activation(tf.matmul(total, self.kernel) + self.bias)


# %% wrong: the bias is made first | test_example | before the kernel
# breaks: "then the bias (units,)"
class Linear(Sound):
    def build(self, input_shape):
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))


# %% wrong: the kernel is transposed | test_example | transposed
# breaks: "the kernel (features, units)"
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(self.units, input_shape[-1]))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return self.activation(tf.matmul(inputs, tf.transpose(self.kernel)) + self.bias)


# %% wrong: the weights are plain variables | test_example | add_weight
# breaks: "There are two weights"
class Linear(Sound):
    def build(self, input_shape):
        glorot = keras.initializers.GlorotUniform()
        self.kernel = tf.Variable(glorot((input_shape[-1], self.units)))
        self.bias = tf.Variable(tf.zeros(self.units))


# %% wrong: the weights are made in call | test_example | not made in build
# breaks: "They are made once"
class Linear(Sound):
    def build(self, input_shape):
        pass

    def call(self, inputs):
        self.kernel = self.add_weight(shape=(inputs.shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")
        return self.activation(tf.matmul(inputs, self.kernel) + self.bias)


# %% wrong: fresh numbers for the kernel in each call | test_example | differ
# breaks: "They are made once"
class Linear(Sound):
    def call(self, inputs):
        self.kernel.assign(keras.initializers.GlorotUniform()(self.kernel.shape))
        return super().call(inputs)


# %% wrong: the bias is no weight | test_example | not a weight
# breaks: "There are two weights"
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = tf.zeros(self.units)


# %% wrong: one bias for all units | test_example | one number
# breaks: "then the bias (units,)"
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(1,), initializer="zeros")


# %% wrong: the bias is not trained | test_weights | not a trained weight
# breaks: "both trained"
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", trainable=False)


# %% wrong: a counter of calls is a weight too | test_example | the list of
# breaks: "There are two weights"
class Linear(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.calls = self.add_weight(shape=(), initializer="zeros", trainable=False)


# %% wrong: the kernel starts at zero | test_weights | at zero
# breaks: "Glorot uniform at the start"
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer="zeros")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")


# %% wrong: the kernel starts normal | test_weights | normal numbers
# breaks: "Glorot uniform at the start"
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units), initializer="random_normal"
        )
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")


# %% wrong: the bias starts like the kernel | test_weights | the bias
# breaks: "zeros at the start"
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,))


# %% wrong: forgets the bias | test_example | the bias is missing
# breaks: "The output is activation(inputs @ kernel + bias)"
class Linear(Sound):
    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel))


# %% wrong: casts to float32 | test_output_values | dtype
# breaks: "as in `Linear(4, dtype="float64")`"
class Linear(Sound):
    def call(self, inputs):
        kernel, bias = tf.cast(self.kernel, tf.float32), tf.cast(self.bias, tf.float32)
        return self.activation(tf.matmul(tf.cast(inputs, tf.float32), kernel) + bias)


# %% wrong: the product is rounded to float32 in a float64 layer | test_output_values | lower precision
# breaks: "as in `Linear(4, dtype="float64")`"
class Linear(Sound):
    def call(self, inputs):
        rows, kernel = tf.cast(inputs, tf.float32), tf.cast(self.kernel, tf.float32)
        outputs = tf.matmul(rows, kernel) + tf.cast(self.bias, tf.float32)
        return self.activation(tf.cast(outputs, self.dtype))


# %% wrong: __init__ keeps dtype from the base class | test_output_values | dtype
# breaks: "in the layer's dtype"
class Linear(Sound):
    def __init__(self, units, activation=None, dtype=None, **kwargs):
        super().__init__(units, activation, **kwargs)


# %% wrong: float64 in every layer | test_example | dtype
# breaks: "float32 unless the layer is made with another dtype"
class Linear(Sound):
    def call(self, inputs):
        return tf.cast(super().call(inputs), tf.float64)


# %% wrong: the base class is not set up | test_example | is missing in `__init__`
# breaks: "There are two weights"
class Linear(Sound):
    def __init__(self, units, activation=None, **kwargs):
        self.units, self.activation = units, keras.activations.get(activation)


# %% wrong: a Dense layer does the work | test_example | forbids
# breaks: "Do without keras.layers.Dense"
class Linear(Sound):
    def build(self, input_shape):
        self.dense = keras.layers.Dense(self.units, self.activation, dtype=self.dtype)
        self.dense.build(input_shape)

    def call(self, inputs):
        return self.dense(inputs)


# %% wrong: an EinsumDense is the base class | test_example | forbids
# breaks: "Do without keras.layers.Dense and keras.layers.EinsumDense"
class Linear(keras.layers.EinsumDense):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__("...f,fu->...u", (None, units), activation, bias_axes="u", **kwargs)


# %% wrong: the activation is kept and not used | test_example | not applied
# breaks: "The output is activation(inputs @ kernel + bias)"
class Linear(Sound):
    def call(self, inputs):
        return tf.matmul(inputs, self.kernel) + self.bias


# %% wrong: the activation comes before the bias | test_example | not applied to
# breaks: "The output is activation(inputs @ kernel + bias)"
class Linear(Sound):
    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel)) + self.bias


# %% wrong: the inputs are activated, not the outputs | test_example | not applied to
# breaks: "The output is activation(inputs @ kernel + bias)"
class Linear(Sound):
    def call(self, inputs):
        return tf.matmul(self.activation(inputs), self.kernel) + self.bias


# %% wrong: always ReLU where an activation is asked for | test_activation | relu
# breaks: "The output is activation(inputs @ kernel + bias)"
class Linear(Sound):
    def call(self, inputs):
        outputs = tf.matmul(inputs, self.kernel) + self.bias
        return outputs if self.activation is keras.activations.linear else tf.nn.relu(outputs)


# %% wrong: ReLU where no activation is asked for | test_output_values | relu
# breaks: "The output is activation(inputs @ kernel + bias)"
class Linear(Sound):
    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units, activation or "relu", **kwargs)


# %% wrong: the product is NumPy's | test_gradient | path
# breaks: "all gradients are right"
class Linear(Sound):
    def call(self, inputs):
        outputs = tf.constant(inputs.numpy() @ self.kernel.numpy()) + self.bias
        return self.activation(outputs)


# %% wrong: the kernel goes through NumPy | test_gradient | in the kernel
# breaks: "all gradients are right"
class Linear(Sound):
    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel.numpy()) + self.bias)


# %% wrong: the bias is copied into a constant | test_gradient | in the bias
# breaks: "all gradients are right"
class Linear(Sound):
    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel) + tf.constant(self.bias.numpy()))


# %% wrong: the config has no activation | test_save | leaves the activation out
# breaks: "all that `from_config` needs to make the same layer"
class Linear(Sound):
    def get_config(self):
        return {**super(Sound, self).get_config(), "units": self.units}


# %% wrong: the config has no units | test_save | does get_config leave it out
# breaks: "all that `from_config` needs to make the same layer"
class Linear(Sound):
    def get_config(self):
        activation = keras.activations.serialize(self.activation)
        return {**super(Sound, self).get_config(), "activation": activation}


# %% wrong: the config has the name alone, which finds none but Keras's own | test_function | sine
# breaks: "even if the activation is a function of your own"
class Linear(Sound):
    def get_config(self):
        return {**super().get_config(), "activation": self.activation.__name__}


# %% wrong: the activation can only be a name | test_function | string
# breaks: "even if the activation is a function of your own"
class Linear(Sound):
    def __init__(self, units, activation=None, **kwargs):
        if not isinstance(activation or "linear", str):
            raise TypeError("the activation has to be a string")
        super().__init__(units, activation, **kwargs)


# %% wrong: an activation that is no name is taken for none | test_function | not applied
# breaks: "even if the activation is a function of your own"
class Linear(Sound):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(units, activation if isinstance(activation, str) else None, **kwargs)


# %% wrong: a function of one's own is no setting | test_function | not applied
# breaks: "even if the activation is a function of your own"
class Linear(Sound):
    def get_config(self):
        activation = keras.activations.serialize(self.activation)
        kept = activation if isinstance(activation, str) else None
        return {**super().get_config(), "activation": kept}


# %% wrong: the config forgets what the layer above keeps | test_save | dtype
# breaks: "all that `from_config` needs to make the same layer"
class Linear(Sound):
    def get_config(self):
        return {"units": self.units, "activation": keras.activations.serialize(self.activation)}


# %% wrong: the config holds the function itself | test_save | JSON
# breaks: "as plain data that JSON can hold"
class Linear(Sound):
    def get_config(self):
        return {**super().get_config(), "activation": self.activation}


# %% wrong: the batch size is asked of the static shape | test_graph | unknown in a graph
# breaks: "The batch size may be unknown"
class Linear(Sound):
    def call(self, inputs):
        rows = tf.reshape(inputs, [-1, inputs.shape[-1]])
        outputs = tf.matmul(rows, self.kernel) + self.bias
        return tf.reshape(self.activation(outputs), [*inputs.shape[:-1], self.units])


# %% wrong: sample by sample, and one if their number is unknown | test_graph | shape
# breaks: "The batch size may be unknown in a graph"
class Linear(Sound):
    def call(self, inputs):
        rows = [super(Linear, self).call(inputs[i : i + 1]) for i in range(inputs.shape[0] or 1)]
        return tf.concat(rows, axis=0)


# %% wrong: NumPy's product, which no graph takes | test_graph | numpy
# breaks: "The batch size may be unknown in a graph"
class Linear(Sound):
    def call(self, inputs):
        @tf.custom_gradient
        def product(x, kernel, bias):
            def slope(upstream):
                rows = tf.reshape(upstream, [-1, upstream.shape[-1]])
                inputs = tf.reshape(x, [-1, x.shape[-1]])
                return (
                    tf.matmul(upstream, kernel, transpose_b=True),
                    tf.matmul(inputs, rows, transpose_a=True),
                    tf.reduce_sum(rows, axis=0),
                )

            return tf.constant(np.matmul(x.numpy(), kernel.numpy()) + bias.numpy()), slope

        return self.activation(product(inputs, self.kernel.value, self.bias.value))


# %% equivalent: keyword-1a7bd817 | glorot_uniform is also what add_weight takes without being told


# %% right: einsum over the last axis, activation kept as it is after activations.get
@keras.saving.register_keras_serializable(package="kata")
class Linear(keras.layers.Layer):
    def __init__(self, units: int, activation: str | Callable | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.units = int(units)
        self.activation = keras.activations.get(activation)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], self.units),
            initializer=keras.initializers.GlorotUniform(),
        )
        self.bias = self.add_weight(
            name="bias", shape=(self.units,), initializer=keras.initializers.Zeros()
        )

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        kernel = tf.convert_to_tensor(self.kernel)
        return self.activation(tf.einsum("...i,io->...o", inputs, kernel) + self.bias)

    def get_config(self) -> dict:
        config = super().get_config()
        config["units"] = self.units
        config["activation"] = keras.activations.serialize(self.activation)
        return config


# %% wrong: Glorot normal in place of Glorot uniform | test_weights
# breaks: "Glorot uniform at the start"
@keras.saving.register_keras_serializable(package="kata")
class Linear(keras.layers.Layer):
    def __init__(self, units: int, activation: str | Callable | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units), initializer="glorot_normal", name="kernel"
        )
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        return self.activation(tf.matmul(inputs, self.kernel) + self.bias)

    def get_config(self) -> dict:
        activation = keras.activations.serialize(self.activation)
        return {**super().get_config(), "units": self.units, "activation": activation}


# %% right: flatten the axes in front to one, one plain matrix product, and reshape back
@keras.saving.register_keras_serializable(package="kata")
class Linear(keras.layers.Layer):
    def __init__(self, units: int, activation: str | Callable | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        features = input_shape[-1]
        limit = (6.0 / (features + self.units)) ** 0.5
        uniform = keras.initializers.RandomUniform(-limit, limit)
        self.kernel = self.add_weight(
            shape=(features, self.units), initializer=uniform, name="kernel"
        )
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        rows = tf.reshape(inputs, (-1, inputs.shape[-1]))
        outputs = tf.matmul(rows, self.kernel) + self.bias
        shape = tf.concat([tf.shape(inputs)[:-1], [self.units]], axis=0)
        outputs = tf.reshape(outputs, shape)
        outputs = tf.ensure_shape(outputs, inputs.shape[:-1].concatenate([self.units]))
        return self.activation(outputs)

    def get_config(self) -> dict:
        own = {
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
        }
        return {**super().get_config(), **own}


# %% wrong: get_config returns the activation as it was given, a function too (saving works, JSON does not) | test_function
# breaks: "`get_config()` returns all that `from_config` needs to make the same layer, as plain data that"
@keras.saving.register_keras_serializable(package="kata")
class Linear(keras.layers.Layer):
    def __init__(self, units: int, activation: str | Callable | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.given_activation = activation
        self.activation = keras.activations.get(activation)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="kernel"
        )
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        return self.activation(tf.matmul(inputs, self.kernel) + self.bias)

    def get_config(self) -> dict:
        return {
            **super().get_config(),
            "units": self.units,
            "activation": self.given_activation,
        }


# %% wrong: the config has name and dtype, but not trainable: a frozen layer comes back trainable | test_save | leaves trainable out
# breaks: "`get_config()` returns all that `from_config` needs to make the same layer"
@keras.saving.register_keras_serializable(package="kata")
class Linear(keras.layers.Layer):
    def __init__(self, units: int, activation: str | Callable | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="kernel"
        )
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        return self.activation(tf.matmul(inputs, self.kernel) + self.bias)

    def get_config(self) -> dict:
        return {
            "name": self.name,
            "dtype": self.dtype,
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
        }
