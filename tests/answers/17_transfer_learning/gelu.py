"""Answers to gelu."""

import math

import numpy as np
import tensorflow as tf

ROOT = math.sqrt(2 / math.pi)


def by_tanh(x):
    return 0.5 * x * (1.0 + tf.tanh(ROOT * (x + 0.044715 * tf.pow(x, 3))))


def by_erfc(x):
    return 0.5 * x * tf.math.erfc(-x * math.sqrt(0.5))


# %% right: the approximation by a sigmoid, which is the same
def gelu(x, approximate=False):
    if approximate:
        return x * tf.sigmoid(2 * ROOT * x * (1 + 0.044715 * x * x))
    root = tf.sqrt(tf.constant(2, x.dtype))
    return tf.math.erfc(tf.negative(x) / root) * x / 2


# %% right: erfc left of 0, erf right of it
def gelu(x, approximate=False):
    z = x / math.sqrt(2)
    exact = tf.where(x < 0, tf.math.erfc(tf.maximum(-z, 0)) / 2, (1 + tf.math.erf(z)) / 2)
    inner = tf.tanh(ROOT * (x + 0.044715 * x * x * x))
    return x * ((1 + inner) / 2 if approximate else exact)


# %% right: the normal distribution, computed in float64
def gelu(x, approximate=False):
    wide = tf.cast(x, tf.float64)
    if approximate:
        share = 0.5 + 0.5 * tf.tanh(ROOT * (wide + 0.044715 * wide**3))
    else:
        share = tf.math.erfc(-wide / math.sqrt(2)) / 2
    return tf.cast(wide * share, x.dtype)


# %% wrong: 1 + erf, as it is written | test_tail | no digit
# breaks: "Without approximate it is right to 0.01 % of itself down to x = -10"
def gelu(x, approximate=False):
    if approximate:
        return by_tanh(x)
    return 0.5 * x * (1 + tf.math.erf(x / math.sqrt(2)))


# %% wrong: 0 below -6 | test_tail | differ
# breaks: "Without approximate it is right to 0.01 % of itself down to x = -10"
def gelu(x, approximate=False):
    return by_tanh(x) if approximate else tf.where(x < -6, tf.zeros_like(x), by_erfc(x))


# %% wrong: always the approximation | test_example | approximation
# breaks: "gelu(x) = x / 2 * (1 + erf(x / sqrt(2)))"
def gelu(x, approximate=False):
    return by_tanh(x)


# %% wrong: always the exact one | test_example | exact
# breaks: "if approximate=True"
def gelu(x, approximate=False):
    return by_erfc(x)


# %% wrong: the root of 2 is forgotten | test_example | root of 2
# breaks: "gelu(x) = x / 2 * (1 + erf(x / sqrt(2)))"
def gelu(x, approximate=False):
    return by_tanh(x) if approximate else 0.5 * x * tf.math.erfc(-x)


# %% wrong: not divided by 2 | test_example | twice
# breaks: "Return the Gaussian error linear unit of each element: (...) -> (...)"
def gelu(x, approximate=False):
    return 2 * (by_tanh(x) if approximate else by_erfc(x))


# %% wrong: the probability only | test_example | not multiplied
# breaks: "Return the Gaussian error linear unit of each element: (...) -> (...)"
def gelu(x, approximate=False):
    if approximate:
        return 0.5 * (1.0 + tf.tanh(ROOT * (x + 0.044715 * x**3)))
    return tf.math.erfc(-x / math.sqrt(2)) / 2


# %% wrong: 2 / pi without a root | test_example | without its root
# breaks: "x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))"
def gelu(x, approximate=False):
    if approximate:
        return 0.5 * x * (1.0 + tf.tanh(2 / math.pi * (x + 0.044715 * x**3)))
    return by_erfc(x)


# %% wrong: a square for the cube | test_example | in the place of the cube
# breaks: "x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))"
def gelu(x, approximate=False):
    if approximate:
        return 0.5 * x * (1.0 + tf.tanh(ROOT * (x + 0.044715 * x**2)))
    return by_erfc(x)


# %% wrong: ten times the cube | test_example | 0.44715
# breaks: "x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))"
def gelu(x, approximate=False):
    if approximate:
        return 0.5 * x * (1.0 + tf.tanh(ROOT * (x + 0.44715 * x**3)))
    return by_erfc(x)


# %% wrong: the approximation by 1.702 | test_example | another approximation
# breaks: "x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))"
def gelu(x, approximate=False):
    return x * tf.sigmoid(1.702 * x) if approximate else by_erfc(x)


# %% wrong: swish | test_example | SiLU
# breaks: "Return the Gaussian error linear unit of each element: (...) -> (...)"
def gelu(x, approximate=False):
    return x * tf.sigmoid(x)


# %% wrong: the sum over the last axis | test_example | shape
# breaks: "Return the Gaussian error linear unit of each element: (...) -> (...)"
def gelu(x, approximate=False):
    return tf.reduce_sum(by_tanh(x) if approximate else by_erfc(x), axis=-1)


# %% wrong: always float32 | test_exact | dtype
# breaks: "or float64"
def gelu(x, approximate=False):
    x = tf.cast(x, tf.float32)
    return by_tanh(x) if approximate else by_erfc(x)


# %% wrong: float32 inside | test_exact | differ
# breaks: "or float64"
def gelu(x, approximate=False):
    narrow = tf.cast(x, tf.float32)
    return tf.cast(by_tanh(narrow) if approximate else by_erfc(narrow), x.dtype)


# %% wrong: always float64 | test_example | dtype
# breaks: "The result has the dtype of x, float32"
def gelu(x, approximate=False):
    x = tf.cast(x, tf.float64)
    return by_tanh(x) if approximate else by_erfc(x)


# %% wrong: erfc by NumPy | test_gradient | None
# breaks: "The gradient in x is that of the formula"
def gelu(x, approximate=False):
    if approximate or not tf.executing_eagerly():
        return by_tanh(x) if approximate else by_erfc(x)
    share = np.vectorize(math.erfc, otypes=[float])(-x.numpy().astype(float) / math.sqrt(2)) / 2
    return tf.constant((x.numpy() * share).astype(x.numpy().dtype))


# %% wrong: erf and tanh are constants for the gradient | test_gradient | constant
# breaks: "The gradient in x is that of the formula"
def gelu(x, approximate=False):
    still = tf.stop_gradient(x)
    if approximate:
        return 0.5 * x * (1.0 + tf.tanh(ROOT * (still + 0.044715 * still**3)))
    return 0.5 * x * tf.math.erfc(-still / math.sqrt(2))


# %% wrong: a decision for each x in Python | test_graph | raised
# breaks: "Works in tf.function too"
def gelu(x, approximate=False):
    if approximate:
        return by_tanh(x)
    shape = x.shape
    values = [by_erfc(v) if v.numpy() < 0 else v + by_erfc(-v) for v in tf.reshape(x, [-1])]
    return tf.reshape(tf.stack(values), shape)


# %% wrong: a number is asked for in the graph | test_graph | raised
# breaks: "Works in tf.function too"
def gelu(x, approximate=False):
    values = by_tanh(x) if approximate else by_erfc(x)
    return values if tf.reduce_max(tf.abs(x)).numpy() > 0 else x


# %% wrong: TensorFlow's own | test_example | tf.nn.gelu
# breaks: "Use neither tf.nn.gelu nor anything of keras"
def gelu(x, approximate=False):
    return tf.nn.gelu(x, approximate=approximate)


# %% wrong: Keras's own | test_example | keras
# breaks: "Use neither tf.nn.gelu nor anything of keras"
def gelu(x, approximate=False):
    return tf.keras.activations.gelu(x, approximate=approximate)
