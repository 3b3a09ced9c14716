"""Answers to batch_jacobian."""

import tensorflow as tf


# %% right: the sum over the batch, one output at a time
def batch_jacobian(f, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        outputs = tf.unstack(tf.reduce_sum(f(x), axis=0))
    return tf.stack([tape.gradient(output, x) for output in outputs], axis=1)


# %% right: the diagonal of the full Jacobian
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    full = tape.jacobian(y, x)
    return tf.einsum("bmb...->bm...", full)


# %% right: one sample after the other
def batch_jacobian(f, x):
    blocks = []
    for sample in tf.unstack(x):
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(sample)
            y = f(sample[tf.newaxis])[0]
        blocks.append(tape.jacobian(y, sample, experimental_use_pfor=False))
    return tf.stack(blocks)


# %% wrong: x is not watched | test_shape | watch
def batch_jacobian(f, x):
    with tf.GradientTape(persistent=True) as tape:
        y = f(x)
        outputs = tf.unstack(tf.reduce_sum(y, axis=0))
    slopes = [tape.gradient(output, x) for output in outputs]
    return None if slopes[0] is None else tf.stack(slopes, axis=1)


# %% wrong: axes of size one are squeezed away | test_shape | batch axis is gone
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.squeeze(tape.batch_jacobian(y, x))


# %% wrong: the full Jacobian | test_shape | full Jacobian
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.jacobian(y, x)


# %% wrong: the gradient, which adds the outputs up | test_shape | added up
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)


# %% wrong: the samples are added up | test_shape | batch axis is gone
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(f(x), axis=0)
    return tf.reduce_sum(tape.jacobian(y, x), axis=1)


# %% wrong: the batch is the second axis | test_shape | batch axis
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(f(x), axis=0)
    return tape.jacobian(y, x)


# %% wrong: inputs before outputs | test_shape | are swapped
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.linalg.matrix_transpose(tape.batch_jacobian(y, x))


# %% wrong: always float32 | test_values | dtype
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.cast(tape.batch_jacobian(y, x), tf.float32)


# %% wrong: the Jacobian of the first sample for every sample | test_values | same
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    blocks = tape.batch_jacobian(y, x)
    return tf.repeat(blocks[:1], x.shape[0], axis=0)


# %% wrong: the samples' axes are flattened | test_samples_of_rank_two | shape
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    blocks = tape.batch_jacobian(y, x)
    return tf.reshape(blocks, [x.shape[0], y.shape[1], -1])


# %% wrong: always float64 | test_shape | dtype
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.cast(tape.batch_jacobian(y, x), tf.float64)


# %% wrong: one output has its gradient instead | test_one_output | for a single output
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    if y.shape[-1] == 1:
        return tape.gradient(y, x)
    return tape.batch_jacobian(y, x)
