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


# %% right: the function's name is in the layer's
def make_lambda_layer(fn):
    if getattr(fn, "__name__", "") == "<lambda>":
        raise ValueError("a name is needed")
    return keras.layers.Lambda(fn, name=f"apply_{fn.__name__}")


# %% right: refused after the layer is made
def make_lambda_layer(fn):
    layer = keras.layers.Lambda(fn)
    try:
        name = fn.__name__
    except AttributeError:
        return layer
    if name == (lambda: None).__name__:
        raise ValueError("give it a name")
    return layer


# %% wrong: no layer, the function itself | test_kind | fn itself
# breaks: "Return a keras.layers.Lambda"
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    return fn


# %% wrong: an Activation, which is another layer | test_kind | Activation
# breaks: "Return a keras.layers.Lambda"
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    return keras.layers.Activation(fn)


# %% wrong: a new function around it | test_values | does not get training=True
# breaks: "`training`, which then gets the flag that the layer is called with"
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    return keras.layers.Lambda(lambda x: fn(x))


# %% wrong: the training flag is fixed | test_values | gets training=True in inference
# breaks: "`training`, which then gets the flag that the layer is called with"
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    fixed = {"training": True} if "training" in fn.__code__.co_varnames else {}
    return keras.layers.Lambda(lambda x: fn(x, **fixed))


# %% wrong: takes a lambda expression as well | test_refuses | nothing was raised
# breaks: "Raises ValueError for a lambda expression"
def make_lambda_layer(fn):
    return keras.layers.Lambda(fn)


# %% wrong: raises the wrong error | test_refuses | TypeError
# breaks: "Raises ValueError for a lambda expression"
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise TypeError("a lambda expression has no name")
    return keras.layers.Lambda(fn)


# %% wrong: the function is applied twice | test_example | twice
# breaks: "that applies `fn`"
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    return keras.layers.Lambda(lambda x: fn(fn(x)))


# %% wrong: a nameless function that hands the flag on | test_save | lambda
# breaks: "A saved model with this layer predicts the same"
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    if "training" in fn.__code__.co_varnames:
        return keras.layers.Lambda(fn)
    return keras.layers.Lambda(lambda x: fn(x))


# %% wrong: a function of its own that nobody else has | test_save | locate function
# breaks: "A saved model with this layer predicts the same"
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    if "training" in fn.__code__.co_varnames:
        return keras.layers.Lambda(fn)

    def apply(x):
        return fn(x)

    return keras.layers.Lambda(apply)


# %% wrong: the error is returned, not raised | test_refuses | ValueError
# breaks: "Raises ValueError for a lambda expression"
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        return ValueError("no name")
    return keras.layers.Lambda(fn)


# %% wrong: every function is of the type LambdaType | test_example | ValueError
# breaks: "`fn`, a function with a name"
def make_lambda_layer(fn):
    if isinstance(fn, types.LambdaType):
        raise ValueError("no name")
    return keras.layers.Lambda(fn)


# %% wrong: a name with lambda in it is refused | test_refuses | ValueError
# breaks: "Raises ValueError for a lambda expression (its `__name__` is "<lambda>")"
def make_lambda_layer(fn):
    if "lambda" in fn.__name__:
        raise ValueError("no name")
    return keras.layers.Lambda(fn)


# %% wrong: compared with another name | test_refuses | nothing was raised
# breaks: "Raises ValueError for a lambda expression"
def make_lambda_layer(fn):
    if fn.__name__ == "lambda":
        raise ValueError("no name")
    return keras.layers.Lambda(fn)


# %% wrong: only a lambda expression of one argument is refused | test_refuses | nothing was raised
# breaks: "Raises ValueError for a lambda expression"
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>" and fn.__code__.co_argcount == 1:
        raise ValueError("no name")
    return keras.layers.Lambda(fn)


# %% wrong: one layer for all functions | test_values | earlier function
# breaks: "that applies `fn`"
LAYERS = []


def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    LAYERS.append(keras.layers.Lambda(fn))
    return LAYERS[0]


# %% wrong: the return is missing | test_example | return
# breaks: "Return a keras.layers.Lambda"
def make_lambda_layer(fn):
    if fn.__name__ == "<lambda>":
        raise ValueError("no name")
    keras.layers.Lambda(fn)


# %% right: compare with the name that every lambda has
def make_lambda_layer(fn: Callable[..., tf.Tensor]) -> keras.layers.Layer:
    nameless = (lambda: None).__name__
    if fn.__name__ == nameless:
        raise ValueError("a lambda expression cannot be loaded again; use def")
    return keras.layers.Lambda(function=fn)


# %% wrong: a wrapper with fn's name: it saves and loads, but Keras does not see fn's `training` | test_values
# breaks: "fn takes one tensor, and it may also take `training`, which then gets the flag that the layer is called with."
def make_lambda_layer(fn: Callable[..., tf.Tensor]) -> keras.layers.Layer:
    if fn.__name__ == "<lambda>":
        raise ValueError("no lambda expressions")

    def apply(inputs):
        return fn(inputs)

    apply.__name__ = fn.__name__
    apply.__qualname__ = fn.__qualname__
    apply.__module__ = fn.__module__
    return keras.layers.Lambda(apply)


# %% wrong: refuses every function with "lambda" in its name, such as lambda_rate | test_refuses
# breaks: "Return a keras.layers.Lambda that applies `fn`, a function with a name, to its inputs."
def make_lambda_layer(fn: Callable[..., tf.Tensor]) -> keras.layers.Layer:
    if "lambda" in fn.__name__:
        raise ValueError("no lambda expressions")
    return keras.layers.Lambda(fn)


# %% right: make the layer first, then refuse it if its function has no name
def make_lambda_layer(fn: Callable[..., tf.Tensor]) -> keras.layers.Layer:
    layer = keras.layers.Lambda(fn)
    if getattr(fn, "__name__", "") != "<lambda>":
        return layer
    raise ValueError(f"{fn} has no name by which a model file could find it")


# %% wrong: a local subclass of Lambda, which nobody else has when the model is loaded | test_save
# breaks: "A saved model with this layer predicts the same when it is loaded by someone who has `fn`."
import inspect


def make_lambda_layer(fn: Callable[..., tf.Tensor]) -> keras.layers.Layer:
    if fn.__name__ == "<lambda>":
        raise ValueError("no lambda expressions")
    takes_training = "training" in inspect.signature(fn).parameters

    class FunctionLayer(keras.layers.Lambda):
        def call(self, inputs, training=None):
            if takes_training:
                return fn(inputs, training=training)
            return fn(inputs)

    return FunctionLayer(fn)


# %% wrong: the qualified name is asked: lambdas inside functions pass | test_refuses
# breaks: "Raises ValueError for a lambda expression (its `__name__` is "<lambda>")"
def make_lambda_layer(fn: Callable[..., tf.Tensor]) -> keras.layers.Layer:
    """Return a keras.layers.Lambda that applies `fn`."""
    if fn.__qualname__ == "<lambda>":
        raise ValueError("a lambda expression cannot be loaded again: give the function a name")
    return keras.layers.Lambda(fn)
