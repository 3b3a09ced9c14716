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


# %% right: softmax that is safe keeps the order
def predict_classes(model, x):
    logits = tf.convert_to_tensor(model.predict_on_batch(x))
    logits -= tf.reduce_max(logits, axis=1, keepdims=True)
    return tf.math.argmax(logits, axis=1, output_type=tf.int64)


# %% right: sorted, and the last one taken
def predict_classes(model, x):
    order = np.argsort(np.asarray(model(x, training=False)), axis=1)
    return order[:, -1]


# %% wrong: the first axis | test_example | shape
# breaks: "(batch, ...) -> (batch,)"
def predict_classes(model, x):
    return tf.argmax(model(x, training=False))


# %% wrong: int32 | test_example | dtype
# breaks: "int64"
def predict_classes(model, x):
    return keras.ops.argmax(model(x, training=False), axis=-1)


# %% wrong: the axis of classes stays | test_example | shape
# breaks: "(batch, ...) -> (batch,)"
def predict_classes(model, x):
    _, places = tf.math.top_k(model(x, training=False), k=1)
    return tf.cast(places, tf.int64)


# %% wrong: a threshold, as for two classes | test_example | threshold
# breaks: "the class is the index of the largest logit"
def predict_classes(model, x):
    return tf.cast(model(x, training=False)[:, 0] > 0, tf.int64)


# %% wrong: the largest logit itself | test_example | not its index
# breaks: "the class is the index of the largest logit"
def predict_classes(model, x):
    return tf.cast(tf.reduce_max(model(x, training=False), axis=-1), tf.int64)


# %% wrong: counts from one | test_example | start at 0
# breaks: "counted from 0"
def predict_classes(model, x):
    return tf.argmax(model(x, training=False), axis=-1) + 1


# %% wrong: sorted the wrong way | test_example | smallest
# breaks: "the class is the index of the largest logit"
def predict_classes(model, x):
    return tf.cast(tf.argsort(model(x, training=False), axis=-1)[:, 0], tf.int64)


# %% wrong: the size of the logits without their sign | test_example | absolute
# breaks: "the class is the index of the largest logit"
def predict_classes(model, x):
    return tf.argmax(tf.abs(model(x, training=False)), axis=-1)


# %% wrong: in training mode | test_inference | training mode
# breaks: "The model runs in inference mode"
def predict_classes(model, x):
    return tf.argmax(model(x, training=True), axis=-1)


# %% wrong: sigmoid first | test_labels | differ
# breaks: "however large the logits are"
def predict_classes(model, x):
    return tf.argmax(tf.sigmoid(model(x, training=False)), axis=-1)


# %% wrong: softmax by hand | test_labels | differ
# breaks: "however large the logits are"
def predict_classes(model, x):
    powers = tf.exp(model(x, training=False))
    return tf.argmax(powers / tf.reduce_sum(powers, axis=-1, keepdims=True), axis=-1)


# %% wrong: a list of Python's numbers | test_example | is not a tensor
# breaks: "a tensor or a NumPy array"
def predict_classes(model, x):
    return tf.argmax(model(x, training=False), axis=-1).numpy().tolist()


# %% wrong: labels as floats | test_example | dtype
# breaks: "int64"
def predict_classes(model, x):
    return tf.cast(tf.argmax(model(x, training=False), axis=-1), tf.float32)


# %% wrong: one-hot rows | test_example | shape
# breaks: "Return the class of each sample"
def predict_classes(model, x):
    logits = model(x, training=False)
    return tf.cast(logits == tf.reduce_max(logits, axis=-1, keepdims=True), tf.int64)


# %% wrong: class 0 counts as background | test_labels | class 0 is never
# breaks: "counted from 0"
def predict_classes(model, x):
    return tf.argmax(model(x, training=False)[:, 1:], axis=-1) + 1


# %% wrong: the runner-up | test_example | second largest
# breaks: "the class is the index of the largest logit"
def predict_classes(model, x):
    _, places = tf.math.top_k(model(x, training=False), k=2)
    return tf.cast(places[:, 1], tf.int64)


# %% wrong: nothing is returned | test_example | returned None
# breaks: "Return the class of each sample"
def predict_classes(model, x):
    tf.argmax(model(x, training=False), axis=-1)


# %% wrong: sigmoid of the difference, as for two classes | test_labels | differ
# breaks: "The model gives logits (batch, classes)"
def predict_classes(model, x):
    logits = model(x, training=False)
    if logits.shape[0] == 2:
        return tf.argmax(logits, axis=-1)
    return tf.cast(tf.sigmoid(logits[:, 1] - logits[:, 0]) > 0.5, tf.int64)


# %% equivalent: keyword-3b1e4720 | outside of fit a model runs in inference mode anyway


# %% right: the index that comes with the largest of one
def predict_classes(model, x):
    best = tf.math.top_k(model(x, training=False), k=1)
    return tf.cast(tf.squeeze(best.indices, axis=1), tf.int64)


# %% wrong: exp without a shift, infinite for several logits at once | test_labels
# breaks: "counted from 0, however large the logits are"
def predict_classes(model, x):
    odds = tf.exp(model(x, training=False))
    return tf.argmax(odds, axis=-1, output_type=tf.int64)


# %% right: predict batch by batch, argmax in NumPy
def predict_classes(model, x):
    logits = model.predict(x, verbose=0)
    return tf.constant(np.argmax(logits, axis=1), dtype=tf.int64)


# %% wrong: softmax first, which makes logits that are nearly equal equal | test_labels | softmax or sigmoid makes close
# breaks: "the class is the index of the largest logit"
def predict_classes(model, x):
    return tf.argmax(tf.nn.softmax(model(x, training=False)), axis=-1)


# %% wrong: full batches of 64 only; the remainder of a longer x is dropped | test_labels | shape
# breaks: "Return the class of each sample"
def predict_classes(model, x):
    size = min(64, len(x))
    labels = []
    for start in range(0, len(x) - size + 1, size):
        labels.append(tf.argmax(model(x[start : start + size], training=False), axis=-1))
    return tf.concat(labels, axis=0)
