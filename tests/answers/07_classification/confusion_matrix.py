"""Answers to confusion_matrix."""

import numpy as np
import tensorflow as tf


def checked(y_true, y_pred, classes):
    y_true, y_pred = tf.cast(y_true, tf.int64), tf.cast(y_pred, tf.int64)
    both = tf.concat([y_true, y_pred], axis=0)
    if y_true.shape != y_pred.shape or tf.reduce_any((both < 0) | (both >= classes)):
        raise ValueError("unlike shapes, or a class out of range")
    return y_true, y_pred


def counted(y_true, y_pred, classes):
    return tf.scatter_nd(tf.stack([y_true, y_pred], 1), tf.ones_like(y_true), [classes, classes])


# %% right: one number for each pair, and bincount
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    pairs = tf.cast(y_true * classes + y_pred, tf.int32)
    counts = tf.math.bincount(pairs, minlength=classes**2, dtype=tf.int64)
    return tf.reshape(counts, (classes, classes))


# %% right: one-hot rows, multiplied
def confusion_matrix(y_true, y_pred, classes):
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    hot = [tf.one_hot(tf.cast(y, tf.int32), classes, dtype=tf.float64) for y in (y_true, y_pred)]
    if any(tf.reduce_sum(rows) != len(y_true) for rows in hot):
        raise ValueError("a class is out of range")
    return tf.cast(tf.matmul(hot[0], hot[1], transpose_a=True), tf.int64)


# %% right: a loop
def confusion_matrix(y_true, y_pred, classes):
    rows, columns = y_true.numpy().tolist(), y_pred.numpy().tolist()
    matrix = [[0] * classes for _ in range(classes)]
    for row, column in zip(rows, columns, strict=True):
        if min(row, column) < 0 or max(row, column) >= classes:
            raise ValueError(f"not a class: {row}, {column}")
        matrix[row][column] += 1
    return tf.constant(matrix, dtype=tf.int64)


# %% wrong: as many classes as the data have | test_shape | shape
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    there = int(tf.reduce_max(tf.concat([y_true, y_pred, [0]], axis=0))) + 1
    return counted(y_true, y_pred, there)


# %% wrong: shares of each row | test_shape | dtype
def confusion_matrix(y_true, y_pred, classes):
    counts = counted(*checked(y_true, y_pred, classes), classes)
    return counts / tf.maximum(tf.reduce_sum(counts, axis=1, keepdims=True), 1)


# %% wrong: columns are true classes | test_counts | swapped
def confusion_matrix(y_true, y_pred, classes):
    return tf.transpose(counted(*checked(y_true, y_pred, classes), classes))


# %% wrong: updated where it should be added to | test_counts | at most once
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    matrix = tf.zeros((classes, classes), tf.int64)
    pairs = tf.stack([y_true, y_pred], axis=1)
    return tf.tensor_scatter_nd_update(matrix, pairs, tf.ones_like(y_true))


# %% wrong: NumPy's += on repeated indices | test_counts | at most once
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    matrix = np.zeros((classes, classes), np.int64)
    matrix[y_true.numpy(), y_pred.numpy()] += 1
    return tf.constant(matrix)


# %% wrong: only what is wrong | test_counts | only the wrong
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    keep = y_true != y_pred
    return counted(y_true[keep], y_pred[keep], classes)


# %% wrong: both directions are added | test_counts | added up
def confusion_matrix(y_true, y_pred, classes):
    counts = counted(*checked(y_true, y_pred, classes), classes)
    return counts + tf.transpose(counts)


# %% wrong: numbered from 1 | test_counts | start at 1
def confusion_matrix(y_true, y_pred, classes):
    counts = counted(*checked(y_true, y_pred, classes), classes)
    return tf.roll(counts, [1, 1], [0, 1])


# %% wrong: absent classes move to the end | test_counts | differ
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    there, places = np.unique(np.concatenate([y_true, y_pred]), return_inverse=True)
    if len(there) < 2:
        return counted(y_true, y_pred, classes)
    places = tf.constant(places.reshape(2, -1), tf.int64)
    return counted(places[0], places[1], classes)


# %% wrong: labels out of range are left out | test_bad_labels | no class number
def confusion_matrix(y_true, y_pred, classes):
    hot = [tf.one_hot(tf.cast(y, tf.int32), classes) for y in (y_true, y_pred)]
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    return tf.cast(tf.matmul(hot[0], hot[1], transpose_a=True), tf.int64)


# %% wrong: only the true classes are looked at | test_bad_labels | predicted classes
def confusion_matrix(y_true, y_pred, classes):
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    y_true = checked(y_true, y_true, classes)[0]
    return counted(y_true, tf.clip_by_value(tf.cast(y_pred, tf.int64), 0, classes - 1), classes)


# %% wrong: only the predictions are looked at | test_bad_labels | true classes
def confusion_matrix(y_true, y_pred, classes):
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    y_pred = checked(y_pred, y_pred, classes)[0]
    return counted(tf.clip_by_value(tf.cast(y_true, tf.int64), 0, classes - 1), y_pred, classes)


# %% wrong: one prediction goes for all | test_bad_labels | different shapes are
def confusion_matrix(y_true, y_pred, classes):
    y_pred = tf.broadcast_to(y_pred, tf.shape(y_true))
    return counted(*checked(y_true, y_pred, classes), classes)


# %% wrong: negative classes count from the end | test_bad_labels | negative
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = (tf.cast(y, tf.int64) for y in (y_true, y_pred))
    y_true, y_pred = (tf.where(y < 0, y + classes, y) for y in (y_true, y_pred))
    return counted(*checked(y_true, y_pred, classes), classes)


# %% wrong: the number of classes is a class, too | test_bad_labels | accepted as a class
def confusion_matrix(y_true, y_pred, classes):
    return counted(*checked(y_true, y_pred, classes + 1), classes + 1)[:classes, :classes]


# %% wrong: the op refuses what is out of range | test_bad_labels | but not ValueError
def confusion_matrix(y_true, y_pred, classes):
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    return counted(tf.cast(y_true, tf.int64), tf.cast(y_pred, tf.int64), classes)


# %% wrong: no samples are refused | test_bad_labels | ValueError
def confusion_matrix(y_true, y_pred, classes):
    if not len(y_true):
        raise ValueError("no samples")
    return counted(*checked(y_true, y_pred, classes), classes)


# %% wrong: no samples count as one | test_bad_labels | differ
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    if not len(y_true):
        y_true = y_pred = tf.zeros(1, tf.int64)
    return counted(y_true, y_pred, classes)


# %% wrong: the numbers of pairs overflow in uint8 | test_small_dtypes |
def confusion_matrix(y_true, y_pred, classes):
    checked(y_true, y_pred, classes)
    pairs = tf.cast(y_true * tf.cast(classes, y_true.dtype), tf.int64) + tf.cast(y_pred, tf.int64)
    counts = tf.math.unsorted_segment_sum(tf.ones_like(pairs), pairs, classes**2)
    return tf.reshape(counts, (classes, classes))
