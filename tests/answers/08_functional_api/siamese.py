"""Answers to siamese. A wrong answer differs from `paired` in what it names."""

import keras
import tensorflow as tf

# unnoticed: test_distance | siamese [*] finer | a model may compute in float64
# unnoticed: test_gradient | siamese .inputs[*] finer | a model may compute in float64
# unnoticed: test_gradient | siamese .distance * | test_distance compares it
# unnoticed: test_gradient | siamese .weights[*] * | one of them is compared: NaN comes to all
# unnoticed: test_gradient | siamese result fewer | test_distance compares the distance
# unnoticed: test_close_pairs | siamese result fewer | test_gradient looks at the weights
# unnoticed: test_gradient | siamese .weights * | one of them is compared: NaN comes to all
# unnoticed: test_close_pairs | siamese .inputs[*] finer | a model may compute in float64
# unnoticed: test_close_pairs | siamese .distance finer | a model may compute in float64
# unnoticed: test_close_pairs | siamese .weights[*] * | test_gradient compares them
# unnoticed: test_close_pairs | siamese .weights * | test_gradient compares them
# unnoticed: test_equal_pairs | siamese .inputs[*] finer | a model may compute in float64
# unnoticed: test_equal_pairs | siamese .distance finer | a model may compute in float64
# unnoticed: test_equal_pairs | siamese .weights[*] * | one of them is compared: NaN comes to all
# unnoticed: test_equal_pairs | siamese .weights * | one of them is compared: NaN comes to all
# unnoticed: test_saved | siamese result finer | a model may compute in float64
# unnoticed: test_other_saved | siamese result finer | a model may compute in float64

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


# %% right: a small number under the root, as large as is allowed
def siamese(input_shape):
    return paired(
        input_shape, base_of(input_shape), lambda *pair: ops.sqrt(squares(*pair) + 1e-8)
    )


# %% right: a dict of two inputs, to which Keras gives those of a list as well
def siamese(input_shape):
    left, right = pair_of(input_shape)
    base = base_of(input_shape)
    return keras.Model({"left": left, "right": right}, root(squares(base(left), base(right))))


# %% right: einsum for the sum of squares, the base a functional model
def siamese(input_shape):
    point = keras.Input(input_shape)
    x = layers.Reshape((-1,))(point)
    base = keras.Model(point, layers.Dense(8)(layers.Activation("tanh")(layers.Dense(32)(x))))

    def distance(one, other):
        gap = one - other
        squared = ops.expand_dims(ops.einsum("bi,bi->b", gap, gap), -1)
        return ops.sqrt(ops.clip(squared, 1e-8, 1e9))

    return paired(input_shape, base, distance)


# %% wrong: the base alone is returned | test_example | one input
# breaks: "[(batch, ...), (batch, ...)] -> (batch, 1)"
def siamese(input_shape):
    return base_of(input_shape)



# %% wrong: a function of two inputs, not a model | test_example | a function
# breaks: "The model is keras.Model(inputs, outputs)"
def siamese(input_shape):
    base = base_of(input_shape)
    return lambda pair: root(squares(base(pair[0]), base(pair[1])))



# %% wrong: the distance itself | test_example | the distance is returned
# breaks: "Return a model from pairs to distances"
def siamese(input_shape):
    base, (left, right) = base_of(input_shape), pair_of(input_shape)
    return root(squares(base(left), base(right)))



# %% wrong: a subclass, whose graph is not known | test_example | subclass without a graph
# breaks: "The model is keras.Model(inputs, outputs)"
def siamese(input_shape):
    class Twins(keras.Model):
        def __init__(self):
            super().__init__()
            self.base = base_of(input_shape)

        def call(self, pair):
            return root(squares(self.base(pair[0]), self.base(pair[1])))

    return Twins()



# %% wrong: one input that holds both | test_example | holds both
# breaks: "It is called with a list of two"
def siamese(input_shape):
    pair, base = keras.Input((2, *input_shape)), base_of(input_shape)
    return keras.Model(pair, root(squares(base(pair[:, 0]), base(pair[:, 1]))))



# %% wrong: flattened by hand, for two axes only | test_form
# breaks: "`input_shape` is the shape of each without the batch"
def siamese(input_shape):
    size = input_shape[0] * input_shape[1]
    base = keras.Sequential([layers.Reshape((size,)), layers.Dense(32, "tanh"), layers.Dense(8)])
    return paired(input_shape, base)



# %% wrong: the inputs are flat already | test_example | inputs are flat
# breaks: "`input_shape` is the shape of each without the batch"
def siamese(input_shape):
    size = 1
    for length in input_shape:
        size *= length
    return paired((size,), base_of((size,)))



# %% wrong: two bases of the same form | test_example | two bases
# breaks: "Both share the same base, so the model has the weights of one base"
def siamese(input_shape):
    left, right = pair_of(input_shape)
    one, other = base_of(input_shape)(left), base_of(input_shape)(right)
    return keras.Model([left, right], root(squares(one, other)))



# %% wrong: only the first dense layer is shared | test_example | first dense layer is shared
# breaks: "the weights of one base"
def siamese(input_shape):
    left, right = pair_of(input_shape)
    hidden = layers.Dense(32, "tanh")
    one, other = (layers.Dense(8)(hidden(layers.Flatten()(x))) for x in (left, right))
    return keras.Model([left, right], root(squares(one, other)))



# %% wrong: no Flatten: the last axis alone is mixed | test_example | the shape of the output
# breaks: "the weights of one base: flatten"
def siamese(input_shape):
    base = keras.Sequential([layers.Dense(32, "tanh"), layers.Dense(8)])
    return paired(input_shape, base)



# %% wrong: no hidden layer | test_example | 32 units is missing
# breaks: "a dense layer of 32 units with tanh"
def siamese(input_shape):
    return paired(input_shape, keras.Sequential([layers.Flatten(), layers.Dense(8)]))



# %% wrong: the units are exchanged | test_example | units are swapped
# breaks: "a dense layer of 32 units"
# breaks: "a dense layer of 8 units"
def siamese(input_shape):
    return paired(
        input_shape, keras.Sequential([layers.Flatten(), layers.Dense(8, "tanh"), layers.Dense(32)])
    )



# %% wrong: no biases | test_example | biases are missing
# breaks: "each with a bias"
def siamese(input_shape):
    dense = [layers.Dense(32, "tanh", use_bias=False), layers.Dense(8, use_bias=False)]
    return paired(input_shape, keras.Sequential([layers.Flatten(), *dense]))



# %% wrong: the last axis is gone | test_example | axis of length 1
# breaks: "[(batch, ...), (batch, ...)] -> (batch, 1)"
def siamese(input_shape):
    def distance(one, other):
        return ops.sqrt(ops.maximum(ops.sum(ops.square(one - other), axis=-1), 1e-7))

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: the differences are not added up | test_example | differences
# breaks: "The output is the Euclidean distance"
def siamese(input_shape):
    return paired(input_shape, base_of(input_shape), lambda one, other: ops.abs(one - other))



# %% wrong: the distance is squared | test_distance | root is missing
# breaks: "The output is the Euclidean distance"
def siamese(input_shape):
    return paired(input_shape, base_of(input_shape), squares)



# %% wrong: the sum of absolute differences | test_distance | absolute differences
# breaks: "The output is the Euclidean distance"
def siamese(input_shape):
    def distance(one, other):
        return ops.sum(ops.abs(one - other), axis=-1, keepdims=True)

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: the mean under the root | test_distance | mean of the squares
# breaks: "The output is the Euclidean distance"
def siamese(input_shape):
    def distance(one, other):
        return root(ops.mean(ops.square(one - other), axis=-1, keepdims=True))

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: the cosine | test_distance | cosine
# breaks: "The output is the Euclidean distance"
def siamese(input_shape):
    def distance(one, other):
        return layers.Dot(axes=-1, normalize=True)([one, other])

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: no activation in the base | test_distance | no tanh
# breaks: "a dense layer of 32 units with tanh"
def siamese(input_shape):
    return paired(input_shape, base_of(input_shape, None))



# %% wrong: ReLU in the base | test_distance | ReLU
# breaks: "a dense layer of 32 units with tanh"
def siamese(input_shape):
    return paired(input_shape, base_of(input_shape, "relu"))



# %% wrong: tanh at the end of the base | test_distance | tanh on the base's
# breaks: "a dense layer of 8 units without activation"
def siamese(input_shape):
    def distance(one, other):
        return root(squares(ops.tanh(one), ops.tanh(other)))

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: the distance in the input space | test_distance | of the inputs
# breaks: "between the base's outputs for left and for right"
def siamese(input_shape):
    left, right = pair_of(input_shape)
    base, flatten = base_of(input_shape), layers.Flatten()
    nothing = 0.0 * root(squares(base(left), base(right)))
    return keras.Model([left, right], root(squares(flatten(left), flatten(right))) + nothing)



# %% wrong: an order of left and right | test_distance | left's numbers are larger
# breaks: "The output is the Euclidean distance"
def siamese(input_shape):
    def distance(one, other):
        return root(ops.sum(ops.square(ops.maximum(one - other, 0.0)), axis=-1, keepdims=True))

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: the right side is held still | test_gradient
# breaks: "output and gradient are right"
def siamese(input_shape):
    def distance(one, other):
        return root(squares(one, ops.stop_gradient(other)))

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: small distances are taken for nothing | test_close_pairs | taken for 0
# breaks: "At distances of 0.1 and more"
def siamese(input_shape):
    def distance(one, other):
        return ops.where(squares(one, other) < 0.05, 0.0, root(squares(one, other)))

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: the gradient is limited near 0 | test_close_pairs | the gradient in
# breaks: "output and gradient are right to 0.01 %"
def siamese(input_shape):
    def distance(one, other):
        found = root(squares(one, other))
        return ops.where(found < 0.3, 0.5 * found + ops.stop_gradient(0.5 * found), found)

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: the bare root | test_equal_pairs | infinite
# breaks: "is 0, not NaN"
def siamese(input_shape):
    def distance(one, other):
        return ops.sqrt(squares(one, other))

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: the norm | test_equal_pairs | infinite
# breaks: "in both inputs and in the weights"
def siamese(input_shape):
    def distance(one, other):
        return ops.norm(one - other, axis=-1, keepdims=True)

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: a floor that is too high | test_equal_pairs | at most 0.001
# breaks: "the output is at most 0.001"
def siamese(input_shape):
    def distance(one, other):
        return ops.sqrt(ops.maximum(squares(one, other), 1e-5))

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: a Lambda layer | test_saved | Lambda
# breaks: "loaded again with just `keras.models.load_model(path)`"
def siamese(input_shape):
    def distance(one, other):
        return layers.Lambda(lambda pair: root(squares(pair[0], pair[1])))([one, other])

    return paired(input_shape, base_of(input_shape), distance)



# %% wrong: an own layer that loading cannot find | test_saved | could not locate class
# breaks: "loaded again with just `keras.models.load_model(path)`"
class Apart(layers.Layer):
    def call(self, pair):
        return root(squares(pair[0], pair[1]))


def siamese(input_shape):
    return paired(input_shape, base_of(input_shape), lambda *pair: Apart()(list(pair)))



# %% wrong: a layer that forgets its setting | test_saved | absolute differences
# breaks: "then it gives the same distances"
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



# %% equivalent: swap-36200433 | the distance is the same either way round
# %% equivalent: generic-gradient | the function makes a model; it returns no tensor


# %% right: two wheres keep the root away from 0; equal points have the distance 0
def siamese(input_shape: tuple[int, ...]) -> keras.Model:
    base = keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="tanh"),
            keras.layers.Dense(8),
        ]
    )
    left, right = keras.Input(input_shape), keras.Input(input_shape)
    difference = keras.layers.Subtract()([base(left), base(right)])
    squares = keras.ops.sum(keras.ops.square(difference), axis=-1, keepdims=True)
    apart = keras.ops.greater(squares, 1e-8)
    safe = keras.ops.where(apart, squares, keras.ops.ones_like(squares))
    distance = keras.ops.where(apart, keras.ops.sqrt(safe), keras.ops.zeros_like(squares))
    return keras.Model([left, right], distance)


# %% wrong: the distance is a Lambda layer, which load_model refuses | test_saved
# breaks: "can be saved as .keras and loaded again with just `keras.models.load_model(path)`"
def siamese(input_shape: tuple[int, ...]) -> keras.Model:
    base = keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="tanh"),
            keras.layers.Dense(8),
        ]
    )
    left, right = keras.Input(input_shape), keras.Input(input_shape)
    distance = keras.layers.Lambda(
        lambda pair: keras.ops.sqrt(
            keras.ops.maximum(
                keras.ops.sum(keras.ops.square(pair[0] - pair[1]), axis=-1, keepdims=True), 1e-7
            )
        )
    )
    return keras.Model([left, right], distance([base(left), base(right)]))


# %% right: shared layers without a nested model; a small number under the root
def siamese(input_shape: tuple[int, ...]) -> keras.Model:
    flatten, hidden = keras.layers.Flatten(), keras.layers.Dense(32, activation="tanh")
    point = keras.layers.Dense(8)
    pair = [keras.Input(input_shape) for _ in range(2)]
    a, b = (point(hidden(flatten(side))) for side in pair)
    squares = keras.ops.sum((a - b) * (a - b), axis=1, keepdims=True)
    return keras.Model(pair, keras.ops.sqrt(squares + 1e-8))


# %% wrong: a smooth root, moved to 0: all distances are 0.001 too small | test_distance
# breaks: "At distances of 0.1 and more, output and gradient are right to 0.01 %."
def siamese(input_shape: tuple[int, ...]) -> keras.Model:
    base = keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="tanh"),
            keras.layers.Dense(8),
        ]
    )
    left, right = keras.Input(input_shape), keras.Input(input_shape)
    difference = base(left) - base(right)
    squares = keras.ops.sum(keras.ops.square(difference), axis=-1, keepdims=True)
    distance = keras.ops.sqrt(squares + 1e-6) - 1e-3
    return keras.Model([left, right], distance)


# %% wrong: the square of the difference is expanded, and cancels | test_close_pairs | differ
# breaks: "At distances of 0.1 and more, output and gradient are right to 0.01 %"
def siamese(input_shape):
    base = keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="tanh"),
            keras.layers.Dense(8),
        ]
    )
    left, right = keras.Input(input_shape), keras.Input(input_shape)
    a, b = base(left), base(right)
    squares = (
        keras.ops.sum(a * a, axis=-1, keepdims=True)
        + keras.ops.sum(b * b, axis=-1, keepdims=True)
        - 2 * keras.ops.sum(a * b, axis=-1, keepdims=True)
    )
    return keras.Model([left, right], keras.ops.sqrt(keras.ops.maximum(squares, 1e-7)))
