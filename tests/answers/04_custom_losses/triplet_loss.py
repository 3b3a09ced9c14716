"""Answers to triplet_loss."""

import keras
import numpy as np
import tensorflow as tf


def squared(a, b):
    return tf.reduce_sum(tf.square(a - b), axis=-1)


def distance(a, b):
    total = squared(a, b)
    zero = total == 0
    return tf.where(zero, tf.zeros_like(total), tf.sqrt(tf.where(zero, tf.ones_like(total), total)))


# %% right: a small epsilon under the root
def triplet_loss(anchor, positive, negative, margin=1.0):
    near = tf.sqrt(squared(anchor, positive) + 1e-12)
    far = tf.sqrt(squared(anchor, negative) + 1e-12)
    return tf.maximum(near - far + margin, 0)


# %% right: maximum under the root, keras.ops
def triplet_loss(anchor, positive, negative, margin=1.0):
    def length(x):
        return keras.ops.sqrt(keras.ops.maximum(keras.ops.sum(x * x, axis=-1), 1e-14))

    return keras.ops.relu(length(positive - anchor) - length(negative - anchor) + margin)


# %% right: a gradient of its own
def triplet_loss(anchor, positive, negative, margin=1.0):
    @tf.custom_gradient
    def length(x):
        size = tf.norm(x, axis=-1)

        def slope(upstream):
            return tf.math.divide_no_nan(x, size[..., None]) * upstream[..., None]

        return size, slope

    return tf.nn.relu(length(anchor - positive) - length(anchor - negative) + margin)


# %% right: both distances at once
def triplet_loss(anchor, positive, negative, margin=1.0):
    gaps = tf.stack([positive, negative]) - anchor
    near, far = tf.unstack(tf.sqrt(tf.reduce_sum(gaps**2, axis=-1) + 1e-13))
    return tf.maximum(near - far + margin, 0)


# %% right: divide_no_nan in place of a root's slope
def triplet_loss(anchor, positive, negative, margin=1.0):
    def length(x):
        total = tf.einsum("...d,...d->...", x, x)
        root = tf.stop_gradient(tf.sqrt(total))
        return root + tf.math.divide_no_nan(total - tf.stop_gradient(total), 2 * root)

    return tf.nn.relu(length(anchor - positive) - length(anchor - negative) + margin)


# %% wrong: the mean over the batch | test_example | shape
# breaks: "three times (..., dim) -> (...)"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near, far = distance(anchor, positive), distance(anchor, negative)
    return tf.reduce_mean(tf.maximum(near - far + margin, 0))


# %% wrong: the distance over axis 1 | test_shape | shape
# breaks: "over the last axis"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near = tf.sqrt(tf.reduce_sum(tf.square(anchor - positive), axis=1) + 1e-12)
    far = tf.sqrt(tf.reduce_sum(tf.square(anchor - negative), axis=1) + 1e-12)
    return tf.maximum(near - far + margin, 0)


# %% wrong: squared distances, as in the paper | test_example | squared distances
# breaks: "not squared"
def triplet_loss(anchor, positive, negative, margin=1.0):
    return tf.maximum(squared(anchor, positive) - squared(anchor, negative) + margin, 0)


# %% wrong: positive and negative exchanged | test_example | swapped
# breaks: "max(d(anchor, positive) - d(anchor, negative) + margin, 0)"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near, far = distance(anchor, positive), distance(anchor, negative)
    return tf.maximum(far - near + margin, 0)


# %% wrong: no hinge | test_values | is missing
# breaks: "max(d(anchor, positive) - d(anchor, negative) + margin, 0)"
def triplet_loss(anchor, positive, negative, margin=1.0):
    return distance(anchor, positive) - distance(anchor, negative) + margin


# %% wrong: the margin subtracted | test_example | margin is subtracted
# breaks: "max(d(anchor, positive) - d(anchor, negative) + margin, 0)"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near, far = distance(anchor, positive), distance(anchor, negative)
    return tf.maximum(near - far - margin, 0)


# %% wrong: the margin is always 1 | test_values | margin is not used
# breaks: "max(d(anchor, positive) - d(anchor, negative) + margin, 0)"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near, far = distance(anchor, positive), distance(anchor, negative)
    return tf.maximum(near - far + 1.0, 0)


# %% wrong: the margin is added last | test_values | outside
# breaks: "max(d(anchor, positive) - d(anchor, negative) + margin, 0)"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near, far = distance(anchor, positive), distance(anchor, negative)
    return tf.maximum(near - far, 0) + margin


# %% wrong: the sum of absolute differences | test_example | absolute differences
# breaks: "with the Euclidean distance d"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near = tf.reduce_sum(tf.abs(anchor - positive), axis=-1)
    far = tf.reduce_sum(tf.abs(anchor - negative), axis=-1)
    return tf.maximum(near - far + margin, 0)


# %% wrong: the mean under the root | test_example | mean of the squares
# breaks: "with the Euclidean distance d"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near = tf.sqrt(tf.reduce_mean(tf.square(anchor - positive), axis=-1) + 1e-12)
    far = tf.sqrt(tf.reduce_mean(tf.square(anchor - negative), axis=-1) + 1e-12)
    return tf.maximum(near - far + margin, 0)


# %% wrong: the negative against the positive | test_example | from positive to negative
# breaks: "max(d(anchor, positive) - d(anchor, negative) + margin, 0)"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near, far = distance(anchor, positive), distance(positive, negative)
    return tf.maximum(near - far + margin, 0)


# %% wrong: the root as it is | test_equal_points | infinity times 0
# breaks: "their distance has gradient 0 in both of them, never NaN"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near, far = tf.sqrt(squared(anchor, positive)), tf.sqrt(squared(anchor, negative))
    return tf.maximum(near - far + margin, 0)


# %% wrong: where after the root alone | test_xla | where is used only after
# breaks: "even when XLA compiles it"
def triplet_loss(anchor, positive, negative, margin=1.0):
    sums = [squared(anchor, positive), squared(anchor, negative)]
    near, far = (tf.where(s > 0, tf.sqrt(s), tf.zeros_like(s)) for s in sums)
    return tf.maximum(near - far + margin, 0)


# %% wrong: Keras's epsilon under the root | test_gradient | differ
# breaks: "it is at most 1e-12"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near = tf.sqrt(squared(anchor, positive) + keras.config.epsilon())
    far = tf.sqrt(squared(anchor, negative) + keras.config.epsilon())
    return tf.maximum(near - far + margin, 0)


# %% wrong: NumPy calculates | test_graph | it raised
# breaks: "The gradients in all three are the formula's"
def triplet_loss(anchor, positive, negative, margin=1.0):
    a, p, n = (np.asarray(x) for x in (anchor, positive, negative))
    near, far = np.linalg.norm(a - p, axis=-1), np.linalg.norm(a - n, axis=-1)
    return tf.constant(np.maximum(near - far + margin, 0), anchor.dtype)


# %% wrong: the anchor is held fast | test_gradient | anchor
# breaks: "The gradients in all three"
def triplet_loss(anchor, positive, negative, margin=1.0):
    anchor = tf.stop_gradient(anchor)
    near, far = distance(anchor, positive), distance(anchor, negative)
    return tf.maximum(near - far + margin, 0)


# %% wrong: the negative is not pushed | test_gradient | negative
# breaks: "The gradients in all three"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near, far = distance(anchor, positive), distance(anchor, tf.stop_gradient(negative))
    return tf.maximum(near - far + margin, 0)


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "float64"
def triplet_loss(anchor, positive, negative, margin=1.0):
    a, p, n = (tf.cast(x, tf.float32) for x in (anchor, positive, negative))
    return tf.maximum(distance(a, p) - distance(a, n) + margin, 0)


# %% wrong: tf.norm as it is | test_equal_points | infinity times 0
# breaks: "their distance has gradient 0 in both of them, never NaN"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near, far = tf.norm(anchor - positive, axis=-1), tf.norm(anchor - negative, axis=-1)
    return tf.maximum(near - far + margin, 0)


# %% wrong: an epsilon added to the root | test_equal_points | the gradient
# breaks: "Two equal points have distance 0"
def triplet_loss(anchor, positive, negative, margin=1.0):
    near = tf.sqrt(squared(anchor, positive)) + 1e-12
    far = tf.sqrt(squared(anchor, negative)) + 1e-12
    return tf.maximum(near - far + margin, 0)


# %% wrong: float64 always | test_example | dtype
# breaks: "float32"
def triplet_loss(anchor, positive, negative, margin=1.0):
    a, p, n = (tf.cast(x, tf.float64) for x in (anchor, positive, negative))
    return tf.maximum(distance(a, p) - distance(a, n) + margin, 0)


# %% wrong: calculated in float32, then cast back | test_gradient | differ
# breaks: "float64"
def triplet_loss(anchor, positive, negative, margin=1.0):
    a, p, n = (tf.cast(x, tf.float32) for x in (anchor, positive, negative))
    return tf.cast(tf.maximum(distance(a, p) - distance(a, n) + margin, 0), anchor.dtype)


# %% wrong: easy triplets pull too | test_gradient | differ
# breaks: "The gradients in all three are the formula's"
def triplet_loss(anchor, positive, negative, margin=1.0):
    loss = distance(anchor, positive) - distance(anchor, negative) + margin
    return loss + tf.stop_gradient(tf.maximum(loss, 0) - loss)


# %% wrong: only the easy half of the triplets | test_example | shape
# breaks: "Return the triplet loss of each sample"
def triplet_loss(anchor, positive, negative, margin=1.0):
    loss = distance(anchor, positive) - distance(anchor, negative) + margin
    return tf.boolean_mask(loss, loss > 4)


# %% wrong: NumPy looks for equal points | test_graph | it raised
# breaks: "Works in tf.function too"
def triplet_loss(anchor, positive, negative, margin=1.0):
    def length(x):
        total = tf.reduce_sum(tf.square(x), axis=-1)
        apart = tf.constant(total.numpy() > 0)
        return tf.where(apart, tf.sqrt(tf.where(apart, total, 1.0)), 0.0)

    return tf.maximum(length(anchor - positive) - length(anchor - negative) + margin, 0)


# %% equivalent: constant-7c365da5 | the inner where keeps what it puts in out of the gradient

# %% equivalent: constant-c815d8e3 | any number will do that is not 0


# %% wrong: points nearer than 1e-3 count as equal | test_equal_points | points near each other
# breaks: "max(d(anchor, positive) - d(anchor, negative) + margin, 0) with the Euclidean distance d, not"
def triplet_loss(anchor, positive, negative, margin=1.0):
    def distance(a, b):
        square = tf.reduce_sum(tf.square(a - b), axis=-1)
        apart = square > 1e-6
        root = tf.sqrt(tf.where(apart, square, tf.ones_like(square)))
        return tf.where(apart, root, tf.zeros_like(square))

    return tf.maximum(distance(anchor, positive) - distance(anchor, negative) + margin, 0)


# %% right: an epsilon of 1e-12 under the root, as the docstring allows
def triplet_loss(anchor, positive, negative, margin=1.0):
    near, far = (
        tf.sqrt(tf.reduce_sum(tf.math.squared_difference(anchor, other), axis=-1) + 1e-12)
        for other in (positive, negative)
    )
    return tf.maximum(near + margin - far, 0)


# %% right: a distance with its own gradient, both pairs stacked
def triplet_loss(anchor, positive, negative, margin=1.0):
    @tf.custom_gradient
    def length(vectors):
        lengths = tf.sqrt(tf.reduce_sum(tf.square(vectors), axis=-1))

        def gradient(upstream):
            return tf.math.divide_no_nan(upstream, lengths)[..., tf.newaxis] * vectors

        return lengths, gradient

    lengths = length(tf.stack([anchor - positive, anchor - negative]))
    return tf.nn.relu(lengths[0] - lengths[1] + margin)


# %% wrong: square / root without nan, but with the root's slope at 0 | test_xla
# breaks: "distance has gradient 0 in both of them, never NaN, even when XLA compiles it"
def triplet_loss(anchor, positive, negative, margin=1.0):
    def distance(a, b):
        square = tf.reduce_sum(tf.square(a - b), axis=-1)
        return tf.math.divide_no_nan(square, tf.sqrt(square))

    return tf.maximum(distance(anchor, positive) - distance(anchor, negative) + margin, 0)


# %% wrong: the epsilon is added to the difference: equal points get a slope of 1 / sqrt(dim) | test_equal_points
# breaks: "distance has gradient 0 in both of them, never NaN, even when XLA compiles it"
def triplet_loss(anchor, positive, negative, margin=1.0):
    def distance(a, b):
        return tf.norm(a - b + 1e-12, axis=-1)

    return tf.maximum(distance(anchor, positive) - distance(anchor, negative) + margin, 0)
