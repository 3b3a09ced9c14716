"""Answers to one_hot."""

import keras
import numpy as np
import tensorflow as tf

# unbreakable: "depth is at least 1" | the checks draw no other depth


# %% right: rows of an identity matrix with one row of zeros more
def one_hot(labels, depth):
    rows = tf.concat([tf.eye(depth), tf.zeros((1, depth))], axis=0)
    is_class = (labels >= 0) & (labels < depth)
    return tf.gather(rows, tf.where(is_class, labels, tf.cast(depth, labels.dtype)))


# %% right: keras.ops
def one_hot(labels, depth):
    classes = keras.ops.arange(depth, dtype=labels.dtype)
    hit = keras.ops.equal(keras.ops.expand_dims(labels, -1), classes)
    return keras.ops.where(hit, 1.0, 0.0)


# %% right: a class at a time
def one_hot(labels, depth):
    return tf.stack([tf.cast(labels == k, tf.float32) for k in range(depth)], axis=-1)

# %% wrong: moves to the nearest class | test_example | class 0
# breaks: "their row is all 0"
def one_hot(labels, depth):
    return tf.gather(tf.eye(depth), tf.clip_by_value(labels, 0, depth - 1))

# %% wrong: wraps around | test_example | last class
# breaks: "their row is all 0"
def one_hot(labels, depth):
    return tf.gather(tf.eye(depth), labels % depth)

# %% wrong: labels out of range become class 0 | test_example | class 0
# breaks: "their row is all 0"
def one_hot(labels, depth):
    is_class = (labels >= 0) & (labels < depth)
    return tf.gather(tf.eye(depth), tf.where(is_class, labels, tf.zeros_like(labels)))

# %% wrong: negative labels count from the end | test_example | last class
# breaks: "Labels below 0 or from depth on are not classes"
def one_hot(labels, depth):
    labels = tf.where(labels < 0, labels % depth, labels)
    return tf.cast(labels[..., tf.newaxis] == tf.range(depth, dtype=labels.dtype), tf.float32)

# %% wrong: only the upper end is looked at | test_example | class 0
# breaks: "Labels below 0 or from depth on are not classes"
def one_hot(labels, depth):
    rows = tf.concat([tf.eye(depth), tf.zeros((1, depth))], axis=0)
    return tf.gather(rows, tf.clip_by_value(labels, 0, depth))


# %% wrong: only the lower end is looked at | test_out_of_range | last class
# breaks: "Labels below 0 or from depth on are not classes"
def one_hot(labels, depth):
    rows = tf.concat([tf.zeros((1, depth)), tf.eye(depth)], axis=0)
    return tf.gather(rows, tf.clip_by_value(labels + 1, 0, depth))

# %% wrong: tf.one_hot | test_example | tf.one_hot
# breaks: "Do without tf.one_hot and its raw op"
def one_hot(labels, depth):
    return tf.one_hot(labels, depth)

# %% wrong: Keras does it | test_example | keras.ops.one_hot
# breaks: "keras.ops.one_hot"
def one_hot(labels, depth):
    return keras.ops.one_hot(labels, depth)

# %% wrong: stays bool | test_example | dtype
# breaks: "(...) -> (..., depth), float32"
def one_hot(labels, depth):
    return labels[..., tf.newaxis] == tf.range(depth, dtype=labels.dtype)

# %% wrong: the classes come first | test_example | first axis
# breaks: "(...) -> (..., depth), float32"
def one_hot(labels, depth):
    classes = tf.reshape(tf.range(depth, dtype=labels.dtype), [depth] + [1] * labels.shape.rank)
    return tf.cast(labels == classes, tf.float32)

# %% wrong: counts the classes from 1 | test_example | left
# breaks: "Turn each label into a row with a 1 at its class"
def one_hot(labels, depth):
    return tf.cast(labels[..., tf.newaxis] == tf.range(1, depth + 1), tf.float32)

# %% wrong: 0 at the class and 1 elsewhere | test_example | swapped
# breaks: "Turn each label into a row with a 1 at its class"
def one_hot(labels, depth):
    return tf.cast(labels[..., tf.newaxis] != tf.range(depth, dtype=labels.dtype), tf.float32)

# %% wrong: all labels go through int32 | test_int64 | int32
# breaks: "int64"
def one_hot(labels, depth):
    return tf.cast(tf.cast(labels, tf.int32)[..., tf.newaxis] == tf.range(depth), tf.float32)


# %% wrong: only a vector of labels | test_values | axes of the labels
# breaks: "of any rank, even 0"
def one_hot(labels, depth):
    if labels.shape.rank > 1:
        labels = tf.reshape(labels, [-1])
    return tf.cast(labels[..., tf.newaxis] == tf.range(depth, dtype=labels.dtype), tf.float32)


# %% right: scattered into zeros
def one_hot(labels, depth):
    flat = tf.reshape(labels, [-1])
    places = tf.cast(tf.where((flat >= 0) & (flat < depth)), tf.int32)
    classes = tf.cast(tf.gather(flat, places[:, 0]), tf.int32)
    size = (tf.size(flat), depth)
    rows = tf.scatter_nd(tf.stack([places[:, 0], classes], 1), tf.ones(tf.shape(classes)), size)
    return tf.reshape(rows, tf.concat([tf.shape(labels), [depth]], 0))


# %% right: a distance of 0
def one_hot(labels, depth):
    gap = tf.expand_dims(labels, -1) - tf.cast(tf.range(depth), labels.dtype)
    return tf.where(gap == 0, 1.0, 0.0)


# %% wrong: rows of an identity matrix | test_example | it raised
# breaks: "their row is all 0"
def one_hot(labels, depth):
    return tf.gather(tf.eye(depth), labels)


# %% wrong: a row counts up to its class | test_example | differ
# breaks: "Turn each label into a row with a 1 at its class"
def one_hot(labels, depth):
    classes = tf.range(depth, dtype=labels.dtype)
    return tf.cast(labels[..., tf.newaxis] >= classes, tf.float32)


# %% wrong: int32 classes, whatever the labels are | test_int64 | it raised
# breaks: "int64"
def one_hot(labels, depth):
    return tf.cast(labels[..., tf.newaxis] == tf.range(depth), tf.float32)


# %% wrong: int64 classes, whatever the labels are | test_example | it raised
# breaks: "int32"
def one_hot(labels, depth):
    return tf.cast(labels[..., tf.newaxis] == tf.range(depth, dtype=tf.int64), tf.float32)


# %% wrong: a single label gets a batch axis | test_values | shape
# breaks: "of any rank, even 0"
def one_hot(labels, depth):
    labels = tf.reshape(labels, [-1]) if labels.shape.rank == 0 else labels
    return tf.cast(labels[..., tf.newaxis] == tf.range(depth, dtype=labels.dtype), tf.float32)


# %% wrong: the new axis is axis 1 | test_values | swapped
# breaks: "(...) -> (..., depth), float32"
def one_hot(labels, depth):
    classes = tf.range(depth, dtype=labels.dtype)
    hit = [labels == classes[k] for k in range(depth)]
    return tf.cast(tf.stack(hit, axis=min(1, labels.shape.rank)), tf.float32)


# %% wrong: int32 comes back | test_example | dtype
# breaks: "(...) -> (..., depth), float32"
def one_hot(labels, depth):
    return tf.cast(labels[..., tf.newaxis] == tf.range(depth, dtype=labels.dtype), tf.int32)


# %% wrong: the shape that Python sees | test_graph | raised
# breaks: "Works inside tf.function too, where the sizes may be unknown"
def one_hot(labels, depth):
    flat = tf.reshape(labels, [-1, 1]) == tf.range(depth, dtype=labels.dtype)
    return tf.reshape(tf.cast(flat, tf.float32), (*labels.shape, depth))


# %% wrong: NumPy compares | test_graph | it raised
# breaks: "Works inside tf.function too"
def one_hot(labels, depth):
    return tf.constant(labels.numpy()[..., None] == np.arange(depth), tf.float32)


# %% wrong: the raw op | test_example | forbids
# breaks: "Do without tf.one_hot and its raw op"
def one_hot(labels, depth):
    return tf.raw_ops.OneHot(indices=labels, depth=depth, on_value=1.0, off_value=0.0)


# %% wrong: many labels of one sample each | test_example | forbids
# breaks: "keras.ops.multi_hot"
def one_hot(labels, depth):
    return keras.ops.multi_hot(labels[..., None], depth)


# %% wrong: Keras's utility | test_example | forbids
# breaks: "keras.utils.to_categorical"
def one_hot(labels, depth):
    return tf.constant(keras.utils.to_categorical(labels, depth), tf.float32)


# %% wrong: Keras's layer | test_example | forbids
# breaks: "keras.layers.CategoryEncoding"
def one_hot(labels, depth):
    return keras.layers.CategoryEncoding(depth, output_mode="one_hot")(labels)


# %% wrong: the same op by its other address | test_example | forbids
# breaks: "by any of their names"
def one_hot(labels, depth):
    return keras.ops.nn.one_hot(labels, depth)


# %% right: rows of an identity matrix with one more row of zeros
def one_hot(labels, depth):
    rows = tf.eye(depth + 1, depth)
    other = tf.cast(depth, labels.dtype)
    known = tf.logical_and(labels >= 0, labels < other)
    return tf.gather(rows, tf.where(known, labels, other))


# %% wrong: int64 labels are narrowed to int32, so that 2**32 + 1 becomes class 1 | test_int64
# breaks: "Labels below 0 or from depth on are not classes"
def one_hot(labels, depth):
    narrow = tf.cast(labels, tf.int32)
    return tf.cast(narrow[..., tf.newaxis] == tf.range(depth), tf.float32)


# %% wrong: labels from depth on become the last class | test_out_of_range
# breaks: "Labels below 0 or from depth on are not classes"
def one_hot(labels, depth):
    limited = tf.minimum(labels, tf.cast(depth - 1, labels.dtype))
    classes = tf.range(depth, dtype=labels.dtype)
    return tf.cast(limited[..., tf.newaxis] == classes, tf.float32)


# %% right: scatter ones at the places of the valid labels
def one_hot(labels, depth):
    flat = tf.cast(tf.reshape(labels, [-1]), tf.int64)
    valid = tf.logical_and(flat >= 0, flat < depth)
    where = tf.reshape(tf.where(valid), [-1])
    places = tf.stack([where, tf.gather(flat, where)], axis=1)
    size = tf.stack([tf.size(flat, out_type=tf.int64), tf.constant(depth, tf.int64)])
    rows = tf.scatter_nd(places, tf.ones_like(where, dtype=tf.float32), size)
    return tf.reshape(rows, tf.concat([tf.shape(labels), [depth]], axis=0))


# %% wrong: reshapes to the static shape of the labels | test_graph
# breaks: "Works inside tf.function too, where the sizes may be unknown."
def one_hot(labels, depth):
    classes = tf.range(depth, dtype=labels.dtype)
    rows = tf.equal(tf.reshape(labels, [-1, 1]), classes)
    return tf.reshape(tf.cast(rows, tf.float32), labels.shape.as_list() + [depth])
