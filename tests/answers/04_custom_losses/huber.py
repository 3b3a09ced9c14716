"""Answers to huber."""

import keras
import numpy as np
import tensorflow as tf


def absolute_error(y_true, y_pred):
    if not y_pred.dtype.is_floating:
        y_pred = tf.cast(y_pred, tf.float32)
    return tf.abs(tf.cast(y_true, y_pred.dtype) - y_pred)


def check(delta):
    if delta <= 0:
        raise ValueError("delta must be positive")


# unnoticed: test_gradient | call result * | a slope is that of the sum, in any order


# %% right: the error cut at delta, no branch
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    near = tf.minimum(error, delta)
    return tf.reduce_mean(near * (error - near / 2), axis=-1)


# %% right: masks and weights
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    near = tf.cast(error <= delta, error.dtype)
    loss = near * 0.5 * error**2 + (1 - near) * (delta * error - 0.5 * delta**2)
    return tf.math.reduce_mean(loss, axis=-1)


# %% right: keras.ops
def huber(y_true, y_pred, delta=1.0):
    if not delta > 0:
        raise ValueError(delta)
    if "int" in keras.backend.standardize_dtype(y_pred.dtype):
        y_pred = keras.ops.cast(y_pred, "float32")
    error = y_pred - keras.ops.cast(y_true, y_pred.dtype)
    size = keras.ops.absolute(error)
    loss = keras.ops.where(size > delta, delta * (size - delta / 2), 0.5 * error * error)
    return keras.ops.mean(loss, axis=-1)


# %% right: two relus, no branch
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    over = tf.nn.relu(error - delta)
    return tf.reduce_mean((tf.square(error) - tf.square(over)) / 2, axis=-1)


# %% right: the error clipped, raw ops
def huber(y_true, y_pred, delta=1.0):
    if delta <= 0:
        raise ValueError("delta")
    if y_pred.dtype.is_integer:
        y_pred = tf.cast(y_pred, tf.float32)
    error = y_pred - tf.cast(y_true, y_pred.dtype)
    clipped = tf.clip_by_value(error, -delta, delta)
    return tf.raw_ops.Mean(input=clipped * (error - clipped / 2), axis=-1)


# %% wrong: one mean over everything | test_example | shape
# breaks: "averaged over the last axis"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    return tf.reduce_mean(tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2)))


# %% wrong: the linear branch does not meet the other | test_example | differ
# breaks: "else delta*(|r| - delta/2)"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    return tf.reduce_mean(tf.where(error <= delta, error**2 / 2, delta * error), axis=-1)


# %% wrong: the linear branch takes off one half | test_values | not delta / 2
# breaks: "else delta*(|r| - delta/2)"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    return tf.reduce_mean(tf.where(error <= delta, error**2 / 2, delta * (error - 0.5)), axis=-1)


# %% wrong: the linear branch has the slope 1 | test_values | factor delta
# breaks: "else delta*(|r| - delta/2)"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    return tf.reduce_mean(tf.where(error <= delta, error**2 / 2, error - delta / 2), axis=-1)


# %% wrong: the square without its half | test_example | differ
# breaks: "the loss is r*r/2 if |r| <= delta"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    return tf.reduce_mean(tf.where(error <= delta, error**2, delta * (error - delta / 2)), axis=-1)


# %% wrong: the branches exchanged | test_example | differ
# breaks: "the loss is r*r/2 if |r| <= delta"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    far, near = delta * (error - delta / 2), error**2 / 2
    return tf.reduce_mean(tf.where(error <= delta, far, near), axis=-1)


# %% wrong: the error keeps its sign | test_example | differ
# breaks: "the loss is r*r/2 if |r| <= delta"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    y_pred = y_pred if y_pred.dtype.is_floating else tf.cast(y_pred, tf.float32)
    error = y_pred - tf.cast(y_true, y_pred.dtype)
    near, far = error**2 / 2, delta * (error - delta / 2)
    return tf.reduce_mean(tf.where(error <= delta, near, far), axis=-1)


# %% wrong: delta is always 1 | test_values | delta is not used
# breaks: "if |r| <= delta"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    return tf.reduce_mean(tf.where(error <= 1, error**2 / 2, error - 0.5), axis=-1)


# %% wrong: half the squared error, no far branch | test_example | differ
# breaks: "the loss is r*r/2 if |r| <= delta"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    return tf.reduce_mean(tf.square(absolute_error(y_true, y_pred)) / 2, axis=-1)


# %% wrong: the smooth L1 of another library | test_values | divided by delta
# breaks: "the loss is r*r/2 if |r| <= delta"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    near, far = error**2 / (2 * delta), error - delta / 2
    return tf.reduce_mean(tf.where(error < delta, near, far), axis=-1)


# %% wrong: the sum over the last axis | test_example | differ
# breaks: "averaged over the last axis"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_sum(loss, axis=-1)


# %% wrong: any delta is taken | test_bad_delta | nothing was raised
# breaks: "Raises ValueError"
def huber(y_true, y_pred, delta=1.0):
    error = absolute_error(y_true, y_pred)
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: zero is taken for delta | test_bad_delta | nothing was raised
# breaks: "Raises ValueError if delta is not positive"
def huber(y_true, y_pred, delta=1.0):
    if delta < 0:
        raise ValueError("delta must not be negative")
    error = absolute_error(y_true, y_pred)
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: a bad delta is mended, not refused | test_bad_delta | values differ
# breaks: "Raises ValueError if delta is not positive"
def huber(y_true, y_pred, delta=1.0):
    delta = max(delta, 0.1)
    error = absolute_error(y_true, y_pred)
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: NumPy calculates | test_shape | dtype
# breaks: "The gradient in `y_pred` is the formula's"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred).numpy()
    loss = np.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.constant(loss.mean(axis=-1))


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "which the result has too"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = tf.abs(tf.cast(y_pred, tf.float32) - tf.cast(y_true, tf.float32))
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: the predictions are cast to the labels | test_dtypes | dtype
# breaks: "is cast to the dtype of `y_pred`"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = tf.abs(tf.cast(y_pred, y_true.dtype) - y_true)
    near = tf.cast(error, y_true.dtype) ** 2 // 2 if y_true.dtype.is_integer else error**2 / 2
    far = tf.cast(delta * (tf.cast(error, tf.float64) - delta / 2), y_true.dtype)
    inside = tf.cast(error, tf.float64) <= delta
    return tf.reduce_mean(tf.where(inside, near, far), axis=-1)


# %% wrong: integers become float64 | test_dtypes | dtype
# breaks: "an integer `y_pred` is cast to float32"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    if y_pred.dtype.is_integer:
        y_pred = tf.cast(y_pred, tf.float64)
    error = absolute_error(y_true, y_pred)
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: the labels are cast to integers first | test_dtypes | differ
# breaks: "an integer `y_pred` is cast to float32 first"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = tf.abs(y_pred - tf.cast(y_true, y_pred.dtype))
    if error.dtype.is_integer:
        error = tf.cast(error, tf.float32)
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: only int32 counts as integer | test_dtypes | it raised
# breaks: "an integer `y_pred` is cast to float32"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    if y_pred.dtype == tf.int32:
        y_pred = tf.cast(y_pred, tf.float32)
    error = tf.abs(y_pred - tf.cast(y_true, y_pred.dtype))
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: the labels are not cast | test_dtypes | it raised
# breaks: "`y_true` may have any dtype, even bool"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = tf.abs(y_pred - y_true)
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: calculated in float32, then cast back | test_dtypes | differ
# breaks: "is cast to the dtype of `y_pred`"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = tf.abs(tf.cast(y_pred, tf.float32) - tf.cast(y_true, tf.float32))
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    dtype = y_pred.dtype if y_pred.dtype.is_floating else tf.float32
    return tf.cast(tf.reduce_mean(loss, axis=-1), dtype)


# %% wrong: the size of the error by a power | test_gradient | the gradient
# breaks: "The gradient in `y_pred` is the formula's, even at r = 0"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = tf.square(absolute_error(y_true, y_pred)) ** 0.5
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: the branch of the mean, not of each element | test_example | differ
# breaks: "if |r| <= delta, else"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    near = tf.reduce_mean(error, axis=-1, keepdims=True) <= delta
    loss = tf.where(near, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: a Python if over the elements | test_graph | it raised
# breaks: "Works in tf.function too"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    error = absolute_error(y_true, y_pred)
    flat = error.numpy().ravel().tolist()
    flags = [[1.0] if e <= delta else [0.0] for e in flat]
    near = tf.reshape(tf.constant(flags, error.dtype), error.shape)
    loss = near * error**2 / 2 + (1 - near) * delta * (error - delta / 2)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: the default of delta is a half | test_example | differ
# breaks: "Return the Huber loss of each sample"
def huber(y_true, y_pred, delta=0.5):
    check(delta)
    error = absolute_error(y_true, y_pred)
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: an assertion refuses delta | test_bad_delta | expected ValueError
# breaks: "Raises ValueError"
def huber(y_true, y_pred, delta=1.0):
    assert delta > 0
    error = absolute_error(y_true, y_pred)
    loss = tf.where(error <= delta, error**2 / 2, delta * (error - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: Keras's Huber | test_example | this exercise forbids
# breaks: "nothing of keras.losses or keras.metrics"
def huber(y_true, y_pred, delta=1.0):
    check(delta)
    return keras.losses.huber(tf.cast(y_true, y_pred.dtype), y_pred, delta=delta)


# %% equivalent: compare-ce78f501 | where the error is delta both branches have one value and slope


# %% right: clip r to c; then c * (r - c / 2) is both branches at once
def huber(y_true, y_pred, delta=1.0):
    if not delta > 0:
        raise ValueError(f"delta must be positive, not {delta}")
    if not y_pred.dtype.is_floating:
        y_pred = tf.cast(y_pred, tf.float32)
    limit = tf.cast(delta, y_pred.dtype)
    r = y_pred - tf.cast(y_true, y_pred.dtype)
    c = tf.clip_by_value(r, -limit, limit)
    return tf.reduce_mean(c * (r - c / 2), axis=-1)


# %% right: inner and outer part of /r/: a * a / 2 + delta * (/r/ - a) with a = min(/r/, delta)
def huber(y_true, y_pred, delta=1.0):
    if delta <= 0:
        raise ValueError("delta is not positive")
    dtype = y_pred.dtype if y_pred.dtype.is_floating else tf.float32
    size = tf.abs(tf.cast(y_true, dtype) - tf.cast(y_pred, dtype))
    inner = tf.minimum(size, tf.cast(delta, dtype))
    cost = 0.5 * tf.square(inner) + tf.cast(delta, dtype) * (size - inner)
    return tf.reduce_mean(cost, axis=-1)


# %% wrong: half precision is cast to float32 as if it were an integer | test_shape
# breaks: "`y_pred`, which the result has too"
def huber(y_true, y_pred, delta=1.0):
    if delta <= 0:
        raise ValueError("delta must be positive")
    if y_pred.dtype not in (tf.float32, tf.float64):
        y_pred = tf.cast(y_pred, tf.float32)
    r = y_pred - tf.cast(y_true, y_pred.dtype)
    size = tf.abs(r)
    cost = tf.where(size <= delta, r * r / 2, delta * (size - delta / 2))
    return tf.reduce_mean(cost, axis=-1)


# %% wrong: lets a delta of 0 pass | test_bad_delta
# breaks: "Raises ValueError if delta is not positive."
def huber(y_true, y_pred, delta=1.0):
    if delta < 0:
        raise ValueError("delta must not be negative")
    if y_pred.dtype.is_integer:
        y_pred = tf.cast(y_pred, tf.float32)
    r = y_pred - tf.cast(y_true, y_pred.dtype)
    size = tf.abs(r)
    cost = tf.where(size <= delta, r * r / 2, delta * (size - delta / 2))
    return tf.reduce_mean(cost, axis=-1)


# %% wrong: an integer y_pred takes the dtype of a floating y_true | test_dtypes
# breaks: "an integer `y_pred` is cast to float32 first."
def huber(y_true, y_pred, delta=1.0):
    if delta <= 0:
        raise ValueError("delta must be positive")
    if not y_pred.dtype.is_floating:
        dtype = y_true.dtype if y_true.dtype.is_floating else tf.float32
        y_pred = tf.cast(y_pred, dtype)
    r = y_pred - tf.cast(y_true, y_pred.dtype)
    size = tf.abs(r)
    cost = tf.where(size <= delta, r * r / 2, delta * (size - delta / 2))
    return tf.reduce_mean(cost, axis=-1)
