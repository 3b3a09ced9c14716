"""Answers to gradient_penalty."""

import keras
import tensorflow as tf


# %% right: flattened samples, a Keras draw, tf.maximum as the guard
def gradient_penalty(critic, real, fake, seed):
    batch = tf.shape(real)[0]
    shape = tf.concat([[batch], tf.ones([tf.rank(real) - 1], tf.int32)], axis=0)
    alpha = tf.cast(keras.random.uniform(shape, seed=seed), real.dtype)
    points = alpha * real + (1 - alpha) * fake
    with tf.GradientTape() as tape:
        tape.watch(points)
        total = tf.reduce_sum(critic(points))
    flat = tf.reshape(tape.gradient(total, points), [batch, -1])
    lengths = tf.sqrt(tf.maximum(tf.reduce_sum(flat * flat, axis=1), 1e-12))
    return tf.reduce_mean((lengths - 1) ** 2)


# %% right: a generator, a norm that is safe by tf.where
def gradient_penalty(critic, real, fake, seed):
    alpha = tf.random.Generator.from_seed(seed).uniform([len(real)], dtype=real.dtype)
    alpha = tf.reshape(alpha, [-1] + [1] * (real.shape.rank - 1))
    points = real + (fake - real) * alpha
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(points)
        scores = critic(points)
    squares = tf.reduce_sum(
        tape.gradient(scores, points) ** 2, axis=list(range(1, real.shape.rank))
    )
    live = squares > 0
    lengths = tf.where(live, tf.sqrt(tf.where(live, squares, tf.ones_like(squares))), 0.0)
    return tf.reduce_mean(tf.math.squared_difference(lengths, 1.0))


# %% right: sample by sample
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=(seed, 99), dtype=real.dtype)
    points = real * (1 - alpha) + fake * alpha
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    slope = tape.gradient(scores, points)
    lengths = tf.sqrt(1e-12 + tf.einsum("bi,bi->b", *[tf.reshape(slope, [len(real), -1])] * 2))
    return tf.reduce_sum(tf.square(1.0 - lengths)) / len(real)


# %% wrong: a penalty for each sample | test_shape | mean is missing
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return (tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2


# %% wrong: one norm for the whole batch | test_values | whole batch
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    slope = tape.gradient(scores, points)
    return (tf.sqrt(tf.reduce_sum(slope**2) + 1e-12) - 1) ** 2


# %% wrong: the root is missing | test_values | root is missing
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.reduce_sum(flat**2, axis=1) - 1) ** 2)


# %% wrong: the 1 is forgotten | test_values | not subtracted
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean(tf.reduce_sum(flat**2, axis=1))


# %% wrong: a sum over the batch | test_values | instead of the mean
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_sum((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: the norm over the last axis only | test_values | last axis
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    slope = tape.gradient(scores, points)
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(slope**2, axis=-1) + 1e-12) - 1) ** 2)


# %% wrong: only long slopes are punished | test_values | above 1
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean(tf.nn.relu(tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: alpha for each entry | test_between | each entry
def gradient_penalty(critic, real, fake, seed):
    alpha = tf.random.stateless_uniform(real.shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: alpha is normal | test_between | normal
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_normal(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: the gradient is taken at the real samples | test_between | the real samples
def gradient_penalty(critic, real, fake, seed):
    with tf.GradientTape() as tape:
        tape.watch(real)
        scores = critic(real)
    flat = tf.reshape(tape.gradient(scores, real), [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: always halfway | test_between | 1/2
def gradient_penalty(critic, real, fake, seed):
    points = (real + fake) / 2
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: the seed is ignored | test_between | same seed
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.uniform(shape, dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: a seed that the next draw goes on from | test_between | same seed
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.uniform(shape, dtype=real.dtype, seed=seed)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: a seed of its own | test_between | another seed
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[42, 42], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: the slope is made a constant | test_in_weights | path
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    slope = tape.gradient(scores, points).numpy()
    flat = tf.reshape(slope, [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: the root has no guard | test_flat_critic | infinite slope
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.norm(flat, axis=1) - 1) ** 2)


# %% wrong: a guard that is too large | test_flat_critic | penalty
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    squares = tf.reduce_sum(flat**2, axis=1)
    lengths = tf.sqrt(
        tf.where(squares > 0, squares, tf.fill(tf.shape(squares), tf.cast(1e-4, real.dtype)))
    )
    return tf.reduce_mean((lengths - 1) ** 2)


# %% wrong: the penalty is always float32 | test_shape | dtype
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    lengths = tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12)
    return tf.reduce_mean(tf.cast((lengths - 1) ** 2, tf.float32))
