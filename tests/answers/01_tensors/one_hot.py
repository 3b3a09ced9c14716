"""Answers to one_hot."""

import keras
import numpy as np


# %% right: rows of an identity matrix with one row of zeros more
def one_hot(labels, depth):
    rows = tf.concat([tf.eye(depth), tf.zeros((1, depth))], axis=0)
    is_class = (labels >= 0) & (labels < depth)
    return tf.gather(rows, tf.where(is_class, labels, tf.cast(depth, labels.dtype)))


# %% right: keras.ops
def one_hot(labels, depth):
    classes = keras.ops.arange(depth, dtype=labels.dtype)
    hit = keras.ops.equal(keras.ops.expand_dims(labels, -1), classes)
    return keras.ops.where(hit, 1.0, 0.0)


# %% right: a class at a time
def one_hot(labels, depth):
    return tf.stack([tf.cast(labels == k, tf.float32) for k in range(depth)], axis=-1)


# %% wrong: moves to the nearest class | test_out_of_range | nearest
def one_hot(labels, depth):
    return tf.gather(tf.eye(depth), tf.clip_by_value(labels, 0, depth - 1))


# %% wrong: wraps around | test_out_of_range | modulo
def one_hot(labels, depth):
    return tf.gather(tf.eye(depth), labels % depth)


# %% wrong: labels out of range become class 0 | test_out_of_range | class 0
def one_hot(labels, depth):
    is_class = (labels >= 0) & (labels < depth)
    return tf.gather(tf.eye(depth), tf.where(is_class, labels, tf.zeros_like(labels)))


# %% wrong: negative labels count from the end | test_out_of_range | from the end
def one_hot(labels, depth):
    labels = tf.where(labels < 0, labels % depth, labels)
    return tf.cast(labels[..., tf.newaxis] == tf.range(depth, dtype=labels.dtype), tf.float32)


# %% wrong: only the upper end is looked at | test_out_of_range | negative label counts as class 0
def one_hot(labels, depth):
    rows = tf.concat([tf.eye(depth), tf.zeros((1, depth))], axis=0)
    return tf.gather(rows, tf.clip_by_value(labels, 0, depth))


# %% wrong: only the lower end is looked at | test_out_of_range | last class
def one_hot(labels, depth):
    rows = tf.concat([tf.zeros((1, depth)), tf.eye(depth)], axis=0)
    return tf.gather(rows, tf.clip_by_value(labels + 1, 0, depth))


# %% wrong: tf.one_hot | test_shape | tf.one_hot
def one_hot(labels, depth):
    return tf.one_hot(labels, depth)


# %% wrong: Keras does it | test_shape | keras.ops.one_hot
def one_hot(labels, depth):
    return keras.ops.one_hot(labels, depth)


# %% wrong: stays bool | test_shape | dtype
def one_hot(labels, depth):
    return labels[..., tf.newaxis] == tf.range(depth, dtype=labels.dtype)


# %% wrong: the classes come first | test_values | first axis
def one_hot(labels, depth):
    classes = tf.reshape(tf.range(depth, dtype=labels.dtype), [depth] + [1] * labels.shape.rank)
    return tf.cast(labels == classes, tf.float32)


# %% wrong: counts the classes from 1 | test_values | left
def one_hot(labels, depth):
    return tf.cast(labels[..., tf.newaxis] == tf.range(1, depth + 1), tf.float32)


# %% wrong: 0 at the class and 1 elsewhere | test_values | swapped
def one_hot(labels, depth):
    return tf.cast(labels[..., tf.newaxis] != tf.range(depth, dtype=labels.dtype), tf.float32)


# %% wrong: all labels go through int32 | test_int64_and_unknown_sizes | int32
def one_hot(labels, depth):
    return tf.cast(tf.cast(labels, tf.int32)[..., tf.newaxis] == tf.range(depth), tf.float32)


# %% wrong: only a vector of labels | test_values | axes of the labels
def one_hot(labels, depth):
    if labels.shape.rank > 1:
        labels = tf.reshape(labels, [-1])
    return tf.cast(labels[..., tf.newaxis] == tf.range(depth, dtype=labels.dtype), tf.float32)
