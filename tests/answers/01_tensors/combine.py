"""Answers to combine."""

import keras
import numpy as np


# %% right: the joined one with one axis split in two
def combine(a, b):
    joined = tf.concat([a, b], axis=1)
    shape = tf.shape(a)
    return tf.reshape(joined, tf.concat([shape[:1], [2], shape[1:]], axis=0)), joined


# %% right: keras.ops, as a list
def combine(a, b):
    return [keras.ops.stack((a, b), axis=1), keras.ops.concatenate((a, b), axis=1)]


# %% right: new axes by hand
def combine(a, b):
    stacked = tf.concat([a[:, tf.newaxis], tf.expand_dims(b, 1)], 1)
    return stacked, tf.concat(tf.unstack(stacked, axis=1), 1)


# %% wrong: stacked on axis 0 | test_stacked | axis 0
def combine(a, b):
    return tf.stack([a, b]), tf.concat([a, b], axis=1)


# %% wrong: stacked on the last axis | test_stacked | last one
def combine(a, b):
    return tf.stack([a, b], axis=-1), tf.concat([a, b], axis=1)


# %% wrong: joined along axis 0 | test_joined | axis 0
def combine(a, b):
    return tf.stack([a, b], axis=1), tf.concat([a, b], axis=0)


# %% wrong: joined along the last axis | test_joined | last axis
def combine(a, b):
    return tf.stack([a, b], axis=1), tf.concat([a, b], axis=-1)


# %% wrong: b first | test_stacked | b comes before a
def combine(a, b):
    return tf.stack([b, a], axis=1), tf.concat([b, a], axis=1)


# %% wrong: only the joined one has b first | test_joined | b comes before a
def combine(a, b):
    return tf.stack([a, b], axis=1), tf.concat([b, a], axis=1)


# %% wrong: the joined one first | test_stacked | joined tensor comes first
def combine(a, b):
    return tf.concat([a, b], axis=1), tf.stack([a, b], axis=1)


# %% wrong: the two alternate | test_joined | alternate
def combine(a, b):
    shape = tf.concat([tf.shape(a)[:1], [-1], tf.shape(a)[2:]], axis=0)
    return tf.stack([a, b], axis=1), tf.reshape(tf.stack([a, b], axis=2), shape)


# %% wrong: the joined one is a second stack | test_joined | shape
def combine(a, b):
    return tf.stack([a, b], axis=1), tf.stack([a, b], axis=0)


# %% wrong: only the stacked one comes back | test_pair | pair
def combine(a, b):
    return tf.stack([a, b], axis=1)


# %% wrong: NumPy arrays come back | test_stacked | NumPy
def combine(a, b):
    return np.stack([a, b], axis=1), np.concatenate([a, b], axis=1)


# %% wrong: everything becomes float32 | test_dtypes_and_ranks | dtype
def combine(a, b):
    a, b = tf.cast(a, tf.float32), tf.cast(b, tf.float32)
    return tf.stack([a, b], axis=1), tf.concat([a, b], axis=1)
