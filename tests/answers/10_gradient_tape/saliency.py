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
    slope = tape.gradient(score, batch, unconnected_gradients="zero")
    slope = tf.abs(slope)[0]
    picture = tf.reduce_max(slope, axis=2)
    top = tf.reduce_max(picture)
    return picture if top == 0 else picture / top


# %% right: keras.ops, a variable, max over channels before the division
def saliency(model, image, label):
    pixels = tf.Variable(image)
    with tf.GradientTape() as tape:
        logits = model(pixels[None, ...], training=False)
        logit = keras.ops.take(logits[0], label)
    slope = keras.ops.abs(tape.gradient(logit, pixels, unconnected_gradients="zero"))
    picture = keras.ops.max(slope, axis=-1)
    top = keras.ops.max(picture)
    return picture / keras.ops.where(top > 0, top, 1.0)


# %% wrong: the channels stay | test_example | channels are not reduced
# breaks: "-> (height, width), float32"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.abs(tape.gradient(logit, image))
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: the batch axis stays | test_example | batch axis is still there
# breaks: "-> (height, width), float32"
def saliency(model, image, label):
    batch = image[tf.newaxis]
    with tf.GradientTape() as tape:
        tape.watch(batch)
        logit = model(batch, training=False)[0, label]
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, batch)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: signs are kept | test_example | absolute value is missing
# breaks: "The map is the absolute gradient of logit number `label`"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.reduce_max(tape.gradient(logit, image), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: the mean over the channels | test_channels | mean or sum
# breaks: "its largest value over the channels"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.reduce_mean(tf.abs(tape.gradient(logit, image)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: not scaled | test_example | not divided
# breaks: "divided by the map's largest value"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    return tf.reduce_max(tf.abs(tape.gradient(logit, image)), axis=-1)


# %% wrong: the probability instead of the logit | test_example | values differ
# breaks: "The map is the absolute gradient of logit number `label`"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = tf.nn.softmax(model(image[tf.newaxis], training=False))[0, label]
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, image)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: all logits at once | test_example | sum of all logits
# breaks: "The map is the absolute gradient of logit number `label`"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logits = model(image[tf.newaxis], training=False)
    slope = tf.reduce_max(tf.abs(tape.gradient(logits, image)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: in training mode | test_values | training=True
# breaks: "it runs with training=False"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=True)[0, label]
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, image)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: the gradient times the image | test_values | times image
# breaks: "The map is the absolute gradient of logit number `label`"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, image) * image), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: the largest logit, whatever the label | test_example | largest logit
# breaks: "The map is the absolute gradient of logit number `label`"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = tf.reduce_max(model(image[tf.newaxis], training=False))
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, image)), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% wrong: a flat model divides by zero | test_flat | largest value of a flat map
# breaks: "the map is zeros, not NaN or None"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.reduce_max(tf.abs(tape.gradient(logit, image)), axis=-1)
    return slope / tf.reduce_max(slope)


# %% wrong: the map is computed in float64 | test_example | dtype
# breaks: "-> (height, width), float32"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tf.cast(tape.gradient(logit, image), tf.float64)
    slope = tf.reduce_max(tf.abs(slope), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))


# %% right: a small number that only zeros meet
def saliency(model, image, label):
    batch = tf.convert_to_tensor(image)[None]
    with tf.GradientTape() as tape:
        tape.watch(batch)
        score = model(batch, training=False)[:, label]
    slope = tape.gradient(score, batch, unconnected_gradients="zero")
    picture = tf.reduce_max(tf.abs(slope), axis=[0, 3])
    return picture / tf.maximum(tf.reduce_max(picture), 1e-30)


# %% right: a None is replaced by zeros
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logits = model(tf.stack([image]), training=False)
        logit = tf.gather(logits[0], label)
    slope = tape.gradient(logit, image)
    if slope is None:
        return tf.zeros(image.shape[:2])
    picture = tf.reduce_max(tf.abs(slope), axis=2)
    top = tf.reduce_max(picture)
    return tf.where(top > 0, picture / tf.where(top > 0, top, 1.0), tf.zeros_like(picture))


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return the saliency map of one image"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image, unconnected_gradients="zero")
    picture = tf.reduce_max(tf.abs(slope), axis=-1)
    tf.math.divide_no_nan(picture, tf.reduce_max(picture))


# %% wrong: the image is not watched | test_example | must be watched
# breaks: "image is a float32 constant tensor"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image, unconnected_gradients="zero")
    picture = tf.reduce_max(tf.abs(slope), axis=-1)
    return tf.math.divide_no_nan(picture, tf.reduce_max(picture))


# %% wrong: the image is not watched, and None is the gradient | test_example | the image is a constant: the tape
# breaks: "image is a float32 constant tensor"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image)
    return slope


# %% wrong: a model that ignores the image gives None | test_flat | ignores the image
# breaks: "or the model ignores the image, the map is zeros, not NaN or None"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image)
    if slope is None:
        return None
    picture = tf.reduce_max(tf.abs(slope), axis=-1)
    return tf.math.divide_no_nan(picture, tf.reduce_max(picture))


# %% wrong: a model that ignores the image is an error | test_flat | it raised
# breaks: "or the model ignores the image, the map is zeros, not NaN or None"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image)
    picture = tf.reduce_max(tf.abs(slope), axis=-1)
    return tf.math.divide_no_nan(picture, tf.reduce_max(picture))


# %% wrong: zeros for None, but not for a flat logit | test_flat | largest value of a flat map
# breaks: "If the logit is flat in the image"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image, unconnected_gradients="zero")
    picture = tf.reduce_max(tf.abs(slope), axis=-1)
    return picture / tf.reduce_max(picture)


# %% wrong: a small number is added to the divisor | test_small | differ
# breaks: "divided by the map's largest value, however small that is"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image, unconnected_gradients="zero")
    picture = tf.reduce_max(tf.abs(slope), axis=-1)
    return picture / (tf.reduce_max(picture) + 1e-8)


# %% wrong: the model gets the image without a batch axis | test_values | it raised
# breaks: "model maps (batch, height, width, channels) to (batch, classes) logits"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image, training=False)[0, label]
    slope = tape.gradient(logit, image, unconnected_gradients="zero")
    picture = tf.reduce_max(tf.abs(slope), axis=-1)
    return tf.math.divide_no_nan(picture, tf.reduce_max(picture))


# %% wrong: stretched from 0 to 1 | test_example | stretched
# breaks: "divided by the map's largest value"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image, unconnected_gradients="zero")
    picture = tf.reduce_max(tf.abs(slope), axis=-1)
    picture -= tf.reduce_min(picture)
    return tf.math.divide_no_nan(picture, tf.reduce_max(picture))


# %% wrong: divided by the sum | test_example | divided by the sum
# breaks: "divided by the map's largest value"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image, unconnected_gradients="zero")
    picture = tf.reduce_max(tf.abs(slope), axis=-1)
    return tf.math.divide_no_nan(picture, tf.reduce_sum(picture))


# %% wrong: the absolute value of the largest slope | test_channels | after the channels
# breaks: "its largest value over the channels"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image, unconnected_gradients="zero")
    picture = tf.abs(tf.reduce_max(slope, axis=-1))
    return tf.math.divide_no_nan(picture, tf.reduce_max(picture))


# %% wrong: the length over the channels | test_channels | Euclidean
# breaks: "its largest value over the channels"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image, unconnected_gradients="zero")
    picture = tf.norm(slope, axis=-1)
    return tf.math.divide_no_nan(picture, tf.reduce_max(picture))


# %% wrong: a None becomes the number 0 | test_flat | a single number
# breaks: "or the model ignores the image, the map is zeros"
def saliency(model, image, label):
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    slope = tape.gradient(logit, image)
    if slope is None:
        return tf.constant(0.0)
    picture = tf.reduce_max(tf.abs(slope), axis=-1)
    return tf.math.divide_no_nan(picture, tf.reduce_max(picture))


# %% equivalent: generic-gradient | nothing differentiates the map again


# %% wrong: the mode is left to the model, whose call may have another default | test_values
# breaks: "it runs with training=False."
def saliency(model: keras.Model, image: tf.Tensor, label: int) -> tf.Tensor:
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis])[0, label]
    gradient = tape.gradient(logit, image, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    picture = tf.reduce_max(tf.abs(gradient), axis=-1)
    return tf.math.divide_no_nan(picture, tf.reduce_max(picture))


# %% right: the batch is watched, the logit chosen by gather; divide_no_nan
def saliency(model: keras.Model, image: tf.Tensor, label: int) -> tf.Tensor:
    batch = tf.stack([image])
    with tf.GradientTape() as tape:
        tape.watch(batch)
        logit = tf.gather(model(batch, training=False), label, axis=1)
    gradient = tape.gradient(logit, batch)
    if gradient is None:
        return tf.zeros(image.shape[:2])
    picture = tf.reduce_max(tf.abs(tf.convert_to_tensor(gradient)), axis=[0, 3])
    return tf.math.divide_no_nan(picture, tf.reduce_max(picture))


# %% right: the larger of the highest and the negated lowest channel, divided in NumPy
import numpy as np


def saliency(model: keras.Model, image: tf.Tensor, label: int) -> tf.Tensor:
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    gradient = tape.gradient(logit, image, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    gradient = tf.convert_to_tensor(gradient).numpy()
    picture = np.maximum(gradient.max(axis=-1), -gradient.min(axis=-1))
    peak = picture.max()
    if peak > 0:
        picture = picture / peak
    return tf.constant(np.abs(picture), dtype=tf.float32)


# %% wrong: a small number in the denominator, which swallows small gradients | test_small
# breaks: "divided by the map's largest value, however small that is."
def saliency(model: keras.Model, image: tf.Tensor, label: int) -> tf.Tensor:
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    gradient = tape.gradient(logit, image, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    picture = tf.reduce_max(tf.abs(gradient), axis=-1)
    return picture / (tf.reduce_max(picture) + 1e-10)


# %% wrong: the largest channel first, the absolute value second | test_channels
# breaks: "The map is the absolute gradient of logit number `label` in the image, its largest value over the channels"
def saliency(model: keras.Model, image: tf.Tensor, label: int) -> tf.Tensor:
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    gradient = tape.gradient(logit, image, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    picture = tf.abs(tf.reduce_max(gradient, axis=-1))
    return tf.math.divide_no_nan(picture, tf.reduce_max(picture))
