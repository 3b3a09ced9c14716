"""Answers to iou."""

import keras
import numpy as np
import tensorflow as tf


def floats(x):
    return x if x.dtype.is_floating else tf.cast(x, tf.float32)


def area(box):
    return (box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1])


def shared_of(a, b):
    a, b = a[:, None], b[None]
    width = tf.minimum(a[..., 2], b[..., 2]) - tf.maximum(a[..., 0], b[..., 0])
    height = tf.minimum(a[..., 3], b[..., 3]) - tf.maximum(a[..., 1], b[..., 1])
    return tf.maximum(width, 0) * tf.maximum(height, 0)


# %% right: four coordinates each, unstacked
def iou(a, b):
    a, b = floats(a), floats(b)
    left, top, right, bottom = tf.split(a, 4, axis=1)
    other = tf.transpose(b)
    width = tf.nn.relu(tf.minimum(right, other[2]) - tf.maximum(left, other[0]))
    height = tf.nn.relu(tf.minimum(bottom, other[3]) - tf.maximum(top, other[1]))
    union = (right - left) * (bottom - top) + area(b) - width * height
    return tf.math.divide_no_nan(width * height, union)


# %% right: where before and after the division
def iou(a, b):
    a, b = floats(a), floats(b)
    shared = shared_of(a, b)
    union = area(a)[:, None] + area(b)[None, :] - shared
    some = union > 0
    return tf.where(some, shared / tf.where(some, union, tf.ones_like(union)), tf.zeros_like(union))


# %% right: keras.ops, with a test for overlap
def iou(a, b):
    ops = keras.ops
    a, b = ops.expand_dims(floats(a), 1), ops.expand_dims(floats(b), 0)
    low, high = ops.maximum(a[..., :2], b[..., :2]), ops.minimum(a[..., 2:], b[..., 2:])
    meet = ops.all(high > low, axis=-1)
    shared = ops.where(meet, ops.prod(high - low, axis=-1), ops.zeros_like(low[..., 0]))
    union = ops.prod(a[..., 2:] - a[..., :2], -1) + ops.prod(b[..., 2:] - b[..., :2], -1) - shared
    return ops.where(meet, shared / ops.where(meet, union, ops.ones_like(union)), shared)


# %% right: vectorized_map over the boxes of a
def iou(a, b):
    a, b = floats(a), floats(b)
    shared = tf.einsum("nm,nm->nm", shared_of(a, b), tf.ones_like(shared_of(a, b)))
    return tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)


# %% wrong: the sides are not cut | test_example | two negative sides
# breaks: "If they are apart or only touch, it is 0"
def iou(a, b):
    a, b = floats(a)[:, None], floats(b)
    sides = tf.minimum(a[..., 2:], b[..., 2:]) - tf.maximum(a[..., :2], b[..., :2])
    shared = tf.reduce_prod(sides, axis=-1)
    return tf.math.divide_no_nan(shared, area(a) + area(b) - shared)


# %% wrong: the product is cut | test_example | two negative sides
# breaks: "If they are apart or only touch, it is 0"
def iou(a, b):
    a, b = floats(a)[:, None], floats(b)
    sides = tf.minimum(a[..., 2:], b[..., 2:]) - tf.maximum(a[..., :2], b[..., :2])
    shared = tf.maximum(tf.reduce_prod(sides, axis=-1), 0)
    return tf.math.divide_no_nan(shared, area(a) + area(b) - shared)


# %% wrong: absolute sides | test_example | two negative sides
# breaks: "If they are apart or only touch, it is 0"
def iou(a, b):
    a, b = floats(a)[:, None], floats(b)
    sides = tf.minimum(a[..., 2:], b[..., 2:]) - tf.maximum(a[..., :2], b[..., :2])
    shared = tf.reduce_prod(tf.abs(sides), axis=-1)
    return tf.math.divide_no_nan(shared, area(a) + area(b) - shared)


# %% wrong: only one side is cut | test_apart | differ
# breaks: "If they are apart or only touch, it is 0"
def iou(a, b):
    a, b = floats(a)[:, None], floats(b)
    sides = tf.minimum(a[..., 2:], b[..., 2:]) - tf.maximum(a[..., :2], b[..., :2])
    shared = tf.maximum(sides[..., 0], 0) * sides[..., 1]
    return tf.math.divide_no_nan(shared, area(a) + area(b) - shared)


# %% wrong: row by row | test_shape | its own row
# breaks: "every pair of boxes: (n, 4), (m, 4) -> (n, m)"
def iou(a, b):
    a, b = floats(a), floats(b)
    if len(a) != len(b):
        shared = shared_of(a, b)
        value = tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)
        return value if len(b) == 1 else value[:, 0]
    sides = tf.minimum(a[..., 2:], b[..., 2:]) - tf.maximum(a[..., :2], b[..., :2])
    shared = tf.reduce_prod(tf.maximum(sides, 0), axis=-1)
    return tf.math.divide_no_nan(shared, area(a) + area(b) - shared)


# %% wrong: rows and columns are swapped | test_example | shape
# breaks: "Entry [i, j] is the area that a[i] and b[j] share"
def iou(a, b):
    a, b = floats(a), floats(b)
    shared = shared_of(b, a)
    return tf.math.divide_no_nan(shared, area(b)[:, None] + area(a) - shared)


# %% wrong: the shared area counts twice | test_example | counts twice
# breaks: "divided by the area that they cover together"
def iou(a, b):
    a, b = floats(a), floats(b)
    return tf.math.divide_no_nan(shared_of(a, b), area(a)[:, None] + area(b))


# %% wrong: divided by the smaller area | test_example | smaller area
# breaks: "divided by the area that they cover together"
def iou(a, b):
    a, b = floats(a), floats(b)
    return tf.math.divide_no_nan(shared_of(a, b), tf.minimum(area(a)[:, None], area(b)))


# %% wrong: divided by the hull | test_example | differ
# breaks: "divided by the area that they cover together"
def iou(a, b):
    a, b = floats(a), floats(b)
    p, q = a[:, None], b
    hull = tf.maximum(p[..., 2:], q[..., 2:]) - tf.minimum(p[..., :2], q[..., :2])
    return tf.math.divide_no_nan(shared_of(a, b), tf.reduce_prod(hull, axis=-1))


# %% wrong: the shared area as it is | test_example | not divided
# breaks: "divided by the area that they cover together"
def iou(a, b):
    return shared_of(floats(a), floats(b))


# %% wrong: whole pixels, plus one | test_example | each side
# breaks: "Entry [i, j] is the area that a[i] and b[j] share"
def iou(a, b):
    a, b = floats(a)[:, None], floats(b)
    sides = tf.minimum(a[..., 2:], b[..., 2:]) - tf.maximum(a[..., :2], b[..., :2]) + 1
    shared = tf.reduce_prod(tf.maximum(sides, 0), axis=-1)
    areas = [tf.reduce_prod(x[..., 2:] - x[..., :2] + 1, axis=-1) for x in (a, b)][0:2]
    return tf.math.divide_no_nan(shared, areas[0] + areas[1] - shared)


# %% wrong: center and size | test_example | center and size
# breaks: "A box is its corners (x1, y1, x2, y2)"
def iou(a, b):
    a, b = floats(a), floats(b)
    a = tf.concat([a[:, :2] - a[:, 2:] / 2, a[:, :2] + a[:, 2:] / 2], axis=1)
    b = tf.concat([b[:, :2] - b[:, 2:] / 2, b[:, :2] + b[:, 2:] / 2], axis=1)
    shared = shared_of(a, b)
    return tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)


# %% wrong: corner and size | test_example | corner and size
# breaks: "A box is its corners (x1, y1, x2, y2)"
def iou(a, b):
    a, b = floats(a), floats(b)
    a = tf.concat([a[:, :2], a[:, :2] + a[:, 2:]], axis=1)
    b = tf.concat([b[:, :2], b[:, :2] + b[:, 2:]], axis=1)
    shared = shared_of(a, b)
    return tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)


# %% wrong: x1, x2, y1, y2 | test_example | y1, y2
# breaks: "A box is its corners (x1, y1, x2, y2)"
def iou(a, b):
    a, b = (tf.gather(floats(x), [0, 2, 1, 3], axis=1) for x in (a, b))
    shared = shared_of(a, b)
    return tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)


# %% wrong: 0 / 0 | test_no_area | without any area
# breaks: "If both have no area, it is 0 and not NaN"
def iou(a, b):
    a, b = floats(a), floats(b)
    shared = shared_of(a, b)
    return shared / (area(a)[:, None] + area(b) - shared)


# %% wrong: two equal boxes without area agree | test_no_area | differ
# breaks: "If both have no area, it is 0 and not NaN"
def iou(a, b):
    a, b = floats(a), floats(b)
    shared = shared_of(a, b)
    value = tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)
    return tf.where(tf.reduce_all(a[:, None] == b, axis=-1), tf.ones_like(value), value)


# %% wrong: an epsilon of 1e-7 | test_small | epsilon of 1e-07
# breaks: "no epsilon is added to an area"
def iou(a, b):
    a, b = floats(a), floats(b)
    shared = shared_of(a, b)
    union = area(a)[:, None] + area(b) - shared
    epsilon = 1e-7 if a.dtype == tf.float32 else 1e-16
    return shared / (union + epsilon)


# %% wrong: at least 1e-6 | test_small | differ
# breaks: "Boxes of any size are right"
def iou(a, b):
    a, b = floats(a), floats(b)
    shared = shared_of(a, b)
    return shared / tf.maximum(area(a)[:, None] + area(b) - shared, 1e-6)


# %% wrong: always float32 | test_shape | dtype
# breaks: "or float64"
def iou(a, b):
    a, b = tf.cast(a, tf.float32), tf.cast(b, tf.float32)
    shared = shared_of(a, b)
    return tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)


# %% wrong: float32 inside | test_values | differ
# breaks: "or float64"
def iou(a, b):
    given = a.dtype
    a, b = tf.cast(a, tf.float32), tf.cast(b, tf.float32)
    shared = shared_of(a, b)
    value = tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)
    return tf.cast(value, given) if given.is_floating else value


# %% wrong: always float64 | test_example | dtype
# breaks: "the boxes' dtype if that is float32"
def iou(a, b):
    a, b = tf.cast(a, tf.float64), tf.cast(b, tf.float64)
    shared = shared_of(a, b)
    return tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)


# %% wrong: integers are divided as they are | test_integers | dtype
# breaks: "give float32"
def iou(a, b):
    shared = shared_of(a, b)
    return tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)


# %% wrong: areas in the integers' dtype | test_integers | differ
# breaks: "boxes of int32"
def iou(a, b):
    if a.dtype.is_floating:
        shared = shared_of(a, b)
        return tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)
    one, other = (tf.cast(area(tf.cast(x, tf.int32)), tf.float32) for x in (a, b))
    shared = tf.cast(shared_of(tf.cast(a, tf.int32), tf.cast(b, tf.int32)), tf.float32)
    return tf.math.divide_no_nan(shared, one[:, None] + other - shared)


# %% wrong: sides in uint8 wrap around | test_integers | differ
# breaks: "or uint8"
def iou(a, b):
    if a.dtype != tf.uint8:
        a, b = floats(a), floats(b)
        shared = shared_of(a, b)
        return tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)
    a, b = a[:, None], b
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = tf.reduce_prod(tf.cast(sides, tf.float32), axis=-1)
    one, other = (area(tf.cast(x, tf.float32)) for x in (a, b))
    return tf.math.divide_no_nan(shared, one + other - shared)


# %% wrong: NumPy, which a graph does not have | test_graph | it raised
# breaks: "Works in tf.function too"
def iou(a, b):
    a, b = floats(a).numpy(), floats(b).numpy()
    sides = np.minimum(a[:, None, 2:], b[:, 2:]) - np.maximum(a[:, None, :2], b[:, :2])
    shared = np.prod(np.maximum(sides, 0), axis=-1)
    union = area(a)[:, None] + area(b) - shared
    value = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return tf.constant(value, shape=(len(a), len(b)))


# %% wrong: static sizes | test_graph | it raised
# breaks: "where n and m are unknown"
def iou(a, b):
    a, b = floats(a), floats(b)
    n, m = a.shape[0], b.shape[0]
    a, b = tf.repeat(a, m, axis=0), tf.tile(b, [n, 1])
    sides = tf.minimum(a[:, 2:], b[:, 2:]) - tf.maximum(a[:, :2], b[:, :2])
    shared = tf.reduce_prod(tf.maximum(sides, 0), axis=-1)
    return tf.reshape(tf.math.divide_no_nan(shared, area(a) + area(b) - shared), [n, m])


# %% wrong: nothing in, one row out | test_empty | shape
# breaks: "n and m may be 0"
def iou(a, b):
    a, b = floats(a), floats(b)
    empty = tf.zeros([tf.maximum(1 - tf.shape(a)[0], 0), 4], a.dtype)
    a = tf.concat([a, empty], axis=0)
    shared = shared_of(a, b)
    return tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)


# %% wrong: an unknown size counts as 1 | test_graph | shape
# breaks: "where n and m are unknown"
def iou(a, b):
    a, b = floats(a), floats(b)
    shared = shared_of(a, b)
    value = tf.math.divide_no_nan(shared, area(a)[:, None] + area(b) - shared)
    return value[: a.shape[0] or 1]


# %% wrong: Keras's own function | test_example | keras.utils
# breaks: "Use nothing of keras.utils"
def iou(a, b):
    return keras.utils.bounding_boxes.compute_iou(floats(a), floats(b), "xyxy")


# %% equivalent: swap-781084c7 | the two areas are added up in either order
