"""Answers to log1pexp."""

import keras
import tensorflow as tf


# %% right: cases by tf.where, the derivative by tanh
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        small = tf.exp(-tf.abs(z))
        value = tf.where(z > 0, z, tf.zeros_like(z)) + tf.math.log1p(small)
        return value, lambda upstream: upstream * (1 + tf.tanh(z / 2)) / 2

    return op(x)


# %% right: keras.ops
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        value = keras.ops.log1p(keras.ops.exp(-keras.ops.abs(z))) + keras.ops.relu(z)
        return value, lambda upstream: keras.ops.sigmoid(z) * upstream

    return op(x)


# %% wrong: exp overflows | test_values | overflows
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        return tf.math.log1p(tf.exp(z)), grad

    return op(x)


# %% wrong: log where log1p belongs | test_values | log1p keeps it
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        return tf.maximum(z, 0.0) + tf.math.log(1 + tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: large values are clipped | test_values | differ
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        return tf.math.log1p(tf.exp(tf.minimum(z, 80.0))), grad

    return op(x)


# %% wrong: zero for the far negative | test_values | zero
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        value = tf.math.log1p(tf.exp(-tf.abs(z)))
        return tf.where(z < -15, tf.zeros_like(z), tf.nn.relu(z) + value), grad

    return op(x)


# %% wrong: the result is float32 | test_shape | dtype
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(tf.cast(x, tf.float32))


# %% wrong: the automatic gradient of max and abs | test_gradient | corner of max
def log1pexp(x):
    return tf.maximum(x, 0.0) + tf.math.log1p(tf.exp(-tf.abs(x)))


# %% wrong: the automatic gradient of relu and abs | test_gradient | corner of relu
def log1pexp(x):
    return tf.nn.relu(x) + tf.math.log1p(tf.exp(-tf.abs(x)))


# %% wrong: the upstream gradient is left out | test_gradient | upstream gradient is left out
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return tf.sigmoid(z)

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: the gradient is a quotient of two infinities | test_gradient | nan
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.exp(z) / (1 + tf.exp(z))

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: sigmoid of -x | test_gradient | sigmoid(-x)
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(-z)

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: the gradient is 1 - 1 / (1 + e^x) | test_second_order | second derivative
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * (1 - 1 / (1 + tf.exp(z)))

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: the derivative has a corner of its own at 0 | test_second_order | second derivative
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            inverse = 1 / (1 + tf.exp(-tf.abs(z)))
            return upstream * tf.where(z >= 0, inverse, 1 - inverse)

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: the derivative is held constant | test_second_order | second derivative
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        slope = tf.stop_gradient(tf.sigmoid(z))

        def grad(upstream):
            return upstream * slope

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: computed in float32 and cast back | test_second_order | float32
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        narrow = tf.cast(z, tf.float32)
        value = tf.maximum(narrow, 0.0) + tf.math.log1p(tf.exp(-tf.abs(narrow)))
        return tf.cast(value, z.dtype), grad

    return op(x)


# %% wrong: TensorFlow's own | test_shape | softplus
def log1pexp(x):
    return tf.nn.softplus(x)
