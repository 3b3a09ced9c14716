"""Answers to giou."""

import keras
import numpy as np
import tensorflow as tf


def area(box):
    return (box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1])


def shared_of(a, b):
    width = tf.minimum(a[..., 2], b[..., 2]) - tf.maximum(a[..., 0], b[..., 0])
    height = tf.minimum(a[..., 3], b[..., 3]) - tf.maximum(a[..., 1], b[..., 1])
    return tf.maximum(width, 0) * tf.maximum(height, 0)


def hull_of(a, b):
    low, high = tf.minimum(a[..., :2], b[..., :2]), tf.maximum(a[..., 2:], b[..., 2:])
    return tf.reduce_prod(high - low, axis=-1)


def areas(a, b):
    shared = shared_of(a, b)
    return shared, area(a) + area(b) - shared, hull_of(a, b)


# unnoticed: test_finite | gradient [*] * | rows without any area only have to be finite


# %% right: where before each division
def giou(a, b):
    def divided(p, q):
        fine = q > 0
        return tf.where(fine, p / tf.where(fine, q, tf.ones_like(q)), tf.zeros_like(q))

    shared, union, hull = areas(a, b)
    return divided(shared, union) - divided(hull - union, hull)


# %% right: union / hull + iou - 1, where there is a hull
def giou(a, b):
    shared, union, hull = areas(a, b)
    some = tf.cast(hull > 0, a.dtype)
    divide = tf.math.divide_no_nan
    return divide(shared, union) + divide(union, hull) - some


# %% right: keras.ops, coordinate by coordinate
def giou(a, b):
    ops = keras.ops
    x1, y1, x2, y2 = (a[..., k] for k in range(4))
    u1, v1, u2, v2 = (b[..., k] for k in range(4))
    shared = ops.relu(ops.minimum(x2, u2) - ops.maximum(x1, u1))
    shared = shared * ops.relu(ops.minimum(y2, v2) - ops.maximum(y1, v1))
    union = (x2 - x1) * (y2 - y1) + (u2 - u1) * (v2 - v1) - shared
    hull = (ops.maximum(x2, u2) - ops.minimum(x1, u1)) * (ops.maximum(y2, v2) - ops.minimum(y1, v1))
    return ops.divide_no_nan(shared, union) - ops.divide_no_nan(hull - union, hull)


# %% wrong: only the iou | test_example | penalty is missing
# breaks: "giou = iou - (hull - union) / hull"
def giou(a, b):
    shared, union, _ = areas(a, b)
    return tf.math.divide_no_nan(shared, union)


# %% wrong: the penalty is added | test_example | is added
# breaks: "giou = iou - (hull - union) / hull"
def giou(a, b):
    shared, union, hull = areas(a, b)
    divide = tf.math.divide_no_nan
    return divide(shared, union) + divide(hull - union, hull)


# %% wrong: divided by the union | test_example | not by the hull
# breaks: "giou = iou - (hull - union) / hull"
def giou(a, b):
    shared, union, hull = areas(a, b)
    divide = tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, union)


# %% wrong: not divided | test_example | not divided
# breaks: "giou = iou - (hull - union) / hull"
def giou(a, b):
    shared, union, hull = areas(a, b)
    return tf.math.divide_no_nan(shared, union) - (hull - union)


# %% wrong: hull minus intersection | test_example | hull minus
# breaks: "The union is the area that a and b cover together"
def giou(a, b):
    shared, union, hull = areas(a, b)
    divide = tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - shared, hull)


# %% wrong: the shared area counts twice | test_example | counts twice
# breaks: "The union is the area that a and b cover together"
def giou(a, b):
    shared, hull = shared_of(a, b), hull_of(a, b)
    union, divide = area(a) + area(b), tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, hull)


# %% wrong: the larger box as hull | test_example | differ
# breaks: "the hull is the area of the smallest box around both"
def giou(a, b):
    shared, union, _ = areas(a, b)
    hull, divide = tf.maximum(area(a), area(b)), tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, hull)


# %% wrong: the loss | test_example | 1 - giou
# breaks: "Return the generalized IoU of boxes"
def giou(a, b):
    shared, union, hull = areas(a, b)
    divide = tf.math.divide_no_nan
    return 1 - (divide(shared, union) - divide(hull - union, hull))


# %% wrong: cut at 0 | test_example | are cut to 0
# breaks: "giou = iou - (hull - union) / hull"
def giou(a, b):
    shared, union, hull = areas(a, b)
    divide = tf.math.divide_no_nan
    return tf.maximum(divide(shared, union) - divide(hull - union, hull), 0)


# %% wrong: the sides are not cut | test_example | sides are not cut
# breaks: "giou = iou - (hull - union) / hull"
def giou(a, b):
    sides = tf.minimum(a[..., 2:], b[..., 2:]) - tf.maximum(a[..., :2], b[..., :2])
    shared, hull = tf.reduce_prod(sides, axis=-1), hull_of(a, b)
    union, divide = area(a) + area(b) - shared, tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, hull)


# %% wrong: center and size | test_example | center and size
# breaks: "Boxes are corners (x1, y1, x2, y2)"
def giou(a, b):
    def corners(x):
        return tf.concat([x[..., :2] - x[..., 2:] / 2, x[..., :2] + x[..., 2:] / 2], axis=-1)

    shared, union, hull = areas(corners(a), corners(b))
    divide = tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, hull)


# %% wrong: every pair | test_example | every pair
# breaks: "row by row: (..., 4), (..., 4) -> (...)"
def giou(a, b):
    shared, union, hull = areas(a[:, None], b)
    divide = tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, hull)


# %% wrong: only rank 2 | test_shape | shape
# breaks: "row by row: (..., 4), (..., 4) -> (...)"
def giou(a, b):
    if a.shape.rank > 2:
        a, b = tf.reshape(a, (-1, 4)), tf.reshape(b, (-1, 4))
    shared, union, hull = areas(a, b)
    divide = tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, hull)


# %% wrong: the mean of all rows | test_example | shape
# breaks: "row by row: (..., 4), (..., 4) -> (...)"
def giou(a, b):
    shared, union, hull = areas(a, b)
    divide = tf.math.divide_no_nan
    return tf.reduce_mean(divide(shared, union) - divide(hull - union, hull))


# %% wrong: 0 / 0 | test_no_area | without any area
# breaks: "A quotient whose divisor is 0 counts as 0"
def giou(a, b):
    shared, union, hull = areas(a, b)
    return shared / union - (hull - union) / hull


# %% wrong: two points have giou -1 | test_no_area | differ
# breaks: "A quotient whose divisor is 0 counts as 0"
def giou(a, b):
    shared, union, hull = areas(a, b)
    divide = tf.math.divide_no_nan
    return divide(shared, union) + divide(union, hull) - 1


# %% wrong: where only after the division | test_finite | tf.where
# breaks: "They are finite, never NaN"
def giou(a, b):
    shared, union, hull = areas(a, b)
    zero = tf.zeros_like(union)
    overlap = tf.where(union > 0, shared / union, zero)
    return overlap - tf.where(hull > 0, (hull - union) / hull, zero)


# %% wrong: NaN is replaced at the end | test_finite | tf.where
# breaks: "They are finite, never NaN, even if a box or both have no area"
def giou(a, b):
    shared, union, hull = areas(a, b)
    overlap, penalty = shared / union, (hull - union) / hull
    zero = tf.zeros_like(union)
    overlap = tf.where(tf.math.is_nan(overlap), zero, overlap)
    return overlap - tf.where(tf.math.is_nan(penalty), zero, penalty)


# %% wrong: an epsilon of 1e-7 | test_small | epsilon of 1e-07
# breaks: "No epsilon is added to an area"
def giou(a, b):
    shared, union, hull = areas(a, b)
    epsilon = 1e-7 if a.dtype == tf.float32 else 1e-16
    return shared / (union + epsilon) - (hull - union) / (hull + epsilon)


# %% wrong: no slope in the penalty | test_gradient | only the iou has a slope
# breaks: "for boxes that are apart too"
def giou(a, b):
    shared, union, hull = areas(a, b)
    divide = tf.math.divide_no_nan
    return divide(shared, union) - tf.stop_gradient(divide(hull - union, hull))


# %% wrong: a is held fast | test_gradient | gradient in a
# breaks: "The gradients in a and in b are those of the formula"
def giou(a, b):
    shared, union, hull = areas(tf.stop_gradient(a), b)
    divide = tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, hull)


# %% wrong: b is held fast | test_gradient | gradient in b
# breaks: "The gradients in a and in b are those of the formula"
def giou(a, b):
    shared, union, hull = areas(a, tf.stop_gradient(b))
    divide = tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, hull)


# %% wrong: the hull is held fast | test_gradient | differ
# breaks: "The gradients in a and in b are those of the formula"
def giou(a, b):
    shared, union, hull = areas(a, b)
    hull, divide = tf.stop_gradient(hull), tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, hull)


# %% wrong: always float32 | test_shape | dtype
# breaks: "or float64"
def giou(a, b):
    shared, union, hull = areas(tf.cast(a, tf.float32), tf.cast(b, tf.float32))
    divide = tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, hull)


# %% wrong: float32 inside | test_values | differ
# breaks: "or float64"
def giou(a, b):
    shared, union, hull = areas(tf.cast(a, tf.float32), tf.cast(b, tf.float32))
    divide = tf.math.divide_no_nan
    return tf.cast(divide(shared, union) - divide(hull - union, hull), a.dtype)


# %% wrong: always float64 | test_example | dtype
# breaks: "The result has the boxes' dtype, float32"
def giou(a, b):
    shared, union, hull = areas(tf.cast(a, tf.float64), tf.cast(b, tf.float64))
    divide = tf.math.divide_no_nan
    return divide(shared, union) - divide(hull - union, hull)


# %% wrong: NumPy, which has no gradient and no graph | test_gradient | gradient
# breaks: "The gradients in a and in b are those of the formula"
def giou(a, b):
    a, b = np.asarray(a), np.asarray(b)
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = np.prod(np.maximum(sides, 0), axis=-1)
    union = area(a) + area(b) - shared
    hull = np.maximum(a[..., 2:], b[..., 2:]) - np.minimum(a[..., :2], b[..., :2])
    hull, none = np.prod(hull, axis=-1), np.zeros_like(shared)
    overlap = np.divide(shared, union, out=none.copy(), where=union > 0)
    return tf.constant(overlap - np.divide(hull - union, hull, out=none, where=hull > 0))


# %% wrong: Python looks for a hull | test_graph | it raised
# breaks: "Works in tf.function too, where the sizes of all axes but the last are unknown"
def giou(a, b):
    shared, union, hull = areas(a, b)
    shape = a.shape[:-1]
    some = tf.constant(np.asarray(hull > 0) if tf.executing_eagerly() else True, shape=shape)
    overlap = tf.math.divide_no_nan(shared, union)
    return tf.where(some, overlap - tf.math.divide_no_nan(hull - union, hull), overlap)


# %% wrong: a keras.utils function is used | test_example | keras.utils
# breaks: "Use nothing of keras.utils"
def giou(a, b):
    pairs = keras.utils.bounding_boxes.compute_iou(a, b, "xyxy")
    overlap = tf.linalg.diag_part(pairs)
    _, union, hull = areas(a, b)
    return overlap - tf.math.divide_no_nan(hull - union, hull)


# %% equivalent: swap-017d8d7c | the two areas are added up in either order
