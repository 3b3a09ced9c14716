"""Answers to quantile_loss."""

import keras
import numpy as np
import tensorflow as tf


def check(y_pred, quantiles):
    if min(quantiles) <= 0 or max(quantiles) >= 1 or len(quantiles) != y_pred.shape[-1]:
        raise ValueError("wrong quantiles")


def errors(y_true, y_pred):
    return tf.cast(y_true, y_pred.dtype)[..., tf.newaxis] - y_pred


# unnoticed: test_gradient | call result * | a slope is that of the sum, in any order


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


# %% right: two sides by where
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, levels = errors(y_true, y_pred), tf.constant(list(quantiles), y_pred.dtype)
    return tf.reduce_mean(tf.abs(error) * tf.where(error >= 0, levels, 1 - levels), axis=-1)


# %% right: two ReLUs, weighted by the levels
def quantile_loss(y_true, y_pred, quantiles):
    for level in quantiles:
        if not 0 < level < 1:
            raise ValueError(level)
    if y_pred.shape[-1] != len(quantiles):
        raise ValueError("one quantile for each prediction")
    error, levels = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    low, high = tf.nn.relu(error), tf.nn.relu(-error)
    # no matrix product: of bfloat16 it is wrong on some processors with AMX
    return tf.reduce_sum(low * levels + high * (1 - levels), axis=-1) / len(quantiles)


# %% wrong: one mean over everything | test_example | shape
# breaks: "(...), (..., q) -> (...)"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error))


# %% wrong: the loss of every quantile | test_example | shape
# breaks: "averaged over the q quantiles"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.maximum(q * error, (q - 1) * error)


# %% wrong: no new axis | test_values | new last axis
# breaks: "of the single value in `y_true`"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = tf.cast(y_true, y_pred.dtype) - y_pred, tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: the error turned round | test_example | differ
# breaks: "it costs max(quantile * e, (quantile - 1) * e)"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = -errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: 1 - q in place of q - 1 | test_example | differ
# breaks: "it costs max(quantile * e, (quantile - 1) * e)"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (1 - q) * error), axis=-1)


# %% wrong: only predictions that are too low | test_example | differ
# breaks: "it costs max(quantile * e, (quantile - 1) * e)"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, 0), axis=-1)


# %% wrong: the weighted absolute error | test_example | differ
# breaks: "it costs max(quantile * e, (quantile - 1) * e)"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(q * tf.abs(error), axis=-1)


# %% wrong: minimum in place of maximum | test_example | differ
# breaks: "it costs max(quantile * e, (quantile - 1) * e)"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.minimum(q * error, (q - 1) * error), axis=-1)


# %% wrong: the sum over the quantiles | test_example | differ
# breaks: "averaged over the q quantiles"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_sum(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: the quantiles are put in order first | test_values | sorted
# breaks: "predicts the quantile `quantiles[k]`"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(sorted(quantiles), y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: everything is taken | test_bad_quantiles | raised
# breaks: "Raises ValueError if a quantile is not strictly between 0 and 1"
def quantile_loss(y_true, y_pred, quantiles):
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: quantiles are moved inside, not refused | test_bad_quantiles | values differ
# breaks: "Raises ValueError if a quantile is not strictly between 0 and 1"
def quantile_loss(y_true, y_pred, quantiles):
    if len(quantiles) != y_pred.shape[-1]:
        raise ValueError("wrong quantiles")
    error = errors(y_true, y_pred)
    q = tf.clip_by_value(tf.constant(quantiles, y_pred.dtype), 0.01, 0.99)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: 0 and 1 are taken | test_bad_quantiles | nothing was raised
# breaks: "not strictly between 0 and 1"
def quantile_loss(y_true, y_pred, quantiles):
    if min(quantiles) < 0 or max(quantiles) > 1 or len(quantiles) != y_pred.shape[-1]:
        raise ValueError("wrong quantiles")
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: the number of quantiles is not looked at | test_bad_quantiles | nothing was raised
# breaks: "the number of quantiles is not the size of the last axis of `y_pred`"
def quantile_loss(y_true, y_pred, quantiles):
    if min(quantiles) <= 0 or max(quantiles) >= 1:
        raise ValueError("wrong quantiles")
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: NumPy calculates | test_graph | it raised
# breaks: "The gradient in `y_pred` is the formula's"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred).numpy(), np.array(quantiles)
    loss = np.maximum(q * error, (q - 1) * error)
    return tf.constant(loss.mean(axis=-1), y_pred.dtype)


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "which the result has too"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error = errors(y_true, tf.cast(y_pred, tf.float32))
    q = tf.constant(quantiles, tf.float32)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: the predictions are cast to the true values | test_dtypes | dtype
# breaks: "is cast to the dtype of `y_pred`"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    if y_true.dtype.is_integer:
        y_true = tf.cast(y_true, tf.float32)
    error = y_true[..., None] - tf.cast(y_pred, y_true.dtype)
    q = tf.constant(quantiles, y_true.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: y_true is not cast | test_dtypes | it raised
# breaks: "is cast to the dtype of `y_pred`"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = y_true[..., None] - y_pred, tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: only integers are cast | test_dtypes | it raised
# breaks: "`y_true` may have any dtype, even bool"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    y_true = tf.cast(y_true, y_pred.dtype) if y_true.dtype.is_integer else y_true
    error, q = y_true[..., None] - y_pred, tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: calculated in float32, then cast back | test_dtypes | differ
# breaks: "which the result has too"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error = errors(y_true, tf.cast(y_pred, tf.float32))
    q = tf.constant(quantiles, tf.float32)
    loss = tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)
    return tf.cast(loss, y_pred.dtype)


# %% wrong: levels in float32, whatever comes in | test_shape | it raised
# breaks: "`y_pred` is floating"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: the first quantile for all | test_example | differ
# breaks: "predicts the quantile `quantiles[k]`"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), quantiles[0]
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: repeated quantiles count once | test_values | it raised
# breaks: "averaged over the q quantiles"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(list(dict.fromkeys(quantiles)), y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: only the first quantile is looked at | test_bad_quantiles | nothing was raised
# breaks: "Raises ValueError if a quantile is not strictly between 0 and 1"
def quantile_loss(y_true, y_pred, quantiles):
    if not 0 < quantiles[0] < 1 or len(quantiles) != y_pred.shape[-1]:
        raise ValueError("wrong quantiles")
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * error, (q - 1) * error), axis=-1)


# %% wrong: too few predictions are found, too few quantiles are not | test_bad_quantiles | raised
# breaks: "the number of quantiles is not the size of the last axis of `y_pred`"
def quantile_loss(y_true, y_pred, quantiles):
    if min(quantiles) <= 0 or max(quantiles) >= 1 or len(quantiles) > y_pred.shape[-1]:
        raise ValueError("wrong quantiles")
    error, total = errors(y_true, y_pred), 0.0
    for k, q in enumerate(quantiles):
        total += tf.maximum(q * error[..., k], (q - 1) * error[..., k])
    return total / len(quantiles)


# %% wrong: NumPy looks at the quantiles' errors | test_graph | it raised
# breaks: "Works in tf.function too"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    low = tf.constant(error.numpy() > 0)
    return tf.reduce_mean(tf.where(low, q * error, (q - 1) * error), axis=-1)


# %% wrong: the sides are held fast | test_gradient | gradient
# breaks: "The gradient in `y_pred` is the formula's"
def quantile_loss(y_true, y_pred, quantiles):
    check(y_pred, quantiles)
    error, q = errors(y_true, y_pred), tf.constant(quantiles, y_pred.dtype)
    side = tf.stop_gradient(tf.abs(error)) * tf.nn.sigmoid(1e9 * error)
    loss = q * side + (1 - q) * (tf.stop_gradient(tf.abs(error)) - side)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: columns of y_true are squeezed | test_values | is squeezed from y_true
# breaks: "Return the pinball loss of each sample: (...), (..., q) -> (...)."
def quantile_loss(y_true, y_pred, quantiles):
    if any(not 0 < quantile < 1 for quantile in quantiles):
        raise ValueError("quantiles lie strictly between 0 and 1")
    if y_pred.shape[-1] != len(quantiles):
        raise ValueError("one quantile for each number on the last axis")
    y_true = tf.squeeze(tf.cast(y_true, y_pred.dtype))
    e = y_true[..., tf.newaxis] - y_pred
    q = tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * e, (q - 1) * e), axis=-1)


# %% right: a slope for each error, chosen by its sign
def quantile_loss(y_true, y_pred, quantiles):
    count = 0
    for quantile in quantiles:
        count += 1
        if quantile <= 0 or quantile >= 1:
            raise ValueError(f"{quantile} is no quantile")
    if y_pred.shape[-1] != count:
        raise ValueError(f"{count} quantiles for {y_pred.shape[-1]} predictions")
    y_true.shape.assert_is_compatible_with(y_pred.shape[:-1])
    error = tf.expand_dims(tf.cast(y_true, y_pred.dtype), -1) - y_pred
    q = tf.constant([float(quantile) for quantile in quantiles], dtype=y_pred.dtype)
    slope = q - tf.cast(error < 0, y_pred.dtype)
    return tf.reduce_mean(slope * error, axis=-1)


# %% wrong: sorts the quantiles first | test_values
# breaks: "`y_pred[..., k]` predicts the quantile `quantiles[k]` of the single value in `y_true`."
def quantile_loss(y_true, y_pred, quantiles):
    quantiles = sorted(quantiles)
    if not quantiles or quantiles[0] <= 0 or quantiles[-1] >= 1:
        raise ValueError("quantiles lie strictly between 0 and 1")
    if y_pred.shape[-1] != len(quantiles):
        raise ValueError("one quantile for each number on the last axis")
    e = tf.cast(y_true, y_pred.dtype)[..., tf.newaxis] - y_pred
    q = tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * e, (q - 1) * e), axis=-1)


# %% right: one quantile after the other, with relu on both sides
def quantile_loss(y_true, y_pred, quantiles):
    if not all(0 < quantile < 1 for quantile in quantiles):
        raise ValueError("quantiles lie strictly between 0 and 1")
    if y_pred.shape[-1] != len(quantiles):
        raise ValueError("one quantile for each number on the last axis")
    y_pred.shape[:-1].assert_is_compatible_with(y_true.shape)
    truth = tf.cast(y_true, y_pred.dtype)
    total = tf.zeros_like(y_pred[..., 0])
    for k, quantile in enumerate(map(float, quantiles)):
        error = truth - y_pred[..., k]
        total += quantile * tf.nn.relu(error) + (1 - quantile) * tf.nn.relu(-error)
    return total / len(quantiles)


# %% wrong: a single quantile may serve the whole last axis | test_bad_quantiles
# breaks: "quantiles is not the size of the last axis of `y_pred`."
def quantile_loss(y_true, y_pred, quantiles):
    if any(not 0 < quantile < 1 for quantile in quantiles):
        raise ValueError("quantiles lie strictly between 0 and 1")
    if len(quantiles) not in (1, y_pred.shape[-1]):
        raise ValueError("one quantile for each number on the last axis")
    e = tf.cast(y_true, y_pred.dtype)[..., tf.newaxis] - y_pred
    q = tf.constant(quantiles, y_pred.dtype)
    return tf.reduce_mean(tf.maximum(q * e, (q - 1) * e), axis=-1)
