"""Answers to masked_mean."""

import keras
import numpy as np

# unbreakable: "kept entries are finite" | the checks keep no other

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

# %% wrong: divides by all entries | test_example | all entries
# breaks: "Return the mean of the kept entries along one axis"
def masked_mean(x, mask, axis):
    return tf.reduce_mean(tf.where(mask, x, tf.zeros_like(x)), axis=axis)

# %% wrong: one mean over everything | test_example | one mean over everything
# breaks: "(...), (...) -> the shape without axis"
def masked_mean(x, mask, axis):
    return tf.reduce_mean(tf.boolean_mask(x, mask))

# %% wrong: the axis stays | test_example | axis stays
# breaks: "(...), (...) -> the shape without axis"
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis, keepdims=True)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis, keepdims=True)
    return tf.math.divide_no_nan(total, count)


# %% wrong: always the last axis | test_values | axis
# breaks: "along one axis"
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=-1)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=-1)
    return tf.math.divide_no_nan(total, count)

# %% wrong: the mask the wrong way round | test_example | inverted
# breaks: "is True where an entry is kept"
def masked_mean(x, mask, axis):
    mask = ~mask
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)
    return tf.math.divide_no_nan(total, count)

# %% wrong: the sum | test_example | not divided
# breaks: "Return the mean of the kept entries along one axis"
def masked_mean(x, mask, axis):
    return tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)


# %% wrong: the count is over everything | test_values | over everything
# breaks: "Return the mean of the kept entries along one axis"
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return tf.math.divide_no_nan(total, tf.reduce_sum(tf.cast(mask, x.dtype)))

# %% wrong: nothing kept is 0 / 0 | test_none_kept | nothing is kept
# breaks: "If nothing is kept, the mean is 0"
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return total / tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)


# %% wrong: the plain mean where nothing is kept | test_none_kept | plain mean
# breaks: "If nothing is kept, the mean is 0"
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)
    return tf.where(count > 0, total / tf.maximum(count, 1), tf.reduce_mean(x, axis=axis))


# %% wrong: multiplies with the mask | test_dropped_nan | multiplied
# breaks: "have no influence, even if they are nan or inf"
def masked_mean(x, mask, axis):
    weights = tf.cast(mask, x.dtype)
    return tf.math.divide_no_nan(
        tf.reduce_sum(x * weights, axis=axis), tf.reduce_sum(weights, axis=axis)
    )

# %% wrong: NumPy's masked arrays | test_gradient | gradient
# breaks: "The gradient in x is 1 / count"
def masked_mean(x, mask, axis):
    kept = np.ma.array(np.asarray(x), mask=~np.asarray(mask))
    return tf.constant(np.ma.filled(kept.mean(axis=axis), 0.0), dtype=x.dtype)


# %% wrong: the divisor counts in float32 | test_values | same dtype
# breaks: "float64"
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    count = tf.reduce_sum(tf.cast(mask, tf.float32), axis=axis)
    return tf.math.divide_no_nan(total, count)


# %% wrong: float32 comes back | test_values | dtype
# breaks: "and the result has that dtype"
def masked_mean(x, mask, axis):
    x = tf.cast(x, tf.float32)
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return tf.math.divide_no_nan(total, tf.reduce_sum(tf.cast(mask, tf.float32), axis=axis))

# %% wrong: a product of the sizes that Python sees | test_graph | None
# breaks: "Works inside tf.function too, where the sizes may be unknown"
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    dropped = tf.reduce_sum(tf.cast(~mask, x.dtype), axis=axis)
    return tf.math.divide_no_nan(total, float(x.shape[axis]) - dropped)


# %% right: the count by the mask's own mean
def masked_mean(x, mask, axis):
    kept = tf.where(mask, x, tf.zeros_like(x))
    share = tf.reduce_mean(tf.cast(mask, x.dtype), axis=axis)
    return tf.math.divide_no_nan(tf.reduce_mean(kept, axis=axis), share)


# %% right: a product after the choice
def masked_mean(x, mask, axis):
    weights = tf.cast(mask, x.dtype)
    count = tf.reduce_sum(weights, axis=axis, keepdims=True)
    weights = weights / tf.where(count > 0, count, tf.ones_like(count))
    return tf.reduce_sum(tf.where(mask, x, tf.cast(0, x.dtype)) * weights, axis=axis)


# %% wrong: counts what is not 0 | test_kept_zeros | kept 0 is not counted
# breaks: "A kept 0 counts like any other entry"
def masked_mean(x, mask, axis):
    kept = tf.where(mask, x, tf.zeros_like(x))
    count = tf.math.count_nonzero(kept, axis=axis, dtype=x.dtype)
    return tf.math.divide_no_nan(tf.reduce_sum(kept, axis=axis), count)


# %% wrong: entries that are 0 are padding too | test_kept_zeros | kept 0 is not counted
# breaks: "A kept 0 counts like any other entry"
def masked_mean(x, mask, axis):
    mask = mask & (x != 0)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return tf.math.divide_no_nan(total, count)


# %% wrong: entries below 0 are padding | test_values | below 0
# breaks: "is True where an entry is kept"
def masked_mean(x, mask, axis):
    mask = mask & (x >= 0)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return tf.math.divide_no_nan(total, count)


# %% wrong: an epsilon in the count | test_example | differ
# breaks: "Return the mean of the kept entries along one axis"
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return total / (tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis) + 1e-3)


# %% wrong: the mask is not used | test_example | mask is not used
# breaks: "mask is bool, has the shape of x, and is True where an entry is kept"
def masked_mean(x, mask, axis):
    return tf.reduce_mean(x, axis=axis)


# %% wrong: one more than the rank for a negative axis | test_values | shape
# breaks: "axis may be negative"
def masked_mean(x, mask, axis):
    axis = axis if axis >= 0 else x.shape.rank + 1 + axis
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return tf.math.divide_no_nan(total, tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis))


# %% wrong: the size of a negative axis counts from the front | test_values | shape
# breaks: "axis may be negative"
def masked_mean(x, mask, axis):
    axis = abs(axis)
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=min(axis, x.shape.rank - 1))
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=min(axis, x.shape.rank - 1))
    return tf.math.divide_no_nan(total, count)


# %% wrong: float64 comes back | test_example | dtype
# breaks: "float32"
def masked_mean(x, mask, axis):
    x = tf.cast(x, tf.float64)
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return tf.math.divide_no_nan(total, tf.reduce_sum(tf.cast(mask, tf.float64), axis=axis))


# %% wrong: calculated in float32, then cast back | test_values | differ
# breaks: "float64"
def masked_mean(x, mask, axis):
    kept = tf.where(mask, tf.cast(x, tf.float32), 0.0)
    count = tf.reduce_sum(tf.cast(mask, tf.float32), axis=axis)
    mean = tf.math.divide_no_nan(tf.reduce_sum(kept, axis=axis), count)
    return tf.cast(mean, x.dtype)


# %% wrong: only nan is replaced before the product | test_dropped_nan | values are nan
# breaks: "have no influence, even if they are nan or inf"
def masked_mean(x, mask, axis):
    weights = tf.cast(mask, x.dtype)
    x = tf.where(tf.math.is_nan(x), tf.zeros_like(x), x)
    total = tf.reduce_sum(x * weights, axis=axis)
    return tf.math.divide_no_nan(total, tf.reduce_sum(weights, axis=axis))


# %% wrong: the count is at least 2 | test_values | differ
# breaks: "Return the mean of the kept entries along one axis"
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return total / tf.maximum(tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis), 2)


# %% wrong: multiplies what is finite, and chooses after the division | test_gradient | the gradient
# breaks: "exactly 0 at all others, even if nothing is kept"
def masked_mean(x, mask, axis):
    weights = tf.cast(mask, x.dtype)
    finite = tf.where(tf.math.is_finite(x), x, tf.zeros_like(x))
    total, count = tf.reduce_sum(finite * weights, axis), tf.reduce_sum(weights, axis)
    return tf.where(count > 0, total / count, tf.zeros_like(total))


# %% wrong: the gradient runs through the count of all | test_gradient | the gradient
# breaks: "The gradient in x is 1 / count at the kept entries"
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)
    return tf.stop_gradient(tf.math.divide_no_nan(total, count) - total) + total


# %% wrong: NumPy counts | test_graph | raised
# breaks: "Works inside tf.function too"
def masked_mean(x, mask, axis):
    count = np.maximum(np.sum(mask.numpy(), axis=axis), 1)
    return tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis) / count


# %% wrong: an epsilon beside the count, which shows in float64 | test_values | epsilon
# breaks: "is 1 / count at the kept entries"
def masked_mean(x, mask, axis):
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    return total / (tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis) + 1e-7)


# %% right: divide by the count or by 1
def masked_mean(x, mask, axis):
    kept = tf.where(mask, x, tf.zeros_like(x))
    count = tf.math.count_nonzero(mask, axis=axis, dtype=x.dtype)
    return tf.reduce_sum(kept, axis=axis) / tf.maximum(count, tf.ones_like(count))


# %% wrong: only nan is taken out before multiplying, inf is not | test_dropped_nan
# breaks: "kept have no influence, even if they are nan or inf"
def masked_mean(x, mask, axis):
    ones = tf.cast(mask, x.dtype)
    clean = tf.where(tf.math.is_nan(x), tf.zeros_like(x), x)
    total = tf.reduce_sum(clean * ones, axis=axis)
    return tf.math.divide_no_nan(total, tf.reduce_sum(ones, axis=axis))


# %% right: weights 1 / count first, then a weighted sum
def masked_mean(x, mask, axis):
    ones = tf.cast(mask, x.dtype)
    weights = tf.math.divide_no_nan(ones, tf.reduce_sum(ones, axis=axis, keepdims=True))
    return tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)) * weights, axis=axis)


# %% wrong: scales a plain mean with the static length of the axis | test_graph
# breaks: "Works inside tf.function too, where the sizes may be unknown."
def masked_mean(x, mask, axis):
    mean = tf.reduce_mean(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)
    return tf.math.divide_no_nan(mean * float(x.shape[axis]), count)
