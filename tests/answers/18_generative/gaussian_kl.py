"""Answers to gaussian_kl."""

import keras
import numpy as np
import tensorflow as tf


def each(mean, log_var):
    return (tf.exp(log_var) + mean**2 - 1 - log_var) / 2


def total(x):
    return tf.reduce_sum(x, axis=-1)


# %% right: minus one half, as in the paper
def gaussian_kl(mean, log_var):
    return -0.5 * tf.reduce_sum(1 + log_var - tf.square(mean) - tf.exp(log_var), axis=-1)


# %% right: expm1
def gaussian_kl(mean, log_var):
    return 0.5 * keras.ops.sum(keras.ops.expm1(log_var) - log_var + mean * mean, axis=-1)


# %% right: the sums apart, from the standard deviation
def gaussian_kl(mean, log_var):
    deviation = tf.exp(0.5 * log_var)
    squares = tf.reduce_sum(tf.square(mean), axis=-1) + tf.reduce_sum(deviation**2, axis=-1)
    return 0.5 * (squares - tf.reduce_sum(log_var + tf.ones_like(log_var), axis=-1))


# %% wrong: the sign | test_example | never negative
# breaks: "It is KL(N(mean, exp(log_var)) || N(0, 1)) in nats"
def gaussian_kl(mean, log_var):
    return -total(each(mean, log_var))


# %% wrong: the mean over the latent numbers | test_example | not their sum
# breaks: "added up over the last axis"
def gaussian_kl(mean, log_var):
    return tf.reduce_mean(each(mean, log_var), axis=-1)


# %% wrong: the mean over everything | test_example | averaged over everything
# breaks: "two (..., latent) -> (...,)"
def gaussian_kl(mean, log_var):
    return tf.reduce_mean(each(mean, log_var))


# %% wrong: a number for the batch | test_example | whole batch
# breaks: "two (..., latent) -> (...,)"
def gaussian_kl(mean, log_var):
    return tf.reduce_mean(total(each(mean, log_var)))


# %% wrong: a sum over everything | test_example | whole batch
# breaks: "added up over the last axis"
def gaussian_kl(mean, log_var):
    return tf.reduce_sum(each(mean, log_var))


# %% wrong: no sum | test_example | no sum
# breaks: "added up over the last axis"
def gaussian_kl(mean, log_var):
    return each(mean, log_var)


# %% wrong: axis 1 | test_shape | shape
# breaks: "two (..., latent) -> (...,)"
def gaussian_kl(mean, log_var):
    return tf.reduce_sum(each(mean, log_var), axis=min(1, len(mean.shape) - 1))


# %% wrong: the last axis stays | test_example | is kept
# breaks: "two (..., latent) -> (...,)"
def gaussian_kl(mean, log_var):
    return tf.reduce_sum(each(mean, log_var), axis=-1, keepdims=True)


# %% wrong: without one half | test_example | factor 1/2
# breaks: "It is KL(N(mean, exp(log_var)) || N(0, 1)) in nats"
def gaussian_kl(mean, log_var):
    return 2 * total(each(mean, log_var))


# %% wrong: one half for a part only | test_example | factor 1/2
# breaks: "It is KL(N(mean, exp(log_var)) || N(0, 1)) in nats"
def gaussian_kl(mean, log_var):
    return total(mean**2 + (tf.exp(log_var) - 1 - log_var) / 2)


# %% wrong: without -1 | test_example | the -1 is missing
# breaks: "It is KL(N(mean, exp(log_var)) || N(0, 1)) in nats"
def gaussian_kl(mean, log_var):
    return total(each(mean, log_var) + 0.5)


# %% wrong: log_var as the log of the standard deviation | test_values | of the standard deviation
# breaks: "log_var is the natural logarithm of the variance"
def gaussian_kl(mean, log_var):
    return total(each(mean, 2 * log_var))


# %% wrong: exp(log_var) squared | test_values | for the standard deviation
# breaks: "log_var is the natural logarithm of the variance"
def gaussian_kl(mean, log_var):
    return total((tf.exp(log_var) ** 2 + mean**2 - 1 - log_var) / 2)


# %% wrong: exp(log_var / 2) | test_values | not the variance
# breaks: "log_var is the natural logarithm of the variance"
def gaussian_kl(mean, log_var):
    return total((tf.exp(log_var / 2) + mean**2 - 1 - log_var) / 2)


# %% wrong: log_var taken for the variance | test_example | differ
# breaks: "log_var is the natural logarithm of the variance"
def gaussian_kl(mean, log_var):
    variance = tf.abs(log_var) + 1e-8
    return total((variance + mean**2 - 1 - tf.math.log(variance)) / 2)


# %% wrong: base 2 | test_example | bits
# breaks: "in nats"
def gaussian_kl(mean, log_var):
    return total(each(mean, log_var)) / np.log(2).astype("float32")


# %% wrong: the other direction | test_values | other direction
# breaks: "Return the divergence of N(mean, exp(log_var)) from N(0, 1)"
def gaussian_kl(mean, log_var):
    return total(((1 + mean**2) * tf.exp(-log_var) - 1 + log_var) / 2)


# %% wrong: plus log_var | test_values | in place of - log_var
# breaks: "It is KL(N(mean, exp(log_var)) || N(0, 1)) in nats"
def gaussian_kl(mean, log_var):
    return total((tf.exp(log_var) + mean**2 - 1 + log_var) / 2)


# %% wrong: the mean is not squared | test_example | not squared
# breaks: "It is KL(N(mean, exp(log_var)) || N(0, 1)) in nats"
def gaussian_kl(mean, log_var):
    return total((tf.exp(log_var) + mean - 1 - log_var) / 2)


# %% wrong: without the mean | test_example | left out
# breaks: "It is KL(N(mean, exp(log_var)) || N(0, 1)) in nats"
def gaussian_kl(mean, log_var):
    return total(each(0 * mean, log_var))


# %% wrong: swapped arguments | test_example | are swapped
# breaks: "Return the divergence of N(mean, exp(log_var)) from N(0, 1)"
def gaussian_kl(log_var, mean):
    return total(each(mean, log_var))


# %% wrong: the logarithm of the variance, computed again | test_narrow | stay with log_var
# breaks: "and may be as low as -200"
def gaussian_kl(mean, log_var):
    variance = tf.exp(log_var)
    return total((variance + mean**2 - 1 - tf.math.log(variance)) / 2)


# %% wrong: a small number beside the variance | test_narrow | differ
# breaks: "and may be as low as -200"
def gaussian_kl(mean, log_var):
    variance = tf.exp(log_var)
    return total((variance + mean**2 - 1 - tf.math.log(variance + 1e-12)) / 2)


# %% wrong: log_var is clipped | test_narrow | differ
# breaks: "and may be as low as -200"
def gaussian_kl(mean, log_var):
    return total(each(mean, tf.clip_by_value(log_var, -20.0, 20.0)))


# %% wrong: the gradient of a root, through NaN | test_narrow | slope of log
# breaks: "and may be as low as -200"
def gaussian_kl(mean, log_var):
    variance = tf.exp(log_var)
    logs = tf.where(log_var < -50, log_var, tf.math.log(variance))
    return total((variance + mean**2 - 1 - logs) / 2)


# %% wrong: float64 inside and out | test_example | dtype
# breaks: "Inputs and result are float32"
def gaussian_kl(mean, log_var):
    return total(each(tf.cast(mean, tf.float64), tf.cast(log_var, tf.float64)))


# %% wrong: NumPy | test_example | NumPy
# breaks: "Inputs and result are float32"
def gaussian_kl(mean, log_var):
    return total(each(mean, log_var)).numpy()


# %% wrong: no gradient in log_var | test_narrow | None
# breaks: "It is KL(N(mean, exp(log_var)) || N(0, 1)) in nats"
def gaussian_kl(mean, log_var):
    return total(each(mean, tf.stop_gradient(log_var)))


# %% wrong: no gradient in mean | test_gradients | None
# breaks: "It is KL(N(mean, exp(log_var)) || N(0, 1)) in nats"
def gaussian_kl(mean, log_var):
    return total(each(tf.stop_gradient(mean), log_var))
