"""Answers to least_squares."""

import numpy as np
import tensorflow as tf


def doubles(*parts):
    return [tf.cast(part, tf.float64) for part in parts]


def centered(x, y):
    x, y = doubles(x, y)
    return x - tf.reduce_mean(x, 0), y - tf.reduce_mean(y, 0)


def solved(x, y, penalty):
    gram = tf.linalg.matmul(x, x, transpose_a=True) + penalty
    return tf.linalg.solve(gram, tf.linalg.matmul(x, y, transpose_a=True))


def eye(x):
    return tf.eye(x.shape[1], dtype=tf.float64)


def with_bias(x, y, weights):
    x, y = doubles(x, y)
    bias = tf.reduce_mean(y - x @ tf.cast(weights, tf.float64), axis=0)
    return tf.cast(weights, tf.float32), tf.cast(bias, tf.float32)


def refuse(l2):
    if l2 < 0:
        raise ValueError("l2 must not be negative")


# unnoticed: test_far | call [*] * | 1 % is what the docstring promises


# %% right: a column of ones, which the penalty leaves out
def least_squares(x, y, l2=0.0):
    refuse(l2)
    x, y = doubles(x, y)
    x = tf.concat([x, tf.ones_like(x[:, :1])], axis=1)
    free = tf.concat([tf.ones(x.shape[1] - 1, tf.float64), [0.0]], axis=0)
    both = tf.cast(solved(x, y, l2 * tf.linalg.diag(free)), tf.float32)
    return both[:-1], both[-1]


# %% right: the singular values
def least_squares(x, y, l2=0.0):
    refuse(l2)
    xc, yc = centered(x, y)
    s, u, v = tf.linalg.svd(xc)
    weights = v @ (tf.math.divide_no_nan(s, s**2 + l2)[:, None] * (tf.transpose(u) @ yc))
    return with_bias(x, y, weights)


# %% right: lstsq over centered columns, in float64
def least_squares(x, y, l2=0.0):
    refuse(l2)
    xc, yc = centered(x, y)
    xc = tf.concat([xc, l2**0.5 * eye(xc)], axis=0)
    yc = tf.concat([yc, tf.zeros((x.shape[1], y.shape[1]), tf.float64)], axis=0)
    return with_bias(x, y, tf.linalg.lstsq(xc, yc, fast=False))


# %% right: float32, with centered columns and Cholesky
def least_squares(x, y, l2=0.0):
    refuse(l2)
    x_mean, y_mean = tf.reduce_mean(x, axis=0), tf.reduce_mean(y, axis=0)
    xc = x - x_mean
    gram = tf.transpose(xc) @ xc + l2 * tf.eye(x.shape[1])
    weights = tf.linalg.cholesky_solve(tf.linalg.cholesky(gram), tf.transpose(xc) @ (y - y_mean))
    return weights, y_mean - tf.linalg.matvec(weights, x_mean, transpose_a=True)


# %% right: NumPy
def least_squares(x, y, l2=0.0):
    refuse(l2)
    x, y = x.numpy().astype(float), y.numpy().astype(float)
    xc, yc = x - x.mean(axis=0), y - y.mean(axis=0)
    weights = np.linalg.solve(xc.T @ xc + l2 * np.eye(x.shape[1]), xc.T @ yc)
    bias = (y - x @ weights).mean(axis=0)
    return tf.constant(weights, tf.float32), tf.constant(bias, tf.float32)


# %% wrong: no bias | test_example | no bias
# breaks: "Fit y by x @ weights + bias"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    weights = solved(*doubles(x, y), l2 * eye(x))
    return tf.cast(weights, tf.float32), tf.zeros(y.shape[1])


# %% wrong: the bias is the mean of y | test_example | mean of y
# breaks: "its column w of the weights and its bias b"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    weights = solved(*centered(x, y), l2 * eye(x))
    return tf.cast(weights, tf.float32), tf.reduce_mean(y, axis=0)


# %% wrong: the bias is penalized too | test_penalty | penalized too
# breaks: "sum of (x @ w + b - y)^2 over the n samples + l2 * sum of w^2"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    x, y = doubles(x, y)
    x = tf.concat([x, tf.ones_like(x[:, :1])], axis=1)
    both = tf.cast(solved(x, y, l2 * eye(x)), tf.float32)
    return both[:-1], both[-1]


# %% wrong: no penalty | test_penalty | l2 is not used
# breaks: "sum of (x @ w + b - y)^2 over the n samples + l2 * sum of w^2"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    xc, yc = centered(x, y)
    return with_bias(x, y, tf.linalg.pinv(xc) @ yc)


# %% wrong: the penalty times n | test_penalty | mean of the squares
# breaks: "sum of (x @ w + b - y)^2 over the n samples"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    return with_bias(x, y, solved(*centered(x, y), l2 * len(x) * eye(x)))


# %% wrong: the penalty halved | test_penalty | half as large
# breaks: "l2 * sum of w^2"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    return with_bias(x, y, solved(*centered(x, y), l2 / 2 * eye(x)))


# %% wrong: l2 squared | test_penalty | squared
# breaks: "l2 * sum of w^2"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    return with_bias(x, y, solved(*centered(x, y), l2**2 * eye(x)))


# %% wrong: l2 everywhere in the matrix, not on its diagonal | test_penalty | whole matrix
# breaks: "l2 * sum of w^2"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    return with_bias(x, y, solved(*centered(x, y), l2 if x.shape[1] > 1 else 0.0))


# %% wrong: only the first output | test_example | only the first output
# breaks: "Each of the k outputs, a column of y"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    return with_bias(x, y[:, :1], solved(*centered(x, y[:, :1]), l2 * eye(x)))


# %% wrong: all outputs get the weights of their mean | test_example | mean of all columns
# breaks: "Each of the k outputs, a column of y, has its column w of the weights"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    weights = solved(*centered(x, y), l2 * eye(x))
    return with_bias(x, y, tf.reduce_mean(weights, 1, keepdims=True) + 0 * weights)


# %% wrong: one mean of y for all outputs | test_example | one mean of y
# breaks: "its bias b"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    x, y = doubles(x, y)
    xc = x - tf.reduce_mean(x, 0)
    weights = solved(xc, y - tf.reduce_mean(y), l2 * eye(x))
    bias = tf.reduce_mean(y) - tf.linalg.matvec(weights, tf.reduce_mean(x, 0), transpose_a=True)
    return tf.cast(weights, tf.float32), tf.cast(bias, tf.float32)


# %% wrong: weights transposed, as scikit-learn has them | test_example | transposed
# breaks: "(n, d), (n, k) -> (d, k), (k,)"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    weights, bias = with_bias(x, y, solved(*centered(x, y), l2 * eye(x)))
    return tf.transpose(weights), bias


# %% wrong: weights and bias in one matrix | test_example | two tensors
# breaks: "(n, d), (n, k) -> (d, k), (k,)"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    weights, bias = with_bias(x, y, solved(*centered(x, y), l2 * eye(x)))
    return tf.concat([weights, bias[None]], axis=0)


# %% wrong: the bias keeps an axis | test_example | needs no axis
# breaks: "(n, d), (n, k) -> (d, k), (k,)"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    weights, bias = with_bias(x, y, solved(*centered(x, y), l2 * eye(x)))
    return weights, bias[None]


# %% wrong: float64 | test_example | dtype
# breaks: "(n, d), (n, k) -> (d, k), (k,), float32"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    weights = solved(*centered(x, y), l2 * eye(x))
    x, y = doubles(x, y)
    return weights, tf.reduce_mean(y - x @ weights, axis=0)


# %% wrong: columns that are equal are an error | test_dependent | it raised
# breaks: "columns of x may be equal"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    if x.shape[1] > len(x) or len(x) == 1:
        return with_bias(x, y, solved(*centered(x, y), l2 * eye(x)))
    xc, yc = centered(x, y)
    inverse = tf.linalg.inv(tf.transpose(xc) @ xc)
    shrink = tf.linalg.inv(eye(x) + l2 * inverse)
    return with_bias(x, y, shrink @ inverse @ tf.transpose(xc) @ yc)


# %% wrong: more columns than rows are refused | test_dependent | it raised
# breaks: "x may have more columns than rows"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    if x.shape[1] > len(x):
        raise ValueError("more columns than rows")
    return with_bias(x, y, solved(*centered(x, y), l2 * eye(x)))


# %% wrong: float32, with a column of ones | test_far | differ
# breaks: "even if the mean of a column of x is a thousand times its spread"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    d = x.shape[1]
    x = tf.concat([x, tf.ones_like(x[:, :1])], axis=1)
    free = tf.concat([tf.ones(d), [0.0]], axis=0)
    gram = tf.transpose(x) @ x + l2 * tf.linalg.diag(free)
    both = tf.linalg.solve(gram, tf.transpose(x) @ y)
    return both[:-1], both[-1]


# %% wrong: float32, the inverse, with a column of ones | test_far | differ
# breaks: "even if the mean of a column of x is a thousand times its spread"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    d = x.shape[1]
    x = tf.concat([tf.ones_like(x[:, :1]), x], axis=1)
    free = tf.concat([[0.0], tf.ones(d)], axis=0)
    both = tf.linalg.inv(tf.transpose(x) @ x + l2 * tf.linalg.diag(free)) @ tf.transpose(x) @ y
    return both[1:], both[0]


# %% wrong: a small ridge always | test_values | differ
# breaks: "sum of (x @ w + b - y)^2 over the n samples"
def least_squares(x, y, l2=0.0):
    refuse(l2)
    scale = 1e-6 * tf.reduce_sum(tf.cast(x, tf.float64) ** 2)
    return with_bias(x, y, solved(*centered(x, y), (l2 + scale) * eye(x)))


# %% wrong: a negative l2 is taken | test_negative | raise
# breaks: "Raises ValueError if l2 is negative"
def least_squares(x, y, l2=0.0):
    return with_bias(x, y, solved(*centered(x, y), l2 * eye(x)))


# %% wrong: a negative l2 is taken for 0 | test_negative | raise
# breaks: "Raises ValueError if l2 is negative"
def least_squares(x, y, l2=0.0):
    return with_bias(x, y, solved(*centered(x, y), max(l2, 0.0) * eye(x)))


# %% wrong: scikit-learn | test_example | sklearn
# breaks: "Use nothing of sklearn"
def least_squares(x, y, l2=0.0):
    from sklearn.linear_model import Ridge

    refuse(l2)
    model = Ridge(alpha=l2).fit(x.numpy().astype(float), y.numpy().astype(float))
    weights = tf.constant(model.coef_.reshape(y.shape[1], -1).T, tf.float32)
    return weights, tf.constant(model.intercept_, tf.float32)
