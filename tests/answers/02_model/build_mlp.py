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


# %% wrong: softmax in the last layer | test_logits | softmax
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes, activation="softmax"))
    return model


# %% wrong: sigmoid in the last layer | test_logits | sigmoid in the last
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes, activation="sigmoid"))
    return model


# %% wrong: ReLU in every layer | test_logits | ReLU in the last layer too
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in [*hidden, classes]:
        model.add(keras.layers.Dense(units, activation="relu"))
    return model


# %% wrong: the activation is forgotten | test_logits | no activation
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in [*hidden, classes]:
        model.add(keras.layers.Dense(units))
    return model


# %% wrong: the activation stands behind the loop | test_logits | only after the last hidden
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units))
    if hidden:
        model.add(keras.layers.ReLU())
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: tanh | test_logits | tanh
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="tanh"))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: no input | test_form | keras.Input
def build_mlp(input_dim, hidden, classes):
    layers = [keras.layers.Dense(units, activation="relu") for units in hidden]
    return keras.Sequential([*layers, keras.layers.Dense(classes)])


# %% wrong: input_dim taken for the first dense layer's size | test_form | an extra hidden layer
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in [input_dim, *hidden]:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: the logits are forgotten | test_form | logits is missing
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    return model


# %% wrong: the layer is added once, behind the loop | test_form | last hidden size
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        layer = keras.layers.Dense(units, activation="relu")
    model.add(layer)
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: the functional way | test_form | Sequential
def build_mlp(input_dim, hidden, classes):
    inputs = x = keras.Input(shape=(input_dim,))
    for units in hidden:
        x = keras.layers.Dense(units, activation="relu")(x)
    return keras.Model(inputs, keras.layers.Dense(classes)(x))


# %% wrong: nothing is returned | test_form | returned
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes))


# %% wrong: a default where hidden is empty | test_any_depth | weights
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden or [32]:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: the first layer has ReLU, also where it is the last | test_any_depth | ReLU in the last
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for place, units in enumerate([*hidden, classes]):
        relu = place == 0 or place < len(hidden)
        model.add(keras.layers.Dense(units, activation="relu" if relu else None))
    return model


# %% wrong: dropout that nobody asked for | test_training_changes_nothing | differ
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
        model.add(keras.layers.Dropout(0.2))
    model.add(keras.layers.Dense(classes))
    return model


# %% wrong: ReLU that is cut off | test_training_changes_nothing | differ
def build_mlp(input_dim, hidden, classes):
    model = keras.Sequential([keras.Input(shape=(input_dim,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
        model.add(keras.layers.ReLU(max_value=40))
    model.add(keras.layers.Dense(classes))
    return model
