"""Answers to hessian_vector_product."""

import tensorflow as tf


# %% right: the gradient's dot product with v
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        directional = tf.reduce_sum(inner.gradient(y, x) * v)
    product = outer.gradient(directional, x)
    return tf.zeros_like(x) if product is None else product


# %% right: forward over reverse
def hessian_vector_product(f, x, v):
    with tf.autodiff.ForwardAccumulator(x, v) as forward:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x)
        slope = tape.gradient(y, x)
    return forward.jvp(slope, unconnected_gradients="zero")


# %% right: reverse over forward
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as tape:
        tape.watch(x)
        with tf.autodiff.ForwardAccumulator(x, v) as forward:
            y = f(x)
        directional = forward.jvp(y)
    return tape.gradient(directional, x, unconnected_gradients="zero")


# %% wrong: the inner gradient is taken after the outer tape has closed | test_shape | outer tape
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
    slope = inner.gradient(y, x)
    return outer.gradient(slope, x, output_gradients=v)


# %% wrong: the outer tape does not watch x | test_values | both tapes
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer, tf.GradientTape() as inner:
        inner.watch(x)
        y = f(x)
        slope = inner.gradient(y, x)
    return outer.gradient(slope, x, output_gradients=v, unconnected_gradients="zero")


# %% wrong: v' H v | test_shape | a number
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return tf.reduce_sum(v * outer.gradient(slope, x, output_gradients=v))


# %% wrong: always float32 | test_shape | dtype
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return tf.cast(outer.gradient(slope, x, output_gradients=v), tf.float32)


# %% wrong: the gradient times v | test_values | second derivative is missing
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x) * v


# %% wrong: v is multiplied in at the end | test_values | then multiplied by v
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return outer.gradient(slope, x) * v


# %% wrong: v is forgotten | test_values | v is not used
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return outer.gradient(slope, x)


# %% wrong: the product is matvec, which needs a vector | test_values | it raised
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        directional = tf.tensordot(inner.gradient(y, x), v, [[0], [0]])
        directional = tf.ensure_shape(directional, [])
    return outer.gradient(directional, x)


# %% wrong: the Hessian by tape.jacobian | test_no_hessian | whole Hessian
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = tf.reshape(inner.gradient(y, x), [-1])
    hessian = outer.jacobian(slope, x)
    rows = tf.reshape(hessian, [tf.size(x), tf.size(x)])
    return tf.reshape(tf.linalg.matvec(rows, tf.reshape(v, [-1])), x.shape)


# %% wrong: a linear f gives None | test_flat | None
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return outer.gradient(slope, x, output_gradients=v)


# %% wrong: x is taken to have an axis | test_flat | it raised
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        directional = tf.reduce_sum(inner.gradient(y, x) * v, axis=0)
    return outer.gradient(directional, x, unconnected_gradients="zero")


# %% wrong: a row of the Hessian at a time | test_shape | loop
def hessian_vector_product(f, x, v):
    with tf.GradientTape(persistent=True) as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slopes = tf.unstack(tf.reshape(inner.gradient(y, x), [-1]))
    rows = [outer.gradient(slope, x) for slope in slopes]
    return tf.stack([tf.reduce_sum(row * v) for row in rows])


# %% wrong: a None becomes the number 0 | test_flat | a single number
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    product = outer.gradient(slope, x, output_gradients=v)
    return 0.0 if product is None else product
