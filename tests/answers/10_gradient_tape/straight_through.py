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


# %% wrong: halves go up | test_example | halves
# breaks: "(halves go to the even neighbor)"
def straight_through(x):
    return x + tf.stop_gradient(tf.floor(x + 0.5) - x)


# %% wrong: cut off by a cast | test_example | rounded down (floor)
# breaks: "The values are those of tf.round"
def straight_through(x):
    return x + tf.stop_gradient(tf.cast(tf.cast(x, tf.int32), x.dtype) - x)


# %% wrong: floor | test_example | floor
# breaks: "The values are those of tf.round"
def straight_through(x):
    return x + tf.stop_gradient(tf.floor(x) - x)


# %% wrong: rounds to an integer dtype | test_example | dtype
# breaks: "any shape -> the same shape and dtype"
def straight_through(x):
    return tf.cast(tf.round(x), tf.int32)


# %% wrong: stops the gradient of everything | test_gradient | no gradient reaches x: neither tf.round
# breaks: "with the gradient of the identity"
def straight_through(x):
    return tf.stop_gradient(x + tf.round(x) - x)


# %% wrong: plain rounding | test_gradient | no gradient reaches x: neither tf.round
# breaks: "with the gradient of the identity"
def straight_through(x):
    return tf.round(x)


# %% wrong: a gradient of one, whatever comes from above | test_gradient | left out
# breaks: "The gradient in x is the upstream gradient"
def straight_through(x):
    @tf.custom_gradient
    def rounded(z):
        return tf.round(z), lambda upstream: tf.ones_like(upstream)

    return rounded(x)


# %% wrong: x is stopped once too few | test_gradient | twice
# breaks: "The gradient in x is the upstream gradient, unchanged"
def straight_through(x):
    return x + x + tf.stop_gradient(tf.round(x) - 2 * x)


# %% wrong: the gradient stops outside [-1, 1], as for a sign | test_gradient | the gradient passes only between -1 and
# breaks: "The gradient in x is the upstream gradient, unchanged"
def straight_through(x):
    inside = tf.clip_by_value(x, -1.0, 1.0)
    return inside + tf.stop_gradient(tf.round(x) - inside)


# %% wrong: the rounding error is spread into the gradient | test_gradient | differ
# breaks: "The gradient in x is the upstream gradient, unchanged"
def straight_through(x):
    @tf.custom_gradient
    def rounded(z):
        return tf.round(z), lambda upstream: upstream * (1 + z - tf.round(z))

    return rounded(x)


# %% wrong: rounded by way of int32 | test_values | int32
# breaks: "for every finite x"
def straight_through(x):
    rounded = tf.cast(tf.cast(tf.round(x), tf.int32), x.dtype)
    return x + tf.stop_gradient(rounded - x)


# %% wrong: the gradient stops where 8 bits end | test_gradient | no gradient reaches x: neither tf.round
# breaks: "The gradient in x is the upstream gradient, unchanged"
def straight_through(x):
    inside = tf.clip_by_value(x, -128.0, 127.0)
    return inside + tf.stop_gradient(tf.round(x) - inside)


# %% right: a sum whose second part is stopped
def straight_through(x):
    error = x - tf.round(x)
    return x - tf.stop_gradient(error)


# %% right: a custom gradient at the top
@tf.custom_gradient
def straight_through(x):
    def grad(upstream):
        return tf.identity(upstream)

    return tf.math.round(x), grad


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return x rounded"
def straight_through(x):
    x + tf.stop_gradient(tf.round(x) - x)


# %% wrong: nothing is rounded | test_example | nothing is rounded
# breaks: "Return x rounded"
def straight_through(x):
    return x + tf.stop_gradient(x - x)


# %% wrong: x is stopped instead | test_gradient | no gradient reaches x
# breaks: "with the gradient of the identity"
def straight_through(x):
    return tf.stop_gradient(x) + (tf.round(x) - tf.stop_gradient(x))


# %% wrong: what rounding adds | test_example | not the rounded value
# breaks: "Return x rounded"
def straight_through(x):
    return x - tf.stop_gradient(x) + tf.stop_gradient(tf.round(x) - x)


# %% wrong: halves go away from zero | test_example | differ
# breaks: "(halves go to the even neighbor)"
def straight_through(x):
    half = tf.sign(x) * tf.cast(0.5, x.dtype)
    whole = tf.sign(x) * tf.floor(tf.abs(x + half))
    return x + tf.stop_gradient(whole - x)


# %% wrong: ceil | test_example | ceil
# breaks: "The values are those of tf.round"
def straight_through(x):
    return x + tf.stop_gradient(tf.math.ceil(x) - x)


# %% wrong: always float32 | test_values | dtype
# breaks: "any shape -> the same shape and dtype"
def straight_through(x):
    x = tf.cast(x, tf.float32)
    return x + tf.stop_gradient(tf.round(x) - x)


# %% wrong: the gradient is rounded too | test_gradient | rounded too
# breaks: "The gradient in x is the upstream gradient, unchanged"
def straight_through(x):
    @tf.custom_gradient
    def rounded(z):
        return tf.round(z), lambda upstream: tf.round(upstream)

    return rounded(x)


# %% wrong: x is multiplied into the gradient | test_gradient | multiplied by x
# breaks: "The gradient in x is the upstream gradient, unchanged"
def straight_through(x):
    @tf.custom_gradient
    def rounded(z):
        return tf.round(z), lambda upstream: upstream * z

    return rounded(x)


# %% right: the rounded constant plus x minus itself
def straight_through(x: tf.Tensor) -> tf.Tensor:
    return tf.stop_gradient(tf.round(x)) + (x - tf.stop_gradient(x))


# %% wrong: rounded by way of int32, which overflows for large x | test_values
# breaks: "The values are those of tf.round for every finite x"
def straight_through(x: tf.Tensor) -> tf.Tensor:
    rounded = tf.cast(tf.cast(tf.round(x), tf.int32), x.dtype)
    return x + tf.stop_gradient(rounded - x)


# %% wrong: halves always go down (0.5 to 0, but 1.5 to 1) | test_values
# breaks: "(halves go to the even neighbor)"
def straight_through(x: tf.Tensor) -> tf.Tensor:
    below = tf.floor(x)
    rounded = below + tf.cast(x - below > 0.5, x.dtype)
    return x + tf.stop_gradient(rounded - x)


# %% wrong: the saturating estimator, which lets no gradient through where /x/ > 1 | test_gradient
# breaks: "The gradient in x is the upstream gradient, unchanged."
@tf.custom_gradient
def straight_through(x: tf.Tensor) -> tf.Tensor:
    def grad(upstream):
        return tf.where(tf.abs(x) <= 1, upstream, tf.zeros_like(upstream))

    return tf.round(x), grad


# %% wrong: x is added to the rounded x before it is taken off | test_gradient
# breaks: "The values are those of tf.round for every finite x"
def straight_through(x):
    return (tf.stop_gradient(tf.round(x)) + x) - tf.stop_gradient(x)
