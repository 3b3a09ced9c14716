"""Answers to class_weights."""

import numpy as np
import tensorflow as tf


def counted(labels):
    labels = np.asarray(labels)
    if labels.size == 0:
        raise ValueError("no labels")
    return np.bincount(labels)


def listed(weights):
    return {k: float(weight) for k, weight in enumerate(weights)}


# %% right: tensors throughout
def class_weights(labels):
    labels = tf.cast(labels, tf.int64)
    if tf.size(labels) == 0:
        raise ValueError("no labels")
    ones = tf.ones_like(labels, dtype=tf.float64)
    counts = tf.math.unsorted_segment_sum(ones, labels, tf.reduce_max(labels) + 1)
    present = tf.reduce_sum(tf.cast(counts > 0, tf.float64))
    weights = tf.math.divide_no_nan(tf.reduce_sum(counts), present * counts)
    return dict(enumerate(weights.numpy()))


# %% right: a Counter and NumPy keys
def class_weights(labels):
    from collections import Counter

    counts = Counter(np.array(labels).tolist())
    if not counts:
        raise ValueError("no labels")
    weights = {np.int64(k): 0.0 for k in range(max(counts))}
    for label, count in counts.items():
        weights[np.int64(label)] = np.float32(len(labels)) / (len(counts) * count)
    return weights


# %% right: np.unique
def class_weights(labels):
    labels = np.asarray(labels)
    if len(labels) < 1:
        raise ValueError("no labels")
    weights = dict.fromkeys(range(int(np.max(labels)) + 1), 0.0)
    there, counts = np.unique(labels, return_counts=True)
    weights.update(zip(there.tolist(), np.mean(counts) / counts, strict=True))
    return weights


# %% wrong: only the classes that occur | test_classes | keys
def class_weights(labels):
    counts = counted(labels)
    return {k: np.sum(counts) / (np.sum(counts > 0) * counts[k]) for k in np.flatnonzero(counts)}


# %% wrong: numbered from 1 | test_classes | keys
def class_weights(labels):
    counts = counted(labels)
    present = counts[counts > 0]
    weights = np.where(counts, np.mean(present) / np.maximum(counts, 1), 0)
    return {k + 1: weight for k, weight in enumerate(weights)}


# %% wrong: not divided by the number of classes | test_weights | number of classes
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, np.sum(counts) / np.maximum(counts, 1), 0))


# %% wrong: one over the count | test_weights | n is missing
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, 1 / np.maximum(counts, 1), 0))


# %% wrong: the share itself | test_weights | not its inverse
def class_weights(labels):
    counts = counted(labels)
    return listed(counts / np.sum(counts))


# %% wrong: relative to the largest class | test_weights | largest class
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, np.max(counts) / np.maximum(counts, 1), 0))


# %% wrong: one minus the share | test_weights | 1 minus
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, 1 - counts / np.sum(counts), 0))


# %% wrong: made to sum to 1 | test_weights | add up to 1
def class_weights(labels):
    counts = counted(labels)
    inverse = np.where(counts, 1 / np.maximum(counts, 1), 0)
    return listed(inverse / np.sum(inverse))


# %% wrong: integer division | test_weights | integer division
def class_weights(labels):
    counts = counted(labels)
    whole = np.sum(counts) // (np.sum(counts > 0) * np.maximum(counts, 1))
    return listed(np.where(counts, whole, 0))


# %% wrong: missing classes count among the classes | test_missing | count among
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, np.mean(counts) / np.maximum(counts, 1), 0))


# %% wrong: missing classes get 1 | test_missing | gets the weight 1
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 1))


# %% wrong: missing classes are taken to occur once | test_missing | occurred once
def class_weights(labels):
    counts = np.maximum(counted(labels), 1)
    return listed(np.sum(counts) / (len(counts) * counts))


# %% wrong: missing classes get inf | test_missing | inf
def class_weights(labels):
    counts = counted(labels)
    with np.errstate(divide="ignore"):
        return listed(np.sum(counts) / (np.sum(counts > 0) * counts))


# %% wrong: the keys are strings | test_in_keras | not integers
def class_weights(labels):
    counts = counted(labels)
    weights = np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0)
    return {str(k): weight for k, weight in enumerate(weights)}


# %% wrong: no labels, no weights | test_no_labels | is accepted
def class_weights(labels):
    if len(labels) == 0:
        return {0: 1.0}
    counts = counted(labels)
    return listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0))


# %% wrong: one class is refused | test_no_labels | ValueError
def class_weights(labels):
    counts = counted(labels)
    if np.sum(counts) < 2:
        raise ValueError("one label is not enough")
    return listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0))


# %% wrong: a single class gets no weight | test_no_labels | differ
def class_weights(labels):
    counts = counted(labels)
    if len(counts) == 1:
        return {0: 0.0}
    return listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0))


# %% wrong: a lone sample of a class is taken for noise | test_no_labels | differ
def class_weights(labels):
    counts = counted(labels)
    weights = np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0)
    return listed(np.minimum(weights, 6.0))


# %% wrong: the number of labels in the labels' dtype | test_small_integers | dtype
def class_weights(labels):
    counts = counted(labels)
    n = float(tf.cast(tf.size(labels), tf.convert_to_tensor(labels).dtype))
    present = np.sum(counts > 0)
    return listed([n / (present * count) if count else 0.0 for count in counts])
