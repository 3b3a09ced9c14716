"""Answers to WideAndDeep. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound(keras.Model):
    activation = "relu"

    def __init__(self, hidden, units=1, **kwargs):
        super().__init__(**kwargs)
        self.chain = [keras.layers.Dense(size, activation=self.activation) for size in hidden]
        self.head = keras.layers.Dense(units)

    def through(self, deep):
        for layer in self.chain:
            deep = layer(deep)
        return deep

    def call(self, inputs):
        wide, deep = inputs
        return self.head(tf.concat([wide, self.through(deep)], axis=1))


# %% right: Sequential and Concatenate
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1, **kwargs):
        super().__init__(**kwargs)
        dense = [keras.layers.Dense(size, "relu") for size in hidden]
        self.deep_part = keras.Sequential([keras.layers.Identity(), *dense])
        self.join = keras.layers.Concatenate()
        self.out = keras.layers.Dense(units)

    def call(self, inputs, training=None):
        return self.out(self.join([inputs[0], self.deep_part(inputs[1], training=training)]))


# %% right: ReLU by hand, layers by number
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1, **kwargs):
        super().__init__(**kwargs)
        self.depth = len(hidden)
        for i, size in enumerate(hidden):
            setattr(self, f"hidden_{i}", keras.layers.Dense(size))
        self.last = keras.layers.Dense(units)

    def call(self, inputs):
        wide, h = inputs
        for i in range(self.depth):
            h = keras.ops.relu(getattr(self, f"hidden_{i}")(h))
        return self.last(keras.ops.concatenate((wide, h), axis=-1))


# %% right: weights made in build, the last product in two parts
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1, **kwargs):
        super().__init__(**kwargs)
        self.sizes = [*hidden]
        self.units = units

    def build(self, input_shape):
        self.wide_size = input_shape[0][-1]
        size, self.kernels, self.biases = input_shape[1][-1], [], []
        for units in self.sizes:
            self.kernels.append(self.add_weight(shape=(size, units)))
            self.biases.append(self.add_weight(shape=(units,), initializer="zeros"))
            size = units
        self.kernel = self.add_weight(shape=(self.wide_size + size, self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        wide, deep = inputs
        for kernel, bias in zip(self.kernels, self.biases):
            deep = tf.nn.relu(deep @ kernel + bias)
        upper, lower = self.kernel[: self.wide_size], self.kernel[self.wide_size :]
        return wide @ upper + deep @ lower + self.bias


# %% wrong: the output loses an axis | test_form | shape
class WideAndDeep(Sound):
    def call(self, inputs):
        return tf.reduce_sum(super().call(inputs), axis=-1)


# %% wrong: the layers are made in call | test_form | made once
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1, **kwargs):
        super().__init__(**kwargs)
        self.sizes = hidden
        self.units = units

    def call(self, inputs):
        wide, deep = inputs
        for size in self.sizes:
            deep = keras.layers.Dense(size, activation="relu")(deep)
        return keras.layers.Dense(self.units)(tf.concat([wide, deep], axis=-1))


# %% wrong: the hidden layers hide in functions | test_form | not kept as attributes
class WideAndDeep(Sound):
    def __init__(self, hidden, units=1, **kwargs):
        super().__init__([], units, **kwargs)
        layers = [keras.layers.Dense(size, activation="relu") for size in hidden]
        self.functions = [lambda h, layer=layer: layer(h) for layer in layers]

    def through(self, deep):
        for function in self.functions:
            deep = function(deep)
        return deep


# %% wrong: the wide inputs are not used | test_form | do not reach
class WideAndDeep(Sound):
    def call(self, inputs):
        return self.head(self.through(inputs[1]))


# %% wrong: both inputs pass the hidden layers | test_form | also pass
class WideAndDeep(Sound):
    def call(self, inputs):
        return self.head(self.through(tf.concat(inputs, axis=-1)))


# %% wrong: wide and deep exchanged | test_form | exchanged
class WideAndDeep(Sound):
    def call(self, inputs):
        deep, wide = inputs
        return super().call((wide, deep))


# %% wrong: only the first hidden layer | test_form | only one hidden layer
class WideAndDeep(Sound):
    def __init__(self, hidden, units=1, **kwargs):
        super().__init__(hidden[:1], units, **kwargs)


# %% wrong: the layers have no activation | test_output_values | no relu
class WideAndDeep(Sound):
    activation = None


# %% wrong: tanh for ReLU | test_output_values | tanh
class WideAndDeep(Sound):
    activation = "tanh"


# %% wrong: deep before wide | test_output_values | before the wide one
class WideAndDeep(Sound):
    def call(self, inputs):
        wide, deep = inputs
        return self.head(tf.concat([self.through(deep), wide], axis=-1))


# %% wrong: a ReLU at the end | test_output_values | after the last
class WideAndDeep(Sound):
    def call(self, inputs):
        return tf.nn.relu(super().call(inputs))


# %% wrong: a sigmoid at the end | test_output_values | sigmoid
class WideAndDeep(Sound):
    def call(self, inputs):
        return tf.sigmoid(super().call(inputs))


# %% wrong: the ReLU comes after the concat | test_output_values | wide inputs also pass
class WideAndDeep(Sound):
    def call(self, inputs):
        wide, deep = inputs
        return self.head(tf.nn.relu(tf.concat([wide, self.through(deep)], axis=-1)))


# %% wrong: no gradient reaches the hidden layers | test_step | not trained
class WideAndDeep(Sound):
    def through(self, deep):
        return tf.stop_gradient(super().through(deep))


# %% wrong: one more ReLU before the join | test_without_hidden_layers | through a ReLU
class WideAndDeep(Sound):
    def through(self, deep):
        return tf.nn.relu(super().through(deep))


# %% wrong: the batch size is asked of the static shape | test_output_values | None
class WideAndDeep(Sound):
    def through(self, deep):
        deep = super().through(deep)
        return tf.reshape(deep, (deep.shape[0], deep.shape[1]))
