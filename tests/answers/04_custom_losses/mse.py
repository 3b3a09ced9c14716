"""Answers to mse."""

import keras
import numpy as np
import tensorflow as tf


# %% right: squared_difference, and the shapes compared as lists
def mse(y_true, y_pred):
    if list(y_true.shape) != list(y_pred.shape):
        raise ValueError(f"shapes differ: {y_true.shape} and {y_pred.shape}")
    squares = tf.math.squared_difference(tf.cast(y_true, y_pred.dtype), y_pred)
    return tf.math.reduce_mean(squares, -1)


# %% right: keras.ops
def mse(y_true, y_pred):
    if tuple(y_true.shape) != tuple(y_pred.shape):
        raise ValueError("y_true and y_pred must have the same shape")
    error = y_pred - keras.ops.cast(y_true, y_pred.dtype)
    return keras.ops.mean(keras.ops.square(error), axis=-1)


# %% right: a sum over n
def mse(y_true, y_pred):
    y_pred.shape.assert_is_compatible_with(y_true.shape)
    error = tf.cast(y_true, y_pred.dtype) - y_pred
    n = tf.cast(tf.shape(error)[-1], error.dtype)
    return tf.einsum("...n,...n->...", error, error) / n


# %% wrong: the ready-made one, imported by name | test_shape | this exercise forbids
def mse(y_true, y_pred):
    from keras.losses import mean_squared_error

    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return mean_squared_error(y_true, y_pred)


# %% wrong: one mean over everything | test_shape | shape
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)))


# %% wrong: axis 1, the last one of a matrix only | test_shape | shape
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=1)


# %% wrong: the sum where the mean belongs | test_values | sum
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_sum(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: the absolute error | test_values | absolute
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.abs(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: the root of the mean square | test_values | square root
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    error = y_pred - tf.cast(y_true, y_pred.dtype)
    return tf.sqrt(tf.reduce_mean(tf.square(error), axis=-1))


# %% wrong: the mean before the square | test_values | before they are squared
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.square(tf.reduce_mean(y_pred - tf.cast(y_true, y_pred.dtype), axis=-1))


# %% wrong: half of it, as in textbooks | test_values | 2
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1) / 2.0


# %% wrong: shapes that differ are broadcast | test_unlike_shapes | nothing was raised
def mse(y_true, y_pred):
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: only the ranks are compared | test_unlike_shapes | nothing was raised
def mse(y_true, y_pred):
    if len(y_true.shape) != len(y_pred.shape):
        raise ValueError("the ranks differ")
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: only the last axes are compared | test_unlike_shapes | nothing was raised
def mse(y_true, y_pred):
    if y_true.shape[-1] != y_pred.shape[-1]:
        raise ValueError("the last axes differ")
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: only the numbers of elements are compared | test_unlike_shapes | nothing was raised
def mse(y_true, y_pred):
    if y_true.shape.num_elements() != y_pred.shape.num_elements():
        raise ValueError("the sizes differ")
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: columns are squeezed so that they fit vectors | test_unlike_shapes | wrong shape
def mse(y_true, y_pred):
    y_true, y_pred = (x[..., 0] if x.shape[-1] == 1 else x for x in (y_true, y_pred))
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: NumPy calculates | test_gradient | path
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    error = np.asarray(y_pred) - np.asarray(y_true)
    return tf.constant(np.mean(error**2, axis=-1, dtype=error.dtype))


# %% wrong: float32 whatever comes in | test_shape | dtype
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    error = tf.cast(y_pred, tf.float32) - tf.cast(y_true, tf.float32)
    return tf.reduce_mean(tf.square(error), axis=-1)


# %% wrong: the predictions are cast to the labels | test_dtypes | dtype
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(tf.cast(y_pred, y_true.dtype) - y_true), axis=-1)
