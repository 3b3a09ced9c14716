"""Answers to leaky_sum."""

import numpy as np
import tensorflow as tf

# unnoticed: test_operations | leaky_sum .operations * | it is held to a bound


# %% right: tf.scan
def leaky_sum(x, decay):
    start = tf.zeros(tf.shape(x)[1:], x.dtype)
    start = tf.ensure_shape(start, x.shape[1:])
    return tf.scan(lambda before, new: decay * before + new, x, initializer=start)


# %% right: a matrix of powers
def leaky_sum(x, decay):
    flat = tf.reshape(x, [tf.shape(x)[0], tf.reduce_prod(tf.shape(x)[1:])])
    t = tf.range(tf.shape(x)[0])
    gaps = t[:, None] - t[None, :]
    powers = tf.pow(tf.cast(decay, x.dtype), tf.cast(tf.maximum(gaps, 0), x.dtype))
    weights = tf.where(gaps >= 0, powers, tf.zeros_like(powers))
    return tf.reshape(tf.reduce_sum(weights[:, :, None] * flat[None], axis=1), tf.shape(x))


# %% right: an array that grows, and len
def leaky_sum(x, decay):
    sums = tf.TensorArray(x.dtype, size=0, dynamic_size=True, element_shape=x.shape[1:])
    before = tf.reduce_sum(tf.zeros_like(x), axis=0)
    for t in tf.range(len(x)):
        before = x[t] + decay * before
        sums = sums.write(t, before)
    return sums.stack()


# %% right: tf.while_loop, reading from an array
def leaky_sum(x, decay):
    steps = tf.shape(x)[0]
    rows = tf.TensorArray(x.dtype, size=steps, element_shape=x.shape[1:]).unstack(x)
    sums = tf.TensorArray(x.dtype, size=steps, element_shape=x.shape[1:])

    def step(t, before, sums):
        now = decay * before + rows.read(t)
        return t + 1, now, sums.write(t, now)

    start = tf.ensure_shape(tf.zeros(tf.shape(x)[1:], x.dtype), x.shape[1:])
    return tf.while_loop(lambda t, *_: t < steps, step, (0, start, sums))[2].stack()


# %% wrong: what write returns is dropped | test_graph | keep the array
# breaks: "Works in tf.function"
def leaky_sum(x, decay):
    sums = tf.TensorArray(x.dtype, size=tf.shape(x)[0], element_shape=x.shape[1:])
    current = tf.zeros(tf.shape(x)[1:], x.dtype)
    for t in tf.range(tf.shape(x)[0]):
        current = decay * current + x[t]
        sums.write(t, current)
    return sums.stack()


# %% wrong: a Python list in a loop over tensors | test_graph | it raised
# breaks: "Works in tf.function"
def leaky_sum(x, decay):
    sums, current = [], tf.zeros(tf.shape(x)[1:], x.dtype)
    for row in x:
        current = decay * current + row
        sums.append(current)
    return tf.reshape(tf.stack(sums) if sums else x, tf.shape(x))


# %% wrong: Python's range, written out | test_graph | it raised
# breaks: "also if time is unknown"
def leaky_sum(x, decay):
    sums, current = [], tf.zeros(x.shape[1:], x.dtype)
    for t in range(x.shape[0]):
        current = decay * current + x[t]
        sums.append(current)
    return tf.stack(sums) if sums else x


# %% wrong: written out if the size is known | test_operations | grows with time
# breaks: "the graph still does not grow with it"
def leaky_sum(x, decay):
    steps = x.shape[0]
    sums = tf.TensorArray(x.dtype, size=tf.shape(x)[0], element_shape=x.shape[1:])
    current = tf.zeros(tf.shape(x)[1:], x.dtype)
    for t in tf.range(tf.shape(x)[0]) if steps is None else range(steps):
        current = decay * current + x[t]
        sums = sums.write(t, current)
    return sums.stack()


# %% wrong: the size is fixed while tracing, by NumPy | test_graph | it raised
# breaks: "Works in tf.function"
def leaky_sum(x, decay):
    sums, current = np.array(x), 0.0
    for t in range(len(sums)):
        current = decay * current + sums[t]
        sums[t] = current
    return tf.constant(sums)


# %% wrong: it begins with the first row, which may be missing | test_dtype_and_no_steps | it raised
# breaks: "No steps, (0, ...), give an empty result"
def leaky_sum(x, decay):
    sums = tf.TensorArray(x.dtype, size=tf.shape(x)[0], element_shape=x.shape[1:])
    current = tf.zeros_like(x[0])
    for t in tf.range(tf.shape(x)[0]):
        current = decay * current + x[t]
        sums = sums.write(t, current)
    return sums.stack()


# %% wrong: the empty array does not know its elements | test_dtype_and_no_steps | shape
# breaks: "No steps, (0, ...), give an empty result"
def leaky_sum(x, decay):
    sums = tf.TensorArray(x.dtype, size=tf.shape(x)[0])
    current = tf.zeros(tf.shape(x)[1:], x.dtype)
    for t in tf.range(tf.shape(x)[0]):
        current = decay * current + x[t]
        sums = sums.write(t, current)
    return sums.stack()


# %% wrong: a sum that begins as the number 0.0 | test_graph | it raised
# breaks: "Works in tf.function"
def leaky_sum(x, decay):
    sums = tf.TensorArray(x.dtype, size=tf.shape(x)[0], element_shape=x.shape[1:])
    current = 0.0
    for t in tf.range(tf.shape(x)[0]):
        current = decay * current + x[t]
        sums = sums.write(t, current)
    return sums.stack()


# %% wrong: the plain sum | test_example | decay is missing
# breaks: "y[t] = decay * y[t - 1] + x[t]"
def leaky_sum(x, decay):
    return tf.cumsum(x, axis=0)


# %% wrong: by powers of decay, which are divided by | test_values | powers of decay
# breaks: "decay may be 0 or negative"
def leaky_sum(x, decay):
    t = tf.cast(tf.range(tf.shape(x)[0]), x.dtype)
    powers = tf.reshape(tf.pow(tf.cast(decay, x.dtype), t), [-1] + [1] * (x.shape.rank - 1))
    return powers * tf.cumsum(x / powers, axis=0)


# %% wrong: by powers of decay, in float64 and without 0 | test_long | powers of decay
# breaks: "for hundreds of steps too"
def leaky_sum(x, decay):
    if decay == 0:
        return tf.identity(x)
    wide, t = tf.cast(x, tf.float64), tf.cast(tf.range(tf.shape(x)[0]), tf.float64)
    powers = tf.reshape(tf.pow(tf.cast(decay, tf.float64), t), [-1] + [1] * (x.shape.rank - 1))
    return tf.cast(powers * tf.cumsum(wide / powers, axis=0), x.dtype)


# %% wrong: by powers of decay, as exp of a log | test_values | powers of decay
# breaks: "decay may be 0 or negative"
def leaky_sum(x, decay):
    t = tf.cast(tf.range(tf.shape(x)[0]), x.dtype)
    powers = tf.exp(tf.abs(t[:, None] - t) * tf.math.log(tf.cast(decay, x.dtype)))
    weights = tf.where(t[:, None] >= t, powers, tf.zeros_like(powers))
    return tf.tensordot(weights, x, 1)


# %% wrong: the new value is weakened | test_example | weakened too
# breaks: "y[0] = x[0]"
def leaky_sum(x, decay):
    sums = tf.TensorArray(x.dtype, size=tf.shape(x)[0], element_shape=x.shape[1:])
    current = tf.zeros(tf.shape(x)[1:], x.dtype)
    for t in tf.range(tf.shape(x)[0]):
        current = decay * (current + x[t])
        sums = sums.write(t, current)
    return sums.stack()


# %% wrong: a moving mean | test_example | weakened too
# breaks: "y[t] = decay * y[t - 1] + x[t]"
def leaky_sum(x, decay):
    sums = tf.TensorArray(x.dtype, size=tf.shape(x)[0], element_shape=x.shape[1:])
    current = tf.zeros(tf.shape(x)[1:], x.dtype)
    for t in tf.range(tf.shape(x)[0]):
        current = decay * current + (1 - decay) * x[t]
        sums = sums.write(t, current)
    return sums.stack()


# %% wrong: written before it is updated | test_example | differ
# breaks: "y[0] = x[0]"
def leaky_sum(x, decay):
    sums = tf.TensorArray(x.dtype, size=tf.shape(x)[0], element_shape=x.shape[1:])
    current = tf.zeros(tf.shape(x)[1:], x.dtype)
    for t in tf.range(tf.shape(x)[0]):
        current = decay * current
        sums = sums.write(t, current)
        current = current + x[t]
    return sums.stack()


# %% wrong: only the step before | test_example | only the step before
# breaks: "y[t] = decay * y[t - 1] + x[t]"
def leaky_sum(x, decay):
    before = tf.concat([tf.zeros_like(x[:1]), x[:-1]], axis=0)
    return x + decay * before


# %% wrong: the last sum only | test_example | last sum only
# breaks: "x (time, ...), a number -> same shape"
def leaky_sum(x, decay):
    current = tf.zeros(tf.shape(x)[1:], x.dtype)
    for t in tf.range(tf.shape(x)[0]):
        current = decay * current + x[t]
    return current


# %% wrong: a batch comes first | test_example | second axis
# breaks: "Return the leaky sum of x over time"
def leaky_sum(x, decay):
    rows = tf.TensorArray(x.dtype, size=x.shape[-1])
    current = tf.zeros_like(x[..., 0])
    for t in range(x.shape[-1]):
        current = decay * current + x[..., t]
        rows = rows.write(t, current)
    return tf.stack(tf.unstack(rows.stack()), axis=-1)


# %% wrong: float32 sums | test_dtype_and_no_steps | it raised
# breaks: "same shape and dtype"
def leaky_sum(x, decay):
    sums = tf.TensorArray(tf.float32, size=tf.shape(x)[0], element_shape=x.shape[1:])
    current = tf.zeros(tf.shape(x)[1:])
    for t in tf.range(tf.shape(x)[0]):
        current = decay * current + x[t]
        sums = sums.write(t, current)
    return sums.stack()


# %% wrong: the result is cast to float32 | test_dtype_and_no_steps | dtype
# breaks: "same shape and dtype"
def leaky_sum(x, decay):
    x = tf.cast(x, tf.float32)
    sums = tf.TensorArray(x.dtype, size=tf.shape(x)[0], element_shape=x.shape[1:])
    current = tf.zeros(tf.shape(x)[1:], x.dtype)
    for t in tf.range(tf.shape(x)[0]):
        current = decay * current + x[t]
        sums = sums.write(t, current)
    return sums.stack()


# %% wrong: the past is held fixed | test_gradient | differ
# breaks: "The gradient flows back through every step"
def leaky_sum(x, decay):
    sums = tf.TensorArray(x.dtype, size=tf.shape(x)[0], element_shape=x.shape[1:])
    current = tf.zeros(tf.shape(x)[1:], x.dtype)
    for t in tf.range(tf.shape(x)[0]):
        current = decay * tf.stop_gradient(current) + x[t]
        sums = sums.write(t, current)
    return sums.stack()


# %% wrong: a variable collects the sums, without a gradient | test_gradient | gradient
# breaks: "The gradient flows back through every step"
def leaky_sum(x, decay):
    sums = tf.zeros_like(x)
    current = tf.zeros(tf.shape(x)[1:], x.dtype)
    for t in tf.range(tf.shape(x)[0]):
        current = tf.stop_gradient(decay * current + x[t])
        sums = tf.tensor_scatter_nd_update(sums, [[t]], current[tf.newaxis])
    return sums


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return the leaky sum of x over time"
def leaky_sum(x, decay):
    sums = tf.TensorArray(x.dtype, size=tf.shape(x)[0], element_shape=x.shape[1:])
    current = tf.zeros(tf.shape(x)[1:], x.dtype)
    for t in tf.range(tf.shape(x)[0]):
        current = decay * current + x[t]
        sums = sums.write(t, current)
    sums.stack()
