"""Answers to with_skip. A wrong answer differs from `ended` in what it names."""

import keras
import tensorflow as tf

layers = keras.layers


def dense(units, **settings):
    return layers.Dense(units, **{"activation": "relu", **settings})


def refuse(depth):
    if depth < 0:
        raise ValueError("depth must be 0 or more")


def ended(inputs, *joined, **settings):
    return keras.Model(inputs, layers.Dense(1, **settings)(layers.Concatenate()(list(joined))))


def walked(inputs, depth, step=lambda x, start: x + dense(x.shape[-1])(x)):
    x = inputs
    for _ in range(depth):
        x = step(x, inputs)
    return x


# %% right: Add as a layer, ReLU as a layer
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = inputs
    for number in range(depth):
        change = layers.ReLU()(layers.Dense(input_dim, name=f"step_{number}")(x))
        x = layers.Add()([change, x])
    return keras.Model(
        inputs=inputs, outputs=layers.Dense(1, None)(layers.concatenate([x, inputs]))
    )


# %% right: recursion, keras.ops
def with_skip(input_dim, depth):
    if depth <= -1:
        raise ValueError(depth)

    def state(number, inputs):
        if number == 0:
            return inputs
        x = state(number - 1, inputs)
        return keras.ops.add(x, keras.ops.relu(layers.Dense(input_dim)(x)))

    inputs = keras.Input(shape=(input_dim,))
    joined = keras.ops.concatenate([state(depth, inputs), inputs], axis=-1)
    return keras.Model(inputs, layers.Dense(1)(joined))


# %% right: a layer of its own for a step
class Step(layers.Layer):
    def build(self, shape):
        self.dense = layers.Dense(shape[-1])
        self.dense.build(shape)

    def call(self, x):
        return x + tf.nn.relu(self.dense(x))


def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return ended(inputs, walked(inputs, depth, lambda x, _: Step()(x)), inputs)


# %% wrong: a value, not a model | test_form | the returned object
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return layers.Dense(1)(layers.Concatenate()([walked(inputs, depth), inputs]))


# %% wrong: the last layer is forgotten | test_form | shape of the output
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return keras.Model(inputs, layers.Concatenate()([walked(inputs, depth), inputs]))


# %% wrong: one dense layer for all steps | test_form | share a dense layer
def with_skip(input_dim, depth):
    refuse(depth)
    inputs, layer = keras.Input((input_dim,)), dense(input_dim)
    return ended(inputs, walked(inputs, depth, lambda x, _: x + layer(x)), inputs)


# %% wrong: no long skip | test_form | long skip is missing
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return keras.Model(inputs, layers.Dense(1)(walked(inputs, depth)))


# %% wrong: the steps join where they should add | test_form | it should add
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: layers.Concatenate()([x, dense(input_dim)(x)]))
    return ended(inputs, x, inputs)


# %% wrong: a step too few | test_form | too few
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return ended(inputs, walked(inputs, depth - 1), inputs)


# %% wrong: every skip starts from the input | test_output | starts from the input
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, start: start + dense(input_dim)(x))
    return ended(inputs, x, inputs)


# %% wrong: ReLU after the addition | test_output | after the addition
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: layers.ReLU()(x + layers.Dense(input_dim)(x)))
    return ended(inputs, x, inputs)


# %% wrong: x is overwritten before it is added | test_output | added to itself
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = x = keras.Input((input_dim,))
    for _ in range(depth):
        x = dense(input_dim)(x)
        x = x + x
    return ended(inputs, x, inputs)


# %% wrong: no short skips | test_output | short skips
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return ended(inputs, walked(inputs, depth, lambda x, _: dense(input_dim)(x)), inputs)


# %% wrong: no ReLU | test_output | no ReLU
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: x + layers.Dense(input_dim)(x))
    return ended(inputs, x, inputs)


# %% wrong: the input is joined in front | test_output | before x_depth
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return ended(inputs, inputs, walked(inputs, depth))


# %% wrong: x is joined with itself | test_output | joined with itself
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth)
    return ended(inputs, x, x)


# %% wrong: a negative depth is taken for 0 | test_depth | nothing was raised
def with_skip(input_dim, depth):
    inputs = keras.Input((input_dim,))
    return ended(inputs, walked(inputs, depth), inputs)


# %% wrong: depth 0 is refused, too | test_depth | depth
def with_skip(input_dim, depth):
    if depth < 1:
        raise ValueError("depth must be positive")
    inputs = keras.Input((input_dim,))
    return ended(inputs, walked(inputs, depth), inputs)


# %% wrong: without steps, zeros are joined | test_depth | zeros are joined
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    if depth == 0:
        return ended(inputs, inputs, keras.ops.zeros_like(inputs))
    return ended(inputs, walked(inputs, depth), inputs)


# %% wrong: the gradient stops at each skip | test_gradient | the gradient
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    stop = keras.ops.stop_gradient
    x = walked(inputs, depth, lambda x, _: stop(x) + dense(input_dim)(x))
    return ended(inputs, x, inputs)


# %% wrong: the gradient stops behind the steps | test_gradient | through the steps
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return ended(inputs, keras.ops.stop_gradient(walked(inputs, depth)), inputs)


# %% wrong: the gradient stops at the long skip | test_gradient | long skip
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return ended(inputs, walked(inputs, depth), keras.ops.stop_gradient(inputs))
