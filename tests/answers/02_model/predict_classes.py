"""Answers to predict_classes."""

import keras
import numpy as np
import tensorflow as tf


# %% right: predict and NumPy
def predict_classes(model, x):
    return np.argmax(model.predict(x, verbose=0), axis=-1).astype(np.int64)


# %% right: keras.ops
def predict_classes(model, x):
    return keras.ops.cast(keras.ops.argmax(model(x), axis=1), "int64")


# %% right: the first of the best
def predict_classes(model, x):
    _, places = tf.math.top_k(model(x, training=False), k=1)
    return tf.cast(tf.squeeze(places, axis=1), tf.int64)


# %% wrong: the first axis | test_shape | shape
def predict_classes(model, x):
    return tf.argmax(model(x, training=False))


# %% wrong: int32 | test_shape | dtype
def predict_classes(model, x):
    return keras.ops.argmax(model(x, training=False), axis=-1)


# %% wrong: the axis of classes stays | test_shape | shape
def predict_classes(model, x):
    _, places = tf.math.top_k(model(x, training=False), k=1)
    return tf.cast(places, tf.int64)


# %% wrong: a threshold, as for two classes | test_labels | threshold
def predict_classes(model, x):
    return tf.cast(model(x, training=False)[:, 0] > 0, tf.int64)


# %% wrong: the largest logit itself | test_labels | not its index
def predict_classes(model, x):
    return tf.cast(tf.reduce_max(model(x, training=False), axis=-1), tf.int64)


# %% wrong: counts from one | test_labels | start at 0
def predict_classes(model, x):
    return tf.argmax(model(x, training=False), axis=-1) + 1


# %% wrong: sorted the wrong way | test_labels | smallest
def predict_classes(model, x):
    return tf.cast(tf.argsort(model(x, training=False), axis=-1)[:, 0], tf.int64)


# %% wrong: the size of the logits without their sign | test_labels | absolute
def predict_classes(model, x):
    return tf.argmax(tf.abs(model(x, training=False)), axis=-1)


# %% wrong: in training mode | test_inference | training mode
def predict_classes(model, x):
    return tf.argmax(model(x, training=True), axis=-1)


# %% wrong: sigmoid first | test_extreme_logits | sigmoid
def predict_classes(model, x):
    return tf.argmax(tf.sigmoid(model(x, training=False)), axis=-1)


# %% wrong: softmax by hand | test_extreme_logits | differ
def predict_classes(model, x):
    powers = tf.exp(model(x, training=False))
    return tf.argmax(powers / tf.reduce_sum(powers, axis=-1, keepdims=True), axis=-1)


# %% equivalent: keyword-3b1e4720 | outside of fit a model runs in inference mode anyway
