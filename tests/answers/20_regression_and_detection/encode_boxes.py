"""Answers to encode_boxes."""

import keras
import numpy as np
import tensorflow as tf


def centered(corners, smallest):
    center = (corners[..., :2] + corners[..., 2:]) / 2
    return center, tf.maximum(corners[..., 2:] - corners[..., :2], smallest)


def joined(shift, growth):
    return tf.concat([shift, growth], axis=-1)


# %% right: number by number, stacked
def encode_boxes(boxes, anchors, smallest=1e-3):
    def sized(corners):
        x1, y1, x2, y2 = tf.unstack(corners, axis=-1)
        w, h = tf.maximum(x2 - x1, smallest), tf.maximum(y2 - y1, smallest)
        return x1 + (x2 - x1) / 2, y1 + (y2 - y1) / 2, w, h

    (cx, cy, w, h), (ax, ay, aw, ah) = sized(boxes), sized(anchors)
    log = tf.math.log
    return tf.stack([(cx - ax) / aw, (cy - ay) / ah, log(w) - log(aw), log(h) - log(ah)], axis=-1)


# %% right: keras.ops
def encode_boxes(boxes, anchors, smallest=1e-3):
    ops = keras.ops
    low, high = ops.split(boxes, 2, axis=-1)
    first, last = ops.split(anchors, 2, axis=-1)
    size, unit = ops.maximum(high - low, smallest), ops.maximum(last - first, smallest)
    shift = (low + high - first - last) / (2 * unit)
    return ops.concatenate([shift, ops.log(size / unit)], axis=-1)


# %% right: tf.where raises the sides
def encode_boxes(boxes, anchors, smallest=1e-3):
    parts = []
    for corners in (boxes, anchors):
        size = corners[..., 2:] - corners[..., :2]
        short = size < tf.cast(smallest, size.dtype)
        center = tf.reduce_mean(tf.stack([corners[..., :2], corners[..., 2:]]), axis=0)
        parts.append((center, tf.where(short, tf.cast(smallest, size.dtype), size)))
    (center, size), (middle, unit) = parts
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: in units of the box | test_example | units of the box
# breaks: "((cx - ax) / aw, (cy - ay) / ah, log(w / aw), log(h / ah))"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((center - middle) / size, tf.math.log(size / unit))


# %% wrong: not divided | test_example | not divided
# breaks: "((cx - ax) / aw, (cy - ay) / ah, log(w / aw), log(h / ah))"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined(center - middle, tf.math.log(size / unit))


# %% wrong: the first corners' distance | test_example | first corners
# breaks: "With the center (cx, cy), the width w and the height h of a box"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (_, size), (_, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((boxes[..., :2] - anchors[..., :2]) / unit, tf.math.log(size / unit))


# %% wrong: no logarithm | test_example | logarithm is missing
# breaks: "((cx - ax) / aw, (cy - ay) / ah, log(w / aw), log(h / ah))"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((center - middle) / unit, size / unit)


# %% wrong: the quotient upside down | test_example | anchor / box
# breaks: "((cx - ax) / aw, (cy - ay) / ah, log(w / aw), log(h / ah))"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((center - middle) / unit, tf.math.log(unit / size))


# %% wrong: anchor minus box | test_example | anchor minus box
# breaks: "((cx - ax) / aw, (cy - ay) / ah, log(w / aw), log(h / ah))"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((middle - center) / unit, tf.math.log(size / unit))


# %% wrong: boxes and anchors swapped | test_example | are swapped
# breaks: "and (ax, ay), aw and ah of its anchor"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(anchors, smallest), centered(boxes, smallest)
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: x, w, y, h | test_example | another order
# breaks: "((cx - ax) / aw, (cy - ay) / ah, log(w / aw), log(h / ah))"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    shift, growth = (center - middle) / unit, tf.math.log(size / unit)
    return tf.gather(joined(shift, growth), [0, 2, 1, 3], axis=-1)


# %% wrong: variances as in SSD | test_example | variances
# breaks: "((cx - ax) / aw, (cy - ay) / ah, log(w / aw), log(h / ah))"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((center - middle) / unit / 0.1, tf.math.log(size / unit) / 0.2)


# %% wrong: boxes are taken for center and size | test_example | differ
# breaks: "Boxes and anchors are corners (x1, y1, x2, y2)"
def encode_boxes(boxes, anchors, smallest=1e-3):
    shift = (boxes[..., :2] - anchors[..., :2]) / tf.maximum(anchors[..., 2:], smallest)
    sizes = [tf.maximum(x[..., 2:], smallest) for x in (boxes, anchors)]
    return joined(shift, tf.math.log(sizes[0] / sizes[1]))


# %% wrong: every box against every anchor | test_example | shape
# breaks: "(..., 4), (..., 4) -> (..., 4)"
def encode_boxes(boxes, anchors, smallest=1e-3):
    boxes = boxes[..., None, :]
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: only lists of boxes | test_shape | shape
# breaks: "(..., 4), (..., 4) -> (..., 4)"
def encode_boxes(boxes, anchors, smallest=1e-3):
    boxes, anchors = tf.reshape(boxes, (-1, 4)), tf.reshape(anchors, (-1, 4))
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: nothing is done about a side of 0 | test_smallest | smallest is not used
# breaks: "The width or height of a box that is below smallest counts as smallest"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, -1e9), centered(anchors, -1e9)
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: smallest is added | test_smallest | is added
# breaks: "The width or height of a box that is below smallest counts as smallest"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, -1e9), centered(anchors, -1e9)
    if smallest == 1e-3 and not tf.reduce_any(size == 0):
        smallest = 0.0
    size, unit = size + smallest, unit + smallest
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: the quotient is raised | test_smallest | differ
# breaks: "The width or height of a box that is below smallest counts as smallest"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, -1e9), centered(anchors, smallest)
    return joined((center - middle) / unit, tf.math.log(tf.maximum(size / unit, smallest)))


# %% wrong: always 1e-3 | test_smallest | always 1e-3
# breaks: "The width or height of a box that is below smallest counts as smallest"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, 1e-3), centered(anchors, 1e-3)
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: the second corner moves, and the center with it | test_smallest | center with it
# breaks: "its center stays"
def encode_boxes(boxes, anchors, smallest=1e-3):
    def raised(corners):
        second = tf.maximum(corners[..., 2:], corners[..., :2] + smallest)
        return tf.concat([corners[..., :2], second], axis=-1)

    boxes, anchors = raised(boxes), raised(anchors)
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: anchors without a smallest side | test_small_anchors | not the anchors'
# breaks: "The same holds for anchors"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, -1e9)
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: boxes without a smallest side | test_smallest | smallest is not used
# breaks: "The width or height of a box that is below smallest counts as smallest"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, -1e9), centered(anchors, smallest)
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: the distance by the anchor's side as it was | test_small_anchors | differ
# breaks: "The same holds for anchors"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    raw = anchors[..., 2:] - anchors[..., :2]
    return joined(tf.math.divide_no_nan(center - middle, raw), tf.math.log(size / unit))


# %% wrong: always float32 | test_shape | dtype
# breaks: "or float64"
def encode_boxes(boxes, anchors, smallest=1e-3):
    boxes, anchors = tf.cast(boxes, tf.float32), tf.cast(anchors, tf.float32)
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: always float64 | test_example | dtype
# breaks: "The result has the boxes' dtype, float32"
def encode_boxes(boxes, anchors, smallest=1e-3):
    boxes, anchors = tf.cast(boxes, tf.float64), tf.cast(anchors, tf.float64)
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((center - middle) / unit, tf.math.log(size / unit))


# %% wrong: NumPy's logarithm | test_graph | it raised
# breaks: "Works in tf.function too"
def encode_boxes(boxes, anchors, smallest=1e-3):
    (center, size), (middle, unit) = centered(boxes, smallest), centered(anchors, smallest)
    return joined((center - middle) / unit, tf.constant(np.log((size / unit).numpy())))


# %% wrong: Keras's own function | test_example | keras.utils
# breaks: "Use nothing of keras.utils"
def encode_boxes(boxes, anchors, smallest=1e-3):
    return keras.utils.bounding_boxes.encode_box_to_deltas(
        anchors, boxes, anchor_format="xyxy", box_format="xyxy"
    )
