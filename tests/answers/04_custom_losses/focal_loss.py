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


# %% wrong: one mean over everything | test_shape | shape
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss)


# %% wrong: the sum over the last axis | test_values | sum
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_sum(loss, axis=-1)


# %% wrong: alpha for both classes | test_values | alpha weighs both
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, _ = parts(y_true, logits, alpha)
    loss = tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return alpha * tf.reduce_mean(loss, axis=-1)


# %% wrong: the weight of y = 0 is 1 | test_values | not weighed
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y, signed, _ = parts(y_true, logits, alpha)
    loss = tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean((alpha * y + 1 - y) * loss, axis=-1)


# %% wrong: alpha belongs to y = 0 | test_values | alpha and 1 - alpha are swapped
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean((1 - weight) * loss, axis=-1)


# %% wrong: alpha is forgotten | test_values | alpha is not used
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, _ = parts(y_true, logits, alpha)
    loss = tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: gamma is forgotten | test_values | gamma is not used
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    return tf.reduce_mean(weight * tf.nn.softplus(-signed), axis=-1)


# %% wrong: easy ones count most | test_values | p_t ** gamma instead
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(-signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: 1 - p for both classes | test_values | (1 - p) ** gamma for both
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(logits)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: gamma is a factor | test_values | not to the power
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * gamma * tf.sigmoid(-signed) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: only the positives | test_values | y = 0 part is missing
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y = tf.cast(y_true, logits.dtype)
    loss = alpha * y * tf.exp(-gamma * tf.nn.softplus(logits)) * tf.nn.softplus(-logits)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: an epsilon under the log | test_extreme_logits | epsilon
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    p_t = tf.sigmoid(signed)
    return tf.reduce_mean(-weight * (1 - p_t) ** gamma * tf.math.log(p_t + 1e-7), axis=-1)


# %% wrong: the log of a probability | test_extreme_logits | rounded to 0
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    p_t = tf.sigmoid(signed)
    return tf.reduce_mean(-weight * (1 - p_t) ** gamma * tf.math.log(p_t), axis=-1)


# %% wrong: both classes with log and no care | test_extreme_logits | 0 times the log of 0
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y, p = tf.cast(y_true, logits.dtype), tf.sigmoid(logits)
    ones = alpha * y * (1 - p) ** gamma * tf.math.log(p)
    zeros = (1 - alpha) * (1 - y) * p**gamma * tf.math.log(1 - p)
    return -tf.reduce_mean(ones + zeros, axis=-1)


# %% wrong: a power of the probability | test_gradient | infinite slope
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    loss = weight * tf.sigmoid(-signed) ** gamma * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)


# %% wrong: the weight of the easy ones has no gradient | test_gradient | does not flow
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, logits, alpha)
    focus = tf.stop_gradient(tf.sigmoid(-signed)) ** gamma
    return tf.reduce_mean(weight * focus * tf.nn.softplus(-signed), axis=-1)


# %% wrong: the crossentropy with relu and abs | test_gradient | corner
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    y, signed, weight = parts(y_true, logits, alpha)
    loss = tf.nn.relu(logits) - y * logits + tf.math.log1p(tf.exp(-tf.abs(logits)))
    return tf.reduce_mean(weight * tf.exp(-gamma * tf.nn.softplus(signed)) * loss, axis=-1)


# %% wrong: NumPy calculates | test_gradient | path
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    signed = np.where(y_true.numpy() == 1, logits.numpy(), -logits.numpy())
    weight = np.where(y_true.numpy() == 1, alpha, 1 - alpha)
    loss = weight * np.exp(-gamma * np.logaddexp(0, signed)) * np.logaddexp(0, -signed)
    return tf.constant(loss.mean(axis=-1), logits.dtype)


# %% wrong: float32 whatever comes in | test_shape | dtype
def focal_loss(y_true, logits, gamma=2.0, alpha=0.25):
    _, signed, weight = parts(y_true, tf.cast(logits, tf.float32), alpha)
    loss = weight * tf.exp(-gamma * tf.nn.softplus(signed)) * tf.nn.softplus(-signed)
    return tf.reduce_mean(loss, axis=-1)
