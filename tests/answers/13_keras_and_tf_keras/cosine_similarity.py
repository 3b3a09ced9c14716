"""Answers to cosine_similarity."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops


def defined(x, y):
    return (ops.sum(x * x, axis=-1) > 0) & (ops.sum(y * y, axis=-1) > 0)


# %% right: unit vectors first
def cosine_similarity(x, y):
    def unit(v):
        square = ops.sum(ops.square(v), axis=-1, keepdims=True)
        kept = ops.where(square > 0, square, ops.ones_like(square))
        return ops.where(square > 0, v / ops.sqrt(kept), ops.zeros_like(v))

    return ops.sum(unit(x) * unit(y), axis=-1)


# %% right: einsum, and rsqrt of both squares
def cosine_similarity(x, y):
    product, a, b = (ops.einsum("...i,...i->...", p, q) for p, q in ((x, y), (x, x), (y, y)))
    fine = ops.logical_and(a > 0, b > 0)
    one = ops.ones_like(a)
    cosine = product * ops.rsqrt(ops.where(fine, a, one)) * ops.rsqrt(ops.where(fine, b, one))
    return ops.where(fine, cosine, ops.zeros_like(cosine))


# %% right: zero vectors are replaced before anything is computed
def cosine_similarity(x, y):
    fine = ops.expand_dims(ops.logical_and(ops.any(x != 0, axis=-1), ops.any(y != 0, axis=-1)), -1)
    one, other = ops.where(fine, x, 1.0), ops.where(fine, y, 1.0)
    cosine = ops.sum(one * other, axis=-1) / ops.norm(one, axis=-1) / ops.norm(other, axis=-1)
    return ops.where(ops.squeeze(fine, -1), cosine, 0.0)


# %% wrong: the sign of the loss | test_example | sign of the loss
# breaks: "Return the cosine of the angle between vectors"
def cosine_similarity(x, y):
    a, b = ops.sum(x * x, axis=-1), ops.sum(y * y, axis=-1)
    fine = defined(x, y)
    root = ops.sqrt(ops.where(fine, a, 1.0)) * ops.sqrt(ops.where(fine, b, 1.0))
    return -ops.where(fine, ops.sum(x * y, axis=-1) / root, 0.0)


# %% wrong: nothing is done about the zero vector | test_example | zero vector
# breaks: "If x or y is the zero vector, the cosine is 0"
def cosine_similarity(x, y):
    lengths = ops.sqrt(ops.sum(x * x, axis=-1)) * ops.sqrt(ops.sum(y * y, axis=-1))
    return ops.sum(x * y, axis=-1) / lengths


# %% wrong: an epsilon beside the lengths | test_lengths | epsilon
# breaks: "Right for vectors of a length from 1e-6 to 1e6"
def cosine_similarity(x, y):
    lengths = ops.sqrt(ops.sum(x * x, axis=-1)) * ops.sqrt(ops.sum(y * y, axis=-1))
    return ops.sum(x * y, axis=-1) / (lengths + 1e-7)


# %% wrong: an epsilon under the roots | test_lengths | epsilon
# breaks: "Right for vectors of a length from 1e-6 to 1e6"
def cosine_similarity(x, y):
    lengths = ops.sqrt((ops.sum(x * x, axis=-1) + 1e-12) * (ops.sum(y * y, axis=-1) + 1e-12))
    return ops.sum(x * y, axis=-1) / lengths


# %% wrong: short vectors count as zero | test_lengths
# breaks: "a length from 1e-6 to 1e6"
def cosine_similarity(x, y):
    a, b = ops.sqrt(ops.sum(x * x, axis=-1)), ops.sqrt(ops.sum(y * y, axis=-1))
    return ops.sum(x * y, axis=-1) / ops.maximum(a, 1e-4) / ops.maximum(b, 1e-4)


# %% wrong: where only after the quotient | test_gradient | slope of a root
# breaks: "so are its gradients in x and y"
def cosine_similarity(x, y):
    lengths = ops.sqrt(ops.sum(x * x, axis=-1)) * ops.sqrt(ops.sum(y * y, axis=-1))
    return ops.where(lengths > 0, ops.sum(x * y, axis=-1) / lengths, 0.0)


# %% wrong: keras.ops.normalize | test_gradient
# breaks: "so are its gradients in x and y"
def cosine_similarity(x, y):
    return ops.sum(ops.normalize(x, axis=-1) * ops.normalize(y, axis=-1), axis=-1)


# %% wrong: divide_no_nan, which only TensorFlow's own root forgives | test_under_xla
# breaks: "in tf.function with jit_compile=True, with the same gradients"
def cosine_similarity(x, y):
    lengths = ops.norm(x, axis=-1) * ops.norm(y, axis=-1)
    return ops.divide_no_nan(ops.sum(x * y, axis=-1), lengths)


# %% wrong: the lengths are held constant | test_gradient | treated as constants
# breaks: "elsewhere the gradients are the formula's"
def cosine_similarity(x, y):
    fine = defined(x, y)
    a = ops.where(fine, ops.sum(x * x, axis=-1), 1.0)
    b = ops.where(fine, ops.sum(y * y, axis=-1), 1.0)
    root = ops.stop_gradient(ops.sqrt(a) * ops.sqrt(b))
    return ops.where(fine, ops.sum(x * y, axis=-1) / root, 0.0)


# %% wrong: along the first axis | test_example | first axis
# breaks: "along the last axis"
def cosine_similarity(x, y):
    a, b = ops.sum(x * x, axis=0), ops.sum(y * y, axis=0)
    root = ops.sqrt(ops.where(a * b > 0, a, 1.0)) * ops.sqrt(ops.where(a * b > 0, b, 1.0))
    return ops.where(a * b > 0, ops.sum(x * y, axis=0) / root, 0.0)


# %% wrong: along axis 1 | test_shape | shape
# breaks: "(..., n), (..., n) -> (...)"
def cosine_similarity(x, y):
    axis = min(1, len(x.shape) - 1)
    a, b = ops.sum(x * x, axis=axis), ops.sum(y * y, axis=axis)
    root = ops.sqrt(ops.where(a * b > 0, a, 1.0)) * ops.sqrt(ops.where(a * b > 0, b, 1.0))
    return ops.where(a * b > 0, ops.sum(x * y, axis=axis) / root, 0.0)


# %% wrong: the last axis is kept | test_example | keepdims
# breaks: "(..., n), (..., n) -> (...)"
def cosine_similarity(x, y):
    a, b = ops.sum(x * x, axis=-1, keepdims=True), ops.sum(y * y, axis=-1, keepdims=True)
    root = ops.sqrt(ops.where(a * b > 0, a, 1.0)) * ops.sqrt(ops.where(a * b > 0, b, 1.0))
    return ops.where(a * b > 0, ops.sum(x * y, axis=-1, keepdims=True) / root, 0.0)


# %% wrong: every x with every y | test_example | shape
# breaks: "(..., n), (..., n) -> (...)"
def cosine_similarity(x, y):
    return ops.matmul(ops.normalize(x, axis=-1), ops.transpose(ops.normalize(y, axis=-1)))


# %% wrong: a vector is no batch | test_shape
# breaks: "of rank 1 or more"
def cosine_similarity(x, y):
    a, b = ops.einsum("bi,bi->b", x, x), ops.einsum("bi,bi->b", y, y)
    fine = (a > 0) & (b > 0)
    root = ops.sqrt(ops.where(fine, a, 1.0)) * ops.sqrt(ops.where(fine, b, 1.0))
    return ops.where(fine, ops.einsum("bi,bi->b", x, y) / root, 0.0)


# %% wrong: the roots are forgotten | test_example | squares of the lengths
# breaks: "sum(x * y) / (|x| * |y|)"
def cosine_similarity(x, y):
    a, b = ops.sum(x * x, axis=-1), ops.sum(y * y, axis=-1)
    fine = defined(x, y)
    return ops.where(fine, ops.sum(x * y, axis=-1) / ops.where(fine, a * b, 1.0), 0.0)


# %% wrong: only the length of x | test_example | length of y
# breaks: "sum(x * y) / (|x| * |y|)"
def cosine_similarity(x, y):
    fine = defined(x, y)
    root = ops.sqrt(ops.where(fine, ops.sum(x * x, axis=-1), 1.0))
    return ops.where(fine, ops.sum(x * y, axis=-1) / root, 0.0)


# %% wrong: the mean of the products | test_example | mean of the products
# breaks: "sum(x * y) / (|x| * |y|)"
def cosine_similarity(x, y):
    fine = defined(x, y)
    a, b = ops.norm(ops.where(fine[..., None], x, 1.0), axis=-1), ops.norm(
        ops.where(fine[..., None], y, 1.0), axis=-1
    )
    return ops.where(fine, ops.mean(x * y, axis=-1) / (a * b), 0.0)


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "which the result has too"
def cosine_similarity(x, y):
    x, y = ops.cast(x, "float32"), ops.cast(y, "float32")
    fine = defined(x, y)
    a, b = ops.where(fine, ops.sum(x * x, -1), 1.0), ops.where(fine, ops.sum(y * y, -1), 1.0)
    return ops.where(fine, ops.sum(x * y, axis=-1) / ops.sqrt(a) / ops.sqrt(b), 0.0)


# %% wrong: constants of float32 refuse float64 | test_shape | raised
# breaks: "float64"
def cosine_similarity(x, y):
    if keras.backend.standardize_dtype(x.dtype) != "float32":
        raise TypeError("float32 is wanted")
    fine = defined(x, y)
    a, b = ops.where(fine, ops.sum(x * x, -1), 1.0), ops.where(fine, ops.sum(y * y, -1), 1.0)
    return ops.where(fine, ops.sum(x * y, axis=-1) / ops.sqrt(a) / ops.sqrt(b), 0.0)


# %% wrong: everything becomes float64 | test_example | dtype
# breaks: "float32"
def cosine_similarity(x, y):
    x, y = ops.cast(x, "float64"), ops.cast(y, "float64")
    fine = defined(x, y)
    a, b = ops.where(fine, ops.sum(x * x, -1), 1.0), ops.where(fine, ops.sum(y * y, -1), 1.0)
    return ops.where(fine, ops.sum(x * y, axis=-1) / ops.sqrt(a) / ops.sqrt(b), 0.0)


# %% wrong: a loop over the samples | test_shape
# breaks: "Works on a keras.KerasTensor of unknown sizes"
def cosine_similarity(x, y):
    rows = []
    for one, other in zip(x, y):
        lengths = ops.norm(one) * ops.norm(other)
        rows.append(ops.sum(one * other) / lengths if lengths > 0 else ops.sum(0 * one))
    return ops.stack(rows)


# %% wrong: a Python if for the zero vector | test_in_model
# breaks: "Works on a keras.KerasTensor"
def cosine_similarity(x, y):
    fine = defined(x, y)
    if ops.all(fine):
        return ops.sum(x * y, axis=-1) / ops.norm(x, axis=-1) / ops.norm(y, axis=-1)
    a, b = ops.where(fine, ops.sum(x * x, -1), 1.0), ops.where(fine, ops.sum(y * y, -1), 1.0)
    return ops.where(fine, ops.sum(x * y, axis=-1) / ops.sqrt(a) / ops.sqrt(b), 0.0)


# %% wrong: the zeros are counted in Python | test_under_xla
# breaks: "in tf.function with jit_compile=True, with the same gradients"
def cosine_similarity(x, y):
    fine = defined(x, y)
    if not isinstance(x, keras.KerasTensor):
        print("zero vectors:", int(np.sum(~ops.convert_to_numpy(fine))))
    a, b = ops.where(fine, ops.sum(x * x, -1), 1.0), ops.where(fine, ops.sum(y * y, -1), 1.0)
    return ops.where(fine, ops.sum(x * y, axis=-1) / ops.sqrt(a) / ops.sqrt(b), 0.0)


# %% wrong: TensorFlow computes | test_example | uses tf
# breaks: "no tf"
def cosine_similarity(x, y):
    return tf.reduce_sum(tf.math.l2_normalize(x, -1) * tf.math.l2_normalize(y, -1), axis=-1)


# %% wrong: minus Keras's loss | test_example | losses
# breaks: "nothing of keras.losses or keras.metrics"
def cosine_similarity(x, y):
    return -keras.losses.cosine_similarity(x, y, axis=-1)


# %% equivalent: swap-020af9f7 | both squares are needed, and the quotient takes them in any order


# %% equivalent: constant-81fb05be | any harmless number does: where chooses another at the end
