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


# %% wrong: exp overflows | test_example | overflows
# breaks: "and x for large x (1000 at 1000)"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        return tf.math.log1p(tf.exp(z)), grad

    return op(x)


# %% wrong: log where log1p belongs | test_values | log1p keeps it
# breaks: "about exp(x) for very negative x (exp(-50), not 0)"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        return tf.maximum(z, 0.0) + tf.math.log(1 + tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: large values are clipped | test_example | differ
# breaks: "and x for large x (1000 at 1000)"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        return tf.math.log1p(tf.exp(tf.minimum(z, 80.0))), grad

    return op(x)


# %% wrong: zero for the far negative | test_values | zero
# breaks: "about exp(x) for very negative x (exp(-50), not 0)"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        value = tf.math.log1p(tf.exp(-tf.abs(z)))
        return tf.where(z < -15, tf.zeros_like(z), tf.nn.relu(z) + value), grad

    return op(x)


# %% wrong: the result is float32 | test_dtypes | dtype
# breaks: "any shape -> the same shape and float dtype"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(tf.cast(x, tf.float32))


# %% wrong: the automatic gradient of max and abs | test_gradient | corner of max
# breaks: "even at 0 (1/2)"
def log1pexp(x):
    return tf.maximum(x, 0.0) + tf.math.log1p(tf.exp(-tf.abs(x)))


# %% wrong: the automatic gradient of relu and abs | test_gradient | corner of relu
# breaks: "even at 0 (1/2)"
def log1pexp(x):
    return tf.nn.relu(x) + tf.math.log1p(tf.exp(-tf.abs(x)))


# %% wrong: the upstream gradient is left out | test_gradient | upstream gradient is left out
# breaks: "The gradient is sigmoid(x)"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return tf.sigmoid(z)

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: the gradient is a quotient of two infinities | test_gradient | inf / inf
# breaks: "at both far ends"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.exp(z) / (1 + tf.exp(z))

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: sigmoid of -x | test_gradient | sigmoid(-x)
# breaks: "The gradient is sigmoid(x)"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(-z)

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: the gradient is 1 - 1 / (1 + e^x) | test_second_order | second derivative
# breaks: "the second derivative is finite and right there too"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * (1 - 1 / (1 + tf.exp(z)))

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: the derivative has a corner of its own at 0 | test_second_order | second derivative
# breaks: "the second derivative is finite and right there too"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            inverse = 1 / (1 + tf.exp(-tf.abs(z)))
            return upstream * tf.where(z >= 0, inverse, 1 - inverse)

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: the derivative is held constant | test_second_order | second derivative
# breaks: "the second derivative is finite and right there too"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        slope = tf.stop_gradient(tf.sigmoid(z))

        def grad(upstream):
            return upstream * slope

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: computed in float32 and cast back | test_double | float32
# breaks: "Right to the dtype's relative precision for every finite x"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        narrow = tf.cast(z, tf.float32)
        value = tf.maximum(narrow, 0.0) + tf.math.log1p(tf.exp(-tf.abs(narrow)))
        return tf.cast(value, z.dtype), grad

    return op(x)


# %% wrong: TensorFlow's own | test_example | softplus
# breaks: "without the softplus"
def log1pexp(x):
    return tf.nn.softplus(x)


# %% right: three cases, and sigmoid by hand
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        small = tf.exp(-tf.abs(z))
        value = tf.where(z > 0, z + tf.math.log1p(small), tf.math.log1p(small))

        def grad(upstream):
            return upstream * tf.math.sigmoid(z)

        return value, grad

    return op(x)


# %% right: the logistic function by tanh, in keras.ops
def log1pexp(x):
    def op(z):
        value = keras.ops.maximum(z, 0.0) + keras.ops.log1p(keras.ops.exp(-keras.ops.absolute(z)))
        return value, lambda upstream: upstream * (0.5 + 0.5 * keras.ops.tanh(0.5 * z))

    return tf.custom_gradient(op)(x)


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return log(1 + exp(x)) element by element"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    op(x)


# %% wrong: only the relu | test_example | max(x, 0)
# breaks: "Return log(1 + exp(x)) element by element"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        return tf.maximum(z, 0.0), grad

    return op(x)


# %% wrong: the formula with the other sign | test_example | missing
# breaks: "Return log(1 + exp(x)) element by element"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        return tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: the plain formula | test_example | overflows
# breaks: "Right to the dtype's relative precision for every finite x"
def log1pexp(x):
    return tf.math.log(1.0 + tf.exp(x))


# %% wrong: thresholds that suit float32 | test_double | differ
# breaks: "Right to the dtype's relative precision"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        middle = tf.clip_by_value(z, -16.0, 16.0)
        value = tf.math.log1p(tf.exp(middle))
        return tf.where(z > 16, z, tf.where(z < -16, tf.exp(z), value)), grad

    return op(x)


# %% wrong: constants of float32 | test_dtypes | it raised
# breaks: "any shape -> the same shape and float dtype"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z)

        zero = tf.constant(0.0)
        return tf.maximum(z, zero) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: the mean comes back | test_example | shape
# breaks: "element by element: any shape -> the same shape"
def log1pexp(x):
    return tf.reduce_mean(tf.maximum(x, 0.0) + tf.math.log1p(tf.exp(-tf.abs(x))))


# %% wrong: the upstream gradient and nothing else | test_gradient | not multiplied
# breaks: "The gradient is sigmoid(x)"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: the slope of sigmoid | test_gradient | slope of sigmoid
# breaks: "The gradient is sigmoid(x)"
def log1pexp(x):
    @tf.custom_gradient
    def op(z):
        def grad(upstream):
            return upstream * tf.sigmoid(z) * (1 - tf.sigmoid(z))

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), grad

    return op(x)


# %% wrong: half of x and half its size, without a gradient of its own | test_second_order | second derivative
# breaks: "the second derivative is finite and right there too"
def log1pexp(x):
    return x / 2 + tf.abs(x) / 2 + tf.math.log1p(tf.exp(-tf.abs(x)))


# %% wrong: log_sigmoid of -x | test_example | log_sigmoid
# breaks: "log_sigmoid, logaddexp or logsumexp of TensorFlow or Keras"
def log1pexp(x):
    return -tf.math.log_sigmoid(-x)


# %% wrong: logsumexp of 0 and x | test_example | logsumexp
# breaks: "log_sigmoid, logaddexp or logsumexp of TensorFlow or Keras"
def log1pexp(x):
    return tf.reduce_logsumexp(tf.stack([tf.zeros_like(x), x]), axis=0)


# %% wrong: Keras's logaddexp | test_example | logaddexp
# breaks: "log_sigmoid, logaddexp or logsumexp of TensorFlow or Keras"
def log1pexp(x):
    return keras.ops.logaddexp(tf.zeros_like(x), x)


# %% wrong: Keras's softplus | test_example | softplus
# breaks: "without the softplus"
def log1pexp(x):
    return keras.activations.softplus(x)


# %% right: custom gradient, the value from relu and log1p
@tf.custom_gradient
def log1pexp(x: tf.Tensor) -> tf.Tensor:
    def grad(upstream):
        return tf.multiply(tf.math.sigmoid(x), upstream)

    return tf.nn.relu(x) + tf.math.log1p(tf.exp(-tf.abs(x))), grad


# %% wrong: the sigmoid is written as 1 / (1 + exp(-x)), whose own derivative is NaN far below 0 | test_second_order
# breaks: "the second derivative is finite and right there too"
@tf.custom_gradient
def log1pexp(x: tf.Tensor) -> tf.Tensor:
    def grad(upstream):
        return upstream / (1 + tf.exp(-x))

    return tf.maximum(x, 0) + tf.math.log1p(tf.exp(-tf.abs(x))), grad


# %% wrong: computed in float32 and cast back, so float64 has 7 digits and overflows beyond 3e38 | test_double
# breaks: "Right to the dtype's relative precision for every finite x"
@tf.custom_gradient
def log1pexp(x: tf.Tensor) -> tf.Tensor:
    def grad(upstream):
        return upstream * tf.sigmoid(x)

    z = tf.cast(x, tf.float32)
    value = tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z)))
    return tf.cast(value, x.dtype), grad


# %% right: one smooth formula on each side of 0, so that the tape's own gradient is right everywhere
def log1pexp(x: tf.Tensor) -> tf.Tensor:
    x = tf.convert_to_tensor(x)
    zero = tf.zeros_like(x)
    above = x > 0
    positive = tf.where(above, x, zero)
    others = tf.where(above, zero, x)  # also x = 0: the slope there is 1 / (1 + 1)
    return tf.where(
        above,
        positive + tf.math.log1p(tf.exp(-positive)),
        tf.math.log1p(tf.exp(others)),
    )


# %% wrong: the exponent is cut off at -50 against underflow, so exp(-80) comes out as exp(-50) | test_values
# breaks: "about exp(x) for very negative x"
@tf.custom_gradient
def log1pexp(x: tf.Tensor) -> tf.Tensor:
    def grad(upstream):
        return upstream * tf.sigmoid(x)

    return tf.maximum(x, 0) + tf.math.log1p(tf.exp(-tf.minimum(tf.abs(x), 50))), grad
