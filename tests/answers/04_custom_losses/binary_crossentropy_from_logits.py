"""Answers to binary_crossentropy_from_logits."""

import keras
import numpy as np
import tensorflow as tf


# %% right: log_sigmoid of both sides
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    loss = y * tf.math.log_sigmoid(logits) + (1 - y) * tf.math.log_sigmoid(-logits)
    return -tf.reduce_mean(loss, axis=-1)


# %% right: softplus(z) - y * z
def binary_crossentropy_from_logits(y_true, logits):
    return tf.reduce_mean(tf.nn.softplus(logits) - tf.cast(y_true, logits.dtype) * logits, axis=-1)


# %% right: two wheres, each with the right slope at 0
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    positive = logits >= 0
    above = tf.where(positive, logits, tf.zeros_like(logits))
    below = tf.where(positive, -logits, logits)
    return tf.reduce_mean(above - y * logits + tf.math.log1p(tf.exp(below)), axis=-1)


# %% right: keras.ops
def binary_crossentropy_from_logits(y_true, logits):
    y = keras.ops.cast(y_true, logits.dtype)
    loss = keras.ops.softplus(-logits) + (1 - y) * logits
    return keras.ops.mean(loss, axis=-1)


# %% right: softplus of a signed logit, weighed by hand
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    loss = tf.math.softplus(-tf.stack([logits, -logits]))
    return tf.einsum("s...n,s...n->...", tf.stack([y, 1 - y]), loss) / logits.shape[-1]


# %% right: logsumexp of the logit and 0
def binary_crossentropy_from_logits(y_true, logits):
    both = tf.stack([tf.zeros_like(logits), logits], axis=-1)
    loss = tf.reduce_logsumexp(both, axis=-1) - tf.cast(y_true, logits.dtype) * logits
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: one mean over everything | test_example | shape
# breaks: "the mean runs over the last axis"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    return tf.reduce_mean(tf.math.softplus(logits) - y * logits)


# %% wrong: the ready-made one | test_example | this exercise forbids
# breaks: "no crossentropy of tf.nn"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    loss = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: the sum over the last axis | test_example | differ
# breaks: "the mean runs over the last axis"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    return tf.reduce_sum(tf.math.softplus(logits) - y * logits, axis=-1)


# %% wrong: the sign is lost | test_example | sign
# breaks: "Return the binary crossentropy of each sample"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    loss = y * tf.math.log_sigmoid(logits) + (1 - y) * tf.math.log_sigmoid(-logits)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: half of the formula | test_example | differ
# breaks: "Return the binary crossentropy of each sample"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    return tf.reduce_mean(-y * tf.math.log_sigmoid(logits), axis=-1)


# %% wrong: the labels exchanged | test_example | differ
# breaks: "1 = yes"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    return tf.reduce_mean(tf.math.softplus(-logits) + y * logits, axis=-1)


# %% wrong: sigmoid twice | test_example | differ
# breaks: "Return the binary crossentropy of each sample"
def binary_crossentropy_from_logits(y_true, logits):
    y, p = tf.cast(y_true, logits.dtype), tf.sigmoid(logits)
    return tf.reduce_mean(tf.math.softplus(p) - y * p, axis=-1)


# %% wrong: logits taken for probabilities | test_example | differ
# breaks: "Return the binary crossentropy of each sample"
def binary_crossentropy_from_logits(y_true, logits):
    y, p = tf.cast(y_true, logits.dtype), tf.clip_by_value(logits, 1e-7, 1 - 1e-7)
    loss = y * tf.math.log(p) + (1 - y) * tf.math.log(1 - p)
    return -tf.reduce_mean(loss, axis=-1)


# %% wrong: softmax over the outputs | test_example | differ
# breaks: "Return the binary crossentropy of each sample"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    return -tf.reduce_mean(y * tf.nn.log_softmax(logits), axis=-1)


# %% wrong: soft labels become hard | test_example | dtype
# breaks: "soft labels between are allowed"
def binary_crossentropy_from_logits(y_true, logits):
    loss = tf.where(y_true > 0.5, tf.math.softplus(-logits), tf.math.softplus(logits))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: the log of the sigmoid | test_example
# breaks: "right for logits of any size"
def binary_crossentropy_from_logits(y_true, logits):
    y, p = tf.cast(y_true, logits.dtype), tf.sigmoid(logits)
    loss = y * tf.math.log(p) + (1 - y) * tf.math.log(1 - p)
    return -tf.reduce_mean(loss, axis=-1)


# %% wrong: the probability clipped | test_example | differ
# breaks: "right for logits of any size"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    p = tf.clip_by_value(tf.sigmoid(logits), 1e-7, 1 - 1e-7)
    loss = y * tf.math.log(p) + (1 - y) * tf.math.log(1 - p)
    return -tf.reduce_mean(loss, axis=-1)


# %% wrong: an epsilon under the logs | test_example | differ
# breaks: "right for logits of any size"
def binary_crossentropy_from_logits(y_true, logits):
    y, p = tf.cast(y_true, logits.dtype), tf.sigmoid(logits)
    loss = y * tf.math.log(p + 1e-7) + (1 - y) * tf.math.log(1 - p + 1e-7)
    return -tf.reduce_mean(loss, axis=-1)


# %% wrong: log1p of exp | test_example
# breaks: "right for logits of any size"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    return tf.reduce_mean(tf.math.log1p(tf.exp(logits)) - y * logits, axis=-1)


# %% wrong: relu and abs | test_gradient | not -y
# breaks: "even at z = 0"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    loss = tf.nn.relu(logits) - y * logits + tf.math.log1p(tf.exp(-tf.abs(logits)))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: maximum and abs | test_gradient | not 1 - y
# breaks: "even at z = 0"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    loss = tf.maximum(logits, 0) - y * logits + tf.math.log1p(tf.exp(-tf.abs(logits)))
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: where chooses between two stable ends | test_gradient | does not choose overflows
# breaks: "The gradient in a logit z is (sigmoid(z) - y) / n everywhere"
def binary_crossentropy_from_logits(y_true, logits):
    above = logits + tf.math.log1p(tf.exp(-logits))
    loss = tf.where(logits > 0, above, tf.math.log1p(tf.exp(logits)))
    return tf.reduce_mean(loss - tf.cast(y_true, logits.dtype) * logits, axis=-1)


# %% wrong: 0 log 0 is cared for, 1 log 0 is not | test_example
# breaks: "right for logits of any size"
def binary_crossentropy_from_logits(y_true, logits):
    y, p = tf.cast(y_true, logits.dtype), tf.sigmoid(logits)
    return -tf.reduce_mean(tf.math.xlogy(y, p) + tf.math.xlog1py(1 - y, -p), axis=-1)


# %% wrong: NumPy calculates | test_graph | it raised
# breaks: "The gradient in a logit z is (sigmoid(z) - y) / n"
def binary_crossentropy_from_logits(y_true, logits):
    y, z = np.asarray(y_true), np.asarray(logits)
    loss = y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
    return tf.constant(loss.mean(axis=-1), logits.dtype)


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "which the result has too"
def binary_crossentropy_from_logits(y_true, logits):
    y, z = tf.cast(y_true, tf.float32), tf.cast(logits, tf.float32)
    return tf.reduce_mean(tf.math.softplus(z) - y * z, axis=-1)


# %% wrong: the labels are not cast | test_example | it raised
# breaks: "is cast to the dtype of `logits`"
def binary_crossentropy_from_logits(y_true, logits):
    return tf.reduce_mean(tf.math.softplus(logits) - y_true * logits, axis=-1)


# %% wrong: only integers are cast | test_dtypes | it raised
# breaks: "of any dtype, even bool"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype) if y_true.dtype.is_integer else y_true
    return tf.reduce_mean(tf.math.softplus(logits) - y * logits, axis=-1)


# %% wrong: the logits are cut at 30 | test_example | differ
# breaks: "right for logits of any size, even 100 and 10,000"
def binary_crossentropy_from_logits(y_true, logits):
    y, z = tf.cast(y_true, logits.dtype), tf.clip_by_value(logits, -30, 30)
    return tf.reduce_mean(tf.math.softplus(z) - y * z, axis=-1)


# %% wrong: axis 1, the last one of a matrix only | test_shape | shape
# breaks: "the mean runs over the last axis"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    return tf.reduce_mean(tf.math.softplus(logits) - y * logits, axis=min(1, len(y.shape) - 1))


# %% wrong: the shape is that of the eager tensors | test_graph | it raised
# breaks: "where the batch size may be unknown"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.reshape(tf.cast(y_true, logits.dtype), [-1])
    z = tf.reshape(logits, [-1])
    loss = tf.reshape(tf.math.softplus(z) - y * z, [int(n) for n in logits.shape])
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: Keras's loss | test_example | this exercise forbids
# breaks: "nothing of keras.losses or keras.metrics"
def binary_crossentropy_from_logits(y_true, logits):
    return keras.losses.binary_crossentropy(y_true, logits, from_logits=True)


# %% wrong: the crossentropy of keras.ops | test_example | this exercise forbids
# breaks: "keras.ops or keras.backend"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    return tf.reduce_mean(keras.ops.binary_crossentropy(y, logits, from_logits=True), axis=-1)


# %% wrong: two classes of TensorFlow's softmax | test_example | this exercise forbids
# breaks: "no crossentropy of tf.nn"
def binary_crossentropy_from_logits(y_true, logits):
    y, z = tf.cast(y_true, logits.dtype), tf.stack([logits, tf.zeros_like(logits)], axis=-1)
    target = tf.stack([y, 1 - y], axis=-1)
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(target, z), axis=-1)


# %% right: log_sigmoid on both sides
def binary_crossentropy_from_logits(y_true, logits):
    yes = tf.cast(y_true, logits.dtype)
    no = tf.ones_like(yes) - yes
    log_p, log_q = tf.math.log_sigmoid(logits), tf.math.log_sigmoid(tf.negative(logits))
    return tf.negative(tf.reduce_mean(tf.add_n([yes * log_p, no * log_q]), axis=-1))


# %% right: log-softmax over the two logits 0 and z
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    logs = tf.nn.log_softmax(tf.stack([tf.zeros_like(logits), logits], axis=-1), axis=-1)
    targets = tf.stack([1 - y, y], axis=-1)
    return tf.reduce_mean(-tf.reduce_sum(targets * logs, axis=-1), axis=-1)


# %% wrong: chooses the side by rounding the label | test_values
# breaks: "1 (1 = yes; soft labels between are allowed)"
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    return tf.reduce_mean(tf.math.softplus(tf.where(y > 0.5, -logits, logits)), axis=-1)


# %% wrong: one where, after the exp: right values, but nan as the slope of a large logit | test_gradient
# breaks: "gradients are right for logits of any size, even 100"
def binary_crossentropy_from_logits(y_true, logits):
    def softplus(z):
        return tf.where(z > 30, z, tf.math.log1p(tf.exp(z)))

    y = tf.cast(y_true, logits.dtype)
    return tf.reduce_mean(y * softplus(-logits) + (1 - y) * softplus(logits), axis=-1)


# %% wrong: 1 - y before the cast, which bool does not know | test_dtypes
# breaks: "`y_true` holds numbers from 0 to 1 (1 = yes; soft labels between are allowed) of any dtype, even"
def binary_crossentropy_from_logits(y_true, logits):
    yes = tf.cast(y_true, logits.dtype)
    no = tf.cast(1 - y_true, logits.dtype)
    return tf.reduce_mean(
        yes * tf.math.softplus(-logits) + no * tf.math.softplus(logits), axis=-1
    )
