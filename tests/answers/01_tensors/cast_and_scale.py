"""Answers to cast_and_scale."""

import keras
import numpy as np


# %% right: by hand, and the batch normalization op
def cast_and_scale(images):
    x = tf.image.convert_image_dtype(images, tf.float32)
    mean = tf.reduce_mean(x, axis=(0, 1, 2))
    variance = tf.reduce_mean(tf.square(x - mean), axis=(0, 1, 2))
    return tf.nn.batch_normalization(x, mean, variance, None, None, 1e-5)


# %% right: keras.ops, the variance as mean of squares less square of mean
def cast_and_scale(images):
    x = keras.ops.cast(images, "float32") / 255
    mean = keras.ops.mean(x, axis=(0, 1, 2), keepdims=True)
    variance = keras.ops.mean(x * x, axis=(0, 1, 2), keepdims=True) - mean**2
    return (x - mean) * keras.ops.rsqrt(keras.ops.maximum(variance, 0.0) + 1e-5)


# %% right: one row for each pixel
def cast_and_scale(images):
    x = images / 255
    pixels = tf.reshape(x, (-1, images.shape[-1]))
    return (x - tf.reduce_mean(pixels, 0)) / tf.sqrt(tf.math.reduce_variance(pixels, 0) + 1e-5)


# %% wrong: one mean and variance for all channels | test_values | all channels
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    return (x - tf.reduce_mean(x)) / tf.sqrt(tf.math.reduce_variance(x) + 1e-5)


# %% wrong: each image by itself | test_values | each image
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[1, 2], keepdims=True)
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: the image library's standardization | test_values | each image
def cast_and_scale(images):
    return tf.image.per_image_standardization(tf.cast(images, tf.float32) / 255.0)


# %% wrong: over the batch alone | test_values | batch only
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0])
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: divides by the variance | test_values | root
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / (variance + 1e-5)


# %% wrong: only scales | test_values | not standardized
def cast_and_scale(images):
    return tf.cast(images, tf.float32) / 255.0


# %% wrong: only centers | test_values | spread
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    return x - tf.reduce_mean(x, axis=[0, 1, 2])


# %% wrong: does not subtract the mean | test_values | not subtracted
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    return x / tf.sqrt(tf.math.reduce_variance(x, axis=[0, 1, 2]) + 1e-5)


# %% wrong: the sample's variance | test_values | n - 1
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    n = tf.cast(tf.size(x) / tf.shape(x)[-1], tf.float32)
    return (x - mean) / tf.sqrt(variance * n / (n - 1) + 1e-5)


# %% wrong: integer division before the cast | test_values | fraction
def cast_and_scale(images):
    x = tf.cast(images // 255, tf.float32)
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: does not scale to [0, 1] | test_faint_channels | has no effect
def cast_and_scale(images):
    x = tf.cast(images, tf.float32)
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: the epsilon beside the root | test_faint_channels | add it to the variance
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / (tf.sqrt(variance) + 1e-5)


# %% wrong: no epsilon | test_faint_channels | flat channel
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance)


# %% wrong: no epsilon, and no nan either | test_faint_channels | has no effect
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return tf.math.divide_no_nan(x - mean, tf.sqrt(variance))


# %% wrong: float64 | test_shape | dtype
def cast_and_scale(images):
    x = tf.cast(images, tf.float64) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: one row for each pixel comes back | test_shape | shape
def cast_and_scale(images):
    x = tf.reshape(tf.cast(images, tf.float32) / 255.0, (-1, images.shape[-1]))
    mean, variance = tf.nn.moments(x, axes=[0])
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: counts the pixels in Python | test_unknown_sizes | TypeError
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    batch, height, width, _ = x.shape
    n = batch * height * width
    mean = tf.reduce_sum(x, axis=[0, 1, 2]) / n
    variance = tf.reduce_sum(tf.square(x - mean), axis=[0, 1, 2]) / n
    return (x - mean) / tf.sqrt(variance + 1e-5)
