"""Answers to WideAndDeep. A wrong answer differs from `Sound` in what it overrides."""

import functools

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


# %% right: the last layer first, the ReLU a layer of its own, the layers in a dict
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1):
        super().__init__()
        self.parts = {"last": keras.layers.Dense(units), "relu": keras.layers.ReLU()}
        for i, size in enumerate(hidden):
            self.parts[f"hidden_{i}"] = keras.layers.Dense(size)
        self.depth = len(hidden)

    def call(self, inputs):
        h = inputs[1]
        for i in range(self.depth):
            h = self.parts["relu"](self.parts[f"hidden_{i}"](h))
        return self.parts["last"](keras.layers.concatenate([inputs[0], h]))


# %% right: the hidden layers made in build, and a function from one to the next
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1):
        super().__init__()
        self.numbers, self.units = tuple(hidden), units

    def build(self, input_shape):
        self.deep_layers = [keras.layers.Dense(n, keras.activations.relu) for n in self.numbers]
        self.final = keras.layers.Dense(self.units, activation="linear")

    def call(self, inputs, training=None):
        (wide, deep) = inputs
        deep = functools.reduce(lambda h, layer: layer(h), self.deep_layers, deep)
        return self.final(tf.concat((wide, deep), 1))


# %% wrong: the output loses an axis | test_example | shape
# breaks: "(batch, w), (batch, d) -> (batch, units)"
class WideAndDeep(Sound):
    def call(self, inputs):
        return tf.reduce_sum(super().call(inputs), axis=-1)


# %% wrong: the layers are made in call | test_example | made once
# breaks: "they are made once"
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


# %% wrong: the hidden layers hide in functions | test_example | not kept as attributes
# breaks: "all are trained"
class WideAndDeep(Sound):
    def __init__(self, hidden, units=1, **kwargs):
        super().__init__([], units, **kwargs)
        layers = [keras.layers.Dense(size, activation="relu") for size in hidden]
        self.functions = [lambda h, layer=layer: layer(h) for layer in layers]

    def through(self, deep):
        for function in self.functions:
            deep = function(deep)
        return deep


# %% wrong: the wide inputs are not used | test_example | wide inputs do not reach
# breaks: "output = concat(wide, h) @ kernel + bias"
class WideAndDeep(Sound):
    def call(self, inputs):
        return self.head(self.through(inputs[1]))


# %% wrong: both inputs pass the hidden layers | test_example | also pass
# breaks: "starting with h = deep"
class WideAndDeep(Sound):
    def call(self, inputs):
        return self.head(self.through(tf.concat(inputs, axis=-1)))


# %% wrong: wide and deep exchanged | test_example | exchanged
# breaks: "The inputs come as a pair, `model((wide, deep))`"
class WideAndDeep(Sound):
    def call(self, inputs):
        deep, wide = inputs
        return super().call((wide, deep))


# %% wrong: only the first hidden layer | test_form | only one hidden layer
# breaks: "for each number in `hidden`"
class WideAndDeep(Sound):
    def __init__(self, hidden, units=1, **kwargs):
        super().__init__(hidden[:1], units, **kwargs)


# %% wrong: the layers have no activation | test_output_values | no relu
# breaks: "h = relu(h @ kernel + bias)"
class WideAndDeep(Sound):
    activation = None


# %% wrong: tanh for ReLU | test_example | tanh
# breaks: "The deep input passes a dense layer with ReLU"
class WideAndDeep(Sound):
    activation = "tanh"


# %% wrong: deep before wide | test_output_values | before the wide one
# breaks: "concatenated on the last axis, wide first"
class WideAndDeep(Sound):
    def call(self, inputs):
        wide, deep = inputs
        return self.head(tf.concat([self.through(deep), wide], axis=-1))


# %% wrong: a ReLU at the end | test_output_values | after the last
# breaks: "One more dense layer, without activation"
class WideAndDeep(Sound):
    def call(self, inputs):
        return tf.nn.relu(super().call(inputs))


# %% wrong: a sigmoid at the end | test_example | sigmoid
# breaks: "without activation"
class WideAndDeep(Sound):
    def call(self, inputs):
        return tf.sigmoid(super().call(inputs))


# %% wrong: the ReLU comes after the concat | test_output_values | wide inputs also pass
# breaks: "sees both"
class WideAndDeep(Sound):
    def call(self, inputs):
        wide, deep = inputs
        return self.head(tf.nn.relu(tf.concat([wide, self.through(deep)], axis=-1)))


# %% wrong: no gradient reaches the hidden layers | test_step | not trained
# breaks: "all are trained"
class WideAndDeep(Sound):
    def through(self, deep):
        return tf.stop_gradient(super().through(deep))


# %% wrong: one more ReLU before the join | test_output_values | through a ReLU
# breaks: "with an empty `hidden` it stays as it is"
class WideAndDeep(Sound):
    def through(self, deep):
        return tf.nn.relu(super().through(deep))


# %% wrong: the batch size is asked of the static shape | test_output_values | None
# breaks: "The batch size may be unknown, as in `fit`"
class WideAndDeep(Sound):
    def through(self, deep):
        deep = super().through(deep)
        return tf.reshape(deep, (deep.shape[0], deep.shape[1]))


# %% wrong: two arguments, no pair | test_example | raised
# breaks: "The inputs come as a pair, `model((wide, deep))`"
class WideAndDeep(Sound):
    def call(self, wide, deep):
        return super().call((wide, deep))


# %% wrong: super().__init__() is missing | test_example | super().__init__
# breaks: "Join a wide and a deep input"
class WideAndDeep(Sound):
    def __init__(self, hidden, units=1):
        self.chain = [keras.layers.Dense(size, activation="relu") for size in hidden]
        self.head = keras.layers.Dense(units)


# %% wrong: the hidden layers are called in the opposite order | test_form | opposite order
# breaks: "in this order"
class WideAndDeep(Sound):
    def through(self, deep):
        for layer in reversed(self.chain):
            deep = layer(deep)
        return deep


# %% wrong: computed in float64 | test_example | dtype
# breaks: "Inputs and output are float32"
class WideAndDeep(Sound):
    def call(self, inputs):
        return tf.cast(super().call(inputs), "float64")


# %% wrong: no biases | test_example | have no bias
# breaks: "one kernel (inputs, outputs) and one bias (outputs,)"
class WideAndDeep(Sound):
    def __init__(self, hidden, units=1):
        super().__init__([], units)
        dense = functools.partial(keras.layers.Dense, use_bias=False)
        self.chain = [dense(size, activation="relu") for size in hidden]
        self.head = dense(units)


# %% wrong: the hidden layers are frozen | test_example | hidden layers are frozen
# breaks: "all are trained"
class WideAndDeep(Sound):
    def __init__(self, hidden, units=1):
        super().__init__(hidden, units)
        for layer in self.chain:
            layer.trainable = False


# %% wrong: a norm before the last layer | test_example | shapes
# breaks: "there are no other weights"
class WideAndDeep(Sound):
    def __init__(self, hidden, units=1):
        super().__init__(hidden, units)
        self.norm = keras.layers.BatchNormalization()

    def through(self, deep):
        return self.norm(super().through(deep))


# %% wrong: a counter of calls | test_example | shapes
# breaks: "there are no other weights"
class WideAndDeep(Sound):
    def __init__(self, hidden, units=1):
        super().__init__(hidden, units)
        self.calls = self.add_weight(shape=(), initializer="zeros", trainable=False)


# %% wrong: joined on the axis of the batch | test_example | raised
# breaks: "concatenated on the last axis"
class WideAndDeep(Sound):
    def call(self, inputs):
        wide, deep = inputs
        return self.head(tf.concat([wide, self.through(deep)], axis=0))


# %% wrong: the wide part has a layer of its own | test_example | layers of their own
# breaks: "One more dense layer, without activation, sees both"
class WideAndDeep(Sound):
    def __init__(self, hidden, units=1):
        super().__init__(hidden, units)
        self.wide_head = keras.layers.Dense(units)

    def call(self, inputs):
        wide, deep = inputs
        return self.head(self.through(deep)) + self.wide_head(wide)


# %% wrong: two units by default | test_form | shapes
# breaks: "Join a wide and a deep input: (batch, w), (batch, d) -> (batch, units)"
class WideAndDeep(Sound):
    def __init__(self, hidden, units=2):
        super().__init__(hidden, units)


# %% right: folds the hidden layers with reduce, joins with a Concatenate layer
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1):
        super().__init__()
        self.tower = [keras.layers.Dense(size, activation="relu") for size in hidden]
        self.join = keras.layers.Concatenate(axis=-1)
        self.head = keras.layers.Dense(units)

    def call(self, inputs):
        wide, deep = inputs
        h = functools.reduce(lambda h, layer: layer(h), self.tower, deep)
        return self.head(self.join([wide, h]))


# %% right: the hidden layers in a dict, ReLU as an op of its own
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1):
        super().__init__()
        self.tower = {f"hidden_{i}": keras.layers.Dense(size) for i, size in enumerate(hidden)}
        self.last = keras.layers.Dense(units, activation=None)
        self.count = len(hidden)

    def call(self, inputs):
        wide, h = inputs[0], inputs[1]
        for i in range(self.count):
            h = tf.nn.relu(self.tower[f"hidden_{i}"](h))
        return self.last(tf.concat([wide, h], -1))


# %% wrong: ReLU before each layer, so that a raw deep input loses its negative numbers | test_output_values
# breaks: "h = relu(h @ kernel + bias)                 for each hidden layer, starting with h = deep"
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1):
        super().__init__()
        self.tower = [keras.layers.Dense(size) for size in hidden]
        self.last = keras.layers.Dense(units)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.tower:
            h = layer(tf.nn.relu(h))
        return self.last(tf.concat([wide, tf.nn.relu(h)], axis=-1))


# %% wrong: the last of the hidden layers has no ReLU | test_output_values
# breaks: "The deep input passes a dense layer with ReLU"
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1):
        super().__init__()
        self.tower = [
            keras.layers.Dense(size, activation="relu" if i < len(hidden) - 1 else None)
            for i, size in enumerate(hidden)
        ]
        self.last = keras.layers.Dense(units)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.tower:
            h = layer(h)
        return self.last(tf.concat([wide, h], axis=-1))


# %% wrong: reshapes to the static batch size, which fit does not know | test_output_values
# breaks: "may be unknown, as in `fit`."
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1):
        super().__init__()
        self.tower = [keras.layers.Dense(size, activation="relu") for size in hidden]
        self.last = keras.layers.Dense(units)
        self.units = units

    def call(self, inputs):
        wide, h = inputs
        for layer in self.tower:
            h = layer(h)
        output = self.last(tf.concat([wide, h], axis=-1))
        return tf.reshape(output, (wide.shape[0], self.units))
