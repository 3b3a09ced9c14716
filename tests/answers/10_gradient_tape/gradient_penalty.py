"""Answers to gradient_penalty."""

import keras
import tensorflow as tf


# unnoticed: test_flat_critic | gradient_penalty .penalty nudged | any small guard of the root passes


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


# %% wrong: a penalty for each sample | test_example | mean is missing
# breaks: "(batch, n, ...) -> scalar"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return (tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2


# %% wrong: one norm for the whole batch | test_example | whole batch
# breaks: "take the norm of the critic's gradient over all axes but the first"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    slope = tape.gradient(scores, points)
    return (tf.sqrt(tf.reduce_sum(slope**2) + 1e-12) - 1) ** 2


# %% wrong: the root is missing | test_example | root is missing
# breaks: "take the norm of the critic's gradient"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.reduce_sum(flat**2, axis=1) - 1) ** 2)


# %% wrong: the 1 is forgotten | test_example | not subtracted
# breaks: "the mean over the batch of (norm - 1)^2"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean(tf.reduce_sum(flat**2, axis=1))


# %% wrong: a sum over the batch | test_example | instead of the mean
# breaks: "the mean over the batch of (norm - 1)^2"
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
# breaks: "over all axes but the first"
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
# breaks: "the mean over the batch of (norm - 1)^2"
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
# breaks: "with one alpha for each sample"
def gradient_penalty(critic, real, fake, seed):
    alpha = tf.random.stateless_uniform(real.shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: alpha is normal | test_between | normal
# breaks: "drawn uniformly from [0, 1)"
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
# breaks: "At points between real and fake"
def gradient_penalty(critic, real, fake, seed):
    with tf.GradientTape() as tape:
        tape.watch(real)
        scores = critic(real)
    flat = tf.reshape(tape.gradient(scores, real), [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: always halfway | test_between | alpha is always
# breaks: "drawn uniformly from [0, 1)"
def gradient_penalty(critic, real, fake, seed):
    points = (real + fake) / 2
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: the seed is ignored | test_between | same seed
# breaks: "The same seed gives the same penalty"
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
# breaks: "The same seed gives the same penalty"
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
# breaks: "another seed another alpha"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[42, 42], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12) - 1) ** 2)


# %% wrong: the slope is made a constant | test_in_weights | the gradient's path is cut
# breaks: "The result can be differentiated in the critic's weights"
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


# %% wrong: the root has no guard | test_flat_critic | the root has an infinite slope at 0: put
# breaks: "that gradient is finite and right even where the critic is flat"
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
# breaks: "take the norm of the critic's gradient"
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


# %% wrong: the penalty is always float32 | test_values | dtype
# breaks: "-> scalar, their dtype"
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


# %% right: from fake to real
def gradient_penalty(critic, real, fake, seed):
    batch = real.shape[0]
    alpha = tf.random.stateless_uniform([batch], seed=[0, seed], dtype=real.dtype)
    alpha = tf.reshape(alpha, [batch, *[1] * (len(real.shape) - 1)])
    points = fake + alpha * (real - fake)
    with tf.GradientTape() as tape:
        tape.watch(points)
        total = tf.reduce_sum(critic(points))
    slope = tape.gradient(total, points)
    axes = list(range(1, len(real.shape)))
    lengths = tf.sqrt(tf.reduce_sum(slope * slope, axis=axes) + 1e-12)
    return tf.reduce_mean((1 - lengths) ** 2)


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return a Wasserstein critic's penalty"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    lengths = tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12)
    tf.reduce_mean((lengths - 1) ** 2)


# %% wrong: the guard stands outside the root | test_flat_critic | the root has an infinite slope at 0: put
# breaks: "that gradient is finite and right even where the critic is flat"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    lengths = tf.sqrt(tf.reduce_sum(flat**2, axis=1)) + 1e-12
    return tf.reduce_mean((lengths - 1) ** 2)


# %% wrong: the distance is not squared | test_example | not squared
# breaks: "return the mean over the batch of (norm - 1)^2"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    lengths = tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12)
    return tf.reduce_mean(tf.abs(lengths - 1))


# %% wrong: the mean norm's distance to 1 | test_values | mean norm
# breaks: "return the mean over the batch of (norm - 1)^2"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    lengths = tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12)
    return (tf.reduce_mean(lengths) - 1) ** 2


# %% wrong: the points are the fake samples | test_between | fake samples
# breaks: "At points between real and fake"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = fake + 0 * alpha * real
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    lengths = tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12)
    return tf.reduce_mean((lengths - 1) ** 2)


# %% wrong: beyond the real samples | test_between | beyond real
# breaks: "At points between real and fake"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real - alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    lengths = tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12)
    return tf.reduce_mean((lengths - 1) ** 2)


# %% wrong: one alpha for the whole batch | test_between | differs
# breaks: "with one alpha for each sample"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha[0] * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    lengths = tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12)
    return tf.reduce_mean((lengths - 1) ** 2)


# %% wrong: the slope is stopped | test_in_weights | the gradient's path is cut
# breaks: "The result can be differentiated in the critic's weights"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    flat = tf.reshape(tape.gradient(scores, points), [real.shape[0], -1])
    lengths = tf.sqrt(tf.reduce_sum(flat**2, axis=1) + 1e-12)
    return tf.reduce_mean((tf.stop_gradient(lengths) - 1) ** 2)


# %% wrong: the critic gets a sample without its batch axis | test_example | it raised
# breaks: "critic maps (batch, n, ...) to (batch, 1)"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    penalties = []
    for point in tf.unstack(points):
        with tf.GradientTape() as tape:
            tape.watch(point)
            score = critic(point)
        slope = tape.gradient(score, point)
        penalties.append((tf.sqrt(tf.reduce_sum(slope**2) + 1e-12) - 1) ** 2)
    return tf.reduce_mean(tf.stack(penalties))


# %% wrong: the norm over two axes, as for a matrix | test_values | value differs
# breaks: "over all axes but the first"
def gradient_penalty(critic, real, fake, seed):
    shape = [real.shape[0]] + [1] * (real.shape.rank - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, 0], dtype=real.dtype)
    points = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(points)
    slope = tape.gradient(scores, points)
    axes = [1, 2] if slope.shape.rank > 2 else [1]
    lengths = tf.sqrt(tf.reduce_sum(slope**2, axis=axes) + 1e-12)
    return tf.reduce_mean((lengths - 1) ** 2)


# %% right: weighted mean of real and fake; a flat slope matrix; the root only where it is not 0
def gradient_penalty(
    critic: Callable[[tf.Tensor], tf.Tensor], real: tf.Tensor, fake: tf.Tensor, seed: int
) -> tf.Tensor:
    batch = real.shape[0]
    alpha = tf.random.stateless_uniform((batch,), seed=(7, seed), dtype=real.dtype)
    alpha = tf.reshape(alpha, [batch] + [1] * (len(real.shape) - 1))
    between = (1 - alpha) * real + alpha * fake
    with tf.GradientTape() as tape:
        tape.watch(between)
        scores = critic(between)
    slope = tf.reshape(tape.gradient(scores, between), [batch, -1])
    squares = tf.reduce_sum(slope * slope, axis=1)
    flat = squares <= 1e-30
    safe = tf.where(flat, tf.ones_like(squares), squares)
    norm = tf.where(flat, tf.zeros_like(squares), tf.sqrt(safe))
    return tf.reduce_mean(tf.math.squared_difference(norm, tf.ones_like(norm)))


# %% right: a random generator with the seed; the sum of the scores; all axes but the first in reduce_sum
def gradient_penalty(
    critic: Callable[[tf.Tensor], tf.Tensor], real: tf.Tensor, fake: tf.Tensor, seed: int
) -> tf.Tensor:
    rank = len(real.shape)
    shape = (real.shape[0],) + (1,) * (rank - 1)
    alpha = tf.random.Generator.from_seed(seed).uniform(shape, dtype=real.dtype)
    between = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(between)
        total = tf.reduce_sum(critic(between))
    slope = tf.convert_to_tensor(tape.gradient(total, between))
    norm = tf.sqrt(tf.reduce_sum(tf.square(slope), axis=list(range(1, rank))) + 1e-12)
    return tf.reduce_sum(tf.square(norm - 1)) / real.shape[0]


# %% wrong: the one-sided penalty, which is 0 for slopes below 1 | test_values
# breaks: "return the mean over the batch of (norm - 1)^2."
def gradient_penalty(
    critic: Callable[[tf.Tensor], tf.Tensor], real: tf.Tensor, fake: tf.Tensor, seed: int
) -> tf.Tensor:
    shape = [real.shape[0]] + [1] * (len(real.shape) - 1)
    alpha = tf.random.stateless_uniform(shape, seed=(seed, 0), dtype=real.dtype)
    between = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(between)
        scores = critic(between)
    slope = tf.reshape(tape.gradient(scores, between), [real.shape[0], -1])
    norm = tf.sqrt(tf.reduce_sum(tf.square(slope), axis=1) + 1e-12)
    return tf.reduce_mean(tf.square(tf.maximum(norm - 1, 0)))


# %% wrong: an alpha for each entry, so the points are not on the line between the two samples | test_between
# breaks: "with one alpha for each sample drawn uniformly from [0, 1)"
def gradient_penalty(
    critic: Callable[[tf.Tensor], tf.Tensor], real: tf.Tensor, fake: tf.Tensor, seed: int
) -> tf.Tensor:
    alpha = tf.random.stateless_uniform(tf.shape(real), seed=(seed, 0), dtype=real.dtype)
    between = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(between)
        scores = critic(between)
    slope = tf.reshape(tape.gradient(scores, between), [real.shape[0], -1])
    norm = tf.sqrt(tf.reduce_sum(tf.square(slope), axis=1) + 1e-12)
    return tf.reduce_mean(tf.square(norm - 1))
