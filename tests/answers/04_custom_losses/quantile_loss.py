"""Answers to quantile_loss."""

import keras
import numpy as np
import tensorflow as tf


def check(y_pred, quantiles):
    if min(quantiles) <= 0 or max(quantiles) >= 1 or len(quantiles) != y_pred.shape[-1]:
        raise ValueError("wrong quantiles")


def errors(y_true, y_pred):
    return tf.cast(y_true, y_pred.dtype)[..., tf.newaxis] - y_pred


# %% right: one quantile after the other
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    y_true, total = tf.cast(y_true, y_pred.dtype), 0.0
    for number, quantile in enumerate(quantiles):
        error = y_true - y_pred[..., number]
        total += tf.where(error > 0, quantile * error, (quantile - 1) * error)
    return total / len(quantiles)


# %% right: relu on both sides, keras.ops
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error = keras.ops.expand_dims(keras.ops.cast(y_true, y_pred.dtype), -1) - y_pred
    levels = keras.ops.convert_to_tensor(quantiles, dtype=y_pred.dtype)
    loss = levels * keras.ops.relu(error) + (1 - levels) * keras.ops.relu(-error)
    return keras.ops.mean(loss, axis=-1)


# %% right: half of the absolute error, tilted
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, levels = errors(y_true, y_pred), tf.cast(np.array(quantiles), y_pred.dtype)
    return tf.reduce_mean(tf.abs(error) / 2 + (levels - 0.5) * error, axis=-1)


# %% wrong: one mean over everything | test_shape | shape
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error))


# %% wrong: the loss of every quantile | test_shape | shape
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.maximum(q * error, (q - 1) * error)


# %% wrong: no new axis | test_values | new last axis
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = tf.cast(y_true, y_pred.dtype) - y_pred, tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: the error turned round | test_values | sign of the error
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = -errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: 1 - q in place of q - 1 | test_values | quantile - 1
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (1 - q) * error), axis=-1)


# %% wrong: only predictions that are too low | test_values | too low
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, 0), axis=-1)


# %% wrong: the weighted absolute error | test_values | both sides
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(q * tf.abs(error), axis=-1)


# %% wrong: minimum in place of maximum | test_values | smaller side
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.minimum(q * error, (q - 1) * error), axis=-1)


# %% wrong: the sum over the quantiles | test_values | sum
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_sum(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: the quantiles are put in order first | test_values | sorted
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(sorted(quantiles), y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: everything is taken | test_bad_quantiles | raised
def quantile_loss(y_true, y_pred, quantiles):
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: quantiles are moved inside, not refused | test_bad_quantiles | values differ
def quantile_loss(y_true, y_pred, quantiles):
    if len(quantiles) != y_pred.shape[-1]:
        raise ValueError("wrong quantiles")
    error = errors(y_true, y_pred)
    q = tf.clip_by_value(tf.constant(quantiles, y_pred.dtype), 0.01, 0.99)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: 0 and 1 are taken | test_bad_quantiles | nothing was raised
def quantile_loss(y_true, y_pred, quantiles):
    if min(quantiles) < 0 or max(quantiles) > 1 or len(quantiles) != y_pred.shape[-1]:
        raise ValueError("wrong quantiles")
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: the number of quantiles is not looked at | test_bad_quantiles | nothing was raised
def quantile_loss(y_true, y_pred, quantiles):
    if min(quantiles) <= 0 or max(quantiles) >= 1:
        raise ValueError("wrong quantiles")
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: NumPy calculates | test_gradient | path
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred).numpy(), np.array(quantiles)
    loss = np.maximum(q * error, (q - 1) * error)
    return tf.constant(loss.mean(axis=-1), y_pred.dtype)


# %% wrong: float32 whatever comes in | test_shape | dtype
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error = errors(y_true, tf.cast(y_pred, tf.float32))
    q = tf.constant(quantiles, tf.float32)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: the predictions are cast to the true values | test_dtypes | dtype
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    if y_true.dtype.is_integer:
        y_true = tf.cast(y_true, tf.float32)
    error = y_true[..., None] - tf.cast(y_pred, y_true.dtype)
    q = tf.constant(quantiles, y_true.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)
