"""Answers to softmax."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops


# %% right: axes put back by expand_dims
def softmax(x, axis=-1):
    largest = ops.expand_dims(ops.max(x, axis=axis), axis)
    odds = ops.exp(ops.subtract(x, largest))
    return ops.divide(odds, ops.expand_dims(ops.sum(odds, axis=axis), axis))


# %% right: the largest number is held constant
def softmax(x, axis=-1):
    shift = ops.stop_gradient(ops.amax(x, axis=axis, keepdims=True))
    odds = ops.exp(x - shift)
    return odds / ops.sum(odds, axis=axis, keepdims=True)


# %% right: the axis is moved to the end
def softmax(x, axis=-1):
    x = ops.moveaxis(x, axis, -1)
    odds = ops.exp(x - ops.max(x, axis=-1, keepdims=True))
    return ops.moveaxis(odds / ops.sum(odds, axis=-1, keepdims=True), -1, axis)


# %% right: by the log of the sum
def softmax(x, axis=-1):
    x = x - ops.max(x, axis=axis, keepdims=True)
    return ops.exp(x - ops.log(ops.sum(ops.exp(x), axis=axis, keepdims=True)))


# %% wrong: the largest is not subtracted | test_example | overflows
# breaks: "Right for numbers of any size"
def softmax(x, axis=-1):
    odds = keras.ops.exp(x)
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: the largest of all numbers is subtracted | test_example | largest of all numbers
# breaks: "even 10,000 and -10,000"
def softmax(x, axis=-1):
    odds = keras.ops.exp(x - keras.ops.max(x))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: always the last axis | test_values | axis is not used
# breaks: "along axis"
def softmax(x, axis=-1):
    odds = keras.ops.exp(x - keras.ops.max(x, axis=-1, keepdims=True))
    return odds / keras.ops.sum(odds, axis=-1, keepdims=True)


# %% wrong: the sum over everything | test_example | over all numbers
# breaks: "divided by its sum along axis"
def softmax(x, axis=-1):
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.sum(odds)


# %% wrong: the sum is forgotten | test_example | not divided by the sum
# breaks: "divided by its sum"
def softmax(x, axis=-1):
    return keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))


# %% wrong: the sum loses its axis | test_example
# breaks: "any shape -> that shape and dtype"
def softmax(x, axis=-1):
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.sum(odds, axis=axis)


# %% wrong: the sum along the axis comes back | test_example | shape
# breaks: "any shape -> that shape and dtype"
def softmax(x, axis=-1):
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return keras.ops.sum(odds, axis=axis)


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "that shape and dtype"
def softmax(x, axis=-1):
    x = keras.ops.cast(x, "float32")
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: float64 becomes float32 and comes back | test_values
# breaks: "that shape and dtype"
def softmax(x, axis=-1):
    z = keras.ops.cast(x, "float32")
    odds = keras.ops.exp(z - keras.ops.max(z, axis=axis, keepdims=True))
    return keras.ops.cast(odds / keras.ops.sum(odds, axis=axis, keepdims=True), x.dtype)


# %% wrong: float16 is refused | test_shape | raised
# breaks: "float16"
def softmax(x, axis=-1):
    if keras.backend.standardize_dtype(x.dtype) == "float16":
        raise TypeError("float16 is too coarse")
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: bfloat16 becomes float16 | test_shape | dtype
# breaks: "bfloat16"
def softmax(x, axis=-1):
    if keras.backend.standardize_dtype(x.dtype) == "bfloat16":
        x = keras.ops.cast(x, "float16")
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: the axis is made positive by a rank of 2 | test_values | end of two axes
# breaks: "`axis` may be negative"
def softmax(x, axis=-1):
    axis = axis % min(len(x.shape), 2)
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: a vector becomes a batch | test_shape | shape
# breaks: "of rank 1 or more"
def softmax(x, axis=-1):
    if len(x.shape) == 1:
        x = keras.ops.expand_dims(x, 0)
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: clipped to what exp can bear | test_values | clipped
# breaks: "even 10,000 and -10,000"
def softmax(x, axis=-1):
    odds = keras.ops.exp(keras.ops.clip(x, -80.0, 80.0))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: the exponents are clipped | test_small_shares | clipped
# breaks: "a share as small as 1e-30 is right too"
def softmax(x, axis=-1):
    z = x - keras.ops.max(x, axis=axis, keepdims=True)
    odds = keras.ops.exp(keras.ops.clip(z, -50.0, 0.0))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: only what exp cannot bear is clipped | test_small_shares | clipped
# breaks: "-inf gives 0 itself"
def softmax(x, axis=-1):
    z = x - keras.ops.max(x, axis=axis, keepdims=True)
    odds = keras.ops.exp(keras.ops.maximum(z, -80.0))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: a small number is added, for fear of log 0 | test_small_shares | small number
# breaks: "-inf gives 0 itself"
def softmax(x, axis=-1):
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True)) + 1e-12
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: a small number is added in float32, where exp gives 0 early | test_small_shares | small number
# breaks: "(in float32"
def softmax(x, axis=-1):
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    if keras.backend.standardize_dtype(x.dtype) == "float32":
        odds = odds + 1e-12
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: a smaller number is added in float64 | test_small_shares | small number
# breaks: "and float64"
def softmax(x, axis=-1):
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    if keras.backend.standardize_dtype(x.dtype) == "float64":
        odds = odds + 1e-20
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: 0 times minus infinity | test_extremes
# breaks: "-inf gives 0"
def softmax(x, axis=-1):
    z = x - keras.ops.max(x, axis=axis, keepdims=True)
    odds = keras.ops.exp(z) + 0 * z
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: the sum is held constant | test_gradient | constant
# breaks: "The gradient in x is the formula's"
def softmax(x, axis=-1):
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.stop_gradient(keras.ops.sum(odds, axis=axis, keepdims=True))


# %% wrong: NumPy computes | test_gradient
# breaks: "Works on a keras.KerasTensor of unknown sizes"
def softmax(x, axis=-1):
    x = keras.ops.convert_to_numpy(x)
    odds = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return keras.ops.convert_to_tensor(odds / np.sum(odds, axis=axis, keepdims=True))


# %% wrong: the sizes are taken from the shape | test_in_model
# breaks: "Works on a keras.KerasTensor of unknown sizes"
def softmax(x, axis=-1):
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    total = keras.ops.sum(odds, axis=axis, keepdims=True)
    return odds / keras.ops.broadcast_to(total, x.shape)


# %% wrong: a Python if on the values | test_in_model
# breaks: "Works on a keras.KerasTensor"
def softmax(x, axis=-1):
    if keras.ops.max(x) > 80:
        x = x - keras.ops.max(x, axis=axis, keepdims=True)
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: the largest as a Python number | test_in_model
# breaks: "Works on a keras.KerasTensor"
def softmax(x, axis=-1):
    x = x - float(keras.ops.max(x) // 1000)
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: the values are looked at, but not in a model | test_under_xla
# breaks: "in tf.function with jit_compile=True"
def softmax(x, axis=-1):
    if not isinstance(x, keras.KerasTensor) and not np.isfinite(x.numpy()).all():
        x = keras.ops.where(x > -1e30, x, -1e30)
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)


# %% wrong: TensorFlow computes | test_example | uses tf
# breaks: "no tf"
def softmax(x, axis=-1):
    odds = tf.exp(x - tf.reduce_max(x, axis=axis, keepdims=True))
    return odds / tf.reduce_sum(odds, axis=axis, keepdims=True)


# %% wrong: the ready-made one | test_example | softmax
# breaks: "nothing that is called softmax"
def softmax(x, axis=-1):
    return keras.ops.softmax(x, axis=axis)


# %% wrong: the ready-made activation | test_example | softmax
# breaks: "nothing that is called softmax"
def softmax(x, axis=-1):
    return keras.activations.softmax(x, axis=axis)


# %% wrong: exp of log_softmax | test_example | log_softmax
# breaks: "log_softmax"
def softmax(x, axis=-1):
    return keras.ops.exp(keras.ops.log_softmax(x, axis=axis))


# %% wrong: logsumexp | test_example | logsumexp
# breaks: "logsumexp"
def softmax(x, axis=-1):
    return keras.ops.exp(x - keras.ops.logsumexp(x, axis=axis, keepdims=True))


# %% wrong: the layer | test_example | Softmax
# breaks: "or Softmax"
def softmax(x, axis=-1):
    return keras.layers.Softmax(axis=axis)(x)


# %% wrong: the log is returned | test_example
# breaks: "Return exp(x) divided by its sum"
def softmax(x, axis=-1):
    z = x - keras.ops.max(x, axis=axis, keepdims=True)
    return z - keras.ops.log(keras.ops.sum(keras.ops.exp(z), axis=axis, keepdims=True))
