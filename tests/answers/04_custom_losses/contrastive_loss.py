"""Answers to contrastive_loss."""

import keras
import numpy as np
import tensorflow as tf


# %% right: where
def contrastive_loss(y, distance, margin=1.0):
    push = tf.square(tf.nn.relu(margin - distance))
    return tf.where(tf.cast(y, tf.bool), tf.square(distance), push)


# %% right: keras.ops
def contrastive_loss(y, distance, margin=1.0):
    y = keras.ops.cast(y, distance.dtype)
    lack = keras.ops.maximum(margin - distance, 0)
    return y * distance**2 + (1 - y) * lack**2


# %% right: one square of what is chosen
def contrastive_loss(y, distance, margin=1.0):
    same = tf.equal(tf.cast(y, distance.dtype), 1)
    lack = margin - tf.minimum(distance, margin)
    return tf.where(same, distance, lack) ** 2


# %% right: the two costs stacked and gathered
def contrastive_loss(y, distance, margin=1.0):
    costs = tf.stack([tf.nn.relu(margin - distance) ** 2, distance**2], axis=-1)
    return tf.gather(costs, tf.cast(y, tf.int32), axis=-1, batch_dims=len(distance.shape))


# %% right: clipped at the margin
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    push = margin - tf.clip_by_value(distance, 0, margin)
    return tf.math.multiply_no_nan(distance**2, y) + tf.math.multiply_no_nan(push**2, 1 - y)


# %% wrong: the mean over the batch | test_example | shape
# breaks: "no mean"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    push = tf.square(tf.maximum(margin - distance, 0))
    return tf.reduce_mean(y * tf.square(distance) + (1 - y) * push)


# %% wrong: y = 0 is the pair that belongs together | test_example | kinds of pair are swapped
# breaks: "`y` is 1 for a pair that belongs together"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    push = tf.square(tf.maximum(margin - distance, 0))
    return (1 - y) * tf.square(distance) + y * push


# %% wrong: no end to the push | test_example | is missing
# breaks: "The loss is y * distance**2 + (1 - y) * max(margin - distance, 0)**2"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * tf.square(distance) + (1 - y) * tf.square(margin - distance)


# %% wrong: the margin against the squared distance | test_example | squared distance
# breaks: "The loss is y * distance**2 + (1 - y) * max(margin - distance, 0)**2"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * distance**2 + (1 - y) * tf.maximum(margin - distance**2, 0)


# %% wrong: the push is linear | test_example | push is not squared
# breaks: "The loss is y * distance**2 + (1 - y) * max(margin - distance, 0)**2"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * tf.square(distance) + (1 - y) * tf.maximum(margin - distance, 0)


# %% wrong: the pull is linear | test_example | pull is not squared
# breaks: "The loss is y * distance**2 + (1 - y) * max(margin - distance, 0)**2"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * distance + (1 - y) * tf.square(tf.maximum(margin - distance, 0))


# %% wrong: the other way round in the hinge | test_example | distance - margin
# breaks: "The loss is y * distance**2 + (1 - y) * max(margin - distance, 0)**2"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * tf.square(distance) + (1 - y) * tf.square(tf.maximum(distance - margin, 0))


# %% wrong: the margin is always 1 | test_example | margin is not used
# breaks: "The loss is y * distance**2 + (1 - y) * max(margin - distance, 0)**2"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    return y * tf.square(distance) + (1 - y) * tf.square(tf.maximum(1 - distance, 0))


# %% wrong: both costs for every pair | test_example | both costs
# breaks: "The loss is y * distance**2 + (1 - y) * max(margin - distance, 0)**2"
def contrastive_loss(y, distance, margin=1.0):
    return tf.square(distance) + tf.square(tf.maximum(margin - distance, 0))


# %% wrong: half of it, as in the paper | test_example | factor 1/2
# breaks: "no factor 1/2"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    push = tf.square(tf.maximum(margin - distance, 0))
    return (y * tf.square(distance) + (1 - y) * push) / 2


# %% wrong: NumPy calculates | test_shape | dtype
# breaks: "The gradient in `distance` is the formula's"
def contrastive_loss(y, distance, margin=1.0):
    d = distance.numpy()
    return tf.constant(np.where(y.numpy() == 1, d**2, np.maximum(margin - d, 0) ** 2))


# %% wrong: the distance through a root | test_gradient | infinite
# breaks: "The gradient in `distance` is the formula's, even at 0"
def contrastive_loss(y, distance, margin=1.0):
    y, d = tf.cast(y, distance.dtype), tf.sqrt(tf.square(distance))
    return y * tf.square(d) + (1 - y) * tf.square(tf.maximum(margin - d, 0))


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "in the dtype of `distance`"
def contrastive_loss(y, distance, margin=1.0):
    y, d = tf.cast(y, tf.float32), tf.cast(distance, tf.float32)
    return y * tf.square(d) + (1 - y) * tf.square(tf.maximum(margin - d, 0))


# %% wrong: the last axis is averaged | test_values | shape
# breaks: "(...), (...) -> (...)"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    loss = y * tf.square(distance) + (1 - y) * tf.square(tf.maximum(margin - distance, 0))
    return tf.reduce_mean(loss, axis=-1) if len(loss.shape) > 2 else loss


# %% wrong: y is not cast | test_example | it raised
# breaks: "to which `y` is cast"
def contrastive_loss(y, distance, margin=1.0):
    return y * tf.square(distance) + (1 - y) * tf.square(tf.maximum(margin - distance, 0))


# %% wrong: only integers are cast | test_dtypes | it raised
# breaks: "of any dtype, even bool"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype) if y.dtype.is_integer else y
    return y * tf.square(distance) + (1 - y) * tf.square(tf.maximum(margin - distance, 0))


# %% wrong: calculated in float32, then cast back | test_dtypes | differ
# breaks: "in the dtype of `distance`"
def contrastive_loss(y, distance, margin=1.0):
    y, d = tf.cast(y, tf.float32), tf.cast(distance, tf.float32)
    loss = y * tf.square(d) + (1 - y) * tf.square(tf.maximum(margin - d, 0))
    return tf.cast(loss, distance.dtype)


# %% wrong: the chosen pairs one behind the other | test_example | differ
# breaks: "(...), (...) -> (...)"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, tf.bool)
    same, other = tf.boolean_mask(distance, y), tf.boolean_mask(distance, ~y)
    return tf.concat([tf.square(tf.maximum(margin - other, 0)), tf.square(same)], axis=0)


# %% wrong: a power by logarithms | test_gradient | the gradient
# breaks: "`distance` is 0 or more"
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    pull = tf.exp(2 * tf.math.log(distance))
    return y * pull + (1 - y) * tf.square(tf.maximum(margin - distance, 0))


# %% wrong: a Python if for each pair | test_shape | it raised
# breaks: "Return the contrastive loss of each pair"
def contrastive_loss(y, distance, margin=1.0):
    pairs = zip(y.numpy().tolist(), distance, strict=True)
    return tf.stack([d**2 if same else tf.maximum(margin - d, 0) ** 2 for same, d in pairs])


# %% wrong: the shape is read from the eager tensor | test_graph | it raised
# breaks: "Works in tf.function too"
def contrastive_loss(y, distance, margin=1.0):
    limit = tf.fill([int(n) for n in distance.shape], tf.cast(margin, distance.dtype))
    push = tf.square(limit - tf.minimum(distance, limit))
    return tf.where(tf.cast(y, tf.bool), tf.square(distance), push)


# %% right: tf.cast takes the margin through float32
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    gap = tf.maximum(tf.cast(margin, distance.dtype) - distance, 0)
    return y * distance * distance + (tf.ones_like(y) - y) * gap * gap


# %% right: the place that is pulled to is 0 or at least margin: one square
def contrastive_loss(y, distance, margin=1.0):
    same = tf.cast(y, distance.dtype) > 0.5
    lack = tf.where(same, distance, tf.nn.relu(margin - distance))
    return tf.square(lack)


# %% wrong: distances are kept off 0, which takes the slope there | test_gradient
# breaks: "gradient in `distance` is the formula's, even at 0."
def contrastive_loss(y, distance, margin=1.0):
    y = tf.cast(y, distance.dtype)
    distance = tf.maximum(distance, 1e-7)
    return y * distance**2 + (1 - y) * tf.maximum(margin - distance, 0) ** 2


# %% wrong: flattens the pairs "to be safe against columns" | test_shape
# breaks: "Return the contrastive loss of each pair: (...), (...) -> (...), all of one shape."
def contrastive_loss(y, distance, margin=1.0):
    y = tf.reshape(tf.cast(y, distance.dtype), [-1])
    distance = tf.reshape(distance, [-1])
    push = tf.square(tf.maximum(margin - distance, 0))
    return y * tf.square(distance) + (1 - y) * push


# %% wrong: 1 - y before the cast, which bool does not know | test_dtypes
# breaks: "`y` is 1 for a pair that belongs together and 0 for a pair that does not, of any dtype, even"
def contrastive_loss(y, distance, margin=1.0):
    same = tf.cast(y, distance.dtype)
    different = tf.cast(1 - y, distance.dtype)
    push = tf.square(tf.nn.relu(margin - distance))
    return same * tf.square(distance) + different * push
