"""Answers to mse."""

import keras
import numpy as np
import tensorflow as tf


# unnoticed: test_gradient | call result * | a slope is that of the sum, in any order


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


# %% right: the shapes compared by an assertion of TensorFlow, a loop over the outputs
def mse(y_true, y_pred):
    tf.debugging.assert_shapes([(y_true, y_pred.shape)])
    y_true = tf.cast(y_true, y_pred.dtype)
    columns = zip(tf.unstack(y_true, axis=-1), tf.unstack(y_pred, axis=-1), strict=True)
    return tf.add_n([tf.square(p - t) for t, p in columns]) / y_pred.shape[-1]


# %% right: raw ops
def mse(y_true, y_pred):
    if y_true.shape != y_pred.shape:
        raise ValueError(f"{y_true.shape} is not {y_pred.shape}")
    error = tf.raw_ops.Sub(x=tf.cast(y_true, y_pred.dtype), y=y_pred)
    return tf.raw_ops.Mean(input=error * error, axis=-1)


# %% wrong: the ready-made one, imported by name | test_example | this exercise forbids
# breaks: "nothing of keras.losses or keras.metrics"
def mse(y_true, y_pred):
    from keras.losses import mean_squared_error

    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return mean_squared_error(y_true, y_pred)


# %% wrong: one mean over everything | test_example | shape
# breaks: "(..., n), (..., n) -> (...)"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)))


# %% wrong: axis 1, the last one of a matrix only | test_shape | shape
# breaks: "the mean runs over the last axis only"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=1)


# %% wrong: the sum where the mean belongs | test_example | differ
# breaks: "Return the mean squared error of each sample"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_sum(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: the absolute error | test_example | differ
# breaks: "Return the mean squared error of each sample"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.abs(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: the root of the mean square | test_example | square root
# breaks: "Return the mean squared error of each sample"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    error = y_pred - tf.cast(y_true, y_pred.dtype)
    return tf.sqrt(tf.reduce_mean(tf.square(error), axis=-1))


# %% wrong: the mean before the square | test_example | differ
# breaks: "Return the mean squared error of each sample"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.square(tf.reduce_mean(y_pred - tf.cast(y_true, y_pred.dtype), axis=-1))


# %% wrong: half of it, as in textbooks | test_example | differ
# breaks: "Return the mean squared error of each sample"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1) / 2.0


# %% wrong: shapes that differ are broadcast | test_unlike_shapes | nothing was raised
# breaks: "Raises ValueError if the two shapes differ"
def mse(y_true, y_pred):
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: only the ranks are compared | test_unlike_shapes | nothing was raised
# breaks: "Raises ValueError if the two shapes differ"
def mse(y_true, y_pred):
    if len(y_true.shape) != len(y_pred.shape):
        raise ValueError("the ranks differ")
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: only the last axes are compared | test_unlike_shapes | nothing was raised
# breaks: "Raises ValueError if the two shapes differ"
def mse(y_true, y_pred):
    if y_true.shape[-1] != y_pred.shape[-1]:
        raise ValueError("the last axes differ")
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: only the numbers of elements are compared | test_unlike_shapes | nothing was raised
# breaks: "Raises ValueError if the two shapes differ"
def mse(y_true, y_pred):
    if y_true.shape.num_elements() != y_pred.shape.num_elements():
        raise ValueError("the sizes differ")
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: columns are squeezed so that they fit vectors | test_unlike_shapes | wrong shape
# breaks: "Raises ValueError if the two shapes differ"
def mse(y_true, y_pred):
    y_true, y_pred = (x[..., 0] if x.shape[-1] == 1 else x for x in (y_true, y_pred))
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: NumPy calculates | test_example | dtype
# breaks: "The gradient in `y_pred` is the formula's"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    error = np.asarray(y_pred) - np.asarray(y_true)
    return tf.constant(np.mean(error**2, axis=-1, dtype=error.dtype))


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "which the result has too"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    error = tf.cast(y_pred, tf.float32) - tf.cast(y_true, tf.float32)
    return tf.reduce_mean(tf.square(error), axis=-1)


# %% wrong: the predictions are cast to the labels | test_example | dtype
# breaks: "is cast to the dtype of `y_pred`"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(tf.cast(y_pred, y_true.dtype) - y_true), axis=-1)


# %% wrong: the labels are not cast | test_example | it raised
# breaks: "is cast to the dtype of `y_pred`"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(y_pred - y_true), axis=-1)


# %% wrong: only integers are cast | test_dtypes | it raised
# breaks: "`y_true` may have any dtype, even bool"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    if y_true.dtype.is_integer:
        y_true = tf.cast(y_true, y_pred.dtype)
    return tf.reduce_mean(tf.square(y_pred - y_true), axis=-1)


# %% wrong: calculated in float32, then cast back | test_dtypes | differ
# breaks: "cast to the dtype of `y_pred`"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    error = tf.cast(y_pred, tf.float32) - tf.cast(y_true, tf.float32)
    return tf.cast(tf.reduce_mean(tf.square(error), axis=-1), y_pred.dtype)


# %% wrong: the labels go through float32 | test_dtypes | differ
# breaks: "cast to the dtype of `y_pred`"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    y_true = tf.cast(tf.cast(y_true, tf.float32), y_pred.dtype)
    return tf.reduce_mean(tf.square(y_pred - y_true), axis=-1)


# %% wrong: half precision becomes float32 | test_shape | dtype
# breaks: "`y_pred` is floating"
# breaks: "which the result has too"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    dtype = tf.float64 if y_pred.dtype == tf.float64 else tf.float32
    error = tf.cast(y_pred, dtype) - tf.cast(y_true, dtype)
    return tf.reduce_mean(tf.square(error), axis=-1)


# %% wrong: only eager calls compare the shapes | test_unlike_shapes | nothing was raised
# breaks: "in tf.function too: nothing broadcasts"
def mse(y_true, y_pred):
    if tf.executing_eagerly() and y_true.shape != y_pred.shape:
        raise ValueError("the shapes differ")
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: shapes of which one size is unknown are not compared | test_unlike_shapes | nothing was
# breaks: "in tf.function too: nothing broadcasts"
def mse(y_true, y_pred):
    if y_true.shape.is_fully_defined() and y_true.shape != y_pred.shape:
        raise ValueError("the shapes differ")
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: TensorFlow's assertion raises another error | test_unlike_shapes | expected ValueError
# breaks: "Raises ValueError"
def mse(y_true, y_pred):
    tf.debugging.assert_equal(tf.shape(y_true), tf.shape(y_pred))
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: the error is returned | test_unlike_shapes | instead of raising
# breaks: "Raises ValueError"
def mse(y_true, y_pred):
    if y_true.shape != y_pred.shape:
        return ValueError("the shapes differ")
    return tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% wrong: sample by sample in a Python loop | test_shape | shape
# breaks: "Any rank from 1 up"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    error = y_pred - tf.cast(y_true, y_pred.dtype)
    return tf.stack([tf.reduce_mean(tf.square(error[n])) for n in range(len(error))])


# %% wrong: the batch size is read from the static shape | test_graph | it raised
# breaks: "where the batch size may be unknown"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    error = tf.reshape(y_pred - tf.cast(y_true, y_pred.dtype), [-1, y_pred.shape[-1]])
    loss = tf.reduce_mean(tf.square(error), axis=1)
    return tf.reshape(loss, [int(n) for n in y_pred.shape[:-1]])


# %% wrong: the gradient stops at the squares | test_gradient | gradient
# breaks: "The gradient in `y_pred` is the formula's"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    error = y_pred - tf.cast(y_true, y_pred.dtype)
    return tf.reduce_mean(error * tf.stop_gradient(error), axis=-1)


# %% wrong: the metric of Keras | test_example | this exercise forbids
# breaks: "nothing of keras.losses or keras.metrics"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return keras.metrics.mean_squared_error(y_true, y_pred)


# %% wrong: the return is forgotten | test_example | returned None
# breaks: "Return the mean squared error of each sample"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    tf.reduce_mean(tf.square(y_pred - tf.cast(y_true, y_pred.dtype)), axis=-1)


# %% right: static shapes first, then a check in the graph for sizes that are unknown
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    check = tf.debugging.assert_equal(tf.shape(y_true), tf.shape(y_pred))
    with tf.control_dependencies([] if check is None else [check]):
        error = tf.cast(y_true, y_pred.dtype) - y_pred
    return tf.reduce_mean(error * error, axis=-1)


# %% right: lengths compared one by one in Python; squared_difference
def mse(y_true, y_pred):
    a, b = y_true.shape, y_pred.shape
    if a.rank is not None and b.rank is not None:
        same = a.rank == b.rank and all(
            m is None or n is None or m == n for m, n in zip(a.as_list(), b.as_list())
        )
        if not same:
            raise ValueError(f"shapes {a} and {b} differ")
    return tf.math.reduce_mean(
        tf.math.squared_difference(y_pred, tf.cast(y_true, y_pred.dtype)), axis=[-1]
    )


# %% wrong: TensorFlow's assertion, which raises InvalidArgumentError | test_unlike_shapes
# breaks: "Raises ValueError if the two shapes differ"
def mse(y_true, y_pred):
    y_true = tf.cast(y_true, y_pred.dtype)
    tf.debugging.assert_equal(tf.rank(y_true), tf.rank(y_pred))
    tf.debugging.assert_equal(tf.shape(y_true), tf.shape(y_pred))
    return tf.reduce_mean(tf.square(y_pred - y_true), axis=-1)


# %% wrong: the mean runs over all axes but the first | test_shape
# breaks: "Any rank from 1 up"
def mse(y_true, y_pred):
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    squares = tf.square(y_pred - tf.cast(y_true, y_pred.dtype))
    if squares.shape.rank == 1:
        return tf.reduce_mean(squares)
    return tf.reduce_mean(squares, axis=list(range(1, squares.shape.rank)))
