"""Answers to decode_boxes."""

import keras
import numpy as np
import tensorflow as tf


def sized(anchors):
    return (anchors[..., :2] + anchors[..., 2:]) / 2, anchors[..., 2:] - anchors[..., :2]


def cornered(center, size):
    return tf.concat([center - size / 2, center + size / 2], axis=-1)


def grown(deltas, limit):
    return tf.exp(tf.minimum(deltas[..., 2:], limit))


# %% right: number by number, stacked
def decode_boxes(deltas, anchors, limit=4.135):
    x1, y1, x2, y2 = tf.unstack(anchors, axis=-1)
    tx, ty, tw, th = tf.unstack(deltas, axis=-1)
    aw, ah = x2 - x1, y2 - y1
    cx, cy = x1 + aw / 2 + tx * aw, y1 + ah / 2 + ty * ah
    w, h = aw * tf.exp(tf.minimum(tw, limit)), ah * tf.exp(tf.minimum(th, limit))
    return tf.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], axis=-1)


# %% right: keras.ops, where before exp
def decode_boxes(deltas, anchors, limit=4.135):
    ops = keras.ops
    first, last = ops.split(anchors, 2, axis=-1)
    shift, logs = ops.split(deltas, 2, axis=-1)
    size = last - first
    center = first + (0.5 + shift) * size
    cut = ops.full_like(logs, limit)
    half = 0.5 * size * ops.exp(ops.where(logs > cut, cut, logs))
    return ops.concatenate([center - half, center + half], axis=-1)


# %% right: the first corner, then the second from it
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    new = size * tf.math.exp(tf.clip_by_value(deltas[..., 2:], deltas.dtype.min, limit))
    low = center + size * deltas[..., :2] - new / 2
    return tf.concat((low, low + new), axis=-1)


# %% wrong: center and size | test_example | expected corners
# breaks: "the result holds the corners (x1, y1, x2, y2) of the box"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    moved = center + deltas[..., :2] * size
    return tf.concat([moved, size * grown(deltas, limit)], axis=-1)


# %% wrong: corner and size | test_example | corner and size
# breaks: "the result holds the corners (x1, y1, x2, y2) of the box"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    new = size * grown(deltas, limit)
    return tf.concat([center + deltas[..., :2] * size - new / 2, new], axis=-1)


# %% wrong: the shift is not multiplied | test_example | not multiplied
# breaks: "the center (ax + tx * aw, ay + ty * ah), the width aw * exp(tw)"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    return cornered(center + deltas[..., :2], size * grown(deltas, limit))


# %% wrong: the shift in units of the new box | test_example | by the new size
# breaks: "the center (ax + tx * aw, ay + ty * ah), the width aw * exp(tw)"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    new = size * grown(deltas, limit)
    return cornered(center + deltas[..., :2] * new, new)


# %% wrong: from the first corner | test_example | first corner
# breaks: "where (ax, ay), aw and ah are the anchor's center, width and height"
def decode_boxes(deltas, anchors, limit=4.135):
    _, size = sized(anchors)
    return cornered(anchors[..., :2] + deltas[..., :2] * size, size * grown(deltas, limit))


# %% wrong: no exp | test_example | exp is missing
# breaks: "the width aw * exp(tw) and the height ah * exp(th)"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    growth = tf.minimum(deltas[..., 2:], limit)
    return cornered(center + deltas[..., :2] * size, size * growth)


# %% wrong: 1 + tw | test_example | size grows by
# breaks: "the width aw * exp(tw) and the height ah * exp(th)"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    growth = 1 + tf.minimum(deltas[..., 2:], limit)
    return cornered(center + deltas[..., :2] * size, size * growth)


# %% wrong: the anchor's size is missing | test_example | size is missing
# breaks: "the width aw * exp(tw) and the height ah * exp(th)"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    return cornered(center + deltas[..., :2] * size, grown(deltas, limit))


# %% wrong: the whole size to either side | test_example | either side
# breaks: "the width aw * exp(tw) and the height ah * exp(th)"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    return cornered(center + deltas[..., :2] * size, 2 * size * grown(deltas, limit))


# %% wrong: the center as first corner | test_example | for the first corner
# breaks: "the center (ax + tx * aw, ay + ty * ah)"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    moved = center + deltas[..., :2] * size
    return tf.concat([moved, moved + size * grown(deltas, limit)], axis=-1)


# %% wrong: x, w, y, h | test_example | another order
# breaks: "deltas holds (tx, ty, tw, th) for each of them"
def decode_boxes(deltas, anchors, limit=4.135):
    deltas = tf.gather(deltas, [0, 2, 1, 3], axis=-1)
    center, size = sized(anchors)
    return cornered(center + deltas[..., :2] * size, size * grown(deltas, limit))


# %% wrong: anchors are taken for center and size | test_example | differ
# breaks: "Anchors are corners"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = anchors[..., :2], anchors[..., 2:]
    return cornered(center + deltas[..., :2] * size, size * grown(deltas, limit))


# %% wrong: variances as in SSD | test_example | variances
# breaks: "It is the inverse of encode_boxes"
def decode_boxes(deltas, anchors, limit=4.135):
    deltas = deltas * tf.constant([0.1, 0.1, 0.2, 0.2], deltas.dtype)
    center, size = sized(anchors)
    return cornered(center + deltas[..., :2] * size, size * grown(deltas, limit))


# %% wrong: only lists of boxes | test_shape | shape
# breaks: "(..., 4), (..., 4) -> (..., 4)"
def decode_boxes(deltas, anchors, limit=4.135):
    deltas, anchors = tf.reshape(deltas, (-1, 4)), tf.reshape(anchors, (-1, 4))
    center, size = sized(anchors)
    return cornered(center + deltas[..., :2] * size, size * grown(deltas, limit))


# %% wrong: no limit | test_limit | limit is not used
# breaks: "A tw or th above limit counts as limit"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    return cornered(center + deltas[..., :2] * size, size * tf.exp(deltas[..., 2:]))


# %% wrong: the limit is always 4.135 | test_limit | always 4.135
# breaks: "A tw or th above limit counts as limit"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    return cornered(center + deltas[..., :2] * size, size * grown(deltas, 4.135))


# %% wrong: clipped on both sides | test_limit | below -limit
# breaks: "A tw or th above limit counts as limit"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    growth = tf.exp(tf.clip_by_value(deltas[..., 2:], -limit, limit))
    return cornered(center + deltas[..., :2] * size, size * growth)


# %% wrong: everything is clipped | test_limit | tx and ty
# breaks: "A tw or th above limit counts as limit"
def decode_boxes(deltas, anchors, limit=4.135):
    deltas = tf.minimum(deltas, limit)
    center, size = sized(anchors)
    return cornered(center + deltas[..., :2] * size, size * grown(deltas, limit))


# %% wrong: exp is cut at the limit | test_limit | exp(tw) is cut
# breaks: "A tw or th above limit counts as limit"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    bound = tf.cast(limit if tf.reduce_max(deltas) > 2 else 1e9, deltas.dtype)
    growth = tf.minimum(tf.exp(deltas[..., 2:]), bound)
    return cornered(center + deltas[..., :2] * size, size * growth)


# %% wrong: where after exp | test_gradient | before it is cut
# breaks: "finite however large they are"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    logs = deltas[..., 2:]
    bound = tf.exp(tf.cast(limit, logs.dtype))
    growth = tf.where(logs > limit, bound, tf.exp(logs))
    return cornered(center + deltas[..., :2] * size, size * growth)


# %% wrong: exp first, then the smaller one | test_gradient | before it is cut
# breaks: "finite however large they are"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    growth = tf.minimum(tf.exp(deltas[..., 2:]), tf.exp(tf.cast(limit, deltas.dtype)))
    return cornered(center + deltas[..., :2] * size, size * growth)


# %% wrong: a slope above the limit | test_gradient | differ
# breaks: "it is 0 in a tw or th above limit"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    logs = deltas[..., 2:]
    logs = logs + tf.stop_gradient(tf.minimum(logs, limit) - logs)
    return cornered(center + deltas[..., :2] * size, size * tf.exp(logs))


# %% wrong: NumPy's exp has no gradient | test_gradient | differ
# breaks: "The gradient in deltas is that of the formula"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    growth = tf.stop_gradient(grown(deltas, limit))
    return cornered(center + deltas[..., :2] * size, size * growth)


# %% wrong: always float32 | test_shape | dtype
# breaks: "or float64"
def decode_boxes(deltas, anchors, limit=4.135):
    deltas = tf.cast(deltas, tf.float32)
    center, size = sized(tf.cast(anchors, tf.float32))
    return cornered(center + deltas[..., :2] * size, size * grown(deltas, limit))


# %% wrong: always float64 | test_example | dtype
# breaks: "The result has the dtype of deltas, float32"
def decode_boxes(deltas, anchors, limit=4.135):
    deltas = tf.cast(deltas, tf.float64)
    center, size = sized(tf.cast(anchors, tf.float64))
    return cornered(center + deltas[..., :2] * size, size * grown(deltas, limit))


# %% wrong: NumPy, which a graph does not have | test_graph | it raised
# breaks: "Works in tf.function too"
def decode_boxes(deltas, anchors, limit=4.135):
    center, size = sized(anchors)
    cut = tf.constant(np.minimum(deltas[..., 2:].numpy(), limit))
    logs = deltas[..., 2:] + tf.stop_gradient(cut - deltas[..., 2:])
    logs = tf.where(deltas[..., 2:] > limit, tf.stop_gradient(logs), logs)
    return cornered(center + deltas[..., :2] * size, size * tf.exp(logs))


# %% wrong: Keras's own function | test_example | keras.utils
# breaks: "Use nothing of keras.utils"
def decode_boxes(deltas, anchors, limit=4.135):
    return keras.utils.bounding_boxes.decode_deltas_to_boxes(
        anchors, deltas, anchor_format="xyxy", box_format="xyxy"
    )
