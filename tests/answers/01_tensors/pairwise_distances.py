"""Answers to pairwise_distances."""

import keras
import numpy as np


# %% right: squared_difference and a root that is safe by multiplication
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.math.squared_difference(x[:, None], y[None]), -1)
    same = tf.cast(tf.equal(squared, 0), squared.dtype)
    return tf.sqrt(squared + same) * (1 - same)


# %% right: keras.ops
def pairwise_distances(x, y):
    gap = keras.ops.expand_dims(x, 1) - keras.ops.expand_dims(y, 0)
    squared = keras.ops.sum(gap * gap, axis=2)
    zero = squared == 0
    return keras.ops.where(zero, 0.0, keras.ops.sqrt(keras.ops.where(zero, 1.0, squared)))


# %% right: one point of x at a time with tf.map_fn, and a gradient of one's own
@tf.custom_gradient
def _root(squared):
    root = tf.sqrt(squared)
    return root, lambda upstream: tf.math.divide_no_nan(upstream, 2 * root)


def pairwise_distances(x, y):
    return tf.map_fn(lambda point: _root(tf.reduce_sum((point - y) ** 2, -1)), x)


# %% right: einsum for the sum of squares
def pairwise_distances(x, y):
    gap = tf.expand_dims(x, 1) - y
    squared = tf.einsum("nmd,nmd->nm", gap, gap)
    safe = tf.where(squared == 0, tf.constant(1, squared.dtype), squared)
    return tf.where(squared == 0, tf.constant(0, squared.dtype), tf.sqrt(safe))

# %% wrong: the root is missing | test_example | root
# breaks: "Return the Euclidean distance of every x to every y"
def pairwise_distances(x, y):
    return tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=-1)

# %% wrong: mean for sum | test_example | mean
# breaks: "Return the Euclidean distance of every x to every y"
def pairwise_distances(x, y):
    squared = tf.reduce_mean(tf.square(x[:, tf.newaxis] - y), axis=-1)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared))

# %% wrong: city blocks | test_example | absolute
# breaks: "Return the Euclidean distance of every x to every y"
def pairwise_distances(x, y):
    return tf.reduce_sum(tf.abs(x[:, tf.newaxis] - y), axis=-1)

# %% wrong: the largest difference | test_example | largest
# breaks: "Return the Euclidean distance of every x to every y"
def pairwise_distances(x, y):
    return tf.reduce_max(tf.abs(x[:, tf.newaxis] - y), axis=-1)

# %% wrong: each x with the y of the same row alone | test_example | shape
# breaks: "(n, d), (m, d) -> (n, m)"
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.square(x - y), axis=-1)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared))

# %% wrong: m rows of n | test_example | swapped
# breaks: "(n, d), (m, d) -> (n, m)"
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.square(y[:, tf.newaxis] - x), axis=-1)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared))

# %% wrong: summed over the points of x | test_example | points of x
# breaks: "Return the Euclidean distance of every x to every y"
def pairwise_distances(x, y):
    return tf.sqrt(tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=0))

# %% wrong: an epsilon under the root | test_example | epsilon
# breaks: "Points that coincide are at distance 0"
def pairwise_distances(x, y):
    return tf.sqrt(tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=-1) + 1e-5)


# %% wrong: a small epsilon under the root | test_close_points_far_away | epsilon
# breaks: "Points that coincide are at distance 0"
def pairwise_distances(x, y):
    return tf.sqrt(tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=-1) + 1e-12)


# %% wrong: the shortcut by squares and a product | test_close_points_far_away | values
# breaks: "Accurate to the dtype, even for points that lie close together"
def pairwise_distances(x, y):
    squared = (
        tf.reduce_sum(x * x, axis=1, keepdims=True)
        + tf.reduce_sum(y * y, axis=1)
        - 2 * tf.matmul(x, y, transpose_b=True)
    )
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared))


# %% wrong: everything becomes float32 | test_values | dtype
# breaks: "or both float64"
def pairwise_distances(x, y):
    x, y = tf.cast(x, tf.float32), tf.cast(y, tf.float32)
    squared = tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=-1)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared))


# %% wrong: tf.norm | test_gradient_at_zero | infinite
# breaks: "there the derivative counts as 0"
def pairwise_distances(x, y):
    return tf.norm(x[:, tf.newaxis] - y, axis=-1)


# %% wrong: chooses after the root only | test_gradient_at_zero | infinite
# breaks: "there the derivative counts as 0"
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=-1)
    return tf.where(squared > 0, tf.sqrt(squared), tf.zeros_like(squared))

# %% wrong: y is taken for a constant | test_gradient | the gradient in y
# breaks: "the gradients in x and y are finite everywhere, eagerly and compiled"
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.square(x[:, tf.newaxis] - tf.stop_gradient(y)), axis=-1)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared))

# %% wrong: x is taken for a constant | test_gradient | the gradient in x
# breaks: "the gradients in x and y are finite everywhere, eagerly and compiled"
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.square(tf.constant(x.numpy())[:, tf.newaxis] - y), axis=-1)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared))

# %% wrong: only y's gradient is safe | test_gradient_at_zero | the gradient in x
# breaks: "the gradients in x and y are finite everywhere, eagerly and compiled"
@tf.custom_gradient
def _distance(x, y):
    gap = x[:, tf.newaxis] - y
    root = tf.sqrt(tf.reduce_sum(gap * gap, axis=-1))

    def gradient(upstream):
        unit = upstream[..., tf.newaxis] * gap / root[..., tf.newaxis]
        safe = tf.where(root[..., tf.newaxis] > 0, unit, tf.zeros_like(unit))
        return tf.reduce_sum(unit, axis=1), -tf.reduce_sum(safe, axis=0)

    return root, gradient


def pairwise_distances(x, y):
    return _distance(x, y)

# %% wrong: only x's gradient is safe | test_gradient_at_zero | the gradient in y
# breaks: "the gradients in x and y are finite everywhere, eagerly and compiled"
@tf.custom_gradient
def _distance(x, y):
    gap = x[:, tf.newaxis] - y
    root = tf.sqrt(tf.reduce_sum(gap * gap, axis=-1))

    def gradient(upstream):
        unit = upstream[..., tf.newaxis] * gap / root[..., tf.newaxis]
        safe = tf.where(root[..., tf.newaxis] > 0, unit, tf.zeros_like(unit))
        return tf.reduce_sum(safe, axis=1), -tf.reduce_sum(unit, axis=0)

    return root, gradient


def pairwise_distances(x, y):
    return _distance(x, y)

# %% wrong: summed over the points of y | test_example | points of y
# breaks: "Return the Euclidean distance of every x to every y"
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=1)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared))

# %% wrong: a Python loop over x | test_example | Python loop
# breaks: "Without a Python loop"
def pairwise_distances(x, y):
    return tf.stack([tf.norm(point - y, axis=-1) for point in x])

# %% wrong: NumPy does the root | test_gradient | gradient
# breaks: "the gradients in x and y are finite everywhere, eagerly and compiled"
def pairwise_distances(x, y):
    difference = np.asarray(x)[:, None] - np.asarray(y)
    return tf.constant(np.sqrt(np.square(difference).sum(-1)))

# %% wrong: repeats by the sizes that Python sees | test_graph | None
# breaks: "Works inside tf.function, where n and m may be unknown"
def pairwise_distances(x, y):
    left = tf.repeat(x, y.shape[0], axis=0)
    right = tf.tile(y, [x.shape[0], 1])
    squared = tf.reshape(tf.reduce_sum(tf.square(left - right), -1), (x.shape[0], y.shape[0]))
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared))


# %% right: the slope chosen by hand
def pairwise_distances(x, y):
    gap = x[:, tf.newaxis, :] - y
    root = tf.stop_gradient(tf.norm(gap, axis=-1, keepdims=True))
    unit = tf.stop_gradient(tf.math.divide_no_nan(gap, root))
    return tf.reduce_sum(gap * unit, axis=-1)


# %% right: repeated and tiled by the graph's own sizes
def pairwise_distances(x, y):
    n, m = tf.shape(x)[0], tf.shape(y)[0]
    left, right = tf.repeat(x, m, axis=0), tf.tile(y, [n, 1])
    squared = tf.reduce_sum(tf.square(left - right), axis=1)
    same = squared <= 0
    root = tf.where(same, tf.zeros_like(squared), tf.sqrt(tf.where(same, 1 + squared, squared)))
    return tf.reshape(root, (n, m))


# %% wrong: float64 whatever comes | test_example | dtype
# breaks: "x and y are both float32"
def pairwise_distances(x, y):
    x, y = tf.cast(x, tf.float64), tf.cast(y, tf.float64)
    squared = tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=-1)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared))


# %% wrong: the zero is float32 | test_values | one operation
# breaks: "or both float64"
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=-1)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros(tf.shape(squared)))


# %% wrong: calculated in float32, then cast back | test_close_points_far_away | differ
# breaks: "Accurate to the dtype"
def pairwise_distances(x, y):
    gap = tf.cast(x, tf.float32)[:, tf.newaxis] - tf.cast(y, tf.float32)
    squared = tf.reduce_sum(tf.square(gap), axis=-1)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.cast(tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared)), x.dtype)


# %% wrong: close points count as equal | test_close_points_far_away | count as 0
# breaks: "Accurate to the dtype, even for points that lie close together"
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=-1)
    apart = squared > 1e-10
    root = tf.sqrt(tf.where(apart, squared, tf.ones_like(squared)))
    return tf.where(apart, root, tf.zeros_like(root))


# %% wrong: the squares are at least 1e-12 | test_close_points_far_away | become
# breaks: "Points that coincide are at distance 0"
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=-1)
    return tf.sqrt(tf.maximum(squared, 1e-12))


# %% wrong: the harmless number stays | test_example | differ
# breaks: "Points that coincide are at distance 0"
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=-1)
    return tf.sqrt(tf.where(squared > 0, squared, tf.ones_like(squared)))


# %% wrong: the slope at 0 is 1 along each axis | test_gradient_at_zero | differ
# breaks: "there the derivative counts as 0"
def pairwise_distances(x, y):
    gap = x[:, tf.newaxis] - y
    squared = tf.reduce_sum(tf.square(gap), axis=-1)
    apart = squared > 0
    root = tf.sqrt(tf.where(apart, squared, tf.ones_like(squared)))
    return tf.where(apart, root, tf.reduce_sum(gap, axis=-1))


# %% wrong: a comprehension over x | test_example | Python loop
# breaks: "comprehensions are loops too"
def pairwise_distances(x, y):
    rows = [tf.reduce_sum(tf.square(x[i] - y), axis=-1) for i in range(x.shape[0])]
    squared = tf.stack(rows)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    return tf.where(squared > 0, tf.sqrt(safe), tf.zeros_like(squared))


# %% wrong: a while loop | test_example | Python loop
# breaks: "Without a Python loop"
def pairwise_distances(x, y):
    rows, i = [], 0
    while i < x.shape[0]:
        rows.append(tf.norm(x[i] - y, axis=-1))
        i += 1
    return tf.stack(rows)


# %% wrong: Python takes the root, which XLA cannot call | test_gradient_at_zero | it raised
# breaks: "and under XLA (jit_compile=True)"
def pairwise_distances(x, y):
    squared = tf.reduce_sum(tf.square(x[:, tf.newaxis] - y), axis=-1)
    safe = tf.where(squared > 0, squared, tf.ones_like(squared))
    root = tf.py_function(tf.sqrt, [safe], squared.dtype)
    return tf.where(squared > 0, root, tf.zeros_like(squared))


# %% equivalent: function-4d8ef16d | the inner choice cuts the gradient there whatever number it puts in


# %% wrong: points nearer than 1e-6 count as equal | test_tiny_distances
# breaks: "Accurate to the dtype, even for points that lie close together far from the origin"
def pairwise_distances(x, y):
    total = tf.reduce_sum(tf.square(x[:, tf.newaxis] - y[tf.newaxis]), axis=-1)
    apart = total > 1e-12
    root = tf.sqrt(tf.where(apart, total, tf.ones_like(total)))
    return tf.where(apart, root, tf.zeros_like(total))


# %% right: a root with its own gradient
def pairwise_distances(x, y):
    @tf.custom_gradient
    def length(vectors):
        lengths = tf.sqrt(tf.reduce_sum(vectors * vectors, axis=-1))

        def gradient(upstream):
            return tf.math.divide_no_nan(upstream, lengths)[..., tf.newaxis] * vectors

        return lengths, gradient

    return length(tf.expand_dims(x, 1) - tf.expand_dims(y, 0))


# %% right: add 1 where the square is 0, and take it off after the root
def pairwise_distances(x, y):
    squares = tf.math.squared_difference(x[:, tf.newaxis], y[tf.newaxis])
    total = tf.reduce_sum(squares, axis=2)
    zero = tf.cast(tf.equal(total, 0), total.dtype)
    return tf.sqrt(total + zero) - zero


# %% wrong: float64 goes through float32 | test_tiny_distances
# breaks: "Accurate to the dtype"
def pairwise_distances(x, y):
    difference = tf.cast(x[:, tf.newaxis] - y[tf.newaxis], tf.float32)
    total = tf.reduce_sum(tf.square(difference), axis=-1)
    apart = total > 0
    root = tf.where(apart, tf.sqrt(tf.where(apart, total, 1.0)), 0.0)
    return tf.cast(root, x.dtype)


# %% wrong: square / root, without nan forward, but with the root's slope at 0 (nan under XLA) | test_gradient_at_zero
# breaks: "in x and y are finite everywhere, eagerly and compiled."
def pairwise_distances(x, y):
    total = tf.reduce_sum(tf.square(x[:, tf.newaxis] - y[tf.newaxis]), axis=-1)
    return tf.math.divide_no_nan(total, tf.sqrt(total))
