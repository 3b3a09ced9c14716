"""Answers to build_mlp."""

import keras
import tensorflow as tf


# %% right: layer by layer, activations as layers
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential()
    model.add(keras.layers.InputLayer(shape=(input_dim,)))
    for units in hidden:
        model.add(keras.layers.Dense(units))
        model.add(keras.layers.ReLU())
    model.add(keras.layers.Dense(classes, activation="linear"))
    return model


# %% right: built afterwards
def build_mlp(input_dim, hidden, classes):
    layers = [tf.keras.layers.Dense(units, activation=tf.nn.relu) for units in hidden]
    model = tf.keras.Sequential([*layers, tf.keras.layers.Dense(classes)])
    model.build((None, input_dim))
    return model


# %% right: a Sequential of Sequentials
def build_mlp(input_dim, hidden, classes):
    blocks = [
        keras.Sequential([keras.layers.Dense(units), keras.layers.Activation("relu")])
        for units in hidden
    ]
    return keras.Sequential([keras.Input((input_dim,)), *blocks, keras.layers.Dense(classes)])


# %% right: the first dense layer knows its input's shape, the old way
def build_mlp(input_dim, hidden, classes):
    model, given = keras.models.Sequential(name="mlp"), {"input_shape": (input_dim,)}
    for units in hidden:
        model.add(keras.layers.Dense(units, "relu", kernel_initializer="he_normal", **given))
        given = {}
    model.add(keras.layers.Dense(classes, **given))
    return model


# %% right: layers that change nothing
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=[input_dim]), keras.layers.Flatten()])
    for index, units in enumerate(list(hidden)):
        model.add(keras.layers.Dense(units, name=f"hidden_{index}"))
        model.add(keras.layers.Lambda(tf.nn.relu))
    model.add(keras.layers.Dense(classes, name="logits"))
    model.add(keras.layers.Activation("linear"))
    return model


# %% wrong: softmax in the last layer | test_logits | softmax
# breaks: "no softmax"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes, activation="softmax"))
    return model


# %% wrong: sigmoid in the last layer | test_logits | sigmoid in the last
# breaks: "dense layer of `classes` units without activation"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes, activation="sigmoid"))
    return model


# %% wrong: ReLU in every layer | test_logits | ReLU in the last layer too
# breaks: "dense layer of `classes` units without activation"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in [*hidden, classes]:
        model.add(keras.layers.Dense(units, activation="relu"))
    return model


# %% wrong: the activation is forgotten | test_logits | no activation
# breaks: "with ReLU"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in [*hidden, classes]:
        model.add(keras.layers.Dense(units))
    return model


# %% wrong: the activation stands behind the loop | test_logits | only after the last hidden
# breaks: "it has a dense layer of that size with ReLU"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units))
    if hidden:
        model.add(keras.layers.ReLU())
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: tanh | test_logits | tanh
# breaks: "with ReLU"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="tanh"))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: no input | test_example | keras.Input
# breaks: "its weights exist when it is returned"
def build_mlp(input_dim, hidden, classes):
    layers = [keras.layers.Dense(units, activation="relu") for units in hidden]
    return keras.Sequential([*layers, keras.layers.Dense(classes)])


# %% wrong: input_dim taken for the first dense layer's size | test_example | an extra hidden layer
# breaks: "For each size in `hidden`"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in [input_dim, *hidden]:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: the logits are forgotten | test_example | logits is missing
# breaks: "then a dense layer of `classes` units"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    return model


# %% wrong: the layer is added once, behind the loop | test_example | last hidden size
# breaks: "For each size in `hidden`"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        layer = keras.layers.Dense(units, activation="relu")
    model.add(layer)
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: the functional way | test_example | Sequential
# breaks: "The model is a keras.Sequential"
def build_mlp(input_dim, hidden, classes):
    inputs = x = keras.Input(shape=(input_dim,))
    for units in hidden:
        x = keras.layers.Dense(units, activation="relu")(x)
    return keras.Model(inputs, keras.layers.Dense(classes)(x))


# %% wrong: nothing is returned | test_example | returned
# breaks: "Return a multilayer perceptron"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes))


# %% wrong: a default where hidden is empty | test_any_depth | weights
# breaks: "may be empty"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden or [32]:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: the first layer has ReLU, also where it is the last | test_any_depth | ReLU in the last
# breaks: "may be empty"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for place, units in enumerate([*hidden, classes]):
        relu = place == 0 or place < len(hidden)
        model.add(keras.layers.Dense(units, activation="relu" if relu else None))
    return model


# %% wrong: dropout that nobody asked for | test_nothing_else | dropped in training
# breaks: "no dropout"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
        model.add(keras.layers.Dropout(0.2))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: ReLU that is cut off | test_nothing_else | cut off at 40
# breaks: "with ReLU"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
        model.add(keras.layers.ReLU(max_value=40))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: the hidden sizes from the end | test_example | reverse order
# breaks: "in this order"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in reversed(hidden):
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: no biases | test_example | biases are missing
# breaks: "Each has a kernel and a bias"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu", use_bias=False))
    model.add(keras.layers.Dense(classes, use_bias=False))
    return model


# %% wrong: batch normalization | test_example | normalization with 4 weights
# breaks: "no normalization"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
        model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: a normalization without weights | test_logits | values differ
# breaks: "no normalization"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.LayerNormalization(center=False, scale=False))
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: noise in training | test_nothing_else | values differ
# breaks: "Nothing else changes the values, in training either"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input((input_dim,)), keras.layers.GaussianNoise(0.1)])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: float64 | test_logits | dtype
# breaks: "float32 logits"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes, dtype="float64"))
    return model


# %% wrong: only a list will do | test_any_depth | it raised
# breaks: "a list or a tuple"
def build_mlp(input_dim, hidden, classes):
    sizes = hidden + [classes]
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for place, units in enumerate(sizes, 1):
        last = place == len(sizes)
        model.add(keras.layers.Dense(units, activation=None if last else "relu"))
    return model


# %% wrong: one logit gets a sigmoid | test_any_depth | sigmoid in the last
# breaks: "then a dense layer of `classes` units without activation"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes, activation="sigmoid" if classes == 1 else None))
    return model


# %% wrong: leaky ReLU | test_logits | leaky
# breaks: "with ReLU"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units))
        model.add(keras.layers.LeakyReLU(negative_slope=0.2))
    model.add(keras.layers.Dense(classes))
    return model


# %% right: sizes and activations zipped
def build_mlp(input_dim, hidden, classes):
    sizes = [*hidden, classes]
    activations = [keras.activations.relu] * len(hidden) + [None]
    layers = map(keras.layers.Dense, sizes, activations)
    return keras.Sequential([keras.layers.InputLayer(shape=(input_dim,)), *layers])


# %% right: no Input, but built by hand; ReLU as layers of its own
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential()
    for units in hidden:
        model.add(keras.layers.Dense(units))
        model.add(keras.layers.ReLU())
    model.add(keras.layers.Dense(classes))
    model.build((None, input_dim))
    return model


# %% wrong: adds a list to hidden, which a tuple refuses | test_any_depth
# breaks: "`hidden` is a list or a tuple"
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input((input_dim,))])
    for units in hidden + [classes]:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.layers[-1].activation = keras.activations.linear
    return model


# %% wrong: the first layer always has ReLU, also when it is the layer of logits | test_any_depth
# breaks: "`classes` units without activation."
def build_mlp(input_dim, hidden, classes):
    sizes = [*hidden, classes]
    model = keras.Sequential([keras.Input((input_dim,)), keras.layers.Dense(sizes[0], "relu")])
    for units in sizes[1:-1]:
        model.add(keras.layers.Dense(units, "relu"))
    if len(sizes) > 1:
        model.add(keras.layers.Dense(sizes[-1]))
    return model


# %% wrong: a little noise on the inputs while training | test_nothing_else
# breaks: "Nothing else changes the values, in training either"
def build_mlp(input_dim, hidden, classes):
    layers = [keras.Input((input_dim,)), keras.layers.GaussianNoise(0.01)]
    layers += [keras.layers.Dense(units, activation="relu") for units in hidden]
    return keras.Sequential([*layers, keras.layers.Dense(classes)])
