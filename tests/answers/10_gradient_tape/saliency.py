"""Answers to saliency."""

import keras
import tensorflow as tf


# %% right: a batch of one is watched, one-hot picks the logit
def saliency(model, image, label):
    batch = tf.expand_dims(image, 0)
    with tf.GradientTape() as tape:
        tape.watch(batch)
        logits = model(batch, training=False)
        score = tf.reduce_sum(logits * tf.one_hot([label], logits.shape[-1]))
    slope = tf.abs(tape.gradient(score, batch))[0]
    picture = tf.reduce_max(slope, axis=2)
    top = tf.reduce_max(picture)
    return picture if top == 0 else picture / top


# %% right: keras.ops, a variable, max over channels before the division
def saliency(model, image, label):
    pixels = tf.Variable(image)
    with tf.GradientTape() as tape:
        logits = model(pixels[None, ...])
        logit = keras.ops.take(logits[0], label)
    slope = keras.ops.abs(tape.gradient(logit, pixels))
    picture = keras.ops.max(slope, axis=-1)
    top = keras.ops.max(picture)
    return picture / keras.ops.where(top > 0, top, 1.0)


# %% equivalent: keyword-67a6ed7f | Keras runs a model in inference mode where nothing is said


# %% wrong: the channels stay | test_shape | channels are not reduced
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.abs(tape.gradient(logit, image))
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: the batch axis stays | test_shape | batch axis is still there
def saliency(model, image, label):
    batch = image[tf.newaxis]
    with tf.GradientTape() as tape:
        tape.watch(batch)
        logit = model(batch, training=False)[0, label]
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, batch)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: signs are kept | test_values | absolute value is missing
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.reduce_max(tape.gradient(logit, image), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: the mean over the channels | test_channels | mean or sum
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.reduce_mean(tf.abs(tape.gradient(logit, image)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: not scaled | test_values | not divided
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    return tf.reduce_max(tf.abs(tape.gradient(logit, image)), axis=-1)


# %% wrong: the probability instead of the logit | test_values | softmax
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = tf.nn.softmax(model(image[tf.newaxis], training=False))[0, label]
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, image)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: all logits at once | test_values | sum of all logits
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logits = model(image[tf.newaxis], training=False)
    slope = tf.reduce_max(tf.abs(tape.gradient(logits, image)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: in training mode | test_values | training=True
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=True)[0, label]
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, image)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: the gradient times the image | test_values | times image
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, image) * image), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: the largest logit, whatever the label | test_values | largest logit
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = tf.reduce_max(model(image[tf.newaxis], training=False))
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, image)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: a flat model divides by zero | test_flat_model | nan
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, image)), axis=-1)
    return slope / tf.reduce_max(slope)


# %% wrong: the map is computed in float64 | test_shape | dtype
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.cast(tape.gradient(logit, image), tf.float64)
    slope = tf.reduce_max(tf.abs(slope), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))
