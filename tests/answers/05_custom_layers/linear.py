"""Answers to Linear. A wrong answer differs from `Sound` in what it overrides."""

import keras
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


# %% wrong: rank 3 is flattened for the product and stays so | test_output_shape | shape
class Linear(Sound):
    def call(self, inputs):
        rows = tf.reshape(inputs, [-1, inputs.shape[-1]])
        return self.activation(tf.matmul(rows, self.kernel) + self.bias)


# %% wrong: the kernel is made for the batch axis, not for the features | test_output_shape | shape
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(self.units, input_shape[-1]))
        self.bias = self.add_weight(shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.activation(inputs * self.kernel[0] + self.bias)


# %% wrong: the bias is made first | test_weights | before the kernel
class Linear(Sound):
    def build(self, input_shape):
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))


# %% wrong: the kernel is transposed | test_weights | transposed
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(self.units, input_shape[-1]))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return self.activation(tf.matmul(inputs, tf.transpose(self.kernel)) + self.bias)


# %% wrong: the weights are plain variables | test_weights | add_weight
class Linear(Sound):
    def build(self, input_shape):
        glorot = keras.initializers.GlorotUniform()
        self.kernel = tf.Variable(glorot((input_shape[-1], self.units)))
        self.bias = tf.Variable(tf.zeros(self.units))


# %% wrong: the bias is no weight | test_weights | bias
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = tf.zeros(self.units)


# %% wrong: the bias is not trained | test_weights | not a trained weight
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", trainable=False)


# %% wrong: the kernel starts at zero | test_weights | zero
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer="zeros")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")


# %% wrong: the kernel starts normal | test_weights | quartiles
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units), initializer="random_normal"
        )
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")


# %% wrong: the bias starts like the kernel | test_weights | the bias
class Linear(Sound):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,))


# %% wrong: forgets the bias | test_output_values | the bias is missing
class Linear(Sound):
    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel))


# %% wrong: casts to float32 | test_output_values | dtype
class Linear(Sound):
    def call(self, inputs):
        kernel, bias = tf.cast(self.kernel, tf.float32), tf.cast(self.bias, tf.float32)
        return self.activation(tf.matmul(tf.cast(inputs, tf.float32), kernel) + bias)


# %% wrong: the activation is kept and not used | test_activation | not applied
class Linear(Sound):
    def call(self, inputs):
        return tf.matmul(inputs, self.kernel) + self.bias


# %% wrong: the activation comes before the bias | test_activation | after the activation
class Linear(Sound):
    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel)) + self.bias


# %% wrong: always ReLU where an activation is asked for | test_activation | relu
class Linear(Sound):
    def call(self, inputs):
        outputs = tf.matmul(inputs, self.kernel) + self.bias
        return outputs if self.activation is keras.activations.linear else tf.nn.relu(outputs)


# %% wrong: the product is NumPy's | test_gradient | path
class Linear(Sound):
    def call(self, inputs):
        outputs = tf.constant(inputs.numpy() @ self.kernel.numpy()) + self.bias
        return self.activation(outputs)


# %% wrong: the kernel goes through NumPy | test_gradient | in the kernel
class Linear(Sound):
    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel.numpy()) + self.bias)


# %% wrong: the bias is copied into a constant | test_gradient | in the bias
class Linear(Sound):
    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel) + tf.constant(self.bias.numpy()))


# %% wrong: the config has no activation | test_save | activation
class Linear(Sound):
    def get_config(self):
        return {**super(Sound, self).get_config(), "units": self.units}


# %% wrong: the config has the name alone, which finds none but Keras's own | test_function | sine
class Linear(Sound):
    def get_config(self):
        return {**super().get_config(), "activation": self.activation.__name__}


# %% wrong: the activation can only be a name | test_function | string
class Linear(Sound):
    def __init__(self, units, activation=None, **kwargs):
        if not isinstance(activation or "linear", str):
            raise TypeError("the activation has to be a string")
        super().__init__(units, activation, **kwargs)


# %% wrong: an activation that is no name is taken for none | test_function | not applied
class Linear(Sound):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(units, activation if isinstance(activation, str) else None, **kwargs)


# %% wrong: the config forgets what the layer above keeps | test_save | dtype
class Linear(Sound):
    def get_config(self):
        return {"units": self.units, "activation": keras.activations.serialize(self.activation)}


# %% wrong: the config holds the function itself | test_save | JSON
class Linear(Sound):
    def get_config(self):
        return {**super().get_config(), "activation": self.activation}


# %% wrong: the batch size is asked of the static shape | test_save | None
class Linear(Sound):
    def call(self, inputs):
        rows = tf.reshape(inputs, [-1, inputs.shape[-1]])
        outputs = tf.matmul(rows, self.kernel) + self.bias
        return tf.reshape(self.activation(outputs), [*inputs.shape[:-1], self.units])


# %% wrong: the product runs in Python | test_graph | PyFunc
class Linear(Sound):
    def call(self, inputs):
        outputs = tf.py_function(tf.matmul, [inputs, self.kernel], inputs.dtype)
        outputs = tf.ensure_shape(outputs, [*inputs.shape[:-1], self.units])
        return self.activation(outputs + self.bias)


# %% equivalent: keyword-1a7bd817 | glorot_uniform is also what add_weight takes without being told
