"""Answers to make_lambda_layer."""

import types

import keras
import tensorflow as tf


# %% right: the name looked at through the layer of a function
def make_lambda_layer(fn):
    layer = keras.layers.Lambda(function=fn, name=fn.__name__.strip("<>"))
    if layer.function.__name__.startswith("<"):
        raise ValueError("give the function a name with def")
    return layer


# %% right: the type is asked as well
def make_lambda_layer(fn):
    if isinstance(fn, types.LambdaType) and fn.__qualname__.endswith("<lambda>"):
        raise ValueError(f"{fn} has no name")
    return tf.keras.layers.Lambda(fn, dtype=None)


# %% wrong: no layer, the function itself | test_kind | fn itself
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    return fn


# %% wrong: an Activation, which is another layer | test_kind | Activation
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    return keras.layers.Activation(fn)


# %% wrong: a new function around it | test_values | does not get training=True
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    return keras.layers.Lambda(lambda x: fn(x))


# %% wrong: the training flag is fixed | test_values | gets training=True in inference
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    fixed = {"training": True} if "training" in fn.__code__.co_varnames else {}
    return keras.layers.Lambda(lambda x: fn(x, **fixed))


# %% wrong: takes a lambda expression as well | test_refuses | nothing was raised
def make_lambda_layer(fn):
    return keras.layers.Lambda(fn)


# %% wrong: raises the wrong error | test_refuses | TypeError
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise TypeError("a lambda expression has no name")
    return keras.layers.Lambda(fn)


# %% wrong: the function is applied twice | test_values | differ
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    return keras.layers.Lambda(lambda x: fn(fn(x)))


# %% wrong: a nameless function that hands the flag on | test_save | lambda
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    if "training" in fn.__code__.co_varnames:
        return keras.layers.Lambda(fn)
    return keras.layers.Lambda(lambda x: fn(x))


# %% wrong: a function of its own that nobody else has | test_save | locate function
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    if "training" in fn.__code__.co_varnames:
        return keras.layers.Lambda(fn)

    def apply(x):
        return fn(x)

    return keras.layers.Lambda(apply)
