"""Answers to with_skip. A wrong answer differs from `ended` in what it names."""

import keras
import tensorflow as tf

# unnoticed: test_output | with_skip result finer | a model may compute in float64
# unnoticed: test_depth | with_skip result finer | a model may compute in float64
# unnoticed: test_gradient | with_skip result finer | a model may compute in float64
# unnoticed: test_closed_steps | with_skip result finer | a model may compute in float64

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


# %% right: each step a model of its own, depth 0 by an early return
def with_skip(input_dim, depth):
    if depth < 0:
        raise ValueError(f"{depth} steps")
    inputs = keras.Input((input_dim,))
    if depth == 0:
        return keras.Model(inputs, layers.Dense(1)(layers.concatenate([inputs, inputs])))

    def step(number):
        x = keras.Input((input_dim,))
        return keras.Model(x, layers.add([x, dense(input_dim)(x)]), name=f"step_{number}")

    x = inputs
    for number in range(depth):
        x = step(number)(x)
    return ended(inputs, x, inputs)


# %% right: the states in a list
def with_skip(input_dim, depth):
    if depth + 1 not in range(1, 1000):
        raise ValueError("depth")
    states = [keras.Input(batch_shape=(None, input_dim))]
    while len(states) <= depth:
        change = keras.ops.maximum(layers.Dense(input_dim)(states[-1]), 0.0)
        states.append(keras.ops.sum(keras.ops.stack([states[-1], change]), axis=0))
    return ended(states[0], states[-1], states[0])


# %% wrong: a value, not a model | test_example | the output is returned
# breaks: "The model is keras.Model(inputs, outputs)"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return layers.Dense(1)(layers.Concatenate()([walked(inputs, depth), inputs]))



# %% wrong: a subclass, whose graph is not known | test_example | subclass without a graph
# breaks: "The model is keras.Model(inputs, outputs)"
def with_skip(input_dim, depth):
    class Walk(keras.Model):
        def __init__(self):
            super().__init__()
            self.steps = [dense(input_dim) for _ in range(depth)]
            self.last = layers.Dense(1)

        def call(self, inputs):
            x = inputs
            for step in self.steps:
                x = x + step(x)
            return self.last(tf.concat([x, inputs], axis=-1))

    refuse(depth)
    return Walk()



# %% wrong: the last layer is forgotten | test_example | last dense layer is missing
# breaks: "a dense layer of 1 unit"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return keras.Model(inputs, layers.Concatenate()([walked(inputs, depth), inputs]))



# %% wrong: the last layer has as many units as the input | test_example | has input_dim units
# breaks: "(batch, input_dim) -> (batch, 1)"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    joined = layers.Concatenate()([walked(inputs, depth), inputs])
    return keras.Model(inputs, layers.Dense(input_dim)(joined))



# %% wrong: one dense layer for all steps | test_example | share a dense layer
# breaks: "Each has its own dense layer"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs, layer = keras.Input((input_dim,)), dense(input_dim)
    return ended(inputs, walked(inputs, depth, lambda x, _: x + layer(x)), inputs)



# %% wrong: no long skip | test_example | long skip is missing
# breaks: "Return a model with short skips and a long one"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return keras.Model(inputs, layers.Dense(1)(walked(inputs, depth)))



# %% wrong: the long skip is added | test_example | added and not joined
# breaks: "x_depth and x_0 are joined along the last axis"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return keras.Model(inputs, layers.Dense(1)(walked(inputs, depth) + inputs))



# %% wrong: the steps join where they should add | test_example | it should add
# breaks: "adds this layer's output to its input"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: layers.Concatenate()([x, dense(input_dim)(x)]))
    return ended(inputs, x, inputs)



# %% wrong: steps of one unit, which broadcast | test_example | 1 unit, not input_dim
# breaks: "of input_dim units with ReLU"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: x + dense(1)(x))
    return ended(inputs, x, inputs)



# %% wrong: two dense layers in each step | test_example | two dense layers
# breaks: "Each has its own dense layer"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: x + dense(input_dim)(dense(input_dim)(x)))
    return ended(inputs, x, inputs)



# %% wrong: a step too few | test_example | a step is missing
# breaks: "There are `depth` steps"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return ended(inputs, walked(inputs, depth - 1), inputs)



# %% wrong: a step too many | test_example | too many
# breaks: "There are `depth` steps"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return ended(inputs, walked(inputs, depth + 1), inputs)



# %% wrong: the last layer is built before the steps, in a layer of its own | test_example | last layer's weights come first
# breaks: "The weights of the model are the steps' kernels and biases, step by step, then the last layer's"
def with_skip(input_dim, depth):
    class Walk(layers.Layer):
        def build(self, shape):
            self.last = layers.Dense(1)
            self.last.build((None, 2 * input_dim))
            self.steps = [dense(input_dim) for _ in range(depth)]
            for step in self.steps:
                step.build(shape)

        def call(self, inputs):
            x = inputs
            for step in self.steps:
                x = x + step(x)
            return self.last(tf.concat([x, inputs], axis=-1))

    refuse(depth)
    inputs = keras.Input((input_dim,))
    return keras.Model(inputs, Walk()(inputs))



# %% wrong: the last step's layer is made and built first | test_output | reverse order
# breaks: "step by step"
def with_skip(input_dim, depth):
    class Walk(layers.Layer):
        def build(self, shape):
            self.steps = [dense(input_dim) for _ in range(depth)]
            for step in self.steps:
                step.build(shape)

        def call(self, x):
            for step in self.steps[::-1]:
                x = x + step(x)
            return x

    refuse(depth)
    inputs = keras.Input((input_dim,))
    return ended(inputs, Walk()(inputs), inputs)



# %% wrong: every skip starts from the input | test_output | starts from the input
# breaks: "x_k = x_(k-1) + relu(x_(k-1) @ kernel_k + bias_k)"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, start: start + dense(input_dim)(x))
    return ended(inputs, x, inputs)



# %% wrong: the steps start from something else than the input | test_output | starts from ReLU
# breaks: "x_0 is the model's input"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    return ended(inputs, walked(layers.ReLU()(inputs), depth), inputs)



# %% wrong: ReLU after the addition | test_output | after the addition
# breaks: "x_k = x_(k-1) + relu(x_(k-1) @ kernel_k + bias_k)"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: layers.ReLU()(x + layers.Dense(input_dim)(x)))
    return ended(inputs, x, inputs)



# %% wrong: ReLU before the dense layer | test_output | before the dense layer
# breaks: "x_k = x_(k-1) + relu(x_(k-1) @ kernel_k + bias_k)"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: x + layers.Dense(input_dim)(layers.ReLU()(x)))
    return ended(inputs, x, inputs)



# %% wrong: x is overwritten before it is added | test_output | added to itself
# breaks: "adds this layer's output to its input"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = x = keras.Input((input_dim,))
    for _ in range(depth):
        x = dense(input_dim)(x)
        x = x + x
    return ended(inputs, x, inputs)



# %% wrong: no short skips | test_output | short skips
# breaks: "adds this layer's output to its input"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: dense(input_dim)(x))
    return ended(inputs, x, inputs)



# %% wrong: no ReLU | test_output | no ReLU
# breaks: "of input_dim units with ReLU"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: x + layers.Dense(input_dim)(x))
    return ended(inputs, x, inputs)



# %% wrong: a product | test_output | it should add
# breaks: "adds this layer's output to its input"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: x * dense(input_dim)(x))
    return ended(inputs, x, inputs)



# %% wrong: the input is joined in front | test_output | before x_depth
# breaks: "in this order"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth)
    return ended(inputs, inputs, x)



# %% wrong: x is joined with itself | test_output | joined with itself
# breaks: "x_depth and x_0 are joined"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth)
    return ended(inputs, x, x)



# %% wrong: a sigmoid at the end | test_output | sigmoid
# breaks: "a dense layer of 1 unit without activation"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth)
    return ended(inputs, x, inputs, activation="sigmoid")



# %% wrong: a negative depth is taken for 0 | test_depth | nothing was raised
# breaks: "Raises ValueError if it is negative"
def with_skip(input_dim, depth):
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth)
    return ended(inputs, x, inputs)



# %% wrong: a negative depth counts like a positive one | test_depth | nothing was raised
# breaks: "Raises ValueError if it is negative"
def with_skip(input_dim, depth):
    inputs = keras.Input((input_dim,))
    return ended(inputs, walked(inputs, abs(depth)), inputs)



# %% wrong: depth 0 is refused, too | test_depth | depth
# breaks: "`depth` may be 0"
def with_skip(input_dim, depth):
    if depth < 1:
        raise ValueError("depth must be positive")
    inputs = keras.Input((input_dim,))
    return ended(inputs, walked(inputs, depth), inputs)



# %% wrong: without steps, zeros are joined | test_depth | zeros are joined
# breaks: "`depth` may be 0"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    if depth == 0:
        return ended(inputs, inputs, keras.ops.zeros_like(inputs))
    return ended(inputs, walked(inputs, depth), inputs)



# %% wrong: the gradient stops at each skip | test_gradient | along the short skips
# breaks: "along both kinds of skip"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth, lambda x, _: keras.ops.stop_gradient(x) + dense(input_dim)(x))
    return ended(inputs, x, inputs)



# %% wrong: the gradient stops behind the steps | test_gradient | through the steps
# breaks: "Gradients flow back through the steps"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth)
    return ended(inputs, keras.ops.stop_gradient(x), inputs)



# %% wrong: the gradient stops at the long skip | test_gradient | long skip
# breaks: "along both kinds of skip"
def with_skip(input_dim, depth):
    refuse(depth)
    inputs = keras.Input((input_dim,))
    x = walked(inputs, depth)
    return ended(inputs, x, keras.ops.stop_gradient(inputs))


# %% equivalent: generic-gradient | the function makes a model; it returns no tensor


# %% right: functools.reduce over a list of layers
import functools


def with_skip(input_dim: int, depth: int) -> keras.Model:
    if depth < 0:
        raise ValueError(f"depth must be 0 or more, not {depth}")
    steps = [keras.layers.Dense(input_dim, activation="relu") for _ in range(depth)]
    inputs = keras.Input((input_dim,))
    x = functools.reduce(lambda x, step: keras.layers.Add()([step(x), x]), steps, inputs)
    both = keras.ops.concatenate([x, inputs], axis=-1)
    return keras.Model(inputs, keras.layers.Dense(1)(both))


# %% right: each step is a small nested model
def with_skip(input_dim: int, depth: int) -> keras.Model:
    if depth < 0:
        raise ValueError("a negative depth")

    def step():
        x = keras.Input((input_dim,))
        return keras.Model(x, x + keras.ops.relu(keras.layers.Dense(input_dim)(x)))

    inputs = keras.Input((input_dim,))
    x = inputs
    while depth > 0:
        x = step()(x)
        depth -= 1
    output = keras.layers.Dense(1)(keras.layers.Concatenate()([x, inputs]))
    return keras.Model(inputs, output)


# %% wrong: no gradient along the long skip | test_gradient
# breaks: "flow back through the steps and along both kinds of skip"
def with_skip(input_dim: int, depth: int) -> keras.Model:
    if depth < 0:
        raise ValueError("a negative depth")
    inputs = keras.Input((input_dim,))
    x = inputs
    for _ in range(depth):
        x = x + keras.layers.Dense(input_dim, activation="relu")(x)
    both = keras.layers.Concatenate()([x, keras.ops.stop_gradient(inputs)])
    return keras.Model(inputs, keras.layers.Dense(1)(both))


# %% wrong: without steps the input is not joined with itself | test_depth
# breaks: "At the end x_depth and x_0 are joined along the last axis"
def with_skip(input_dim: int, depth: int) -> keras.Model:
    if depth < 0:
        raise ValueError("a negative depth")
    inputs = keras.Input((input_dim,))
    x = inputs
    for _ in range(depth):
        x = x + keras.layers.Dense(input_dim, activation="relu")(x)
    if depth > 0:
        x = keras.layers.Concatenate()([x, inputs])
    return keras.Model(inputs, keras.layers.Dense(1)(x))


# %% wrong: refuses depth 0 | test_depth
# breaks: "`depth` may be 0."
def with_skip(input_dim: int, depth: int) -> keras.Model:
    if depth < 1:
        raise ValueError(f"a bad depth: {depth}")
    inputs = keras.Input((input_dim,))
    x = inputs
    for _ in range(depth):
        x = x + keras.layers.Dense(input_dim, activation="relu")(x)
    both = keras.layers.Concatenate()([x, inputs])
    return keras.Model(inputs, keras.layers.Dense(1)(both))
