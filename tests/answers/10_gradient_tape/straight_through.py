"""Answers to straight_through."""

import keras
import tensorflow as tf


# %% right: a custom gradient that hands on what comes
def straight_through(x):
    @tf.custom_gradient
    def rounded(z):
        return tf.round(z), lambda upstream: upstream

    return rounded(x)


# %% right: a constant that rounds, and a zero that has the gradient, in keras.ops
def straight_through(x):
    return keras.ops.stop_gradient(keras.ops.round(x)) + (x - keras.ops.stop_gradient(x))


# %% right: tf.grad_pass_through
def straight_through(x):
    return tf.grad_pass_through(tf.math.rint)(x)


# %% wrong: halves go up | test_values | halves
def straight_through(x):
    return x + tf.stop_gradient(tf.floor(x + 0.5) - x)


# %% wrong: cut off by a cast | test_values | truncated
def straight_through(x):
    return x + tf.stop_gradient(tf.cast(tf.cast(x, tf.int32), x.dtype) - x)


# %% wrong: floor | test_values | floor
def straight_through(x):
    return x + tf.stop_gradient(tf.floor(x) - x)


# %% wrong: rounds to an integer dtype | test_shape | dtype
def straight_through(x):
    return tf.cast(tf.round(x), tf.int32)


# %% wrong: stops the gradient of everything | test_gradient | lets no gradient through
def straight_through(x):
    return tf.stop_gradient(x + tf.round(x) - x)


# %% wrong: plain rounding | test_gradient | lets no gradient through
def straight_through(x):
    return tf.round(x)


# %% wrong: a gradient of one, whatever comes from above | test_gradient | left out
def straight_through(x):
    @tf.custom_gradient
    def rounded(z):
        return tf.round(z), lambda upstream: tf.ones_like(upstream)

    return rounded(x)


# %% wrong: x is stopped once too few | test_gradient | twice
def straight_through(x):
    return x + x + tf.stop_gradient(tf.round(x) - 2 * x)


# %% wrong: the gradient stops outside [-1, 1], as for a sign | test_gradient | zero
def straight_through(x):
    inside = tf.clip_by_value(x, -1.0, 1.0)
    return inside + tf.stop_gradient(tf.round(x) - inside)


# %% wrong: the rounding error is spread into the gradient | test_gradient | differ
def straight_through(x):
    @tf.custom_gradient
    def rounded(z):
        return tf.round(z), lambda upstream: upstream * (1 + z - tf.round(z))

    return rounded(x)


# %% wrong: rounded by way of int32 | test_far_from_zero | int32
def straight_through(x):
    rounded = tf.cast(tf.cast(tf.round(x), tf.int32), x.dtype)
    return x + tf.stop_gradient(rounded - x)


# %% wrong: the gradient stops where 8 bits end | test_far_from_zero | no gradient comes back
def straight_through(x):
    inside = tf.clip_by_value(x, -128.0, 127.0)
    return inside + tf.stop_gradient(tf.round(x) - inside)
