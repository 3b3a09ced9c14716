"""Answers to top_k."""

import keras
import numpy as np
import tensorflow as tf


def check(k, classes):
    if k < 1 or k > classes:
        raise ValueError(f"k must be between 1 and {classes}")


# unnoticed: test_extremes | top_k_probabilities result nudged | logits of 600 are rounded by 3e-5
# unnoticed: test_large_logits | top_k_probabilities result nudged | for the same reason


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


# %% right: sorted as Python sorts
def top_k(model, x, k):
    logits = np.float64(model.predict_on_batch(x))
    check(k, logits.shape[-1])
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares = np.float32(powers / powers.sum(axis=-1, keepdims=True))
    best = [sorted(range(len(row)), key=lambda i, row=row: -row[i])[:k] for row in logits]
    return np.uint8(best), np.take_along_axis(shares, np.int64(best), axis=-1)


# %% right: keras.ops.top_k, labels of logits
def top_k(model, x, k):
    logits = model(x, training=False)
    if not k >= 1 or not k <= logits.shape[1]:
        raise ValueError("k")
    labels = keras.ops.top_k(logits, k)[1]
    return labels, tf.sort(tf.gather(tf.nn.softmax(logits), labels, axis=1, batch_dims=1))[:, ::-1]


# %% wrong: probabilities first | test_example | probabilities first
# breaks: "Return labels and probabilities of the k most likely classes"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    return tuple(tf.math.top_k(tf.nn.softmax(logits), k))


# %% wrong: all classes, sorted | test_example | all classes
# breaks: "two of shape (batch, k)"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), logits.shape[-1])
    return labels, probabilities


# %% wrong: worst first | test_example | worst first
# breaks: "Both stand best first"
def top_k(model, x, k):
    probabilities = tf.nn.softmax(model(x, training=False))
    check(k, probabilities.shape[-1])
    labels = tf.argsort(probabilities, axis=-1)[:, -k:]
    return labels, tf.gather(probabilities, labels, batch_dims=1)


# %% wrong: the smallest | test_example | smallest
# breaks: "Return labels and probabilities of the k most likely classes"
def top_k(model, x, k):
    probabilities = tf.nn.softmax(model(x, training=False))
    check(k, probabilities.shape[-1])
    labels = tf.argsort(probabilities, axis=-1)[:, :k]
    return labels, tf.gather(probabilities, labels, batch_dims=1)


# %% wrong: in the order of the labels | test_labels | order of the classes
# breaks: "Both stand best first"
def top_k(model, x, k):
    probabilities = tf.nn.softmax(model(x, training=False))
    check(k, probabilities.shape[-1])
    labels = tf.sort(tf.math.top_k(probabilities, k).indices, axis=-1)
    return labels, tf.gather(probabilities, labels, batch_dims=1)


# %% wrong: softmax over the kept ones | test_example | over the k kept
# breaks: "the k largest values of the softmax over all classes"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    values, labels = tf.math.top_k(logits, k)
    return labels, tf.nn.softmax(values)


# %% wrong: logits | test_example | logits instead
# breaks: "the k largest values of the softmax over all classes"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    values, labels = tf.math.top_k(logits, k)
    return labels, values


# %% wrong: sigmoid | test_example | sigmoid
# breaks: "the k largest values of the softmax over all classes"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    values, labels = tf.math.top_k(tf.sigmoid(logits), k)
    return labels, values


# %% wrong: the probabilities are not sorted | test_example | order of the classes
# breaks: "Both stand best first"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    return tf.math.top_k(logits, k).indices, tf.nn.softmax(logits)[:, :k]


# %% wrong: where all are wanted they stay in their own order | test_bad_k | order of the classes
# breaks: "Both stand best first"
def top_k(model, x, k):
    probabilities = tf.nn.softmax(model(x, training=False))
    batch, classes = probabilities.shape
    check(k, classes)
    if k == classes:
        return tf.tile([tf.range(classes)], [batch, 1]), probabilities
    probabilities, labels = tf.math.top_k(probabilities, k)
    return labels, probabilities


# %% wrong: TensorFlow's own error | test_bad_k | own error
# breaks: "raises ValueError"
def top_k(model, x, k):
    probabilities, labels = tf.math.top_k(tf.nn.softmax(model(x, training=False)), k)
    return labels, probabilities


# %% wrong: as many as there are | test_bad_k | moved into range
# breaks: "raises ValueError"
def top_k(model, x, k):
    logits = model(x, training=False)
    k = max(1, min(k, logits.shape[-1]))
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, probabilities


# %% wrong: the number of classes is refused | test_bad_k | ValueError
# breaks: "k below 1 or above the number of classes"
def top_k(model, x, k):
    logits = model(x, training=False)
    if not 1 <= k < logits.shape[-1]:
        raise ValueError("k")
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, probabilities


# %% wrong: only a large k is refused | test_bad_k | too large
# breaks: "k below 1 or above the number of classes"
def top_k(model, x, k):
    logits = model(x, training=False)
    if k > logits.shape[-1]:
        raise ValueError("k is larger than the number of classes")
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, probabilities


# %% wrong: exponentials of the logits themselves | test_extremes
# breaks: "right even for logits of several hundred"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    powers = tf.exp(logits)
    values, labels = tf.math.top_k(logits, k)
    return labels, tf.exp(values) / tf.reduce_sum(powers, axis=-1, keepdims=True)


# %% wrong: in training mode | test_extremes | training mode
# breaks: "runs in inference mode"
def top_k(model, x, k):
    logits = model(x, training=True)
    check(k, logits.shape[-1])
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, probabilities


# %% wrong: only the labels | test_example | wrong
# breaks: "Return labels and probabilities"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    return tf.math.top_k(logits, k).indices


# %% wrong: nothing is returned | test_example | returned
# breaks: "Return labels and probabilities"
def top_k(model, x, k):
    tf.math.top_k(tf.nn.softmax(model(x, training=False)), k)


# %% wrong: labels as floats | test_example | labels are floats
# breaks: "The labels are integers"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return tf.cast(labels, tf.float32), probabilities


# %% wrong: float64 probabilities | test_example | are float64
# breaks: "The probabilities are float32"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    probabilities, labels = tf.math.top_k(tf.nn.softmax(tf.cast(logits, tf.float64)), k)
    return labels, probabilities


# %% wrong: lists of Python's numbers | test_example | wrong
# breaks: "tensors or NumPy arrays"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels.numpy().tolist(), probabilities.numpy().tolist()


# %% wrong: labels count from one | test_example | counted from 1
# breaks: "labels and probabilities of the k most likely classes"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels + 1, probabilities


# %% wrong: softmax over the batch | test_example | over the batch
# breaks: "the softmax over all classes"
def top_k(model, x, k):
    logits = model(x, training=False)
    check(k, logits.shape[-1])
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits, axis=0), k)
    return tf.math.top_k(logits, k).indices, probabilities


# %% wrong: an assertion refuses k | test_bad_k | AssertionError instead
# breaks: "raises ValueError"
def top_k(model, x, k):
    logits = model(x, training=False)
    assert 1 <= k <= logits.shape[-1]
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, probabilities


# %% wrong: zero is taken for k | test_bad_k | k = 0 is not refused
# breaks: "An integer k below 1"
def top_k(model, x, k):
    logits = model(x, training=False)
    if k < 0 or k > logits.shape[-1]:
        raise ValueError("k")
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, probabilities


# %% wrong: at most five classes | test_labels | differ
# breaks: "two of shape (batch, k)"
def top_k(model, x, k):
    logits = model(x, training=False)[:, :5]
    check(k, logits.shape[-1])
    probabilities, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, probabilities


# %% equivalent: keyword-3a12e222 | outside of fit a model runs in inference mode anyway


# %% equivalent: unary-03ca7ca6 | logits have two axes, so the last one is number 1


# %% right: sort all logits, gather the first k, exp of log-softmax
def top_k(model, x, k):
    logits = tf.cast(model(x, training=False), tf.float32)
    if not 1 <= k <= logits.shape[-1]:
        raise ValueError(f"k must lie between 1 and {logits.shape[-1]}")
    labels = tf.argsort(logits, axis=-1, direction="DESCENDING", stable=True)[:, :k]
    chances = tf.exp(tf.nn.log_softmax(logits, axis=-1))
    return labels, tf.gather(chances, labels, batch_dims=1)


# %% wrong: calculated in float64 and left there | test_example
# breaks: "The probabilities are float32"
def top_k(model, x, k):
    logits = tf.cast(model(x, training=False), tf.float64)
    if not 1 <= k <= logits.shape[-1]:
        raise ValueError("k is out of range")
    chances, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, chances


# %% wrong: a negative k passes the check, and the slice drops classes from the end | test_bad_k
# breaks: "An integer k below 1 or"
def top_k(model, x, k):
    chances = tf.nn.softmax(model(x, training=False))
    if k == 0 or k > chances.shape[-1]:
        raise ValueError("k is out of range")
    labels = tf.argsort(chances, direction="DESCENDING", stable=True)[:, :k]
    return labels, tf.gather(chances, labels, batch_dims=1)


# %% wrong: compares k with the number of all logits of the batch | test_bad_k
# breaks: "above the number of classes raises ValueError."
def top_k(model, x, k):
    logits = model(x, training=False)
    if not 1 <= k <= int(tf.size(logits)):
        raise ValueError("k is out of range")
    chances, labels = tf.math.top_k(tf.nn.softmax(logits), k)
    return labels, chances


# %% right: NumPy in float64, cast at the end
def top_k(model, x, k):
    logits = np.asarray(model.predict(x, verbose=0), dtype=np.float64)
    if k < 1 or k > logits.shape[1]:
        raise ValueError("k is out of range")
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances = odds / odds.sum(axis=1, keepdims=True)
    labels = np.argsort(-logits, axis=1, kind="stable")[:, :k]
    best = np.take_along_axis(chances, labels, axis=1)
    return tf.constant(labels), tf.constant(best.astype(np.float32))
