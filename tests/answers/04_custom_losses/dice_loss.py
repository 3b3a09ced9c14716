"""Answers to dice_loss."""

import keras
import numpy as np
import tensorflow as tf


def flat(y_true, y_pred):
    """Return both with one row for each sample."""
    y_true = tf.cast(y_true, y_pred.dtype)
    return [tf.reshape(x, [tf.shape(x)[0], -1]) for x in (y_true, y_pred)]


# %% right: flattened, one einsum
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    overlap = tf.einsum("bi,bi->b", y, p)
    sizes = tf.reduce_sum(y, axis=1) + tf.reduce_sum(p, axis=1)
    return 1 - (2 * overlap + smooth) / (sizes + smooth)


# %% right: one fraction, keras.ops
def dice_loss(y_true, y_pred, smooth=1.0):
    axes = tuple(range(1, len(y_pred.shape)))
    y = keras.ops.cast(y_true, y_pred.dtype)
    sizes = keras.ops.sum(y, axis=axes) + keras.ops.sum(y_pred, axis=axes)
    return (sizes - 2 * keras.ops.sum(y * y_pred, axis=axes)) / (sizes + smooth)


# %% right: sample by sample
def dice_loss(y_true, y_pred, smooth=1.0):
    def one(pair):
        y, p = pair
        sizes = tf.reduce_sum(y) + tf.reduce_sum(p)
        return 1 - (2 * tf.reduce_sum(y * p) + smooth) / (sizes + smooth)

    y_true = tf.cast(y_true, y_pred.dtype)
    return tf.map_fn(one, (y_true, y_pred), fn_output_signature=y_pred.dtype)


# %% right: clipped to what probabilities can be, with the slope kept at both ends
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, tf.clip_by_value(y_pred, 0, 1))
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: one fraction for the whole batch | test_shape | shape
def dice_loss(y_true, y_pred, smooth=1.0):
    y_true = tf.cast(y_true, y_pred.dtype)
    overlap, sizes = tf.reduce_sum(y_true * y_pred), tf.reduce_sum(y_true + y_pred)
    return 1 - (2 * overlap + smooth) / (sizes + smooth)


# %% wrong: one number for each channel | test_shape | shape
def dice_loss(y_true, y_pred, smooth=1.0):
    y_true, axes = tf.cast(y_true, y_pred.dtype), list(range(1, len(y_pred.shape) - 1))
    overlap = tf.reduce_sum(y_true * y_pred, axis=axes)
    sizes = tf.reduce_sum(y_true, axis=axes) + tf.reduce_sum(y_pred, axis=axes)
    return 1 - (2 * overlap + smooth) / (sizes + smooth)


# %% wrong: the coefficient, not the loss | test_values | coefficient itself
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: the 2 is forgotten | test_values | factor 2
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return 1 - (tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: intersection over union | test_values | union
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    overlap = tf.reduce_sum(y * p, 1)
    return 1 - (overlap + smooth) / (tf.reduce_sum(y + p, 1) - overlap + smooth)


# %% wrong: twice the overlap over the union | test_values | overlap is subtracted
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    overlap = tf.reduce_sum(y * p, 1)
    return 1 - (2 * overlap + smooth) / (tf.reduce_sum(y + p, 1) - overlap + smooth)


# %% wrong: squares in the sizes | test_values | squares
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    sizes = tf.reduce_sum(tf.square(y) + tf.square(p), 1)
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (sizes + smooth)


# %% wrong: smooth only below | test_values | smooth is missing in the numerator
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return 1 - 2 * tf.reduce_sum(y * p, 1) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: smooth is doubled with the overlap | test_values | twice in the numerator
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return 1 - 2 * (tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: smooth is not used | test_values | smooth is not used
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return 1 - tf.math.divide_no_nan(2 * tf.reduce_sum(y * p, 1), tf.reduce_sum(y + p, 1))


# %% wrong: means for sums | test_values | means
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return 1 - (2 * tf.reduce_mean(y * p, 1) + smooth) / (tf.reduce_mean(y + p, 1) + smooth)


# %% wrong: the sums run over the batch | test_values | over the batch
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    loss = 1 - (2 * tf.reduce_sum(y * p) + smooth) / (tf.reduce_sum(y + p) + smooth)
    return tf.fill([tf.shape(y)[0]], loss)


# %% wrong: the prediction is rounded | test_values | hard mask
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    p = tf.round(p)
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: nothing is lost where the mask is empty | test_empty_masks | costs nothing
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    loss = 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)
    return tf.where(tf.reduce_sum(y, 1) > 0, loss, tf.zeros_like(loss))


# %% wrong: a Python loop over the batch, which no graph can run | test_dtypes
def dice_loss(y_true, y_pred, smooth=1.0):
    def one(y, p):
        sizes = tf.reduce_sum(y) + tf.reduce_sum(p)
        return 1 - (2 * tf.reduce_sum(y * p) + smooth) / (sizes + smooth)

    return tf.stack([one(y, p) for y, p in zip(tf.cast(y_true, y_pred.dtype), y_pred, strict=True)])


# %% wrong: NumPy calculates | test_gradient | path
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = (np.asarray(x).reshape(len(x), -1) for x in (y_true, y_pred))
    loss = 1 - (2 * (y * p).sum(1) + smooth) / (y.sum(1) + p.sum(1) + smooth)
    return tf.constant(loss, y_pred.dtype)


# %% wrong: float32 whatever comes in | test_shape | dtype
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, tf.cast(y_pred, tf.float32))
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: the probabilities are clipped first | test_gradient | no slope
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, tf.nn.relu(y_pred))
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: three axes and no more | test_dtypes | shape
def dice_loss(y_true, y_pred, smooth=1.0):
    y, axes = tf.cast(y_true, y_pred.dtype), list(range(1, min(4, len(y_pred.shape))))
    sizes = tf.reduce_sum(y + y_pred, axis=axes)
    return 1 - (2 * tf.reduce_sum(y * y_pred, axis=axes) + smooth) / (sizes + smooth)
