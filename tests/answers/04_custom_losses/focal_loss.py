"""Answers to focal_loss."""

import numpy as np
import tensorflow as tf


def parts(y_true, logits, alpha):
    """Return the labels, the signed logits and the weights."""
    y = tf.cast(y_true, logits.dtype)
    return y, (2 * y - 1) * logits, alpha * y + (1 - alpha) * (1 - y)


# %% right: log_sigmoid, where instead of arithmetic
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    yes = tf.cast(y_true, tf.bool)
    signed = tf.where(yes, logits, -logits)
    weight = tf.where(yes, tf.constant(alpha, logits.dtype), tf.constant(1 - alpha, logits.dtype))
    loss = -tf.exp(gamma * tf.math.log_sigmoid(-signed)) * tf.math.log_sigmoid(signed)
    return tf.reduce_mean(weight * loss, axis=-1)


# %% right: on top of TensorFlow's crossentropy
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y, signed, weight = parts(y_true, logits, alpha)
    crossentropy = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits)
    return tf.reduce_mean(weight * tf.exp(-gamma * tf.nn.softplus(signed)) * crossentropy, -1)


# %% right: the two classes one after the other
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y = tf.cast(y_true, logits.dtype)
    low, high = tf.nn.softplus(-logits), tf.nn.softplus(logits)
    ones = alpha * y * tf.exp(-gamma * high) * low
    zeros = (1 - alpha) * (1 - y) * tf.exp(-gamma * low) * high
    return tf.reduce_mean(ones + zeros, axis=-1)


# %% right: the class chosen by stacking and gathering
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    low, high = tf.math.softplus(-logits), tf.math.softplus(logits)
    ones = alpha * tf.exp(-gamma * high) * low
    zeros = (1 - alpha) * tf.exp(-gamma * low) * high
    loss = tf.gather(tf.stack([zeros, ones], -1), tf.cast(y_true, tf.int32), axis=-1,
                     batch_dims=len(logits.shape))  # fmt: skip
    return tf.reduce_mean(loss, axis=-1)


# %% right: powers of e, one exponent
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    log_wrong = tf.math.log_sigmoid(-signed)
    return -tf.reduce_mean(weight * tf.exp(gamma * log_wrong) * tf.math.log_sigmoid(signed), -1)


# %% wrong: one mean over everything | test_example | shape
# breaks: "averaged over the last axis"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss)


# %% wrong: the sum over the last axis | test_example | differ
# breaks: "averaged over the last axis"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_sum(loss, axis=-1)


# %% wrong: alpha for both classes | test_example | differ
# breaks: "(1 - alpha) * p ** gamma * -log(1 - p)"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, _ = parts(y_true, logits, alpha)
    loss = tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return alpha * tf.reduce_mean(loss, axis=-1)


# %% wrong: the weight of y = 0 is 1 | test_example | differ
# breaks: "(1 - alpha) * p ** gamma * -log(1 - p)"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y, signed, _ = parts(y_true, logits, alpha)
    loss = tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean((alpha * y + 1 - y) * loss, axis=-1)


# %% wrong: alpha belongs to y = 0 | test_example | differ
# breaks: "alpha * (1 - p) ** gamma * -log(p)"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean((1 - weight) * loss, axis=-1)


# %% wrong: alpha is forgotten | test_example | differ
# breaks: "alpha * (1 - p) ** gamma * -log(p)"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, _ = parts(y_true, logits, alpha)
    loss = tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: gamma is forgotten | test_example | differ
# breaks: "alpha * (1 - p) ** gamma * -log(p)"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    return tf.reduce_mean(weight * tf.nn.softplus(-signed), axis=-1)


# %% wrong: easy ones count most | test_example | differ
# breaks: "alpha * (1 - p) ** gamma * -log(p)"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(-signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: 1 - p for both classes | test_example | differ
# breaks: "(1 - alpha) * p ** gamma * -log(1 - p)"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(logits)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: gamma is a factor | test_example | differ
# breaks: "alpha * (1 - p) ** gamma * -log(p)"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * gamma * tf.sigmoid(-signed) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: only the positives | test_example | differ
# breaks: "(1 - alpha) * p ** gamma * -log(1 - p)"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y = tf.cast(y_true, logits.dtype)
    loss = alpha * y * tf.exp(-gamma * tf.nn.softplus(logits)) * tf.nn.softplus(-logits)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: an epsilon under the log | test_example | differ
# breaks: "Values and gradients are right for logits of any size"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    p_t = tf.sigmoid(signed)
    return tf.reduce_mean(-weight * (1 - p_t) ** gamma * tf.math.log(p_t + 1e-7), axis=-1)


# %% wrong: the log of a probability | test_example
# breaks: "Values and gradients are right for logits of any size"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    p_t = tf.sigmoid(signed)
    return tf.reduce_mean(-weight * (1 - p_t) ** gamma * tf.math.log(p_t), axis=-1)


# %% wrong: both classes with log and no care | test_example
# breaks: "Values and gradients are right for logits of any size"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y, p = tf.cast(y_true, logits.dtype), tf.sigmoid(logits)
    ones = alpha * y * (1 - p) ** gamma * tf.math.log(p)
    zeros = (1 - alpha) * (1 - y) * p**gamma * tf.math.log(1 - p)
    return -tf.reduce_mean(ones + zeros, axis=-1)


# %% wrong: a power of the probability | test_gradient | infinite slope
# breaks: "for every gamma from 0 up"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * tf.sigmoid(-signed) ** gamma * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: the weight of the easy ones has no gradient | test_gradient | does not flow
# breaks: "Values and gradients are right for logits of any size"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    focus = tf.stop_gradient(tf.sigmoid(-signed)) ** gamma
    return tf.reduce_mean(weight * focus * tf.nn.softplus(-signed), axis=-1)


# %% wrong: the crossentropy with relu and abs | test_gradient | corner
# breaks: "Values and gradients are right for logits of any size"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y, signed, weight = parts(y_true, logits, alpha)
    loss = tf.nn.relu(logits) - y * logits + tf.math.log1p(tf.exp(-tf.abs(logits)))
    return tf.reduce_mean(weight * tf.exp(-gamma * tf.nn.softplus(signed)) * loss, axis=-1)


# %% wrong: NumPy calculates | test_graph | it raised
# breaks: "Values and gradients are right for logits of any size"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    signed = np.where(y_true.numpy() == 1, logits.numpy(), -logits.numpy())
    weight = np.where(y_true.numpy() == 1, alpha, 1 - alpha)
    loss = weight * np.exp(-gamma * np.logaddexp(0, signed)) * np.logaddexp(0, -signed)
    return tf.constant(loss.mean(axis=-1), logits.dtype)


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "which the result has too"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, tf.cast(logits, tf.float32), alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: the labels are not cast | test_example | it raised
# breaks: "is cast to the dtype of `logits`"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    signed = (2 * y_true - 1) * logits
    weight = alpha * y_true + (1 - alpha) * (1 - y_true)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: bools are not cast | test_dtypes | it raised
# breaks: "of any dtype, even bool"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    if y_true.dtype != tf.bool:
        y_true = tf.cast(y_true, logits.dtype)
    signed = (2 * y_true - 1) * logits
    weight = alpha * y_true + (1 - alpha) * (1 - y_true)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: calculated in float32, then cast back | test_dtypes | differ
# breaks: "which the result has too"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, tf.cast(logits, tf.float32), alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.cast(tf.reduce_mean(loss, axis=-1), logits.dtype)


# %% wrong: logits for probabilities | test_example | differ
# breaks: "With p = sigmoid(logits)"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y, p = tf.cast(y_true, logits.dtype), tf.clip_by_value(logits, 1e-7, 1 - 1e-7)
    p_t, weight = y * p + (1 - y) * (1 - p), alpha * y + (1 - alpha) * (1 - y)
    return tf.reduce_mean(-weight * (1 - p_t) ** gamma * tf.math.log(p_t), axis=-1)


# %% wrong: no focus at gamma 0 means no loss | test_extreme_logits | gamma 0
# breaks: "for every gamma from 0 up"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    focus = tf.exp(-gamma * tf.nn.softplus(signed)) if gamma else 0.0
    return tf.reduce_mean(weight * focus * tf.nn.softplus(-signed), axis=-1)


# %% wrong: the whole number of gamma | test_values | differ
# breaks: "even 0 and 0.5"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    focus = tf.exp(-int(gamma) * tf.nn.softplus(signed))
    return tf.reduce_mean(weight * focus * tf.nn.softplus(-signed), axis=-1)


# %% wrong: the default weights are equal | test_example | differ
# breaks: "Return the binary focal loss of each sample"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.5):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: NumPy chooses the sign | test_graph | it raised
# breaks: "Works in tf.function too"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    sign = np.where(np.asarray(y_true) == 1, 1.0, -1.0)
    signed = tf.constant(sign, logits.dtype) * logits
    weight = tf.constant(np.where(sign == 1, alpha, 1 - alpha), logits.dtype)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: Keras's focal loss | test_example | this exercise forbids
# breaks: "nothing of keras.losses or keras.metrics"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    from keras.losses import binary_focal_crossentropy

    return binary_focal_crossentropy(
        y_true, logits, apply_class_balancing=True, alpha=alpha, gamma=gamma, from_logits=True
    )


# %% right: TensorFlow's crossentropy, once with the labels and once with their opposite
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y = tf.cast(y_true, logits.dtype)
    minus_log_right = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits)
    minus_log_wrong = tf.nn.sigmoid_cross_entropy_with_logits(labels=1 - y, logits=logits)
    weight = y * alpha + (1 - y) * (1 - alpha)
    return tf.reduce_mean(weight * tf.exp(-gamma * minus_log_wrong) * minus_log_right, axis=-1)


# %% right: both classes calculated for each element, one of them chosen
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    log_p, log_q = -tf.math.softplus(-logits), -tf.math.softplus(logits)
    yes = -alpha * tf.exp(gamma * log_q) * log_p
    no = -(1 - alpha) * tf.exp(gamma * log_p) * log_q
    return tf.reduce_mean(tf.where(tf.cast(y_true, logits.dtype) > 0.5, yes, no), axis=-1)


# %% right: TensorFlow's crossentropy, weighted by the exponential of a log-sigmoid
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y = tf.cast(y_true, logits.dtype)
    crossentropy = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits)
    sign = 1 - 2 * y
    doubt = tf.exp(gamma * tf.math.log_sigmoid(sign * logits))
    weight = (1 - alpha) + (2 * alpha - 1) * y
    return tf.reduce_mean(weight * doubt * crossentropy, axis=-1)


# %% wrong: with gamma = 0 the plain crossentropy, without the weight of the class | test_extreme_logits
# breaks: "for every gamma from 0 up, even 0 and 0.5."
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y = tf.cast(y_true, logits.dtype)
    s = (2 * y - 1) * logits
    if gamma == 0:
        return tf.reduce_mean(tf.math.softplus(-s), axis=-1)
    weight = alpha * y + (1 - alpha) * (1 - y)
    cost = weight * tf.exp(-gamma * tf.math.softplus(s)) * tf.math.softplus(-s)
    return tf.reduce_mean(cost, axis=-1)


# %% wrong: no gradient through the focusing factor | test_gradient
# breaks: "Values and gradients are right for logits of any size, even 0 and"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y = tf.cast(y_true, logits.dtype)
    s = (2 * y - 1) * logits
    factor = tf.stop_gradient(tf.exp(-gamma * tf.math.softplus(s)))
    weight = alpha * y + (1 - alpha) * (1 - y)
    return tf.reduce_mean(weight * factor * tf.math.softplus(-s), axis=-1)


# %% wrong: where makes float32 weights of two Python numbers, which float64 refuses | test_shape
# breaks: "`y_true` is 0 or 1 of any dtype, even bool, and is cast to the dtype of `logits`, which the"
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    yes = tf.cast(y_true, tf.bool)
    s = tf.where(yes, logits, -logits)
    weight = tf.where(yes, alpha, 1.0 - alpha)
    cost = weight * tf.exp(-gamma * tf.math.softplus(s)) * tf.math.softplus(-s)
    return tf.reduce_mean(cost, axis=-1)
