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


# %% right: the largest logit left in, two sums
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    total = tf.reduce_logsumexp(logits, axis=-1)
    hot = tf.one_hot(labels, logits.shape[-1], dtype=logits.dtype)
    right = tf.reduce_sum(hot * logits, axis=-1)
    mean = tf.reduce_mean(logits, axis=-1)
    return total - (1 - label_smoothing) * right - label_smoothing * mean


# %% right: everything in float64
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    z = tf.cast(logits, tf.float64)
    target = smooth(labels, z, label_smoothing)
    loss = tf.einsum("...c,...c->...", target, tf.nn.log_softmax(z))
    return tf.cast(-loss, logits.dtype)


# %% wrong: one mean over everything | test_example | shape
# breaks: "(...), (..., classes) -> (...)"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_mean(tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1))


# %% wrong: every sample gathers all labels | test_example | shape
# breaks: "(...), (..., classes) -> (...)"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    return -tf.gather(tf.nn.log_softmax(logits), labels, axis=1)


# %% wrong: the classes are taken for axis 1 | test_shape | shape
# breaks: "(...), (..., classes) -> (...)"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=1)


# %% wrong: the ready-made one | test_example | this exercise forbids
# breaks: "no crossentropy of tf.nn"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return tf.nn.softmax_cross_entropy_with_logits(labels=target, logits=logits)


# %% wrong: softmax twice | test_example | differ
# breaks: "Return the crossentropy of each sample"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.nn.log_softmax(tf.nn.softmax(logits)), axis=-1)


# %% wrong: the log is forgotten | test_example | differ
# breaks: "Return the crossentropy of each sample"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    return -tf.reduce_sum(smooth(labels, logits, label_smoothing) * tf.nn.softmax(logits), axis=-1)


# %% wrong: the mean over the classes | test_example | differ
# breaks: "Return the crossentropy of each sample"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_mean(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: sigmoid for softmax | test_example | differ
# breaks: "Return the crossentropy of each sample"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.math.log_sigmoid(logits), axis=-1)


# %% wrong: softmax over the batch | test_example | differ
# breaks: "Return the crossentropy of each sample"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits, axis=0), axis=-1)


# %% wrong: label_smoothing is not used | test_dtypes | differ
# breaks: "the target is (1 - s) * one_hot + s / classes"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = tf.one_hot(labels, logits.shape[-1], dtype=logits.dtype)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: the wrong classes share all of s | test_dtypes | differ
# breaks: "the target is (1 - s) * one_hot + s / classes"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    classes = logits.shape[-1]
    low = label_smoothing / (classes - 1)
    target = tf.one_hot(labels, classes, 1 - label_smoothing, low, dtype=logits.dtype)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: s is taken from the right class only | test_dtypes | differ
# breaks: "the target is (1 - s) * one_hot + s / classes"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = (1 - label_smoothing) * tf.one_hot(labels, logits.shape[-1], dtype=logits.dtype)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: s is added and not taken | test_dtypes | differ
# breaks: "the target is (1 - s) * one_hot + s / classes"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    classes = logits.shape[-1]
    target = tf.one_hot(labels, classes, dtype=logits.dtype) + label_smoothing / classes
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: every class gets s whole | test_dtypes | differ
# breaks: "the target is (1 - s) * one_hot + s / classes"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = tf.one_hot(labels, logits.shape[-1], dtype=logits.dtype)
    target = target * (1 - label_smoothing) + label_smoothing
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: the smoothing alone takes the log of the softmax | test_extreme_logits | rounded to 0
# breaks: "right for logits of any size"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    right = tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=len(labels.shape))
    if label_smoothing == 0:
        return -right
    every = tf.reduce_mean(tf.math.log(tf.nn.softmax(logits)), axis=-1)
    return -(1 - label_smoothing) * right - label_smoothing * every


# %% wrong: the sum of the exps is held fast | test_extreme_logits | the gradient
# breaks: "gradients are right for logits of any size"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    total = tf.stop_gradient(tf.reduce_logsumexp(logits, axis=-1))
    return total - tf.reduce_sum(smooth(labels, logits, label_smoothing) * logits, axis=-1)


# %% wrong: the log of the softmax | test_example | value is nan
# breaks: "right for logits of any size"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    log_p = tf.math.log(tf.nn.softmax(logits))
    right = tf.gather(log_p, labels, batch_dims=len(labels.shape))
    return -(1 - label_smoothing) * right - label_smoothing * tf.reduce_mean(log_p, axis=-1)


# %% wrong: an epsilon under the log | test_example | differ
# breaks: "right for logits of any size"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.math.log(tf.nn.softmax(logits) + 1e-7), axis=-1)


# %% wrong: exp without subtracting the largest | test_example | value is nan
# breaks: "right for logits of any size"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    total = tf.reduce_sum(tf.exp(logits), axis=-1, keepdims=True)
    log_p = tf.math.log(tf.exp(logits) / total)
    return -tf.reduce_sum(smooth(labels, logits, label_smoothing) * log_p, axis=-1)


# %% wrong: where after the log | test_extreme_logits | differ
# breaks: "gradients are right for logits of any size"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    p = tf.nn.softmax(logits)
    far = logits - tf.reduce_max(logits, axis=-1, keepdims=True)
    log_p = tf.where(p > 1e-30, tf.math.log(p), far)
    return -tf.reduce_sum(smooth(labels, logits, label_smoothing) * log_p, axis=-1)


# %% wrong: NumPy calculates | test_graph | it raised
# breaks: "gradients are right for logits of any size"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    z = logits.numpy()
    log_p = z - np.logaddexp.reduce(z, axis=-1)[..., None]
    return -tf.reduce_sum(smooth(labels, logits, label_smoothing) * log_p, axis=-1)


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "The result has the dtype of `logits`"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    logits = tf.cast(logits, tf.float32)
    target = smooth(labels, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: the class is the nearest at the extremes | test_dtypes | differ
# breaks: "to a millionth of the largest logit"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    largest = tf.reduce_max(logits, axis=-1, keepdims=True)
    log_p = tf.where(largest > 80, logits - largest, tf.nn.log_softmax(logits))
    return -tf.reduce_sum(smooth(labels, logits, label_smoothing) * log_p, axis=-1)


# %% wrong: labels of one dtype | test_dtypes | it raised
# breaks: "int64"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    hit = labels[..., None] == tf.range(logits.shape[-1])
    low = label_smoothing / logits.shape[-1]
    target = tf.cast(hit, logits.dtype) * (1 - label_smoothing) + low
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: labels of the other dtype | test_example | it raised
# breaks: "int32"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    hit = labels[..., None] == tf.range(logits.shape[-1], dtype=tf.int64)
    low = label_smoothing / logits.shape[-1]
    target = tf.cast(hit, logits.dtype) * (1 - label_smoothing) + low
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: the labels have an axis for the classes | test_example | it raised
# breaks: "without an axis for the classes"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = tf.cast(labels, logits.dtype) * (1 - label_smoothing)
    target += label_smoothing / logits.shape[-1]
    return -tf.einsum("...c,...c->...", target, tf.nn.log_softmax(logits))


# %% wrong: classes counted from 1 | test_example | differ
# breaks: "in 0 .. classes - 1"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels - 1, logits, label_smoothing)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: calculated in float32, then cast back | test_dtypes | differ
# breaks: "The result has the dtype of `logits`"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    z = tf.cast(logits, tf.float32)
    target = smooth(labels, z, label_smoothing)
    return tf.cast(-tf.reduce_sum(target * tf.nn.log_softmax(z), axis=-1), logits.dtype)


# %% wrong: the positions are counted in Python | test_graph | it raised
# breaks: "Works in tf.function too"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    z = tf.reshape(tf.nn.log_softmax(logits), [-1, logits.shape[-1]])
    flat = tf.reshape(labels, [-1]).numpy()
    right = tf.stack([z[n, k] for n, k in enumerate(flat)])
    loss = -(1 - label_smoothing) * right - label_smoothing * tf.reduce_mean(z, axis=-1)
    return tf.reshape(loss, labels.shape)


# %% wrong: Keras's loss | test_example | this exercise forbids
# breaks: "nothing of keras.losses or keras.metrics"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return keras.losses.categorical_crossentropy(target, logits, from_logits=True)


# %% wrong: the crossentropy of keras.ops | test_example | this exercise forbids
# breaks: "keras.ops or keras.backend"
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    target = smooth(labels, logits, label_smoothing)
    return keras.ops.categorical_crossentropy(target, logits, from_logits=True)


# %% right: the target by comparison, the logarithm by hand after a shift
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    classes = logits.shape[-1]
    hot = tf.equal(labels[..., tf.newaxis], tf.range(classes, dtype=labels.dtype))
    share = label_smoothing / classes
    target = tf.cast(hot, logits.dtype) * (1.0 - label_smoothing) + share
    shifted = logits - tf.stop_gradient(tf.reduce_max(logits, axis=-1, keepdims=True))
    logs = shifted - tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=-1, keepdims=True))
    return -tf.reduce_sum(target * logs, axis=-1)


# %% right: logsumexp minus the target's mean of the logits, picked by gather
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    chosen = tf.gather(logits, labels[..., tf.newaxis], axis=-1, batch_dims=labels.shape.rank)
    expected = (1 - label_smoothing) * tf.squeeze(chosen, axis=-1)
    expected += label_smoothing * tf.reduce_mean(logits, axis=-1)
    return tf.reduce_logsumexp(logits, axis=-1) - expected


# %% wrong: gathers with one batch axis, which is not enough for labels of rank 2 | test_shape
# breaks: "Return the crossentropy of each sample: (...), (..., classes) -> (...)."
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    logs = tf.nn.log_softmax(logits, axis=-1)
    right = tf.gather(logs, labels, axis=1, batch_dims=1)
    return -((1 - label_smoothing) * right + label_smoothing * tf.reduce_mean(logs, axis=-1))


# %% wrong: subtracts the largest logit of the whole batch, so that the other rows underflow | test_extreme_logits
# breaks: "any size, even 1,000 and 10,000."
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    classes = logits.shape[-1]
    target = tf.one_hot(labels, classes, dtype=logits.dtype)
    target = (1 - label_smoothing) * target + label_smoothing / classes
    shifted = logits - tf.reduce_max(logits)
    logs = shifted - tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=-1, keepdims=True))
    return -tf.reduce_sum(target * logs, axis=-1)


# %% wrong: only the other classes share what is taken from the right one | test_dtypes
# breaks: "With s = label_smoothing the target is (1 - s) * one_hot + s / classes."
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    classes = logits.shape[-1]
    off = label_smoothing / max(classes - 1, 1)
    target = tf.one_hot(labels, classes, 1.0 - label_smoothing, off, dtype=logits.dtype)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)
