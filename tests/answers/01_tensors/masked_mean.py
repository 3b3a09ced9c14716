"""Answers to masked_mean."""

import keras
import numpy as np


# %% right: a count of at least 1
def masked_mean(x, mask, axis):
    kept = tf.where(mask, x, 0)
    count = tf.math.count_nonzero(mask, axis=axis, dtype=x.dtype)
    return tf.reduce_sum(kept, axis) / tf.maximum(count, 1)


# %% right: keras.ops, weights that sum to one
def masked_mean(x, mask, axis):
    weights = keras.ops.cast(mask, x.dtype)
    count = keras.ops.sum(weights, axis=axis, keepdims=True)
    weights = weights / keras.ops.where(count == 0, 1, count)
    return keras.ops.sum(keras.ops.where(mask, x, keras.ops.zeros_like(x)) * weights, axis=axis)


# %% right: the axis last and ragged rows
def masked_mean(x, mask, axis):
    rank = x.shape.rank
    order = list(range(rank))
    order.append(order.pop(axis))
    x, mask = tf.transpose(x, order), tf.transpose(mask, order)
    flat = tf.reshape(x, (-1, tf.shape(x)[-1]))
    rows = tf.ragged.boolean_mask(flat, tf.reshape(mask, tf.shape(flat)))
    means = tf.math.divide_no_nan(tf.reduce_sum(rows, 1), tf.cast(rows.row_lengths(), x.dtype))
    return tf.reshape(means, tf.shape(x)[:-1])


# %% right: the choice after the division
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)
    return tf.where(count > 0, total / count, tf.zeros_like(total))


# %% wrong: divides by all entries | test_values | all entries
def masked_mean(x, mask, axis):
    return tf.reduce_mean(tf.where(mask, x, tf.zeros_like(x)), axis=axis)


# %% wrong: one mean over everything | test_values | one mean over everything
def masked_mean(x, mask, axis):
    return tf.reduce_mean(tf.boolean_mask(x, mask))


# %% wrong: the axis stays | test_shape | shape
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis, keepdims=True)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis, keepdims=True)
    return tf.math.divide_no_nan(total, count)


# %% wrong: always the last axis | test_values | axis
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=-1)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=-1)
    return tf.math.divide_no_nan(total, count)


# %% wrong: the mask the wrong way round | test_values | inverted
def masked_mean(x, mask, axis):
    mask = ~mask
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)
    return tf.math.divide_no_nan(total, count)


# %% wrong: the sum | test_values | not divided
def masked_mean(x, mask, axis):
    return tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)


# %% wrong: the count is over everything | test_values | over everything
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return tf.math.divide_no_nan(total, tf.reduce_sum(tf.cast(mask, x.dtype)))


# %% wrong: nothing kept is 0 / 0 | test_none_kept | 0 / 0
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return total / tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)


# %% wrong: the plain mean where nothing is kept | test_none_kept | plain mean
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)
    return tf.where(count > 0, total / tf.maximum(count, 1), tf.reduce_mean(x, axis=axis))


# %% wrong: multiplies with the mask | test_dropped_nan | multiplied
def masked_mean(x, mask, axis):
    weights = tf.cast(mask, x.dtype)
    return tf.math.divide_no_nan(
        tf.reduce_sum(x * weights, axis=axis), tf.reduce_sum(weights, axis=axis)
    )


# %% wrong: NumPy's masked arrays | test_gradient | cut
def masked_mean(x, mask, axis):
    kept = np.ma.array(np.asarray(x), mask=~np.asarray(mask))
    return tf.constant(np.ma.filled(kept.mean(axis=axis), 0.0), dtype=x.dtype)


# %% wrong: the divisor counts in float32 | test_values | same dtype
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    count = tf.reduce_sum(tf.cast(mask, tf.float32), axis=axis)
    return tf.math.divide_no_nan(total, count)


# %% wrong: float32 comes back | test_values | dtype
def masked_mean(x, mask, axis):
    x = tf.cast(x, tf.float32)
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return tf.math.divide_no_nan(total, tf.reduce_sum(tf.cast(mask, tf.float32), axis=axis))


# %% wrong: a product of the sizes that Python sees | test_unknown_sizes | None
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    dropped = tf.reduce_sum(tf.cast(~mask, x.dtype), axis=axis)
    return tf.math.divide_no_nan(total, float(x.shape[axis]) - dropped)
