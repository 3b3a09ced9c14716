"""Answers to contrastive_loss."""

import keras
import numpy as np
import tensorflow as tf


# %% right: where
def contrastive_loss(y, distance, margin=1.0):
    push = tf.square(tf.nn.relu(margin - distance))
    return tf.where(tf.cast(y, tf.bool), tf.square(distance), push)


# %% right: keras.ops
def contrastive_loss(y, distance, margin=1.0):
    y = keras.ops.cast(y, distance.dtype)
    lack = keras.ops.maximum(margin - distance, 0)
    return y * distance**2 + (1 - y) * lack**2


# %% right: one square of what is chosen
def contrastive_loss(y, distance, margin=1.0):
    same = tf.equal(tf.cast(y, distance.dtype), 1)
    lack = margin - tf.minimum(distance, margin)
    return tf.where(same, distance, lack) ** 2


# %% wrong: the mean over the batch | test_shape | shape
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    push = tf.square(tf.maximum(margin - distance, 0))
    return tf.reduce_mean(y * tf.square(distance) + (1 - y) * push)


# %% wrong: y = 0 is the pair that belongs together | test_values | kinds of pair are swapped
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    push = tf.square(tf.maximum(margin - distance, 0))
    return (1 - y) * tf.square(distance) + y * push


# %% wrong: no end to the push | test_values | is missing
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * tf.square(distance) + (1 - y) * tf.square(margin - distance)


# %% wrong: the margin against the squared distance | test_values | squared distance
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * distance**2 + (1 - y) * tf.maximum(margin - distance**2, 0)


# %% wrong: the push is linear | test_values | push is not squared
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * tf.square(distance) + (1 - y) * tf.maximum(margin - distance, 0)


# %% wrong: the pull is linear | test_values | pull is not squared
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * distance + (1 - y) * tf.square(tf.maximum(margin - distance, 0))


# %% wrong: the other way round in the hinge | test_values | distance - margin
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * tf.square(distance) + (1 - y) * tf.square(tf.maximum(distance - margin, 0))


# %% wrong: the margin is always 1 | test_values | margin is not used
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * tf.square(distance) + (1 - y) * tf.square(tf.maximum(1 - distance, 0))


# %% wrong: both costs for every pair | test_values | both costs
def contrastive_loss(y, distance, margin=1.0):
    return tf.square(distance) + tf.square(tf.maximum(margin - distance, 0))


# %% wrong: half of it, as in the paper | test_values | 1/2
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    push = tf.square(tf.maximum(margin - distance, 0))
    return (y * tf.square(distance) + (1 - y) * push) / 2


# %% wrong: NumPy calculates | test_gradient | path
def contrastive_loss(y, distance, margin=1.0):
    d = distance.numpy()
    return tf.constant(np.where(y.numpy() == 1, d**2, np.maximum(margin - d, 0) ** 2))


# %% wrong: the distance through a root | test_gradient | infinite
def contrastive_loss(y, distance, margin=1.0):
    y, d = tf.cast(y, distance.dtype), tf.sqrt(tf.square(distance))
    return y * tf.square(d) + (1 - y) * tf.square(tf.maximum(margin - d, 0))


# %% wrong: float32 whatever comes in | test_shape | dtype
def contrastive_loss(y, distance, margin=1.0):
    y, d = tf.cast(y, tf.float32), tf.cast(distance, tf.float32)
    return y * tf.square(d) + (1 - y) * tf.square(tf.maximum(margin - d, 0))


# %% wrong: the last axis is averaged | test_dtypes | shape
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    loss = y * tf.square(distance) + (1 - y) * tf.square(tf.maximum(margin - distance, 0))
    return tf.reduce_mean(loss, axis=-1) if len(loss.shape) > 2 else loss
