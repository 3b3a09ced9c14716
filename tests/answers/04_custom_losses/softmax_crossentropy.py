"""Answers to softmax_crossentropy."""

import keras
import numpy as np
import tensorflow as tf


def smooth(labels, logits, label_smoothing):
    classes = logits.shape[-1]
    one_hot = tf.one_hot(labels, classes, dtype=logits.dtype)
    return one_hot * (1 - label_smoothing) + label_smoothing / classes


# %% right: logsumexp and gather
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    log_p = logits - tf.reduce_logsumexp(logits, axis=-1, keepdims=True)
    right = tf.gather(log_p, labels, batch_dims=len(labels.shape))
    return -(1 - label_smoothing) * right - label_smoothing * tf.reduce_mean(log_p, axis=-1)


# %% right: keras.ops, the target filled by where
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    classes = logits.shape[-1]
    hit = keras.ops.expand_dims(labels, -1) == keras.ops.arange(classes, dtype=labels.dtype)
    low = label_smoothing / classes
    target = keras.ops.cast(keras.ops.where(hit, 1 - label_smoothing + low, low), logits.dtype)
    return -keras.ops.sum(target * keras.ops.log_softmax(logits, axis=-1), axis=-1)


# %% right: the largest logit subtracted by hand
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    z = logits - tf.stop_gradient(tf.reduce_max(logits, axis=-1, keepdims=True))
    target = smooth(labels, logits, label_smoothing)
    total = tf.math.log(tf.reduce_sum(tf.exp(z), axis=-1))
    return total - tf.einsum("...c,...c->...", target, z)


# %% wrong: one mean over everything | test_shape | shape
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_mean(tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1))


# %% wrong: every sample gathers all labels | test_shape | shape
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    return -tf.gather(tf.nn.log_softmax(logits), labels, axis=1)


# %% wrong: the classes are taken for axis 1 | test_shape | shape
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=1)


# %% wrong: the ready-made one | test_shape | this exercise forbids
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return tf.nn.softmax_cross_entropy_with_logits(labels=target, logits=logits)


# %% wrong: softmax twice | test_values | twice
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.nn.log_softmax(tf.nn.softmax(logits)), axis=-1)


# %% wrong: the log is forgotten | test_values | log is missing
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    return -tf.reduce_sum(smooth(labels, logits, label_smoothing) * tf.nn.softmax(logits), axis=-1)


# %% wrong: the mean over the classes | test_values | mean over the classes
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_mean(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: sigmoid for softmax | test_values | sigmoid
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.math.log_sigmoid(logits), axis=-1)


# %% wrong: softmax over the batch | test_values | over the batch
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits, axis=0), axis=-1)


# %% wrong: label_smoothing is not used | test_label_smoothing | label_smoothing is not used
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = tf.one_hot(labels, logits.shape[-1], dtype=logits.dtype)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: the wrong classes share all of s | test_label_smoothing | only to the wrong classes
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    classes = logits.shape[-1]
    low = label_smoothing / (classes - 1)
    target = tf.one_hot(labels, classes, 1 - label_smoothing, low, dtype=logits.dtype)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: s is taken from the right class only | test_label_smoothing | subtracted but not given
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = (1 - label_smoothing) * tf.one_hot(labels, logits.shape[-1], dtype=logits.dtype)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: s is added and not taken | test_label_smoothing | not lowered
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    classes = logits.shape[-1]
    target = tf.one_hot(labels, classes, dtype=logits.dtype) + label_smoothing / classes
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: every class gets s whole | test_label_smoothing | the whole s
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = tf.one_hot(labels, logits.shape[-1], dtype=logits.dtype)
    target = target * (1 - label_smoothing) + label_smoothing
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: the smoothing alone takes the log of the softmax | test_extreme_logits | rounded to 0
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    right = tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=len(labels.shape))
    if label_smoothing == 0:
        return -right
    every = tf.reduce_mean(tf.math.log(tf.nn.softmax(logits)), axis=-1)
    return -(1 - label_smoothing) * right - label_smoothing * every


# %% wrong: the sum of the exps is held fast | test_extreme_logits | the gradient
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    total = tf.stop_gradient(tf.reduce_logsumexp(logits, axis=-1))
    return total - tf.reduce_sum(smooth(labels, logits, label_smoothing) * logits, axis=-1)


# %% wrong: the log of the softmax | test_extreme_logits | rounded to 0
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    log_p = tf.math.log(tf.nn.softmax(logits))
    right = tf.gather(log_p, labels, batch_dims=len(labels.shape))
    return -(1 - label_smoothing) * right - label_smoothing * tf.reduce_mean(log_p, axis=-1)


# %% wrong: an epsilon under the log | test_extreme_logits | epsilon
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.math.log(tf.nn.softmax(logits) + 1e-7), axis=-1)


# %% wrong: exp without subtracting the largest | test_extreme_logits | overflows
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    total = tf.reduce_sum(tf.exp(logits), axis=-1, keepdims=True)
    log_p = tf.math.log(tf.exp(logits) / total)
    return -tf.reduce_sum(smooth(labels, logits, label_smoothing) * log_p, axis=-1)


# %% wrong: where after the log | test_extreme_logits | comes too late
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    p = tf.nn.softmax(logits)
    far = logits - tf.reduce_max(logits, axis=-1, keepdims=True)
    log_p = tf.where(p > 1e-30, tf.math.log(p), far)
    return -tf.reduce_sum(smooth(labels, logits, label_smoothing) * log_p, axis=-1)


# %% wrong: NumPy calculates | test_extreme_logits | path
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    z = logits.numpy()
    log_p = z - np.logaddexp.reduce(z, axis=-1)[..., None]
    return -tf.reduce_sum(smooth(labels, logits, label_smoothing) * log_p, axis=-1)


# %% wrong: float32 whatever comes in | test_shape | dtype
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    logits = tf.cast(logits, tf.float32)
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)
