"""Answers to top_k."""

import keras
import numpy as np
import tensorflow as tf


def check(k, classes):
    if k < 1 or k > classes:
        raise ValueError(f"k must be between 1 and {classes}")


# %% right: NumPy and argsort
def top_k(model, x, k):
    logits = model.predict(x, verbose=0)
    check(k, logits.shape[1])
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    labels = np.argsort(-logits, axis=1)[:, :k]
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    return labels, np.take_along_axis(probabilities, labels, axis=1)


# %% right: the k best logits, then their share
def top_k(model, x, k):
    logits = model(x)
    check(k, logits.shape[-1])
    values, labels = tf.math.top_k(logits, k)
    total = tf.reduce_logsumexp(logits, axis=-1, keepdims=True)
    return [labels, tf.exp(values - total)]


# %% right: keras.ops, sorted backwards
def top_k(model, x, k):
    probabilities = keras.ops.softmax(model(x, training=False))
    check(k, probabilities.shape[-1])
    labels = keras.ops.flip(keras.ops.argsort(probabilities, axis=-1), axis=-1)[:, :k]
    return labels, tf.gather(probabilities, labels, batch_dims=1)


# %% wrong: probabilities first | test_shape | probabilities first
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    return tuple(tf.math.top_k(tf.nn.softmax(logits), k))


# %% wrong: all classes, sorted | test_shape | all classes
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), logits.shape[-1])
    return labels, probabilities


# %% wrong: worst first | test_labels | worst first
def top_k(model, x, k):
    probabilities = tf.nn.softmax(model(x, training=False))
    check(k, probabilities.shape[-1])
    labels = tf.argsort(probabilities, axis=-1)[:, -k:]
    return labels, tf.gather(probabilities, labels, batch_dims=1)


# %% wrong: the smallest | test_labels | smallest
def top_k(model, x, k):
    probabilities = tf.nn.softmax(model(x, training=False))
    check(k, probabilities.shape[-1])
    labels = tf.argsort(probabilities, axis=-1)[:, :k]
    return labels, tf.gather(probabilities, labels, batch_dims=1)


# %% wrong: in the order of the labels | test_labels | sorted by label
def top_k(model, x, k):
    probabilities = tf.nn.softmax(model(x, training=False))
    check(k, probabilities.shape[-1])
    labels = tf.sort(tf.math.top_k(probabilities, k).indices, axis=-1)
    return labels, tf.gather(probabilities, labels, batch_dims=1)


# %% wrong: softmax over the kept ones | test_probabilities | over the k kept
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    values, labels = tf.math.top_k(logits, k)
    return labels, tf.nn.softmax(values)


# %% wrong: logits | test_probabilities | logits
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    values, labels = tf.math.top_k(logits, k)
    return labels, values


# %% wrong: sigmoid | test_probabilities | sigmoid
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    values, labels = tf.math.top_k(tf.sigmoid(logits), k)
    return labels, values


# %% wrong: the probabilities are not sorted | test_probabilities | order of the classes
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    return tf.math.top_k(logits, k).indices, tf.nn.softmax(logits)[:, :k]


# %% wrong: where all are wanted they stay in their own order | test_bad_k | order of the classes
def top_k(model, x, k):
    probabilities = tf.nn.softmax(model(x, training=False))
    batch, classes = probabilities.shape
    check(k, classes)
    if k == classes:
        return tf.tile([tf.range(classes)], [batch, 1]), probabilities
    probabilities, labels = tf.math.top_k(probabilities, k)
    return labels, probabilities


# %% wrong: TensorFlow's own error | test_bad_k | own error
def top_k(model, x, k):
    probabilities, labels = tf.math.top_k(tf.nn.softmax(model(x, training=False)), k)
    return labels, probabilities


# %% wrong: as many as there are | test_bad_k | moved into range
def top_k(model, x, k):
    logits = model(x, training=False)
    k = max(1, min(k, logits.shape[-1]))
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, probabilities


# %% wrong: the number of classes is refused | test_bad_k | ValueError
def top_k(model, x, k):
    logits = model(x, training=False)
    if not 1 <= k < logits.shape[-1]:
        raise ValueError("k")
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, probabilities


# %% wrong: only a large k is refused | test_bad_k | too large
def top_k(model, x, k):
    logits = model(x, training=False)
    if k > logits.shape[-1]:
        raise ValueError("k is larger than the number of classes")
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, probabilities


# %% wrong: exponentials of the logits themselves | test_large_logits | nan
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    powers = tf.exp(logits)
    values, labels = tf.math.top_k(logits, k)
    return labels, tf.exp(values) / tf.reduce_sum(powers, axis=-1, keepdims=True)


# %% wrong: in training mode | test_inference | training mode
def top_k(model, x, k):
    logits = model(x, training=True)
    check(k, logits.shape[-1])
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, probabilities


# %% equivalent: keyword-3a12e222 | outside of fit a model runs in inference mode anyway


# %% equivalent: unary-03ca7ca6 | logits have two axes, so the last one is number 1
