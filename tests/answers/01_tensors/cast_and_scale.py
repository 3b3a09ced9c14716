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
# breaks: "Each channel has one mean and one variance"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    return (x - tf.reduce_mean(x)) / tf.sqrt(tf.math.reduce_variance(x) + 1e-5)


# %% wrong: each image by itself | test_values | each image
# breaks: "taken over batch, height and width together"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[1, 2], keepdims=True)
    return (x - mean) / tf.sqrt(variance + 1e-5)

# %% wrong: the image library's standardization | test_example | values differ
# breaks: "taken over batch, height and width together"
def cast_and_scale(images):
    return tf.image.per_image_standardization(tf.cast(images, tf.float32) / 255.0)

# %% wrong: over the batch alone | test_example | batch only
# breaks: "taken over batch, height and width together"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0])
    return (x - mean) / tf.sqrt(variance + 1e-5)

# %% wrong: divides by the variance | test_example | root
# breaks: "the result is (x - mean) / sqrt(variance + 1e-5)"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / (variance + 1e-5)

# %% wrong: only scales | test_example | not standardized
# breaks: "Scale and standardize uint8 images"
def cast_and_scale(images):
    return tf.cast(images, tf.float32) / 255.0

# %% wrong: only centers | test_example | spread
# breaks: "the result is (x - mean) / sqrt(variance + 1e-5)"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    return x - tf.reduce_mean(x, axis=[0, 1, 2])

# %% wrong: does not subtract the mean | test_example | not subtracted
# breaks: "the result is (x - mean) / sqrt(variance + 1e-5)"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    return x / tf.sqrt(tf.math.reduce_variance(x, axis=[0, 1, 2]) + 1e-5)

# %% wrong: the sample's variance | test_example | divides by n - 1
# breaks: "the variance is the population's"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    n = tf.cast(tf.size(x) / tf.shape(x)[-1], tf.float32)
    return (x - mean) / tf.sqrt(variance * n / (n - 1) + 1e-5)

# %% wrong: integer division before the cast | test_example | fraction
# breaks: "With x = images / 255 as float32 in [0, 1]"
def cast_and_scale(images):
    x = tf.cast(images // 255, tf.float32)
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: does not scale to [0, 1] | test_faint_channels | has no effect
# breaks: "With x = images / 255 as float32 in [0, 1]"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32)
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: the epsilon beside the root | test_faint_channels | add it to the variance
# breaks: "the result is (x - mean) / sqrt(variance + 1e-5)"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / (tf.sqrt(variance) + 1e-5)


# %% wrong: no epsilon | test_faint_channels | flat channel
# breaks: "A flat channel becomes 0"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance)


# %% wrong: no epsilon, and no nan either | test_faint_channels | has no effect
# breaks: "the result is (x - mean) / sqrt(variance + 1e-5)"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return tf.math.divide_no_nan(x - mean, tf.sqrt(variance))

# %% wrong: float64 | test_example | dtype
# breaks: "(batch, h, w, c) -> (batch, h, w, c), float32"
def cast_and_scale(images):
    x = tf.cast(images, tf.float64) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance + 1e-5)

# %% wrong: one row for each pixel comes back | test_example | shape
# breaks: "(batch, h, w, c) -> (batch, h, w, c), float32"
def cast_and_scale(images):
    x = tf.reshape(tf.cast(images, tf.float32) / 255.0, (-1, images.shape[-1]))
    mean, variance = tf.nn.moments(x, axes=[0])
    return (x - mean) / tf.sqrt(variance + 1e-5)

# %% wrong: counts the pixels in Python | test_graph | TypeError
# breaks: "where batch, height and width may be unknown"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    batch, height, width, _ = x.shape
    n = batch * height * width
    mean = tf.reduce_sum(x, axis=[0, 1, 2]) / n
    variance = tf.reduce_sum(tf.square(x - mean), axis=[0, 1, 2]) / n
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% right: Keras's moments, and a multiplication
def cast_and_scale(images):
    x = keras.ops.multiply(keras.ops.cast(images, "float32"), 1 / 255)
    mean, variance = keras.ops.moments(x, axes=[0, 1, 2], keepdims=True)
    return (x - mean) * (variance + 1e-5) ** -0.5


# %% right: calculated in float64
def cast_and_scale(images):
    x = tf.cast(images, tf.float64) / 255
    spread = tf.sqrt(tf.square(tf.math.reduce_std(x, [0, 1, 2])) + 1e-5)
    return tf.cast((x - tf.reduce_mean(x, [0, 1, 2])) / spread, tf.float32)


# %% wrong: the mean of the bytes is a byte | test_values | differ
# breaks: "With x = images / 255 as float32 in [0, 1]"
def cast_and_scale(images):
    mean = tf.cast(tf.reduce_mean(images, axis=[0, 1, 2]), tf.float32) / 255.0
    x = tf.cast(images, tf.float32) / 255.0
    variance = tf.reduce_mean(tf.square(x - mean), axis=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: 256 values, so divided by 256 | test_faint_channels | divided by 256
# breaks: "With x = images / 255 as float32 in [0, 1]"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 256.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: from -1 to 1 | test_faint_channels | to [-1, 1]
# breaks: "With x = images / 255 as float32 in [0, 1]"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 127.5 - 1.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: calculated in float16 | test_example | float16
# breaks: "With x = images / 255 as float32 in [0, 1]"
def cast_and_scale(images):
    x = tf.cast(images, tf.float16) / 255
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return tf.cast((x - mean) / tf.sqrt(variance + 1e-5), tf.float32)


# %% wrong: Keras's own epsilon of batch normalization | test_example | gets 0.001
# breaks: "the result is (x - mean) / sqrt(variance + 1e-5)"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return tf.nn.batch_normalization(x, mean, variance, None, None, 1e-3)


# %% wrong: an epsilon of 1e-7 | test_faint_channels | gets 1e-07
# breaks: "the result is (x - mean) / sqrt(variance + 1e-5)"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance + keras.config.epsilon())


# %% wrong: statistics of each row of pixels | test_values | differ
# breaks: "taken over batch, height and width together"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[2], keepdims=True)
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% wrong: the mean absolute deviation | test_example | differ
# breaks: "the mean of the squared deviations"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean = tf.reduce_mean(x, axis=[0, 1, 2])
    spread = tf.reduce_mean(tf.abs(x - mean), axis=[0, 1, 2])
    return (x - mean) / tf.sqrt(spread**2 + 1e-5)


# %% wrong: only a flat channel is spared the division | test_faint_channels | values differ
# breaks: "A flat channel becomes 0"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return tf.where(variance > 0, (x - mean) / tf.sqrt(variance + 1e-5), x)


# %% wrong: squeezes the axes of length 1 | test_example | shape
# breaks: "(batch, h, w, c) -> (batch, h, w, c)"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return tf.squeeze((x - mean) / tf.sqrt(variance + 1e-5))


# %% wrong: NumPy calculates | test_example | NumPy
# breaks: "Scale and standardize uint8 images"
def cast_and_scale(images):
    x = np.asarray(images, np.float32) / np.float32(255)
    mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
    return (x - mean) / np.sqrt(variance + np.float32(1e-5))


# %% wrong: reads the images with NumPy | test_graph | numpy
# breaks: "Works inside tf.function too"
def cast_and_scale(images):
    x = images.numpy() / 255
    mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
    return tf.constant((x - mean) / np.sqrt(variance + 1e-5), tf.float32)


# %% wrong: divides by the largest pixel there is, not by 255 | test_faint_channels
# breaks: "With x = images / 255 as float32 in [0, 1]"
def cast_and_scale(images):
    x = tf.cast(images, tf.float32)
    x = tf.math.divide_no_nan(x, tf.reduce_max(x))
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% right: centre first, variance from the centred pixels, rsqrt
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    centred = x - tf.reduce_mean(x, axis=[0, 1, 2], keepdims=True)
    variance = tf.reduce_mean(centred * centred, axis=[0, 1, 2], keepdims=True)
    return centred * tf.math.rsqrt(variance + 1e-5)


# %% right: one row per pixel, statistics in float64
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    rows = tf.cast(tf.reshape(x, [-1, tf.shape(x)[3]]), tf.float64)
    mean = tf.reduce_mean(rows, axis=0)
    variance = tf.math.reduce_variance(rows, axis=0)
    scaled = tf.nn.batch_normalization(rows, mean, variance, None, None, 1e-5)
    return tf.reshape(tf.cast(scaled, tf.float32), tf.shape(images))


# %% wrong: the epsilon stands beside the root, not under it | test_faint_channels
# breaks: "the result is (x - mean) / sqrt(variance + 1e-5)."
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
    return (x - mean) / (tf.sqrt(variance) + 1e-5)


# %% wrong: counts the pixels with the static shape | test_graph
# breaks: "Works inside tf.function too, where batch, height and width may be unknown."
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    count = float(images.shape[0] * images.shape[1] * images.shape[2])
    centred = x - tf.reduce_sum(x, axis=[0, 1, 2]) / count
    variance = tf.reduce_sum(tf.square(centred), axis=[0, 1, 2]) / count
    return centred / tf.sqrt(variance + 1e-5)
