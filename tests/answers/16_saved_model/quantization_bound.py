"""Answers to quantization_bound."""

import numpy as np
import tensorflow as tf


def parts(x, kernel):
    """Return the steps and the sums, of rows and of columns."""
    x, kernel = tf.abs(x), tf.abs(kernel)
    t = tf.reduce_max(x, axis=1, keepdims=True) / 127
    s = tf.reduce_max(kernel, axis=0, keepdims=True) / 127
    return (
        t,
        s,
        tf.reduce_sum(x, axis=1, keepdims=True),
        tf.reduce_sum(kernel, axis=0, keepdims=True),
    )


# %% right: matrix products of one column and one row
def quantization_bound(x, kernel):
    t, s, rows, columns = parts(x, kernel)
    return t @ columns / 2 + rows @ s / 2 + x.shape[1] * (t @ s) / 4


# %% right: half steps, and norms
def quantization_bound(x, kernel):
    t = tf.norm(x, np.inf, axis=1)[:, tf.newaxis] / 254
    s = tf.norm(kernel, np.inf, axis=0) / 254
    rows, columns = tf.norm(x, 1, axis=1)[:, tf.newaxis], tf.norm(kernel, 1, axis=0)
    return t * columns + s * rows + tf.cast(tf.shape(x)[1], x.dtype) * t * s


# %% right: a product of sums, less what is not an error
def quantization_bound(x, kernel):
    inputs = tf.abs(x) + tf.reduce_max(tf.abs(x), axis=1, keepdims=True) / 254
    weights = tf.abs(kernel) + tf.reduce_max(tf.abs(kernel), axis=0) / 254
    wide = tf.cast(inputs, tf.float64) @ tf.cast(weights, tf.float64)
    plain = tf.cast(tf.abs(x), tf.float64) @ tf.cast(tf.abs(kernel), tf.float64)
    return tf.cast(wide - plain, x.dtype)


# %% wrong: only the weights | test_example | first term is missing
# breaks: "t / 2 * sum of |kernel[:, j]|"
def quantization_bound(x, kernel):
    t, s, rows, _ = parts(x, kernel)
    return s * rows / 2 + kernel.shape[0] * t * s / 4


# %% wrong: only the inputs | test_example | second term is missing
# breaks: "s / 2 * sum of |x[i]|"
def quantization_bound(x, kernel):
    t, s, _, columns = parts(x, kernel)
    return t * columns / 2 + kernel.shape[0] * t * s / 4


# %% wrong: the product of both errors is forgotten | test_example | third term is missing
# breaks: "features * t * s / 4"
def quantization_bound(x, kernel):
    t, s, rows, columns = parts(x, kernel)
    return t * columns / 2 + s * rows / 2


# %% wrong: the third term once | test_example | lacks the number of features
# breaks: "features * t * s / 4"
def quantization_bound(x, kernel):
    t, s, rows, columns = parts(x, kernel)
    return t * columns / 2 + s * rows / 2 + t * s / 4


# %% wrong: units for features | test_values | values differ
# breaks: "features * t * s / 4"
def quantization_bound(x, kernel):
    t, s, rows, columns = parts(x, kernel)
    return t * columns / 2 + s * rows / 2 + kernel.shape[1] * t * s / 4


# %% wrong: whole steps | test_example | whole steps
# breaks: "entry [i, j] is the sum of"
def quantization_bound(x, kernel):
    t, s, rows, columns = parts(x, kernel)
    return t * columns + s * rows + kernel.shape[0] * t * s


# %% wrong: 128 steps | test_example | steps of 1 / 128
# breaks: "With t = max |x[i]| / 127 over row i of x"
def quantization_bound(x, kernel):
    t, s, rows, columns = parts(x * 127 / 128, kernel)
    s = s * 127 / 128
    return t * columns / 2 + s * rows * 128 / 127 / 2 + kernel.shape[0] * t * s / 4


# %% wrong: one step for the whole kernel | test_example | whole kernel
# breaks: "s = max |kernel[:, j]| / 127 over column j of kernel"
def quantization_bound(x, kernel):
    t, _, rows, columns = parts(x, kernel)
    s = tf.reduce_max(tf.abs(kernel)) / 127
    return t * columns / 2 + s * rows / 2 + kernel.shape[0] * t * s / 4


# %% wrong: one step for the whole batch | test_values | whole of x
# breaks: "over row i of x"
def quantization_bound(x, kernel):
    _, s, rows, columns = parts(x, kernel)
    t = tf.reduce_max(tf.abs(x)) / 127
    return t * columns / 2 + s * rows / 2 + kernel.shape[0] * t * s / 4


# %% wrong: the steps of x by column | test_shape
# breaks: "over row i of x"
def quantization_bound(x, kernel):
    _, s, rows, columns = parts(x, kernel)
    t = tf.reduce_max(tf.abs(x), axis=0) / 127
    return t * columns / 2 + s * rows / 2 + kernel.shape[0] * t * s / 4


# %% wrong: sums with signs | test_example | values differ
# breaks: "s / 2 * sum of |x[i]|"
def quantization_bound(x, kernel):
    t, s, _, _ = parts(x, kernel)
    rows, columns = tf.reduce_sum(x, axis=1, keepdims=True), tf.reduce_sum(kernel, axis=0)
    return t * columns / 2 + s * rows / 2 + kernel.shape[0] * t * s / 4


# %% wrong: the largest number, whatever its sign | test_values | largest absolute value
# breaks: "With t = max |x[i]| / 127"
def quantization_bound(x, kernel):
    _, s, rows, columns = parts(x, kernel)
    t = tf.maximum(tf.reduce_max(x, axis=1, keepdims=True), 0) / 127
    return t * columns / 2 + s * rows / 2 + kernel.shape[0] * t * s / 4


# %% wrong: one number for the batch | test_shape | shape
# breaks: "(n, features), (features, units) -> (n, units)"
def quantization_bound(x, kernel):
    t, s, rows, columns = parts(x, kernel)
    return tf.reduce_max(t * columns / 2 + s * rows / 2 + kernel.shape[0] * t * s / 4)


# %% wrong: NumPy's float64 | test_shape
# breaks: "The result has the dtype of x and kernel, float32"
def quantization_bound(x, kernel):
    t, s, rows, columns = parts(tf.cast(x, tf.float64), tf.cast(kernel, tf.float64))
    return t * columns / 2 + s * rows / 2 + kernel.shape[0] * t * s / 4


# %% wrong: always float32 | test_shape | dtype
# breaks: "or float64"
def quantization_bound(x, kernel):
    t, s, rows, columns = parts(tf.cast(x, tf.float32), tf.cast(kernel, tf.float32))
    return t * columns / 2 + s * rows / 2 + kernel.shape[0] * t * s / 4


# %% wrong: NaN for a row of zeros | test_zeros
# breaks: "entry [i, j] is the sum of"
def quantization_bound(x, kernel):
    t, s, rows, columns = parts(x, kernel)
    return t * columns / 2 + s * rows / 2 + kernel.shape[0] * t * s / 4 * (rows / rows)


# %% wrong: an empty batch | test_zeros
# breaks: "n may be 0"
def quantization_bound(x, kernel):
    rows = [np.abs(row) for row in np.asarray(x)]
    columns = np.abs(np.asarray(kernel)).T
    found = [
        [
            r.max() / 254 * c.sum() + c.max() / 254 * r.sum() + len(r) * r.max() * c.max() / 254**2
            for c in columns
        ]
        for r in rows
    ]
    return tf.reshape(tf.constant(found, x.dtype), (-1, len(columns))) if found else tf.constant([])
