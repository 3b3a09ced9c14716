"""Answers to siamese. A wrong answer differs from `paired` in what it names."""

import keras
import tensorflow as tf

layers, ops = keras.layers, keras.ops


def base_of(input_shape, activation="tanh"):
    dense = [layers.Dense(32, activation=activation), layers.Dense(8)]
    return keras.Sequential([keras.Input(input_shape), layers.Flatten(), *dense])


def pair_of(input_shape):
    return keras.Input(input_shape), keras.Input(input_shape)


def squares(one, other):
    return ops.sum(ops.square(one - other), axis=-1, keepdims=True)


def root(squared):
    return ops.sqrt(ops.maximum(squared, 1e-7))


def paired(input_shape, base, distance=lambda one, other: root(squares(one, other))):
    left, right = pair_of(input_shape)
    return keras.Model([left, right], distance(base(left), base(right)))


# %% right: two dense layers, each called on both sides
def siamese(input_shape):
    left, right = pair_of(input_shape)
    flatten, hidden, last = layers.Flatten(), layers.Dense(32, "tanh"), layers.Dense(8)
    one, other = (last(hidden(flatten(x))) for x in (left, right))
    return keras.Model([left, right], ops.sqrt(squares(one, other) + 1e-12))


# %% right: the place of a zero is filled before the root
def siamese(input_shape):
    def distance(one, other):
        squared = squares(one, other)
        apart = squared > 0.0
        return ops.where(apart, ops.sqrt(ops.where(apart, squared, 1.0)), 0.0)

    return paired(input_shape, base_of(input_shape), distance)


# %% right: both sides through the base in one batch, as a tuple of inputs
def siamese(input_shape):
    left, right = pair_of(input_shape)
    both = base_of(input_shape)(layers.Concatenate(axis=0)([left, right]))
    one, other = ops.split(both, 2, axis=0)
    gap = layers.Subtract()([other, one])
    squared = layers.Dot(axes=1)([gap, gap])
    return keras.Model((left, right), ops.power(ops.maximum(squared, 1e-9), 0.5))


# %% right: an own layer for the distance, registered for loading
@keras.saving.register_keras_serializable(package="answers")
class Distance(layers.Layer):
    def call(self, pair):
        squared = tf.reduce_sum(tf.math.squared_difference(pair[0], pair[1]), -1, keepdims=True)
        return tf.sqrt(tf.maximum(squared, 1e-8))


def siamese(input_shape):
    return paired(input_shape, base_of(input_shape), lambda *pair: Distance()(list(pair)))


# %% right: the zero is picked after the root, whose slope TensorFlow does not ask for there
def siamese(input_shape):
    def distance(one, other):
        squared = squares(one, other)
        return ops.where(squared > 0.0, ops.sqrt(squared), 0.0)

    return paired(input_shape, base_of(input_shape), distance)


# %% wrong: the base alone is returned | test_form | one input
def siamese(input_shape):
    return base_of(input_shape)


# %% wrong: a function of two inputs, not a model | test_form | the returned object
def siamese(input_shape):
    base = base_of(input_shape)
    return lambda pair: root(squares(base(pair[0]), base(pair[1])))


# %% wrong: two bases of the same form | test_form | two bases
def siamese(input_shape):
    left, right = pair_of(input_shape)
    one, other = base_of(input_shape)(left), base_of(input_shape)(right)
    return keras.Model([left, right], root(squares(one, other)))


# %% wrong: a clone of the base for the right side | test_form | two bases
def siamese(input_shape):
    left, right = pair_of(input_shape)
    base = base_of(input_shape)
    copy = keras.Sequential.from_config({**base.get_config(), "name": "copy"})
    return keras.Model([left, right], root(squares(base(left), copy(right))))


# %% wrong: only the first dense layer is shared | test_form | first dense layer is shared
def siamese(input_shape):
    left, right = pair_of(input_shape)
    hidden = layers.Dense(32, "tanh")
    one, other = (layers.Dense(8)(hidden(layers.Flatten()(x))) for x in (left, right))
    return keras.Model([left, right], root(squares(one, other)))


# %% wrong: the last axis is gone | test_form | axis of length 1
def siamese(input_shape):
    def distance(one, other):
        return ops.sqrt(ops.maximum(ops.sum(ops.square(one - other), axis=-1), 1e-7))

    return paired(input_shape, base_of(input_shape), distance)


# %% wrong: the differences are not added up | test_form | differences
def siamese(input_shape):
    return paired(input_shape, base_of(input_shape), lambda one, other: ops.abs(one - other))


# %% wrong: the distance is squared | test_distance | root is missing
def siamese(input_shape):
    return paired(input_shape, base_of(input_shape), squares)


# %% wrong: the sum of absolute differences | test_distance | absolute differences
def siamese(input_shape):
    def distance(one, other):
        return ops.sum(ops.abs(one - other), axis=-1, keepdims=True)

    return paired(input_shape, base_of(input_shape), distance)


# %% wrong: the mean under the root | test_distance | mean of the squares
def siamese(input_shape):
    def distance(one, other):
        return root(ops.mean(ops.square(one - other), axis=-1, keepdims=True))

    return paired(input_shape, base_of(input_shape), distance)


# %% wrong: the cosine | test_distance | cosine
def siamese(input_shape):
    def cosine(one, other):
        return layers.Dot(axes=-1, normalize=True)([one, other])

    return paired(input_shape, base_of(input_shape), cosine)


# %% wrong: no activation in the base | test_distance | no tanh
def siamese(input_shape):
    return paired(input_shape, base_of(input_shape, None))


# %% wrong: ReLU in the base | test_distance | ReLU
def siamese(input_shape):
    return paired(input_shape, base_of(input_shape, "relu"))


# %% wrong: the distance in the input space | test_distance | of the inputs
def siamese(input_shape):
    left, right = pair_of(input_shape)
    base, flatten = base_of(input_shape), layers.Flatten()
    nothing = 0.0 * root(squares(base(left), base(right)))
    return keras.Model([left, right], root(squares(flatten(left), flatten(right))) + nothing)


# %% wrong: an order of left and right | test_distance
def siamese(input_shape):
    def distance(one, other):
        gap = ops.maximum(one - other, 0.0)
        return root(ops.sum(ops.square(gap), axis=-1, keepdims=True))

    return paired(input_shape, base_of(input_shape), distance)


# %% wrong: the right side is held still | test_gradient | is cut
def siamese(input_shape):
    def distance(one, other):
        return root(squares(one, ops.stop_gradient(other)))

    return paired(input_shape, base_of(input_shape), distance)


# %% wrong: the bare root | test_equal_pairs | infinite
def siamese(input_shape):
    def distance(one, other):
        return ops.sqrt(squares(one, other))

    return paired(input_shape, base_of(input_shape), distance)


# %% wrong: the norm | test_equal_pairs | infinite
def siamese(input_shape):
    def distance(one, other):
        return ops.norm(one - other, axis=-1, keepdims=True)

    return paired(input_shape, base_of(input_shape), distance)


# %% wrong: a floor that is too high | test_equal_pairs | the distance
def siamese(input_shape):
    def distance(one, other):
        return ops.sqrt(ops.maximum(squares(one, other), 1e-3))

    return paired(input_shape, base_of(input_shape), distance)


# %% wrong: a layer that forgets its setting | test_saved
@keras.saving.register_keras_serializable(package="answers")
class Norm(layers.Layer):
    def __init__(self, power=1.0, **kwargs):
        super().__init__(**kwargs)
        self.power = power

    def call(self, pair):
        size = ops.maximum(ops.abs(pair[0] - pair[1]), 1e-9)
        return ops.sum(size**self.power, axis=-1, keepdims=True) ** (1.0 / self.power)

    def get_config(self):
        return super().get_config()


def siamese(input_shape):
    return paired(input_shape, base_of(input_shape), lambda *pair: Norm(2.0)(list(pair)))


# %% wrong: a Lambda layer | test_saved | Lambda
def siamese(input_shape):
    def distance(one, other):
        return layers.Lambda(lambda pair: root(squares(pair[0], pair[1])))([one, other])

    return paired(input_shape, base_of(input_shape), distance)


# %% wrong: an own layer that loading cannot find | test_saved | could not locate class
class Apart(layers.Layer):
    def call(self, pair):
        return root(squares(pair[0], pair[1]))


def siamese(input_shape):
    return paired(input_shape, base_of(input_shape), lambda *pair: Apart()(list(pair)))


# %% equivalent: swap-36200433 | the distance is the same either way round
