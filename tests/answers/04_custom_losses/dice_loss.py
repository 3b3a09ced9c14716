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


# %% right: one sum of a stack
def dice_loss(y_true, y_pred, smooth=1.0):
    y = tf.cast(y_true, y_pred.dtype)
    axes = list(range(2, len(y_pred.shape) + 1))
    both, sizes = tf.unstack(tf.reduce_sum(tf.stack([2 * y * y_pred, y + y_pred]), axis=axes))
    return 1 - (both + smooth) / (sizes + smooth)


# %% right: the last axis, until one is left
def dice_loss(y_true, y_pred, smooth=1.0):
    y = tf.cast(y_true, y_pred.dtype)
    both, sizes = 2 * y * y_pred, y + y_pred
    while len(both.shape) > 1:
        both, sizes = tf.reduce_sum(both, axis=-1), tf.reduce_sum(sizes, axis=-1)
    return 1 - (both + smooth) / (sizes + smooth)


# %% wrong: one fraction for the whole batch | test_example | shape
# breaks: "(batch, ...), (batch, ...) -> (batch,)"
def dice_loss(y_true, y_pred, smooth=1.0):
    y_true = tf.cast(y_true, y_pred.dtype)
    overlap, sizes = tf.reduce_sum(y_true * y_pred), tf.reduce_sum(y_true + y_pred)
    return 1 - (2 * overlap + smooth) / (sizes + smooth)


# %% wrong: one number for each channel | test_example | shape
# breaks: "each sum over all axes but the first"
def dice_loss(y_true, y_pred, smooth=1.0):
    y_true, axes = tf.cast(y_true, y_pred.dtype), list(range(1, len(y_pred.shape) - 1))
    overlap = tf.reduce_sum(y_true * y_pred, axis=axes)
    sizes = tf.reduce_sum(y_true, axis=axes) + tf.reduce_sum(y_pred, axis=axes)
    return 1 - (2 * overlap + smooth) / (sizes + smooth)


# %% wrong: the coefficient, not the loss | test_example | differ
# breaks: "1 - (2 * sum(y_true * y_pred) + smooth)"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: the 2 is forgotten | test_example | differ
# breaks: "1 - (2 * sum(y_true * y_pred) + smooth)"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return 1 - (tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: intersection over union | test_example | differ
# breaks: "1 - (2 * sum(y_true * y_pred) + smooth)"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    overlap = tf.reduce_sum(y * p, 1)
    return 1 - (overlap + smooth) / (tf.reduce_sum(y + p, 1) - overlap + smooth)


# %% wrong: twice the overlap over the union | test_example | differ
# breaks: "1 - (2 * sum(y_true * y_pred) + smooth)"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    overlap = tf.reduce_sum(y * p, 1)
    return 1 - (2 * overlap + smooth) / (tf.reduce_sum(y + p, 1) - overlap + smooth)


# %% wrong: squares in the sizes | test_values | squares
# breaks: "1 - (2 * sum(y_true * y_pred) + smooth)"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    sizes = tf.reduce_sum(tf.square(y) + tf.square(p), 1)
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (sizes + smooth)


# %% wrong: smooth only below | test_example | differ
# breaks: "smooth) / (sum(y_true) + sum(y_pred) + smooth)"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return 1 - 2 * tf.reduce_sum(y * p, 1) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: smooth is doubled with the overlap | test_example | differ
# breaks: "smooth) / (sum(y_true) + sum(y_pred) + smooth)"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return 1 - 2 * (tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: smooth is not used | test_example | differ
# breaks: "smooth) / (sum(y_true) + sum(y_pred) + smooth)"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return 1 - tf.math.divide_no_nan(2 * tf.reduce_sum(y * p, 1), tf.reduce_sum(y + p, 1))


# %% wrong: means for sums | test_example | differ
# breaks: "1 - (2 * sum(y_true * y_pred) + smooth)"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    return 1 - (2 * tf.reduce_mean(y * p, 1) + smooth) / (tf.reduce_mean(y + p, 1) + smooth)


# %% wrong: the sums run over the batch | test_values | over the batch
# breaks: "each sum over all axes but the first"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    loss = 1 - (2 * tf.reduce_sum(y * p) + smooth) / (tf.reduce_sum(y + p) + smooth)
    return tf.fill([tf.shape(y)[0]], loss)


# %% wrong: the prediction is rounded | test_values | hard mask
# breaks: "`y_pred` holds probabilities"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    p = tf.round(p)
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: nothing is lost where the mask is empty | test_empty_masks | costs nothing
# breaks: "smooth may be any positive number"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    loss = 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)
    return tf.where(tf.reduce_sum(y, 1) > 0, loss, tf.zeros_like(loss))


# %% wrong: a Python loop over the batch, which no graph can run | test_graph | it raised
# breaks: "Works in tf.function too"
def dice_loss(y_true, y_pred, smooth=1.0):
    def one(y, p):
        sizes = tf.reduce_sum(y) + tf.reduce_sum(p)
        return 1 - (2 * tf.reduce_sum(y * p) + smooth) / (sizes + smooth)

    return tf.stack([one(y, p) for y, p in zip(tf.cast(y_true, y_pred.dtype), y_pred, strict=True)])


# %% wrong: NumPy calculates | test_graph | it raised
# breaks: "The gradient in `y_pred` is the formula's"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = (np.asarray(x).reshape(len(x), -1) for x in (y_true, y_pred))
    loss = 1 - (2 * (y * p).sum(1) + smooth) / (y.sum(1) + p.sum(1) + smooth)
    return tf.constant(loss, y_pred.dtype)


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "which the result has too"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, tf.cast(y_pred, tf.float32))
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: the probabilities are clipped first | test_gradient | no slope
# breaks: "even at probabilities of 0 and 1"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, tf.nn.relu(y_pred))
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: three axes and no more | test_shape | shape
# breaks: "each sum over all axes but the first"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, axes = tf.cast(y_true, y_pred.dtype), list(range(1, min(4, len(y_pred.shape))))
    sizes = tf.reduce_sum(y + y_pred, axis=axes)
    return 1 - (2 * tf.reduce_sum(y * y_pred, axis=axes) + smooth) / (sizes + smooth)


# %% wrong: the mask is not cast | test_example | it raised
# breaks: "is cast to the dtype of `y_pred`"
def dice_loss(y_true, y_pred, smooth=1.0):
    axes = list(range(1, len(y_pred.shape)))
    both, sizes = tf.reduce_sum(y_true * y_pred, axes), tf.reduce_sum(y_true + y_pred, axes)
    return 1 - (2 * both + smooth) / (sizes + smooth)


# %% wrong: the size of a mask counted without a cast of bools | test_dtypes | it raised
# breaks: "any dtype, even bool"
def dice_loss(y_true, y_pred, smooth=1.0):
    axes = list(range(1, len(y_pred.shape)))
    size = tf.cast(tf.reduce_sum(y_true, axes), y_pred.dtype) + tf.reduce_sum(y_pred, axes)
    both = tf.reduce_sum(tf.cast(y_true, y_pred.dtype) * y_pred, axes)
    return 1 - (2 * both + smooth) / (size + smooth)


# %% wrong: calculated in float32, then cast back | test_dtypes | differ
# breaks: "which the result has too"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, tf.cast(y_pred, tf.float32))
    loss = 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)
    return tf.cast(loss, y_pred.dtype)


# %% wrong: a sigmoid first, as if they were logits | test_example | differ
# breaks: "`y_pred` holds probabilities"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, tf.sigmoid(y_pred))
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: smooth is at least 1 | test_values | differ
# breaks: "smooth may be any positive number"
def dice_loss(y_true, y_pred, smooth=1.0):
    y, p = flat(y_true, y_pred)
    smooth = max(smooth, 1.0)
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: the axes of an image, always | test_example | it raised
# breaks: "all axes but the first, of which there are one or more"
def dice_loss(y_true, y_pred, smooth=1.0):
    y = tf.cast(y_true, y_pred.dtype)
    both, sizes = tf.reduce_sum(y * y_pred, [1, 2, 3]), tf.reduce_sum(y + y_pred, [1, 2, 3])
    return 1 - (2 * both + smooth) / (sizes + smooth)


# %% wrong: the batch size is read from the static shape | test_graph | it raised
# breaks: "where the batch size may be unknown"
def dice_loss(y_true, y_pred, smooth=1.0):
    y = tf.reshape(tf.cast(y_true, y_pred.dtype), [y_pred.shape[0], -1])
    p = tf.reshape(y_pred, [y_pred.shape[0], -1])
    return 1 - (2 * tf.reduce_sum(y * p, 1) + smooth) / (tf.reduce_sum(y + p, 1) + smooth)


# %% wrong: Keras's Dice | test_example | this exercise forbids
# breaks: "nothing of keras.losses or keras.metrics"
def dice_loss(y_true, y_pred, smooth=1.0):
    return keras.losses.dice(tf.cast(y_true, y_pred.dtype), y_pred, axis=1)


# %% right: 1 - dice as a single fraction, over axes that the graph counts
def dice_loss(y_true, y_pred, smooth=1.0):
    mask = tf.cast(y_true, y_pred.dtype)
    axes = tf.range(1, tf.rank(y_pred))
    sizes = tf.reduce_sum(mask, axes) + tf.reduce_sum(y_pred, axes)
    overlap = tf.reduce_sum(tf.multiply(mask, y_pred), axes)
    return (sizes - 2 * overlap) / (sizes + smooth)


# %% wrong: squares below the line, the same only for hard masks | test_values
# breaks: "1 - (2 * sum(y_true * y_pred) + smooth) / (sum(y_true) + sum(y_pred) + smooth), each sum over"
def dice_loss(y_true, y_pred, smooth=1.0):
    y_true = tf.cast(y_true, y_pred.dtype)
    axes = list(range(1, len(y_pred.shape)))
    overlap = tf.reduce_sum(y_true * y_pred, axes)
    sizes = tf.reduce_sum(tf.square(y_true), axes) + tf.reduce_sum(tf.square(y_pred), axes)
    return 1 - (2 * overlap + smooth) / (sizes + smooth)


# %% wrong: relu guards against negative probabilities, and has no slope at 0 | test_gradient
# breaks: "formula's, even at probabilities of 0 and 1."
def dice_loss(y_true, y_pred, smooth=1.0):
    y_true = tf.cast(y_true, y_pred.dtype)
    y_pred = tf.nn.relu(y_pred)
    axes = list(range(1, len(y_pred.shape)))
    overlap = tf.reduce_sum(y_true * y_pred, axes)
    sizes = tf.reduce_sum(y_true, axes) + tf.reduce_sum(y_pred, axes)
    return 1 - (2 * overlap + smooth) / (sizes + smooth)


# %% wrong: flattens with the static batch size | test_graph
# breaks: "Works in tf.function too, where the batch size may"
def dice_loss(y_true, y_pred, smooth=1.0):
    y_true = tf.reshape(tf.cast(y_true, y_pred.dtype), (y_pred.shape[0], -1))
    y_pred = tf.reshape(y_pred, (y_pred.shape[0], -1))
    overlap = tf.reduce_sum(y_true * y_pred, axis=1)
    sizes = tf.reduce_sum(y_true + y_pred, axis=1)
    return 1 - (2 * overlap + smooth) / (sizes + smooth)
